"""A person's draft out of the cells that tell of one: name, number, relation, sex, birth."""

from __future__ import annotations

import re
from functools import lru_cache

from bangfu.kernel import identity, names, relations
from bangfu.kernel.codes import Sex
from bangfu.kernel.dates import LooseDate
from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import as_text, is_empty_word, squeeze, to_half_width

from .content import looks_like_number
from .models import Cell, Column, Finding, Level, PersonDraft
from .values import date_of, plain_text, scalar, sex_of

_MARKS_BEHIND = "。.,，、;；：:"
_CONTRADICTION: Level = "question"


class Notes:
    """Collects the findings of one row, each at its column."""

    __slots__ = ("findings", "row")

    def __init__(self, row: int, findings: list[Finding]) -> None:
        self.row = row
        self.findings = findings

    def add(self, column: Column | None, code: str, level: Level, **params: str | int) -> None:
        """Note one finding; `column` None means the whole row."""
        header, index = (column.header, column.index) if column else ("", -1)
        self.findings.append(Finding(self.row, header, code, level, dict(params), index))


_NUMBER_WITHIN = re.compile(r"[0-9]{15,17}[0-9Xx]?")


def take_name(person: PersonDraft, cell: Cell, column: Column | None, notes: Notes) -> None:
    """Read a name cell: what stands in brackets is a note, not the name."""
    text = cell if isinstance(cell, str) else as_text(cell)
    clean = names.clean(text)
    if is_empty_word(clean.name):
        return
    person.raw_name = text
    person.name = clean.name
    if identity.find(clean.name):
        # A name is for every eye, a number is not: it never enters as part of a name.
        person.name = _NUMBER_WITHIN.sub("", clean.name).strip(" :：,，、/")
        notes.add(column, "number_in_name", "question")
    if clean.notes:
        person.name_notes = clean.notes
        notes.add(column, "name_note", "info", note="、".join(clean.notes))
    elif clean.repairs:
        notes.add(column, "name_repaired", "info", how="、".join(clean.repairs))
    if _is_odd_name(person.name):
        notes.add(column, "name_odd", "question")


@lru_cache(maxsize=65536)
def _is_odd_name(name: str) -> bool:
    return (
        len(name) < 2
        or any(char.isdigit() for char in name)
        or (len(name) > 6 and "·" not in name and not name.isascii())
    )


def take_number(person: PersonDraft, cell: Cell, column: Column | None, notes: Notes) -> None:
    """Read a number cell. Only a number that stands is set; nothing is guessed."""
    text = cell if isinstance(cell, str) else _whole_digits(cell)
    person.raw_number = text
    if isinstance(cell, str) and cell[-1:] in _MARKS_BEHIND:
        cell = cell.rstrip(_MARKS_BEHIND)
    try:
        found = identity.parse(scalar(cell))
    except identity.IdentityError as wrong:
        person.number_state = wrong.code
        if wrong.code == "missing":
            person.raw_number = ""
        if column is not None:
            _note_number(wrong.code, text, column, notes)
        return
    person.number = found.number18
    person.number_state = "valid"
    person.sex = found.sex
    person.born = LooseDate(found.born, found.born, "day")
    if found.repairs or cell != text:
        notes.add(
            column, "number_repaired", "info", how="、".join(found.repairs or ("punctuation",))
        )
    if found.warnings:
        doubt = "perhaps_shortened" in found.warnings
        level: Level = "question" if doubt else "info"
        notes.add(
            column,
            "number_perhaps_shortened" if doubt else "number_uncommon",
            level,
            why="、".join(found.warnings),
        )


def _note_number(code: str, text: str, column: Column, notes: Notes) -> None:
    if code in ("missing", "being_issued", "shortened"):
        notes.add(column, f"number_{code}", "question")
    else:
        length = len(squeeze(to_half_width(text)))
        notes.add(column, f"number_{code}", "question", length=length)


def _whole_digits(cell: Cell) -> str:
    """Show a number cell with all its places, as the formula bar does, not as 4.42E+17."""
    if isinstance(cell, float) and 1e15 <= cell < 1e20:
        kept = f"{cell:.14e}".partition("e")[0].replace(".", "")
        return kept.ljust(len(str(int(cell))), "0")
    return as_text(cell)


def take_sex(person: PersonDraft, cell: Cell, column: Column, notes: Notes) -> None:
    """Read a stated sex and ask where the number says another."""
    stated = sex_of(plain_text(cell))
    if stated not in (Sex.MALE, Sex.FEMALE):
        return
    person.stated_sex = stated
    if person.number and person.sex is not stated:
        notes.add(column, "sex_contradicts_number", _CONTRADICTION)
    person.sex = stated


def take_born(person: PersonDraft, cell: Cell, column: Column, notes: Notes) -> None:
    """Read a stated birth; the valid number's own birth stands, and a contradiction is asked."""
    try:
        stated = date_of(cell)
    except Unreadable as wrong:
        if wrong.code != "missing":
            notes.add(column, "date_unreadable", "question", why=wrong.code)
        return
    person.stated_born = stated
    if person.born is None:
        person.born = stated
    elif not person.born.agrees_with(stated):
        notes.add(column, "born_contradicts_number", _CONTRADICTION)


def take_relation(person: PersonDraft, text: str, column: Column | None, notes: Notes) -> None:
    """Read a relation word; it may say a sex, and ask where the number says another."""
    person.relation_text = text
    code = relations.code_for(text, person.sex)
    person.relation_code = code
    if code is None:
        if text:
            notes.add(column, "relation_unknown", "question")
        return
    person.is_head = code in relations.HEAD_CODES
    implied = relations.sex_of(code)
    if implied is Sex.UNKNOWN:
        return
    if person.sex is Sex.UNKNOWN:
        person.sex = implied
    elif person.sex is not implied:
        notes.add(column, "relation_contradicts_sex", _CONTRADICTION)


def swapped(name: Cell, number: Cell) -> bool:
    """Tell whether a name and a number stand in each other's cells."""
    if not isinstance(name, str) or not isinstance(number, str) or not name[:1].isdigit():
        return False
    return looks_like_number(squeeze(to_half_width(name))) and not looks_like_number(number)
