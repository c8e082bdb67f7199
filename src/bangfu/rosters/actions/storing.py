"""The rows of a batch: written in bulk, sealed under the batch's key, and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Max, Min, Q, QuerySet

from bangfu.privacy import crypto, keys
from bangfu.registry.actions.bulk import insert_rows

from ..models import Batch, StagedRow
from ..queries.cells import pack, unpack
from ..queries.rows import ASIDE, LABEL, pack_finding, still_asks, told_by
from ..reading import Cell, Merge, RosterRow
from ..states import Disposition
from .places import Places
from .planning import Planned
from .tables import (
    KEPT,
    Table,
    describe,
    merges_by_row,
    rebuild,
)

NEIGHBOURS = 30
BEGINNING = 200
_COLUMNS = (
    "batch_id", "area", "part", "row", "disposition", "block", "codes", "asks", "people",
    "outcome", "sealed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Window:
    """Some neighbouring rows of one table of a large batch, whole households."""

    part: int
    first: int
    last: int

    @classmethod
    def around(cls, batch: Batch, part: int, row: int) -> Window:
        """Choose the households around a row."""
        near = StagedRow.objects.filter(
            batch=batch, part=part, row__range=(row - NEIGHBOURS, row + NEIGHBOURS)
        )
        blocks = set(near.exclude(block="").values_list("block", flat=True))
        whole = StagedRow.objects.filter(batch=batch, part=part).filter(
            Q(block__in=blocks) | Q(row=row)
        )
        ends = whole.aggregate(first=Min("row"), last=Max("row"))
        return cls(part, ends["first"] or row, ends["last"] or row)

    def holds(self, part: int, row: int) -> bool:
        """Say whether a row lies in it."""
        return part == self.part and self.first <= row <= self.last

    def rows(self, batch: Batch) -> QuerySet[StagedRow]:
        """Give its rows."""
        return StagedRow.objects.filter(
            batch=batch, part=self.part, row__range=(self.first, self.last)
        )

    def rows_to_read(self, batch: Batch) -> QuerySet[StagedRow]:
        """Give its rows and those at the beginning of the table."""
        start = batch.tables[self.part]["first_row"]
        return StagedRow.objects.filter(batch=batch, part=self.part).filter(
            Q(row__range=(self.first, self.last)) | Q(row__lt=start + BEGINNING)
        )


@dataclass(slots=True)
class Memo:
    """What is kept of a row besides its cells: answers by person, the values before a clerk
    changed them (by column), who it already became, what the village said to its questions."""

    answers: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    people: list[UUID] = field(default_factory=list)
    outcome: str = ""
    taken: bool = False
    said: dict[str, str] = field(default_factory=dict)

    def asks(self, row: RosterRow) -> bool:
        """Whether anything of the row is still to be asked."""
        return still_asks(row.findings, self.said)


Memos = dict[tuple[int, int], Memo]
Edits = Mapping[tuple[int, int], Mapping[int, str]]


def store(
    batch: Batch,
    tables: list[Table],
    planned: Planned | None,
    places: Places,
    memos: Memos,
    window: Window | None = None,
) -> None:
    """Write the rows of the batch anew (with a window, only those), and count them in `batch`
    (not saved here).

    It belongs in one transaction with what the counts are used for.
    """
    key = keys.ensure([batch.uuid])[batch.uuid]
    (window.rows(batch) if window else StagedRow.objects.filter(batch=batch)).delete()
    rows: list[tuple[Any, ...]] = []
    texts: list[str] = []
    for table in tables:
        merges = merges_by_row(table)
        for row in table.rows:
            if window is not None and not window.holds(table.no, row.number):
                continue
            memo = memos.get((table.no, row.number)) or Memo()
            area = places.area_of(row.household) if table.is_household_roster else batch.area
            texts.append(_sealed(row, merges.get(row.number, []), memo))
            rows.append((batch.pk, area, *_plain(table, row, planned, memo)))
    sealed = crypto.seal_many((key, LABEL, text) for text in texts)
    insert_rows(StagedRow, _COLUMNS, [(*row, blob) for row, blob in zip(rows, sealed, strict=True)])
    if window is None:
        batch.tables = [describe(table) for table in tables]
        batch.aside = crypto.seal(key, ASIDE, _aside(tables))
    count_again(batch)


def _plain(table: Table, row: RosterRow, planned: Planned | None, memo: Memo) -> tuple[Any, ...]:
    """What is stored of a row unsealed: the columns from `part` to `outcome`."""
    where = _disposition(table, row, planned, memo)
    outcome = memo.outcome
    if where == Disposition.READY and planned is not None:
        outcome = planned.foretell(table.no, row.number)
    block = row.household.block if row.household else ""
    codes = _codes(row, where)
    return table.no, row.number, str(where), block, codes, memo.asks(row), memo.people, outcome


def _codes(row: RosterRow, where: Disposition) -> list[str]:
    """What a row is counted by in summaries: why it is skipped or kept, and its findings."""
    first = {Disposition.SKIPPED: [row.code], Disposition.KEPT: [KEPT]}.get(where, [])
    return [*first, *(finding.code for finding in row.findings)]


def count_again(batch: Batch) -> None:
    """Count a batch's rows by what becomes of them and by their codes (`batch` is not saved)."""
    rows = StagedRow.objects.filter(batch=batch)
    count = dict(rows.values_list("disposition").annotate(n=Count("id")).order_by())
    batch.rows = sum(count.values())
    for where in Disposition:
        setattr(batch, where.value, count.get(where.value, 0))
    ready = rows.filter(disposition=Disposition.READY)
    foretold = dict(ready.values_list("outcome").annotate(n=Count("id")).order_by())
    words = rows.annotate(code=Func(F("codes"), function="unnest")).values_list("code")
    batch.counts = {
        **batch.counts,
        "codes": dict(words.annotate(n=Count("id")).order_by()),
        "foretold": {what: foretold.get(what, 0) for what in ("new", "known")},
    }


def _disposition(table: Table, row: RosterRow, planned: Planned | None, memo: Memo) -> Disposition:
    if row.disposition == "skip":
        return Disposition.SKIPPED
    if not table.is_household_roster:
        return Disposition.KEPT
    if memo.taken:
        return Disposition.TAKEN
    if planned is None or planned.waits(table.no, row.number):
        return Disposition.WAITING
    return Disposition.READY


def _sealed(row: RosterRow, merges: list[list[int]], memo: Memo) -> str:
    who = row.persons[0].name if row.persons else row.values.get("name", "")
    told: dict[str, Any] = {"c": pack(row.raw), "w": who}
    if merges:
        told["m"] = merges
    if row.findings:
        told["f"] = [pack_finding(finding) for finding in row.findings]
    if memo.answers:
        told["a"] = memo.answers
    if memo.before:
        told["b"] = memo.before
    if memo.said:
        told["r"] = memo.said
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _aside(tables: list[Table]) -> str:
    told = [{str(n): pack(raw) for n, raw in table.aside.items()} for table in tables]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def load(
    batch: Batch, edits: Edits | None = None, window: Window | None = None
) -> tuple[list[Table], Memos]:
    """Read the tables of a batch again from its rows, corrections included.

    With a window only its rows are read, and the beginning of the table, by which the reading
    judges how households are parted. `edits` are new cells by (table, row) and column index;
    what stood there before is kept in the row's memo. Raises KeyError for a row the batch has not.
    """
    key = keys.open_many([batch.uuid])[batch.uuid]
    memos: Memos = {}
    cells: list[dict[int, list[Cell]]] = [{} for _ in batch.tables]
    merges: list[list[Merge]] = [[] for _ in batch.tables]
    rows = window.rows_to_read(batch) if window else StagedRow.objects.filter(batch=batch)
    for row in rows.order_by("part", "row").iterator():
        told = told_by(key, row)
        cells[row.part][row.row] = unpack(told["c"])
        merges[row.part] += [
            Merge(row.row, left, bottom, right) for left, bottom, right in told.get("m", ())
        ]
        memos[row.part, row.row] = Memo(
            told.get("a", {}),
            told.get("b", {}),
            list(row.people),
            row.outcome,
            row.disposition == Disposition.TAKEN,
            told.get("r", {}),
        )
    for place, changed in (edits or {}).items():
        _change(cells[place[0]][place[1]], memos[place], changed)
    if batch.aside:
        asides = json.loads(crypto.unseal(key, ASIDE, bytes(batch.aside)))
        for no, aside in enumerate(asides):
            cells[no] |= {int(n): unpack(raw) for n, raw in aside.items()}
    tables = [
        rebuild(no, batch.file_name, described, cells[no], tuple(merges[no]))
        for no, described in enumerate(batch.tables)
    ]
    return tables, memos


def _change(cells: list[Cell], memo: Memo, changed: Mapping[int, str]) -> None:
    for index, text in changed.items():
        cells.extend([""] * (index + 1 - len(cells)))
        memo.before.setdefault(str(index), pack([cells[index]])[0] if cells[index] else "")
        cells[index] = text
    memo.said.clear()


def answers_of(memos: Memos) -> Mapping[tuple[int, int, int], str]:
    """Give the answers of a batch's rows as the planner wants them."""
    return {
        (table, row, int(order)): answer
        for (table, row), memo in memos.items()
        for order, answer in memo.answers.items()
    }
