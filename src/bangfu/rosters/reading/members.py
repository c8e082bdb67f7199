"""The further people of a row: a head with columns of his own, a family in a cell, more columns."""

from __future__ import annotations

from bangfu.kernel.text import as_text

from . import values
from .family import Member, read_family
from .groups import MEMBER_FIELDS, MemberColumns, further_members
from .models import Column, HouseholdDraft, PersonDraft, RosterRow
from .persons import Notes, take_name, take_number, take_relation

_BLANK = ("", None)
HEAD_TEXT, HEAD_CODE = "户主", "02"


class MemberReader:
    """Adds to a row's own person everybody else whom the row tells of."""

    def __init__(self, columns: dict[str, Column], *, per_row: bool) -> None:
        self.columns = columns
        self.per_row = per_row
        self.cell_of_family = columns.get("members")
        self.further = further_members(list(columns.values()))
        self.head_apart = "head_number" in columns and "name" in columns

    def read(
        self,
        row: RosterRow,
        household: HouseholdDraft,
        person: PersonDraft | None,
        notes: Notes,
    ) -> list[PersonDraft]:
        """Give the row's people in order; the head comes first."""
        people = [person] if person is not None else []
        if self.head_apart and len(household.rows) == 1 and household.head_name:
            people = self._head(row, household, person, notes) + people
        if self.cell_of_family is not None:
            people.extend(self._family(row, self.cell_of_family, people, notes))
        if self.further:
            people.extend(self._further(row, notes))
        if self.per_row and people and people[0].is_head and not people[0].relation_text:
            people[0].relation_text, people[0].relation_code = HEAD_TEXT, HEAD_CODE
        if len(people) > 1:
            for order, one in enumerate(people):
                one.order = order
        return people

    def _head(
        self,
        row: RosterRow,
        household: HouseholdDraft,
        person: PersonDraft | None,
        notes: Notes,
    ) -> list[PersonDraft]:
        """Draft a head who has columns of his own beside those of each row's member."""
        column = self.columns["head_number"]
        number = row.raw[column.index] if column.index < len(row.raw) else ""
        if person is not None and (person.is_head or person.name == household.head_name):
            if person.number is None and number not in _BLANK:
                take_number(person, number, column, notes)
            return []
        head = PersonDraft(row.number, 0, household.head_name)
        head.raw_name = row.values.get("head_name", "")
        take_number(head, number, column, notes)
        head.is_head = True
        head.relation_text, head.relation_code = HEAD_TEXT, HEAD_CODE
        return [head]

    def _family(
        self, row: RosterRow, column: Column, people: list[PersonDraft], notes: Notes
    ) -> list[PersonDraft]:
        text = as_text(row.raw[column.index]) if column.index < len(row.raw) else ""
        found: list[PersonDraft] = []
        row.values["members"] = values.plain_text(text)
        for member in read_family(text):
            one = _draft(member, row.number, column, notes)
            if one.is_head and people and one.name == people[0].name:
                if people[0].number is None and one.number is not None:
                    people[0].number, people[0].number_state = one.number, "valid"
                    people[0].born, people[0].sex = one.born, one.sex
                continue
            found.append(one)
        return found

    def _further(self, row: RosterRow, notes: Notes) -> list[PersonDraft]:
        """Read the members who have columns of their own in the same row."""
        found: list[PersonDraft] = []
        for group in self.further:
            name, number, relation, sex = (_text(row, group, f) for f in MEMBER_FIELDS)
            if name or number:
                member = Member(name, relation or group.said, number, values.sex_of(sex))
                column = group.columns.get("name") or group.columns["number"]
                found.append(_draft(member, row.number, column, notes))
        return found


def _text(row: RosterRow, group: MemberColumns, field: str) -> str:
    column = group.columns.get(field)
    if column is None or column.index >= len(row.raw):
        return ""
    return as_text(row.raw[column.index])


def _draft(member: Member, number: int, column: Column, notes: Notes) -> PersonDraft:
    one = PersonDraft(number, 0, "")
    take_name(one, member.name, column, notes)
    take_number(one, member.number, column, notes)
    if member.sex:
        one.stated_sex = member.sex
        if one.number is None:
            one.sex = member.sex
    take_relation(one, member.relation, column, notes)
    one.remark = member.rest
    if not one.name:
        notes.add(column, "no_name", "error")
    elif not member.relation:
        notes.add(column, "no_relation", "question")
    if member.rest:
        notes.add(column, "family_rest", "question", rest=len(member.rest))
    return one
