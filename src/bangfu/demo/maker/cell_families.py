"""The 较困难 list: one row a household, the whole family in one cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bangfu.demo.maker.books import CsvBook
from bangfu.demo.maker.mess import Cell, Clerk
from bangfu.demo.maker.rosters import village_as_typed
from bangfu.demo.maker.style import HEADERS, RosterStyle
from bangfu.demo.maker.truth import Household, Person, Row, Truth

# Kinds that change what separates the parts of the cell would make it undecidable; not typed here.
_INSIDE_A_CELL = frozenset({
    "15-digit old number", "lower-case x", "one digit wrong", "two digits swapped", "missing",
    "text: being issued", "one digit lost", "full-width digits",
})  # fmt: skip


def write_cell_families(
    truth: Truth, style: RosterStyle, clerk: Clerk, path: Path, households: Sequence[Household]
) -> None:
    """This function will write the households, each as one row, and add their rows to the truth.

    Only a wide style's clerk makes mess inside the cell; the head's own columns are messy always.
    """
    book = CsvBook(path, style.encoding, style.delimiter)
    sheet = book.sheet("Sheet1", only=True)
    if style.title:
        sheet.write([style.title])
    sheet.write([style.words.get(column, HEADERS[column][0]) for column in style.columns])
    for household in households:
        head = household.head
        name, name_mess = clerk.name(head, household)
        number, number_mess = clerk.number(head, household)
        members, member_mess = _cell(style, clerk, household)
        values: dict[str, Cell] = {
            "head": name,
            "head_number": number,
            "members": members,
            "village": village_as_typed(clerk, household.village, style.short_villages),
            "address": household.address,
            "phone": head.phone,
            "cause": household.cause,
        }
        row = sheet.write([values.get(column) for column in style.columns])
        for person in household.members:
            mess = number_mess + name_mess if person is head else member_mess[person.id]
            truth.rows.append(Row(style.file, row, person.id, tuple(mess), household.id))
    book.save()


def _cell(
    style: RosterStyle, clerk: Clerk, household: Household
) -> tuple[str, dict[str, list[str]]]:
    parts: list[str] = []
    mess: dict[str, list[str]] = {}
    for person in household.members[1:]:
        number, kinds = _number(clerk, person, household)
        mess[person.id] = kinds
        parts.append(_part(style, person, number))
    return style.separators[1].join(parts), mess


def _number(clerk: Clerk, person: Person, household: Household) -> tuple[str, list[str]]:
    if not clerk.rates.wide:
        return person.ident, []
    number, kinds = clerk.number(person, household)
    if not set(kinds) <= _INSIDE_A_CELL:
        return person.ident, []
    return "" if number is None else str(number), kinds


def _part(style: RosterStyle, person: Person, number: str) -> str:
    if style.brackets:
        return f"{person.name}({person.relation}){number}"
    parts = [person.name, person.relation] + ([number] if number else [])
    return style.separators[0].join(parts)
