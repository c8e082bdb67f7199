"""From a table to its rows: what each says, cleaned, and what somebody should look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bangfu.kernel.errors import Unreadable

from .groups import base_of, is_field
from .kinds import category_of, kind_of
from .models import Cell, Column, Finding, Level, RosterRow, RosterTable
from .people import Roster
from .persons import Notes
from .skipping import Frame, classify, place_of
from .titles import stem
from .values import Cleaner, cleaner_for, unreadable

_FREE = frozenset({"remark", "address", "requirements", "offers", "gift", "registered_place"})
_TELLING = frozenset({"number", "relation", "sex", "born", "head_number"})
_PERSONAL = frozenset({"name", "number", "relation", "sex", "born", "members", "head_number"})
_COUNTERS = frozenset({"serial", "household_no"})
_BLANK = ("", None)


class UnknownField(ValueError):
    """Says that a mapping names a field that `FIELDS` has not, or a column that is not there."""


def rows(table: RosterTable, mapping: Mapping[int | str, str] | None = None) -> list[RosterRow]:
    """Read every row below a table's header, in sheet order.

    `mapping` overrides what columns hold, by 0-based index or by header text; "" ignores one.
    Household drafts are shared by their rows and complete in the result. Raises UnknownField.
    """
    if mapping:
        table = mapped(table, mapping)
    reader = _Reader(table)
    source = table.sheet.rows
    found = [
        reader.read(number, source[number - 1])
        for number in range(table.first_row, min(table.last_row, len(source)) + 1)
    ]
    reader.finish(found)
    while found and found[-1].disposition == "aside":
        found.pop()
    return found


def mapped(table: RosterTable, mapping: Mapping[int | str, str]) -> RosterTable:
    """Give a copy of a table whose columns follow `mapping`; a kind that was unknown is judged
    again. Raises UnknownField."""
    by_header = {column.header: column.index for column in reversed(table.columns)}
    wanted: dict[int, str] = {}
    for key, name in mapping.items():
        index = key if isinstance(key, int) else by_header.get(key, -1)
        if (name and not is_field(name)) or index < 0:
            raise UnknownField(str(key))
        wanted[index] = name
    taken = set(wanted.values()) - {""}
    columns: list[Column] = []
    for column in table.columns:
        if column.index in wanted:
            columns.append(Column(column.index, column.header, wanted[column.index], "mapping"))
        elif column.field in taken:
            columns.append(Column(column.index, column.header))
        else:
            columns.append(column)
    if table.kind != "unknown":
        return replace(table, columns=columns)
    names = [table.title, table.sheet.name, stem(table.file_name)]
    kind = kind_of({c.field for c in columns} - {""}, names)
    category = category_of(names) if kind == "household_roster" else ""
    return replace(table, columns=columns, kind=kind, category=category)


class _Reader:
    """Reads one table's rows in order."""

    def __init__(self, table: RosterTable) -> None:
        self.table = table
        self.columns = [column for column in table.columns if column.field]
        self.cleaners: list[tuple[Column, Cleaner]] = [
            (column, cleaner_for(column.field, table.money_unit))
            for column in self.columns
            if base_of(column.field) not in _PERSONAL
        ]
        self.frame = _frame(table)
        self.roster = Roster(table)
        self.marks = _marks(table)
        self.beyond = _beyond(table)
        self.section = ""

    def read(self, number: int, raw: list[Cell]) -> RosterRow:
        """Read one row."""
        if number in self.table.repeated_rows:
            return RosterRow(number, raw, "aside", "repeated_header")
        if number in self.table.set_aside:
            return RosterRow(number, raw, "skip", "set_aside")
        disposition, code = classify(raw, self.frame)
        if disposition != "data":
            if disposition == "skip":
                self.roster.pause()
            if code == "section":
                self.section = place_of(next(str(c) for c in raw if c not in _BLANK))
            return RosterRow(number, raw, disposition, code)
        row = RosterRow(number, raw)
        notes = Notes(number, row.findings)
        self._mark(row)
        self._clean(row)
        if self.section and not row.values.get("village"):
            row.values["village"] = self.section
        self.roster.read(row, notes)
        return row

    def _clean(self, row: RosterRow) -> None:
        raw, values = row.raw, row.values
        width = len(raw)
        for column, cleaner in self.cleaners:
            index = column.index
            cell = raw[index] if index < width else ""
            if cell == "" or cell is None:
                continue
            try:
                text = cleaner(cell)
            except Unreadable as wrong:
                finding = unreadable(row.number, column, wrong)
                if finding is not None:
                    row.findings.append(finding)
                    values[column.field] = str(cell).strip()
                continue
            if text:
                values[column.field] = text

    def _mark(self, row: RosterRow) -> None:
        """Attach what the opening saw in this row, and cells beyond the last header."""
        if row.number in self.marks:
            row.findings.extend(self.marks[row.number])
        for index in self.beyond:
            if index < len(row.raw) and row.raw[index] not in _BLANK:
                level: Level = "question" if self.table.sheet.name == "" else "info"
                row.findings.append(Finding(row.number, "", "extra_cells", level, {}, index))
                return

    def finish(self, found: list[RosterRow]) -> None:
        """Review the households once all rows are read."""
        self.roster.finish({row.number: row for row in found})


def _frame(table: RosterTable) -> Frame:
    indexes = [column.index for column in table.columns] or [0]
    return Frame(
        left=min(indexes),
        right=max(indexes),
        counters=frozenset(c.index for c in table.columns if c.field in _COUNTERS),
        free=frozenset(c.index for c in table.columns if c.field in _FREE),
        telling=frozenset(c.index for c in table.columns if c.field in _TELLING),
        title=table.title if table.title_rows else "",
    )


def _beyond(table: RosterTable) -> list[int]:
    """List the columns right of the last header that no field was found for."""
    last = max((column.index for column in table.columns if column.header), default=-1)
    if last < 0:
        return []
    return [c.index for c in table.columns if c.index > last and not c.field]


def _marks(table: RosterTable) -> dict[int, list[Finding]]:
    marks: dict[int, list[Finding]] = {}
    headers = {column.index: column.header for column in table.columns}
    for finding in table.sheet.findings:
        if finding.row:
            header = headers.get(finding.index, "")
            marks.setdefault(finding.row, []).append(replace(finding, column=header))
    return marks
