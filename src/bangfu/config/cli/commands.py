"""The list of commands, in the order in which --help shows them."""

from __future__ import annotations

from bangfu.config.cli import lists, migrate, serve, sql, town, trail, user

ALL = (serve, migrate, lists, trail, user, town, sql)
