"""The row's own person: name, number, sex, birth, relation and what else stands about him."""

from __future__ import annotations

from bangfu.kernel.text import as_text, is_empty_word, squeeze, to_half_width

from . import values
from .models import Cell, Column, PersonDraft, RosterRow
from .persons import Notes, swapped, take_born, take_name, take_number, take_relation, take_sex

_OF_PERSON = (
    "certificate",
    "disability_kind",
    "disability_grade",
    "ethnic",
    "marital",
    "education",
    "school",
    "stage",
    "health",
    "labour",
    "phone",
    "remark",
)
_BLANK = ("", None)


class PersonReader:
    """Reads the person whose row it is, from the columns found once for the whole table."""

    def __init__(self, columns: dict[str, Column], *, in_households: bool, per_row: bool) -> None:
        self.in_households = in_households
        self.per_row = per_row
        per_head = "name" not in columns
        self.name = columns.get("head_name" if per_head else "name")
        of_head = "number" not in columns and (per_head or per_row)
        self.number = columns.get("head_number" if of_head else "number")
        self.relation = columns.get("relation")
        self.sex = columns.get("sex")
        self.born = columns.get("born")
        self.details = [field for field in _OF_PERSON if field in columns]

    def read(self, row: RosterRow, notes: Notes) -> PersonDraft | None:
        """Draft the row's own person, None where neither name nor number nor relation stands."""
        raw = row.raw
        name, number = _cell(raw, self.name), _cell(raw, self.number)
        if swapped(name, number):
            name, number = number, name
            notes.add(self.number, "name_and_number_swapped", "question")
        person = PersonDraft(row.number, 0, "")
        take_name(person, name, self.name, notes)
        relation = _cell(raw, self.relation)
        told = person.name or number not in _BLANK or relation not in _BLANK
        if not told or _is_heading(person.name, number):
            return None
        take_number(person, number, self.number, notes)
        self._facts(person, row, notes)
        self._relation(person, row, relation, notes)
        row.values["name"] = person.name
        row.values["number"] = person.number or person.raw_number
        if not person.name:
            notes.add(self.name, "no_name", "error")
        return person

    def _facts(self, person: PersonDraft, row: RosterRow, notes: Notes) -> None:
        found = row.values
        if self.sex is not None and (cell := _cell(row.raw, self.sex)) not in _BLANK:
            take_sex(person, cell, self.sex, notes)
            found["sex"] = values.plain_text(cell)
        if self.born is not None and (cell := _cell(row.raw, self.born)) not in _BLANK:
            take_born(person, cell, self.born, notes)
            found["born"] = str(person.stated_born or values.plain_text(cell))
        for field in self.details:
            if field in found:
                setattr(person, field, found[field])

    def _relation(self, person: PersonDraft, row: RosterRow, cell: Cell, notes: Notes) -> None:
        if cell not in _BLANK:
            text = as_text(cell)
            if not text.isalnum():
                text = squeeze(to_half_width(text))
            take_relation(person, text, self.relation, notes)
            row.values["relation"] = person.relation_text
        if self.in_households and not person.relation_text:
            head = row.values.get("head_name", "")
            person.is_head = self.per_row or (bool(head) and head == person.name)


def _cell(raw: list[Cell], column: Column | None) -> Cell:
    if column is None or column.index >= len(raw):
        return ""
    return raw[column.index]


def _is_heading(name: str, number: Cell) -> bool:
    """Tell whether a row only says the header's words again (姓名, 身份证号)."""
    return name == "姓名" and not is_empty_word(as_text(number)) and "号" in as_text(number)
