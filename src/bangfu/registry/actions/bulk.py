"""Many rows at once, under row-level security.

COPY into a table with a policy is refused by PostgreSQL, so rows are copied into a temporary
table and inserted from there: the policies, constraints and triggers of the real table all run.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def hold_entry() -> None:
    """Take the lock of the register's door until the transaction ends.

    A plan made from what the register knows stays true while its rows are written.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('registry.entry'))")


def allocate_ids(model: type[models.Model], count: int) -> list[int]:
    """Return ``count`` fresh primary keys of ``model``."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence(%s, 'id')) from generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def insert_rows(
    table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], select: str = ""
) -> int:
    """Insert ``rows`` into ``table`` and return how many.

    ``columns`` and ``table`` are our own identifiers, never input. ``select`` overrides the
    select list of the final insert, for columns made from text in the database.
    """
    names = ", ".join(columns)
    spare = f"bulk_{table}"
    with connection.cursor() as cursor:
        if select:
            typed = ", ".join(f"{column} text" for column in columns)
            cursor.execute(f"create temp table {spare} ({typed}) on commit drop")
        else:
            cursor.execute(
                f"create temp table {spare} on commit drop as "
                f"select {names} from {table} with no data"
            )
        with cursor.copy(f"copy {spare} ({names}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"insert into {table} ({names}) select {select or names} from {spare}")
        count: int = cursor.rowcount
        cursor.execute(f"drop table {spare}")
    return count
