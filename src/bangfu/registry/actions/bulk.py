"""Many rows at once, under row-level security.

COPY into a table with a policy is refused by PostgreSQL, so rows are copied into a temporary
table and inserted from there: the policies, constraints and triggers of the real table all run.
"""

from collections.abc import Iterable, Mapping, Sequence
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
    model: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    constants: Mapping[str, Any] | None = None,
) -> int:
    """Insert ``rows`` (values in the order of ``columns``) and return how many.

    ``constants`` are columns with one value for every row. Column names are ours, never input.
    """
    if not rows:
        return 0
    table = model._meta.db_table
    fixed = constants or {}
    names = ", ".join(columns)
    every = ", ".join([*columns, *fixed])
    values = ", ".join([*columns, *["%s"] * len(fixed)])
    spare = f"bulk_{table}"
    with connection.cursor() as cursor:
        # Identifiers come from the models; no value stands in these texts.
        cursor.execute(
            f"create temp table {spare} on commit drop as select {names} from {table} with no data"  # noqa: S608
        )
        _copy(cursor, f"copy {spare} ({names}) from stdin", rows)
        cursor.execute(
            f"insert into {table} ({every}) select {values} from {spare}",  # noqa: S608
            list(fixed.values()),
        )
        count: int = cursor.rowcount
        cursor.execute(f"drop table {spare}")
    return count


def insert_search_rows(rows: Sequence[tuple[int, int, str]]) -> None:
    """Insert (person id, area, tokens parted by spaces) into the search table."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "create temp table bulk_search (person_id bigint, area bigint, tokens text) "
            "on commit drop"
        )
        _copy(cursor, "copy bulk_search (person_id, area, tokens) from stdin", rows)
        cursor.execute(
            "insert into registry_search (person_id, area, tokens) "
            "select person_id, area, array_to_tsvector(string_to_array(tokens, ' ')) "
            "from bulk_search"
        )
        cursor.execute("drop table bulk_search")


def supersede(model: type[models.Model], ids: Sequence[int], *, entry: Any, at: Any) -> None:
    """Close facts: the register no longer says them, ``entry`` is the act that replaced them."""
    if ids:
        model._default_manager.filter(pk__in=ids, superseded_at=None).update(
            superseded_at=at, superseded_by=entry
        )


def _copy(cursor: Any, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    with cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
