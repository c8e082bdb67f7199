"""The tables of one file: read from its content, or from the rows kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bangfu.kernel.dates import LooseDate

from .. import reading
from ..queries.rows import pack_finding, unpack_finding
from ..reading import Cell, Column, Finding, Merge, RosterRow, RosterTable, Sheet
from ..reading.rows import mapped

HOUSEHOLDS = "household_roster"
KEPT = "kept_for_room"

Memory = Mapping[str, Mapping[str, Any]]
"""By the shape of headers, what somebody once said of such a table."""


@dataclass(slots=True)
class Table:
    """One table with its rows; `no` is its place in the file. `aside` rows (repeated headers,
    headings of a village) are none of `rows`, but the reading needs them again."""

    no: int
    told: RosterTable
    container: str
    rows: list[RosterRow]
    aside: dict[int, list[Cell]] = field(default_factory=dict)

    @property
    def lineage(self) -> str:
        """Which list it is, year after year: a later issue of it corrects an earlier one."""
        return f"{self.told.kind}.{self.told.category}"

    @property
    def is_household_roster(self) -> bool:
        return self.told.kind == HOUSEHOLDS

    def header_of(self, name: str) -> tuple[str, int]:
        """Give the header and the index of the column that holds a field."""
        column = self.told.column_of(name)
        return (column.header, column.index) if column else ("", -1)


@dataclass(slots=True)
class Book:
    """A file whose tables are recognised; their rows are still to be read."""

    container: str
    told: list[RosterTable]
    findings: list[Finding]

    def categories(self) -> list[str]:
        """Give the categories of its household rosters."""
        return [told.category for told in self.told if told.kind == HOUSEHOLDS]

    def tables(self, memory: Memory) -> list[Table]:
        """Read the rows of its tables. `memory` holds, by the shape of headers, what somebody
        once said of such a table."""
        return [
            read_table(no, _remembered(told, memory), self.container)
            for no, told in enumerate(self.told)
        ]


def open_book(content: bytes, file_name: str) -> Book:
    """Open a file and find its tables.

    Raises `reading.UnreadableFile`, also for a workbook in which there is no table at all.
    """
    book = reading.read_file(content, file_name)
    told = list(reading.recognise(book))
    if not told:
        raise reading.UnreadableFile("no_rows", file_name)
    return Book(book.container, told, book.findings)


def read_table(no: int, told: RosterTable, container: str) -> Table:
    """Read the rows of one table."""
    found = reading.rows(told)
    aside = {r.number: r.raw for r in found if r.disposition == "aside" and any(r.raw)}
    return Table(no, told, container, [r for r in found if r.disposition != "aside"], aside)


def _remembered(told: RosterTable, memory: Memory) -> RosterTable:
    """A table without any header has no shape of its own, and is like none that was seen before."""
    said = memory.get(told.shape) if any(column.header for column in told.columns) else None
    return told_so(told, said) if said else told


def told_so(told: RosterTable, said: Mapping[str, Any]) -> RosterTable:
    """Give a table as somebody said it is: `kind`, `category`, and `columns` by header, or by `#`
    and the index where the header does not tell.

    Raises `reading.rows.UnknownField` for a field there is not.
    """
    told = replace(
        told,
        kind=said.get("kind") or told.kind,
        category=said.get("category") or told.category,
    )
    places: dict[str, int | str] = {column.header: column.header for column in told.columns}
    places |= {f"#{column.index}": column.index for column in told.columns}
    here = {places[key]: name for key, name in said.get("columns", {}).items() if key in places}
    return mapped(told, here) if here else told


def describe(table: Table) -> dict[str, Any]:
    """Give what a batch remembers of a table: everything but its cells."""
    told = table.told
    when = told.stated_on
    return {
        "sheet": told.sheet.name,
        "kind": told.kind,
        "category": told.category,
        "title": told.title,
        "issuer": told.issuer,
        "stated_on": [when.first.isoformat(), when.last.isoformat(), when.precision]
        if when
        else None,
        "year": told.year,
        "title_rows": list(told.title_rows),
        "header_rows": list(told.header_rows),
        "first_row": told.first_row,
        "last_row": told.last_row,
        "columns": [[c.index, c.header, c.field, c.by] for c in told.columns],
        "shape": told.shape,
        "money_unit": told.money_unit,
        "repeated_rows": sorted(told.repeated_rows),
        "set_aside": sorted(told.set_aside),
        "container": table.container,
        "findings": [pack_finding(finding) for finding in told.findings],
    }


def rebuild(
    no: int,
    file_name: str,
    described: dict[str, Any],
    cells: Mapping[int, list[Cell]],
    merges: tuple[Merge, ...],
) -> Table:
    """Read a table again from its description and the cells kept of its rows."""
    rows: list[list[Cell]] = [cells.get(n, []) for n in range(1, described["last_row"] + 1)]
    when = described["stated_on"]
    told = RosterTable(
        file_name=file_name,
        sheet=Sheet(described["sheet"], rows, merges),
        kind=described["kind"],
        category=described["category"],
        title=described["title"],
        issuer=described["issuer"],
        stated_on=LooseDate(date.fromisoformat(when[0]), date.fromisoformat(when[1]), when[2])
        if when
        else None,
        year=described["year"],
        title_rows=tuple(described["title_rows"]),
        header_rows=tuple(described["header_rows"]),
        first_row=described["first_row"],
        last_row=described["last_row"],
        columns=[Column(*column) for column in described["columns"]],
        shape=described["shape"],
        money_unit=described["money_unit"],
        repeated_rows=frozenset(described["repeated_rows"]),
        set_aside=frozenset(described.get("set_aside", ())),
        findings=[unpack_finding(finding) for finding in described["findings"]],
    )
    return read_table(no, told, described["container"])


def merges_by_row(table: Table) -> dict[int, list[list[int]]]:
    """Give the vertical merges by the row they begin in, as [left, bottom, right]."""
    found: dict[int, list[list[int]]] = {}
    for merge in table.told.sheet.merges:
        if merge.bottom > merge.top:
            found.setdefault(merge.top, []).append([merge.left, merge.bottom, merge.right])
    return found


def roster_date(told: RosterTable, on: date) -> date:
    """Give the day a table speaks of: as it states, else the end of its year, else `on`."""
    if told.stated_on is not None:
        return told.stated_on.last
    if told.year is not None:
        return min(date(told.year, 12, 31), on)
    return on
