"""The list of commands, in the order in which --help shows them."""

from __future__ import annotations

from bangfu.config.cli import migrate, serve, sql

ALL = (serve, migrate, sql)
