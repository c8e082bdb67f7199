"""Pages and counts of a narrowed list, each a few index ranges however many rows there are.

The first question looks at the first WINDOW rows in the order of the list and keeps what matches:
where matches are common that is a page. Where they are rare, the rows of each profile that can
match are asked for by an index in which they stand together and in order (`models/profile.py`), a
page of each at most, and the page is put together of those. So a page costs some milliseconds
whether everything matches or nothing does; who sees only villages, or the families granted to him,
has few rows and is asked about them at once.
"""

# ruff: noqa: S608 - names of tables and columns are ours, every value is a parameter
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from bangfu.offices.scope import Scope

WINDOW = 1500
VILLAGE = 1000
FEW_VILLAGES = 8
"""Up to so many villages are read whole: some thousand rows by one index range each."""

GRANTED = """t.{key} in (
  select g.subject from offices_grant g
   where g.principal = %s and g.valid_from <= %s
     and (g.valid_until is null or g.valid_until >= %s))"""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a list is asked for: a table, its order, and what every row has to be.

    ``profiles`` holds, for each part of a profile, the values that match; ``conditions`` say the
    same of the columns, and ``rest`` what no profile says. Their texts are ours, never input.
    """

    table: str
    key: str
    order: tuple[str, ...]
    profiles: tuple[tuple[str, ...], ...]
    conditions: tuple[tuple[str, Any], ...] = ()
    rest: tuple[tuple[str, Any], ...] = ()
    always: str = "t.withdrawn_at is null"
    village: int | None = None
    backwards: bool = False
    after: tuple[Any, ...] | None = None


def page_ids(ask: Ask, scope: Scope, *, on: date, limit: int) -> list[int]:
    """Return the ids of at most ``limit`` rows after ``ask.after``, in the order asked for."""
    places, few = _places(ask, scope)
    if scope.areas and not places:
        return []
    where, values = _where(ask, scope, places, on)
    if not few:
        found, seen = _window(ask, where, values, limit)
        if len(found) == limit or seen < WINDOW:
            return found
        return _loops(ask, places, limit)
    narrowed, more = _all(ask)
    statement = (
        f"with w as materialized (select {_columns(ask)} from {ask.table} t"
        f" where {where} and {narrowed})"
        f" select t.id from w t order by {_order(ask)} limit %s"
    )
    return [row[0] for row in _rows(statement, [*values, *more, limit])]


def count(ask: Ask, scope: Scope, *, on: date, cap: int, size: str = "1") -> tuple[int, int]:
    """Return how many rows match, at most ``cap + 1``, and the sum of ``size`` over those."""
    places, few = _places(ask, scope)
    if scope.areas and not places:
        return 0, 0
    if few:
        where, values = _where(ask, scope, places, on)
        narrowed, more = _all(ask)
        inner = f"select {size} as n from {ask.table} t where {where} and {narrowed} limit %s"
        params = [*values, *more, cap + 1]
    else:
        found, total, complete = _commonly(ask, scope, places, on, cap, size)
        if complete or found > cap:
            return found, total
        inner, params = _each(ask, places, f"{size} as n", "", cap + 1)
        inner += " limit %s"
        params += [cap + 1]
    rows = _rows(f"select count(*), coalesce(sum(n), 0) from ({inner}) c", params)
    return rows[0][0], int(rows[0][1])


def _commonly(
    ask: Ask, scope: Scope, places: Sequence[tuple[int, int]], on: date, cap: int, size: str
) -> tuple[int, int, bool]:
    """Count in a few thousand rows as they lie: of what is common more cannot be said anyway.

    The third is whether those were all there are: then nothing is left to count.
    """
    where, values = _where(ask, scope, places, on)
    narrowed, more = _all(ask)
    # CASE asks whether there are more only where the first few thousand did not suffice.
    ((found, total, complete),) = _rows(
        "select count(*), coalesce(sum(n), 0), case when count(*) <= %s then not exists"
        f" (select 1 from {ask.table} t where {where} offset %s) else false end from ("
        f"select {size} as n from (select * from {ask.table} t where {where} limit %s) t"
        f" where {narrowed} limit %s) c",
        [cap, *values, 3 * cap, *values, 3 * cap, *more, cap + 1],
    )
    return found, int(total), complete


def _places(ask: Ask, scope: Scope) -> tuple[list[tuple[int, int]], bool]:
    """Return the ranges of areas that are asked about, and whether those are few rows."""
    places = list(scope.areas)
    if ask.village is not None:
        lo, hi = ask.village, ask.village + VILLAGE - 1
        places = [(max(lo, a), min(hi, b)) for a, b in places if a <= hi and b >= lo]
    return places, sum(hi - lo + 1 for lo, hi in places) <= FEW_VILLAGES * VILLAGE


def _where(
    ask: Ask, scope: Scope, places: Sequence[tuple[int, int]], on: date
) -> tuple[str, list[Any]]:
    """The scope, the page before, and what every row of the list is: all but the narrowing."""
    if scope.areas:
        texts = ["(" + " or ".join(["t.area between %s and %s"] * len(places)) + ")"]
        values: list[Any] = [number for place in places for number in place]
    else:
        texts = [GRANTED.format(key=ask.key)]
        values = [scope.principal, on, on]
        if ask.village is not None:
            texts.append("t.area between %s and %s")
            values += [ask.village, ask.village + VILLAGE - 1]
    beyond, more = _beyond(ask)
    return " and ".join([*texts, ask.always, *beyond]), [*values, *more]


def _beyond(ask: Ask) -> tuple[list[str], list[Any]]:
    if ask.after is None:
        return [], []
    side = "<" if ask.backwards else ">"
    columns = ", ".join(f"t.{name.removeprefix('-')}" for name in ask.order)
    if ask.order[0].startswith("-"):
        side = ">" if side == "<" else "<"
    return [f"({columns}) {side} ({', '.join(['%s'] * len(ask.order))})"], list(ask.after)


def _all(ask: Ask) -> tuple[str, list[Any]]:
    """The whole narrowing, said of the columns."""
    parts = [*ask.conditions, *ask.rest]
    if not parts:
        return "true", []
    return " and ".join(text for text, _value in parts), [
        value for _text, value in parts if value is not None
    ]


def _window(ask: Ask, where: str, values: list[Any], limit: int) -> tuple[list[int], int]:
    narrowed, more = _all(ask)
    statement = (
        f"with w as materialized (select t.* from {ask.table} t where {where}"
        f" order by {_order(ask)} limit %s)"
        f" select (select count(*) from w),"
        f" array(select t.id from w t where {narrowed} order by {_order(ask)} limit %s)"
    )
    ((seen, found),) = _rows(statement, [*values, WINDOW, *more, limit])
    return found, seen


def _loops(ask: Ask, places: Sequence[tuple[int, int]], limit: int) -> list[int]:
    inner, params = _each(ask, places, _columns(ask), f"order by {_order(ask)}", limit)
    statement = f"select t.id from ({inner}) t order by {_order(ask)} limit %s"
    return [row[0] for row in _rows(statement, [*params, limit])]


def _each(
    ask: Ask, places: Sequence[tuple[int, int]], columns: str, order: str, limit: int
) -> tuple[str, list[Any]]:
    """For each profile that can match, and each range: its first rows."""
    beyond, after = _beyond(ask)
    rest = [text for text, _value in ask.rest]
    where = " and ".join(
        ["t.profile = p.profile", "t.area between r.lo and r.hi", ask.always, *beyond, *rest]
    )
    # The database puts the profiles together: to bind thousands of them takes longer than to ask.
    profiles = " cross join ".join(
        f"unnest(%s::text[]) p{at} (word)" for at in range(len(ask.profiles))
    )
    words = ", ".join(f"p{at}.word" for at in range(len(ask.profiles)))
    statement = (
        f"select x.* from (select concat_ws('/', {words}) as profile from {profiles}) p"
        " cross join unnest(%s::bigint[], %s::bigint[]) r (lo, hi)"
        f" cross join lateral (select {columns} from {ask.table} t where {where}"
        f" {order} limit %s) x"
    )
    lows, highs = [lo for lo, _hi in places], [hi for _lo, hi in places]
    values = [value for _text, value in ask.rest if value is not None]
    parts = [list(part) for part in ask.profiles]
    return statement, [*parts, lows, highs, *after, *values, limit]


def _columns(ask: Ask) -> str:
    names = {"id", *(name.removeprefix("-") for name in ask.order)}
    return ", ".join(f"t.{name}" for name in sorted(names))


def _order(ask: Ask) -> str:
    parts = []
    for name in ask.order:
        down = name.startswith("-") != ask.backwards
        parts.append(f"t.{name.removeprefix('-')}{' desc' if down else ''}")
    return ", ".join(parts)


def _rows(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
