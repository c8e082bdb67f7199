"""`bangfu sql`: one statement as the owner, for repair; recorded."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli.words import Refused, at_work


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    command = kinds.add_parser(
        "sql",
        help="以数据库主人的身份执行一条语句（会留痕）(one statement as owner; recorded)",
        description="修复数据用：以数据库主人的身份执行一条 SQL 语句，并留痕。"
        " (For repair: run one SQL statement as the owner of the database; it is recorded.)",
    )
    command.add_argument("statement", metavar="语句", help="一条 SQL 语句 (one SQL statement)")
    command.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will run the statement, print what it gives, and record that it was run."""
    import psycopg

    statement = asked.statement.strip()
    if not statement:
        raise Refused("没有写语句。 (There is no statement.)")
    with at_work() as where:
        try:
            with psycopg.connect(**where.doors["owner"].psycopg()) as connection:
                cursor = connection.execute(statement.encode())
                _record()
                if cursor.description:
                    print("\t".join(column.name for column in cursor.description))
                    for row in cursor:
                        print("\t".join("" if value is None else str(value) for value in row))
                else:
                    print(cursor.statusmessage)
        except psycopg.Error as error:
            raise Refused(f"语句没有执行：{str(error).strip()} (It was not run.)") from error
    return 0


def _record() -> None:
    """Nothing yet."""
