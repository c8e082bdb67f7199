"""The rows of a batch: written in bulk, sealed under the batch's key, and read back."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bangfu.privacy import crypto, keys
from bangfu.registry.actions.bulk import insert_rows

from ..models import Batch, StagedRow
from ..queries.cells import pack, unpack
from ..queries.rows import ASIDE, LABEL, pack_finding
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

_COLUMNS = (
    "batch_id", "area", "part", "row", "disposition", "block", "codes", "asks", "people",
    "outcome", "sealed",
)  # fmt: skip


@dataclass(slots=True)
class Memo:
    """What is kept of a row besides its cells: answers by person, the values before a clerk
    changed them (by column), and who it already became."""

    answers: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    people: list[UUID] = field(default_factory=list)
    outcome: str = ""
    taken: bool = False


Memos = dict[tuple[int, int], Memo]
Edits = Mapping[tuple[int, int], Mapping[int, str]]


def store(
    batch: Batch, tables: list[Table], planned: Planned | None, places: Places, memos: Memos
) -> None:
    """Write every row of the batch anew, and count them in `batch` (not saved here).

    It belongs in one transaction with what the counts are used for.
    """
    key = keys.ensure([batch.uuid])[batch.uuid]
    StagedRow.objects.filter(batch=batch).delete()
    rows: list[tuple[Any, ...]] = []
    texts: list[str] = []
    count: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for table in tables:
        merges = merges_by_row(table)
        for row in table.rows:
            memo = memos.get((table.no, row.number)) or Memo()
            where = _disposition(table, row, planned, memo)
            outcome = memo.outcome
            if where == Disposition.READY and planned is not None:
                outcome = planned.foretell(table.no, row.number)
                count[outcome] += 1
            count[where] += 1
            found = _codes(row, where)
            words.update(found)
            home = row.household
            asks = any(finding.level == "question" for finding in row.findings)
            area = places.area_of(home) if table.is_household_roster else batch.area
            block = home.block if home else ""
            texts.append(_sealed(row, merges.get(row.number, []), memo))
            rows.append(
                (batch.pk, area, table.no, row.number, str(where), block, found, asks,
                 memo.people, outcome)
            )  # fmt: skip
    sealed = crypto.seal_many((key, LABEL, text) for text in texts)
    insert_rows(StagedRow, _COLUMNS, [(*row, blob) for row, blob in zip(rows, sealed, strict=True)])
    batch.tables = [describe(table) for table in tables]
    batch.aside = crypto.seal(key, ASIDE, _aside(tables))
    _count(batch, count, words)


def _codes(row: RosterRow, where: Disposition) -> list[str]:
    """What a row is counted by in summaries: why it is skipped or kept, and its findings."""
    first = {Disposition.SKIPPED: [row.code], Disposition.KEPT: [KEPT]}.get(where, [])
    return [*first, *(finding.code for finding in row.findings)]


def _count(batch: Batch, count: Counter[str], words: Counter[str]) -> None:
    batch.rows = sum(count[where] for where in Disposition)
    batch.ready = count[Disposition.READY]
    batch.waiting = count[Disposition.WAITING]
    batch.skipped = count[Disposition.SKIPPED]
    batch.kept = count[Disposition.KEPT]
    batch.taken = count[Disposition.TAKEN]
    batch.counts = {
        **batch.counts,
        "codes": dict(words),
        "foretold": {"new": count["new"], "known": count["known"]},
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
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _aside(tables: list[Table]) -> str:
    told = [{str(n): pack(raw) for n, raw in table.aside.items()} for table in tables]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def load(batch: Batch, edits: Edits | None = None) -> tuple[list[Table], Memos]:
    """Read the tables of a batch again from its rows, corrections included.

    `edits` are new cells by (table, row) and column index; what stood there before is kept in
    the row's memo. Raises KeyError for a row the batch has not.
    """
    key = keys.open_many([batch.uuid])[batch.uuid]
    memos: Memos = {}
    cells: list[dict[int, list[Cell]]] = [{} for _ in batch.tables]
    merges: list[list[Merge]] = [[] for _ in batch.tables]
    for row in StagedRow.objects.filter(batch=batch).order_by("part", "row").iterator():
        told = json.loads(crypto.unseal(key, LABEL, bytes(row.sealed)))
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


def answers_of(memos: Memos) -> Mapping[tuple[int, int, int], str]:
    """Give the answers of a batch's rows as the planner wants them."""
    return {
        (table, row, int(order)): answer
        for (table, row), memo in memos.items()
        for order, answer in memo.answers.items()
    }
