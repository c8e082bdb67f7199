"""What every command shares: refusing kindly, and having Django and the database at hand."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from bangfu.config import database


class Refused(Exception):
    """A command that cannot be done as asked; the message is a sentence for the person.

    `code` is the exit code: 2 for bad input, 1 for anything else.
    """

    def __init__(self, sentence: str, *, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


@contextlib.contextmanager
def at_work() -> Iterator[database.Address]:
    """This function will hold the database open and Django ready for the block.

    :raises Refused: BANGFU_TODAY is not a date.
    """
    with database.running() as where:
        import django
        from django.db import connections

        django.setup()
        from bangfu.audit.keyfile import KeyTrouble

        today()
        try:
            yield where
        except KeyTrouble as trouble:
            raise Refused(str(trouble), code=1) from trouble
        finally:
            connections.close_all()


def today() -> date:
    """This function will give the date on which the command acts.

    :raises Refused: BANGFU_TODAY is not a date.
    """
    from bangfu.frame import clock

    try:
        return clock.today()
    except ValueError as error:
        raise Refused(f"BANGFU_TODAY 应写成 2012-06-30 的样子。 ({error})") from error


def require_tables() -> None:
    """This function will refuse a command for which the database is not ready.

    :raises Refused: migrations have not been run, or not all of them.
    """
    if pending():
        raise Refused(
            "数据库还没有升级到本版本，请先执行 bangfu migrate。"
            " (The database is not up to date: run `bangfu migrate` first.)",
            code=1,
        )


def pending() -> list[str]:
    """This function will list the migrations that the database has not seen yet."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def command(kinds: Any, name: str, *, help: str, description: str) -> argparse.ArgumentParser:
    """This function will add one command to the list of commands."""
    made: argparse.ArgumentParser = kinds.add_parser(name, help=help, description=description)
    return made
