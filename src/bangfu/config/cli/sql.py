"""`bangfu sql`: one statement as the owner, for repair; recorded."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "sql",
        help="以数据库主人的身份执行一条语句，会留痕 (one statement as owner; recorded)",
        description="修复数据用：以数据库主人的身份执行一条 SQL 语句，并留痕（不记语句里的值）。"
        " (For repair: run one SQL statement as the owner of the database; the trail keeps its"
        " shape, without the values in it.)",
    )
    made.add_argument("statement", metavar="语句", help="一条 SQL 语句 (one SQL statement)")
    made.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will run the statement, print what it gives, and record that it was run.

    :raises Refused: there is no statement, or the database refuses it.
    """
    statement = asked.statement.strip()
    if not statement:
        raise Refused("没有写语句。 (There is no statement.)")
    with at_work():
        require_tables()
        from django.db import DatabaseError

        try:
            _run_in_transaction(statement)
        except DatabaseError as error:
            raise Refused(f"语句没有执行：{str(error).strip()} (It was not run.)") from error
    return 0


def _run_in_transaction(statement: str) -> None:
    from django.db import connections, transaction

    from bangfu.audit import actions as audit
    from bangfu.frame import clock
    from bangfu.offices.access import OPERATOR

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
        audit.record_statement(
            statement=statement, by=OPERATOR, at=clock.now(), rows=max(0, cursor.rowcount)
        )
        if cursor.description:
            print("\t".join(column.name for column in cursor.description))
            for row in rows:
                print("\t".join("" if value is None else str(value) for value in row))
        else:
            print(cursor.statusmessage)
