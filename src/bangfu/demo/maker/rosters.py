"""The three household rosters: 低保 and 低收入 with a row for each person, 较困难 in one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bangfu.demo.maker.books import Book, CsvBook, Indented, Sheet, XlsBook, XlsxBook
from bangfu.demo.maker.lives import age_on
from bangfu.demo.maker.mess import Cell, Clerk
from bangfu.demo.maker.places import Town
from bangfu.demo.maker.style import HEADERS, RosterStyle
from bangfu.demo.maker.truth import Household, Person, Row, Truth

_REMARKS = ("2012年10月新增", "外出务工", "由村委会代管存折", "下半年复核", "与父母分户")
FAMILY = ("name", "relation", "sex", "number", "born", "age")


@dataclass
class Entry:
    """A household as one roster lists it.

    ``listed`` are its members there with their relation; ``mess`` marks all rows of the entry;
    ``guests`` are listed although they belong to another household.
    """

    household: Household
    listed: list[tuple[Person, str]]
    mess: tuple[str, ...] = ()
    guests: set[str] = field(default_factory=set)
    twice: bool = False


def entries_of(households: Sequence[Household]) -> list[Entry]:
    """This function will return each household as a roster would list it first."""
    return [Entry(h, [(m, m.relation) for m in h.members]) for h in households]


def open_book(path: Path, style: RosterStyle | None = None) -> Book:
    """This function will begin a file of the format its suffix names."""
    if path.suffix == ".xlsx":
        return XlsxBook(path)
    if path.suffix == ".xls":
        return XlsBook(path)
    return CsvBook(path, style.encoding, style.delimiter) if style else CsvBook(path)


@dataclass
class RosterWriter:
    """One roster being written; the rows it makes are added to the truth."""

    truth: Truth
    style: RosterStyle
    clerk: Clerk
    town: Town
    on: date
    office: str
    _serial: int = 0
    _page_ends: int = 0

    def write(self, path: Path, entries: Sequence[Entry]) -> None:
        """This function will write the entries, village after village where the style says so."""
        book = open_book(path, self.style)
        groups = list(self._sheets(entries))
        for place, (name, group) in enumerate(groups):
            sheet: Sheet = book.sheet(name, only=len(groups) == 1)
            if self.style.trim.left:
                sheet = Indented(sheet, self.style.trim.left)
            self._heading(sheet)
            for village, listed in _by_village(group, self.style.subtotals):
                self._village(sheet, village, listed)
            if place == len(groups) - 1:
                self._ending(sheet)
        book.save()

    def _village(self, sheet: Sheet, village: str, listed: Sequence[Entry]) -> None:
        trim = self.style.trim
        paid = 0
        for entry in listed:
            if trim.page and sheet.row >= self._page_ends:
                self._header(sheet)
                self._page_ends = sheet.row + trim.page
            self._entry(sheet, entry)
            paid += entry.household.monthly
        if self.style.subtotals and village:
            self._sum_row(sheet, trim.subtotal.format(village), paid, "subtotal row")
        if trim.gap and village:
            sheet.write([None] * len(self.style.columns))

    def _sheets(self, entries: Sequence[Entry]) -> Iterator[tuple[str, Sequence[Entry]]]:
        if not self.style.per_village or self.style.file.endswith(".csv"):
            yield "Sheet1", entries
            return
        for village in self.town.villages:
            group = [entry for entry in entries if entry.household.village == village.name]
            if group:
                yield village.short, group

    def _heading(self, sheet: Sheet) -> None:
        style, width = self.style, len(self.style.columns)
        for _gap in range(style.trim.top):
            sheet.write([None] * width)
        if style.title:
            row = sheet.write([style.title] + [None] * (width - 1))
            sheet.merge((row, 1, row, width))
        for line in style.title_lines:
            sheet.write([line or None] + [None] * (width - 1))
        if style.preamble:
            cells: list[Cell] = [None] * width
            cells[0] = f"填报单位(盖章):{self.office}"
            cells[width - 2] = f"填报日期:{self.on.year}年{self.on.month}月{self.on.day}日"
            sheet.write(cells)
        self._header(sheet)
        self._page_ends = sheet.row + style.trim.page

    def _header(self, sheet: Sheet) -> None:
        style = self.style
        words = [style.words.get(c, HEADERS[c][0]) for c in style.columns]
        rows = style.header_rows
        if rows == 1:
            sheet.write(words)
            return
        first, last = _family_span(style.columns)
        inside = range(first, last + 1)
        top: list[Cell] = [None if i in inside else word for i, word in enumerate(words)]
        top[first] = "家庭成员"
        start = sheet.write(top)
        if rows == 3:
            middle: list[Cell] = [None] * len(words)
            half = (first + last) // 2
            middle[first], middle[half + 1] = "基本情况", "证件及其他"
            row = sheet.write(middle)
            sheet.merge((row, first + 1, row, half + 1))
            sheet.merge((row, half + 2, row, last + 1))
        sheet.write([word if i in inside else None for i, word in enumerate(words)])
        sheet.merge((start, first + 1, start, last + 1))
        for i in range(len(words)):
            if i not in inside:
                sheet.merge((start, i + 1, start + rows - 1, i + 1))

    def _entry(self, sheet: Sheet, entry: Entry) -> None:
        style, household = self.style, entry.household
        by_person = style.mark in ("every row", "relation")
        self._serial += 0 if by_person else 1
        blank = self.clerk.rng.random() < style.blank_serials
        top = sheet.row + 1
        for place, (person, relation) in enumerate(entry.listed):
            self._serial += by_person
            values, mess = self._person(person, relation, entry)
            if place == 0 or style.mark == "every row":
                values |= self._household(entry)
            if place == 0 or by_person:
                values["serial"] = None if blank else self._serial_text(entry)
            row = sheet.write([values.get(column) for column in style.columns])
            guest = person.id in entry.guests
            self.truth.rows.append(
                Row(
                    style.file, row, person.id, (*entry.mess, *mess), household.id, sheet.name,
                    relation if guest else None,
                )
            )  # fmt: skip
        if style.mark == "merged" and len(entry.listed) > 1:
            for column, field_name in enumerate(style.columns, 1):
                if field_name in style.household_columns and field_name != "phone":
                    sheet.merge((top, column, sheet.row, column))

    def _serial_text(self, entry: Entry) -> Cell:
        by_person = self.style.mark in ("every row", "relation")
        if by_person or self.style.words.get("serial") != "编号":
            return self._serial
        return "DS-重" if entry.twice else f"DS-{self._serial:04d}"

    def _person(
        self, person: Person, relation: str, entry: Entry
    ) -> tuple[dict[str, Cell], list[str]]:
        # Guests, and in plain drawers a second listing, are copied from the family's papers.
        clean = (entry.twice and not self.clerk.rates.wide) or person.id in entry.guests
        name, name_mess = (person.name, []) if clean else self.clerk.name(person, entry.household)
        number: Cell = person.ident
        number_mess: list[str] = []
        if not clean:
            number, number_mess = self.clerk.number(person, entry.household)
        if person.id in entry.guests:
            number_mess = ["in two households"]
        values: dict[str, Cell] = {
            "name": name,
            "relation": relation,
            "sex": person.sex,
            "number": number,
            "born": person.born.strftime(self.style.trim.born),
            "age": age_on(person, self.on),
        }
        return values, number_mess + name_mess

    def _household(self, entry: Entry) -> dict[str, Cell]:
        household = entry.household
        phone: Cell = household.head.phone
        if self.style.file.endswith(".xls"):
            phone = int(household.head.phone)
        return {
            "household_no": household.number + ("重" if entry.twice else ""),
            "village": village_as_typed(self.clerk, household.village, self.style.short_villages),
            "head": household.head.name,
            "size": len(household.members),
            "phone": None if entry.twice else phone,
            "address": household.address,
            "cause": household.cause,
            "monthly": self.clerk.yuan(household.monthly) if household.monthly else None,
            "bank": household.bank,
            "note": self._remark(),
        }

    def _remark(self) -> str | None:
        if self.clerk.rng.random() >= self.style.trim.remarks:
            return None
        return self.clerk.rng.choice(_REMARKS)

    def _sum_row(self, sheet: Sheet, label: str, paid: int, kind: str) -> None:
        cells: list[Cell] = [None] * len(self.style.columns)
        cells[1] = label
        if "monthly" in self.style.columns and paid:
            cells[self.style.columns.index("monthly")] = paid
        row = sheet.write(cells)
        self.truth.rows.append(Row(self.style.file, row, None, (kind,), sheet=sheet.name))

    def _ending(self, sheet: Sheet) -> None:
        if self.style.subtotals:
            self._sum_row(sheet, self.style.trim.total, 0, "total row")
        if self.style.footer:
            width = len(self.style.columns)
            sheet.write([None] * width)
            for line in self.style.trim.last_lines:
                row = sheet.write([*line, *[None] * (width - len(line))])
                self.truth.rows.append(
                    Row(self.style.file, row, None, ("footer",), sheet=sheet.name)
                )


def village_as_typed(clerk: Clerk, village: str, short: float) -> str:
    """This function will return the village's name, at the given rate in the short form."""
    if clerk.rng.random() >= short:
        return village
    return clerk.rng.choice((village.removesuffix("村").removesuffix("社区"), f"三角镇{village}"))


def _family_span(columns: Sequence[str]) -> tuple[int, int]:
    places = [i for i, column in enumerate(columns) if column in FAMILY]
    last = places[-1]
    if last + 1 < len(columns) and columns[last + 1] == "phone":
        last += 1
    return places[0], last


def _by_village(entries: Sequence[Entry], grouped: bool) -> Iterator[tuple[str, list[Entry]]]:
    if not grouped:
        yield "", list(entries)
        return
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.household.village, []).append(entry)
    yield from groups.items()
