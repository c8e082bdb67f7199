"""`bangfu migrate`: bring the tables up to this version, as the owner."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "migrate",
        help="把数据库升级到本版本 (bring the database up to this version)",
        description="把数据库的表升级到本版本；已是最新时什么也不做。"
        " (Bring the tables up to this version; does nothing when they are.)",
    )
    made.add_argument(
        "--check",
        action="store_true",
        help="不改数据库，只看程序里的表和升级步骤是否一致（开发用）"
        " (change nothing: are the models and the migrations in step?)",
    )
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will run all migrations on the owner's connection."""
    from django.core.management import CommandError, call_command

    with at_work():
        if asked.check:
            try:
                call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
            except SystemExit as ended:
                return int(ended.code or 0)
            return 0
        try:
            bring_up_to_date()
        except CommandError as error:
            raise Refused(f"升级没有成功：{error} (The migration failed.)", code=1) from error
        print("数据库已是最新。 (The database is up to date.)")
    return 0


def bring_up_to_date() -> None:
    """This function will run the migrations that are missing, and settle what the roles may do."""
    from django.core.management import call_command
    from django.db import connections, transaction

    from bangfu.config.database import privileges

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        privileges.settle(cursor)
