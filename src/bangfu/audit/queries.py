"""Reading the trail: pages of entries for the auditor, and how far the seal has come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from . import access, anchor

_SELECT = """
    SELECT e.id, e.at, e.recorded_at, e.kind, e.actor, e.verb, e.subject, e.subject_kind, e.area,
           e.fields, e.reason, e.detail::text, e.via, s.seq, s.sealed_at
    FROM audit_entry e LEFT JOIN audit_seal s ON s.entry_id = e.id
"""
PAGE = 50
_HANDED_OUT = (".export", ".download", ".print", "evidence.make")


@dataclass(frozen=True)
class EntryLine:
    """One entry as an auditor reads it; ``seq`` is its place in the chain, None while unsealed."""

    id: int
    at: datetime
    recorded_at: datetime
    kind: str
    actor: UUID | None
    verb: str
    subject: UUID | None
    subject_kind: str
    area: int | None
    fields: list[str]
    reason: str
    detail: str
    via: str
    seq: int | None
    sealed_at: datetime | None


@dataclass(frozen=True)
class Reach:
    """The part of the trail a reader answers for: ranges of areas, both ends included.

    Entries without an area (sign-ins, exports, keys) are of the whole installation, and shown
    only to who answers for all of it.
    """

    areas: tuple[tuple[int, int], ...] = ()
    installation: bool = False

    def condition(self) -> tuple[str, list[Any]]:
        """This function will give the reach as a condition on `audit_entry e`, with its values."""
        ranges = "{" + ",".join(f"[{lo},{hi}]" for lo, hi in self.areas) + "}"
        within = "e.area <@ %s::int8multirange"
        return (f"({within} OR e.area IS NULL)" if self.installation else within), [ranges]

    def covers(self, area: int) -> bool:
        """This function will tell whether an area number lies in the reach."""
        return any(lo <= area <= hi for lo, hi in self.areas)


@dataclass(frozen=True)
class SealState:
    """How far the seal has come."""

    head: int
    sealed_at: datetime | None
    anchored: int | None
    unsealed: int
    unsealed_seconds: float


def list_entries(
    *,
    reach: Reach | None = None,
    subject: UUID | None = None,
    actor: UUID | None = None,
    on: date | None = None,
    until: date | None = None,
    verb: str = "",
    kind: str = "",
    handed_out: bool = False,
    before: int | None = None,
    limit: int = PAGE,
) -> list[EntryLine]:
    """This function will give entries, newest first, for a reader who may audit (asked above).

    :param reach: only this part of the trail; None gives all of it.
    :param subject: a person's or a household's UUID.
    :param on: a day in Shanghai; with `until`, the first of several.
    :param verb: a verb, or the beginning of one ending in a dot (``registry.``).
    :param handed_out: only what was shown whole or handed out: with a reason, or an export.
    :param before: the id of the last entry of the page before: pages are found by it, not counted.
    """
    condition, values = reach.condition() if reach else ("true", [])
    conditions = [condition]
    for condition, value in (
        ("e.subject = %s", subject),
        ("e.actor = %s", actor),
        ("e.kind = %s", kind),
    ):
        if value not in (None, ""):
            conditions.append(condition)
            values.append(value)
    order = "e.id"
    if on is not None:
        # By the index of moments: by ids a day long past would be sought through the whole trail.
        order = "e.at DESC, e.id"
        conditions.append("e.at >= %s AND e.at < %s")
        values += [midnight(on), midnight(until or on) + timedelta(days=1)]
        if before is not None:
            conditions.append(
                "(e.at, e.id) < ((SELECT b.at FROM audit_entry b WHERE b.id = %s), %s)"
            )
            values += [before, before]
    elif before is not None:
        conditions.append("e.id < %s")
        values.append(before)
    if handed_out:
        verbs = [one for one in list_verbs() if one.endswith(_HANDED_OUT)]
        conditions.append("(e.reason <> '' OR e.verb = ANY(%s))")
        values.append(verbs)
    if verb:
        conditions.append("starts_with(e.verb, %s)" if verb.endswith(".") else "e.verb = %s")
        values.append(verb)
    where = f"WHERE {' AND '.join(conditions)} ORDER BY {order} DESC LIMIT %s"
    return _entries(where, [*values, limit])


def find_entry(number: int, *, reach: Reach | None = None) -> EntryLine | None:
    """This function will give one entry by its id, for a reader who may audit, or None.

    :param reach: an entry outside it is None, as if there were none.
    """
    condition, values = reach.condition() if reach else ("true", [])
    return next(iter(_entries(f"WHERE e.id = %s AND {condition}", [number, *values])), None)


def list_by_ids(numbers: Sequence[int], *, reach: Reach | None = None) -> list[EntryLine]:
    """This function will give entries by their ids, oldest first; those out of reach are left out.

    :param reach: as in `list_entries`.
    """
    condition, values = reach.condition() if reach else ("true", [])
    where = f"WHERE e.id = ANY(%s) AND (e.area IS NULL OR {condition}) ORDER BY e.id"
    return _entries(where, [list(numbers), *values])


def has_entry(*, verb: str, detail: Mapping[str, str]) -> bool:
    """This function will tell whether an entry of this verb has these details."""
    with access.reading(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM audit_entry WHERE verb = %s AND detail @> %s::jsonb)",
            [verb, json.dumps(dict(detail))],
        )
        return bool(cursor.fetchone()[0])


def list_verbs() -> list[str]:
    """This function will give the verbs that occur, in order: what a filter offers."""
    # A step from verb to verb along the index: DISTINCT would read the whole trail.
    statement = """
        WITH RECURSIVE step(verb) AS (
            (SELECT verb FROM audit_entry ORDER BY verb LIMIT 1)
            UNION ALL
            SELECT (SELECT e.verb FROM audit_entry e WHERE e.verb > step.verb
                    ORDER BY e.verb LIMIT 1)
            FROM step WHERE step.verb IS NOT NULL
        )
        SELECT verb FROM step WHERE verb IS NOT NULL
    """
    with access.reading(), connections["default"].cursor() as cursor:
        cursor.execute(statement)
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class Look:
    """A look at one subject, or an export of its area in which it may have been (subject None)."""

    at: datetime
    actor: UUID
    subject: UUID | None
    verb: str
    fields: list[str]
    reason: str
    rows: int | None


def looks_at(
    subjects: Sequence[UUID],
    *,
    town: tuple[int, int],
    exports: Sequence[str],
    since: datetime,
    limit: int = 200,
) -> list[Look]:
    """This function will give who looked at these subjects, newest first, for who may know.

    :param town: an export of an area within these numbers, or of the whole installation, counts.
    :param exports: the verbs that are exports of families.
    :param since: exports before are left out: the family was not there yet.
    """
    statement = """
        (SELECT e.at, e.actor, e.subject, e.verb, e.fields, e.reason, NULL::int, e.id
           FROM audit_entry e WHERE e.subject = ANY(%s) AND e.kind = 'look'
           ORDER BY e.id DESC LIMIT %s)
        UNION ALL
        (SELECT e.at, e.actor, NULL, e.verb, e.fields, e.reason, (e.detail ->> 'rows')::int, e.id
           FROM audit_entry e WHERE e.verb = ANY(%s) AND e.at >= %s AND e.actor IS NOT NULL
            AND (e.area IS NULL OR e.area BETWEEN %s AND %s)
           ORDER BY e.id DESC LIMIT %s)
        ORDER BY 8 DESC LIMIT %s
    """
    values: list[Any] = [list(subjects), limit, list(exports), since, *town, limit, limit]
    with access.reading(), connections["default"].cursor() as cursor:
        cursor.execute(statement, values)
        return [Look(*row[:7]) for row in cursor.fetchall()]


def seal_state() -> SealState:
    """This function will tell how far the seal has come and how old the unsealed entries are."""
    try:
        known = anchor.last()
    except anchor.Damaged:
        known = None
    with access.reading(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT s.seq, s.sealed_at, e.txid, e.id FROM audit_seal s"
            " JOIN audit_entry e ON e.id = s.entry_id ORDER BY s.seq DESC LIMIT 1"
        )
        seq, sealed_at, txid, entry = cursor.fetchone() or (0, None, 0, 0)
        # A second question, with the place as values: only so is it answered by the index. In a
        # restored database old entries may have numbers beyond it, some not given out here yet.
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)"
            " FROM audit_entry e WHERE (e.txid, e.id) > (%s, %s)"
            " AND e.txid < pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
            " AND (SELECT s.seq FROM audit_seal s WHERE s.entry_id = e.id) IS NULL",
            [txid, entry],
        )
        unsealed, seconds = cursor.fetchone()
    return SealState(seq, sealed_at, known.seq if known else None, unsealed, float(seconds))


def midnight(day: date) -> datetime:
    """This function will give the moment at which a day of Shanghai begins."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _entries(where: str, values: list[Any]) -> list[EntryLine]:
    with access.reading(), connections["default"].cursor() as cursor:
        cursor.execute(f"{_SELECT} {where}", values)
        return [EntryLine(*row) for row in cursor.fetchall()]
