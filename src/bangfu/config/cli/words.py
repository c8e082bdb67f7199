"""What every command shares: refusing kindly, and having Django and the database at hand."""

from __future__ import annotations

import argparse
import contextlib
import fcntl
from collections.abc import Iterator
from datetime import date
from typing import Any

from bangfu.config import database
from bangfu.config.home import Home

LONGEST_NAME = 60


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

    :raises Refused: BANGFU_HOME, DATABASE_URL or BANGFU_TODAY cannot be used.
    """
    with database.running(usable_home()) as where:
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


def usable_home() -> Home:
    """This function will find the home of this installation, its secrets readable.

    :raises Refused: the folder cannot be made, read or written, or DATABASE_URL is no address.
    """
    try:
        home = Home.here()
        home.secrets()
    except (OSError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        what = getattr(error, "strerror", None) or type(error).__name__
        raise Refused(
            f"放台账的文件夹用不了（{what}）：请检查 BANGFU_HOME 写得对不对、有没有写的权限、"
            "磁盘满了没有，里面的 secrets.json 坏了就从备份放回。"
            " (The folder BANGFU_HOME cannot be used, or its secrets.json is damaged.)",
            code=1,
        ) from error
    try:
        database.address(home)
    except ValueError as error:
        raise Refused(
            "DATABASE_URL 写得不对，应是 postgresql://用户:密码@主机:端口/库名 的样子。"
            " (DATABASE_URL must be a postgresql:// address.)",
            code=1,
        ) from error
    return home


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """This function will let the block begin an installation while no other command does."""
    with (Home.here().path / "first-start.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def name(word: str) -> str:
    """This function will read a name of a person or a place: up to 60 characters one can see.

    :raises argparse.ArgumentTypeError: it is empty, too long or holds something else.
    """
    said = word.strip()
    if not said:
        raise argparse.ArgumentTypeError("名字是空的 (the name is empty)")
    if len(said) > LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"名字超过{LONGEST_NAME}个字 (the name is too long)")
    if not said.isprintable():
        raise argparse.ArgumentTypeError("名字里有看不见的字符 (the name holds odd characters)")
    return said


def day(word: str) -> date:
    """This function will read a date such as 2026-01-31.

    :raises argparse.ArgumentTypeError: it is not one.
    """
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期应写成 2026-01-31 的样子，而不是 {word}") from None


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
