"""`bangfu migrate`: bring the tables up to this version, as the owner."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli.words import at_work


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    command = kinds.add_parser(
        "migrate",
        help="把数据库升级到本版本 (bring the database up to this version)",
        description="把数据库的表升级到本版本；已是最新时什么也不做。"
        " (Bring the tables up to this version; does nothing when they are.)",
    )
    command.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will run all migrations on the owner's connection."""
    from django.core.management import call_command

    with at_work():
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        print("数据库已是最新。 (The database is up to date.)")
    return 0
