"""What the reading makes of kept cells and rows, for whoever compares it with what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from bangfu.kernel import relations
from bangfu.kernel.codes import SEX
from bangfu.kernel.dates import LooseDate
from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import as_text

from .. import reading
from ..models import Batch, StagedRow
from ..reading import Cell, Column, Merge, PersonDraft, RosterRow, RosterTable, Sheet
from ..reading.family import read_family
from ..reading.groups import base_of
from ..reading.persons import Notes, take_name, take_number
from ..reading.values import cleaner_for, plain_text, sex_of
from .cells import in_brackets
from .rows import Opened, opened

BEGINNING = 200
"""Rows at the beginning of a table by which the reading judges how households are parted."""


def made_of(cell: Cell, field: str, unit: int = 100) -> str:
    """Return what the reading makes of one cell of a field, "" where it makes nothing of it.

    The whole value: whoever shows it masks it.
    """
    if cell in ("", None) or not field:
        return ""
    base = base_of(field)
    if base in ("number", "head_number"):
        return _person(cell, number=True).number or ""
    if base in ("name", "head_name"):
        return _person(cell, number=False).name
    if base == "relation":
        return relation_words(plain_text(cell), relations.code_for(plain_text(cell)))
    if base == "sex":
        found = sex_of(plain_text(cell))
        return SEX[str(int(found))] if found else ""
    if base == "members":
        people = read_family(as_text(cell))
        return "、".join(in_brackets(one.name, one.relation) for one in people)
    try:
        return cleaner_for(base, unit)(cell)
    except Unreadable:
        return ""


def relation_words(typed: str, code: str | None) -> str:
    """Return a relation in the standard's words, as typed where the standard has none."""
    return relations.label(code) if code else typed


def _person(cell: Cell, *, number: bool) -> PersonDraft:
    person = PersonDraft(0, 0, "")
    (take_number if number else take_name)(person, cell, None, Notes(0, []))
    return person


def read_again(batch: Batch, rows: Sequence[Opened]) -> dict[tuple[int, int], RosterRow]:
    """Return kept rows as the reading reads them, by (part, row): who stands in each.

    Read with their households and the beginning of the table, so that they are judged as they
    were at first.
    """
    found: dict[tuple[int, int], RosterRow] = {}
    wanted = {(row.part, row.row) for row in rows}
    for part in {row.part for row in rows}:
        table = _table(batch, part, [row for row in rows if row.part == part])
        for row in reading.rows(table):
            if (part, row.number) in wanted:
                found[part, row.number] = row
    return found


def _table(batch: Batch, part: int, rows: Sequence[Opened]) -> RosterTable:
    told = batch.tables[part]
    near = (
        Q(row__in=[row.row for row in rows])
        | Q(block__in={row.block for row in rows if row.block})
        | Q(row__lt=told["first_row"] + BEGINNING)
    )
    cells: dict[int, list[Cell]] = {}
    merges: list[Merge] = []
    for row in opened(batch, StagedRow.objects.filter(near, batch=batch, part=part)):
        cells[row.row] = row.cells
        merges += [Merge(row.row, *one) for one in row.merges]
    last = max(cells, default=0)
    when = told["stated_on"]
    return RosterTable(
        file_name=batch.file_name,
        sheet=Sheet(told["sheet"], [cells.get(n, []) for n in range(1, last + 1)], tuple(merges)),
        kind=told["kind"],
        category=told["category"],
        title=told["title"],
        issuer=told["issuer"],
        stated_on=LooseDate(date.fromisoformat(when[0]), date.fromisoformat(when[1]), when[2])
        if when
        else None,
        year=told["year"],
        title_rows=tuple(told["title_rows"]),
        header_rows=tuple(told["header_rows"]),
        first_row=told["first_row"],
        last_row=last,
        columns=[Column(*column) for column in told["columns"]],
        money_unit=told["money_unit"],
        set_aside=frozenset(told.get("set_aside", ())),
    )
