"""The list of commands, in the order in which --help shows them."""

from __future__ import annotations

from bangfu.config.cli import migrate, sql

ALL = (migrate, sql)
