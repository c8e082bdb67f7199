"""`bangfu sql`: one statement as the owner, for repair; recorded."""

from __future__ import annotations

import argparse
import re
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables

# Blanks and comments before the first word, then a word that begins or ends a transaction.
_OF_TRANSACTIONS = re.compile(
    r"(\s|;|--[^\n]*(\n|$)|/\*.*?\*/)*"
    r"(begin|start|commit|end|rollback|abort|savepoint|release|prepare\s+transaction)\b",
    re.IGNORECASE | re.DOTALL,
)


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
    if not statement.strip("; \t\r\n"):
        raise Refused("没有写语句。 (There is no statement.)")
    if _OF_TRANSACTIONS.match(statement):
        raise Refused(
            "每条语句自成一次办理，不能自己开始或结束。"
            " (Each statement is a transaction of its own: it cannot begin or end one.)"
        )
    with at_work():
        require_tables()
        import psycopg
        from django.db import DatabaseError

        try:
            done = _run_in_transaction(statement)
        except (DatabaseError, psycopg.Error) as error:
            raise Refused(f"语句没有执行：{str(error).strip()} (It was not run.)") from error
        # After the end of the transaction: a reader who has seen enough does not undo the act.
        if done.description is None:
            print(done.statusmessage or "")
            return 0
        print("\t".join(column.name for column in done.description))
        for row in done:
            print("\t".join("" if value is None else str(value) for value in row))
    return 0


def _run_in_transaction(statement: str) -> Any:
    import psycopg
    from django.db import connections, transaction

    from bangfu.audit import actions as audit
    from bangfu.frame import clock
    from bangfu.offices.access import OPERATOR

    # The attempt first, on its own: a statement that fails may have told what it was asked.
    audit.record_statement(statement=statement, by=OPERATOR, at=clock.now())
    with transaction.atomic(using="owner"):
        # Prepared, since the server takes one statement only in this way: a second one could end
        # the transaction before the first is on record.
        connection = connections["owner"].connection
        connection.prepare_threshold = 0
        cursor = psycopg.Cursor(connection)
        cursor.execute(statement.encode(), prepare=True)
        audit.record_statement(
            statement=statement, by=OPERATOR, at=clock.now(), rows=max(0, cursor.rowcount)
        )
    return cursor
