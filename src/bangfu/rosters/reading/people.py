"""The people of rows, and the households they form, for each kind of list."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.kernel import names
from bangfu.kernel.text import as_text, is_empty_word, squeeze, to_half_width

from . import values
from .blocks import Carried, Households, Keys, counts_households, is_per_row, review
from .family import Member, read_family
from .groups import MEMBER_FIELDS, MemberColumns, further_members
from .kinds import category_in
from .models import Cell, Column, HouseholdDraft, PersonDraft, RosterRow, RosterTable
from .persons import (
    Notes,
    swapped,
    take_born,
    take_name,
    take_number,
    take_relation,
    take_sex,
)
from .village import whole_village

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
_OF_HOUSEHOLD = (
    ("household_no", "number"),
    ("village", "village"),
    ("group", "group"),
    ("address", "address"),
    ("cause", "cause"),
    ("bank_account", "bank_account"),
    ("bank_name", "bank_name"),
    ("account_name", "account_name"),
    ("phone", "phone"),
    ("remark", "remark"),
)
_CARRIED = ("household_no", "head_name", "village", "group", "address", "cause", "monthly",
            "bank_account", "bank_name", "account_name", "stated_size", "category")  # fmt: skip
_NO_PEOPLE = frozenset({"helper_list", "job_list"})
_BLANK = ("", None)


class Roster:
    """Reads the people of a table's rows one after another."""

    def __init__(self, table: RosterTable) -> None:
        self.table = table
        self.columns: dict[str, Column] = {}
        for column in table.columns:
            if column.field:
                self.columns.setdefault(column.field, column)
        self.households_kept = table.kind == "household_roster"
        self.people_kept = table.kind not in _NO_PEOPLE and bool(
            self.columns.keys() & {"name", "number", "head_name", "members"}
        )
        self.keys = [
            name
            for name in ("household_no", "serial")
            if self.households_kept and counts_households(table, name)
        ]
        self.per_row = self.households_kept and is_per_row(table, keyed=bool(self.keys))
        has_keys = bool(self.keys) or "head_name" in self.columns
        self.households = Households(has_keys=has_keys, per_row=self.per_row)
        self.carried = Carried.of(table)
        self.further = further_members(table.columns) if self.households_kept else []
        self.known: list[HouseholdDraft] = []
        self.first_values: dict[str, str] = {}
        self.household_details = [
            pair for pair in _OF_HOUSEHOLD if pair[0] in {"village", *self.columns}
        ]
        self.details = [f for f in _OF_PERSON if f in self.columns]
        self.key_columns = {
            self.columns[f].index
            for f in ("head_name", "head_number", *self.keys)
            if f in self.columns
        }

    def pause(self) -> None:
        """A subtotal or a heading ends the running household."""
        self.households.close()

    def read(self, row: RosterRow, notes: Notes) -> None:
        """Read a data row's people; in a household roster also its household."""
        self.carried.step(row.number, row.raw)
        if not self.people_kept:
            self._take_plain(row)
            return
        person = self._person(row, notes)
        if not self.households_kept:
            self._take_carried(row, self.columns)
            if person is not None:
                row.persons.append(person)
                row.values["name"] = person.name
            else:
                notes.add(None, "no_person", "error")
            return
        keys = self._keys(row)
        household = self.households.place(
            row.number, keys, is_head=person is not None and person.is_head
        )
        if len(household.rows) == 1:
            self.known.append(household)
        if self.carried.active:
            self._take_carried(row, _CARRIED)
        self._describe(household, row)
        row.household = household
        self._fill(row, household)
        self._seat(row, household, person, notes)
        if not household.known:
            notes.add(None, "household_unknown", "error")

    def _cell(self, row: RosterRow, field: str) -> Cell:
        column = self.columns.get(field)
        if column is None or column.index >= len(row.raw):
            return ""
        return row.raw[column.index]

    def _take_plain(self, row: RosterRow) -> None:
        for field in ("name", "number", "head_name", "relation", "sex", "born"):
            cell = self._cell(row, field)
            if cell not in _BLANK:
                row.values[field] = values.plain_text(cell)
        self._take_carried(row, self.columns)

    def _take_carried(self, row: RosterRow, fields: Iterable[str]) -> None:
        """Give a blank cell under a merged one that cell's value."""
        for field in fields:
            column = self.columns.get(field)
            merge = self.carried.active.get(column.index) if column else None
            if merge and field not in row.values and merge[1] not in _BLANK:
                row.values[field] = values.plain_text(merge[1])

    def _person(self, row: RosterRow, notes: Notes) -> PersonDraft | None:
        """Draft the row's own person, None where neither name nor number nor relation stands."""
        per_head = "name" not in self.columns
        name_field = "head_name" if per_head else "name"
        of_head = "number" not in self.columns and (per_head or self.per_row)
        number_field = "head_number" if of_head else "number"
        name, number = self._cell(row, name_field), self._cell(row, number_field)
        number_column = self.columns.get(number_field)
        if swapped(name, number):
            name, number = number, name
            notes.add(number_column, "name_and_number_swapped", "question")
        person = PersonDraft(row.number, 0, "")
        take_name(person, name, self.columns.get(name_field), notes)
        relation = self._cell(row, "relation")
        told = person.name or number not in _BLANK or relation not in _BLANK
        if not told or _is_heading(person.name, number):
            return None
        take_number(person, number, number_column, notes)
        self._facts(person, row, notes, relation)
        row.values["name"] = person.name
        row.values["number"] = person.number or person.raw_number
        if person.relation_text:
            row.values["relation"] = person.relation_text
        if not person.name:
            notes.add(self.columns.get(name_field), "no_name", "error")
        return person

    def _facts(self, person: PersonDraft, row: RosterRow, notes: Notes, relation: Cell) -> None:
        sex, born = self.columns.get("sex"), self.columns.get("born")
        if sex is not None and (cell := self._cell(row, "sex")) not in _BLANK:
            take_sex(person, cell, sex, notes)
            row.values["sex"] = values.plain_text(cell)
        if born is not None and (cell := self._cell(row, "born")) not in _BLANK:
            take_born(person, cell, born, notes)
            row.values["born"] = str(person.stated_born or values.plain_text(cell))
        if relation not in _BLANK:
            text = as_text(relation)
            if not text.isalnum():
                text = squeeze(to_half_width(text))
            take_relation(person, text, self.columns["relation"], notes)
        head = row.values.get("head_name", "")
        if self.households_kept and not person.relation_text:
            person.is_head = self.per_row or (bool(head) and head == person.name)
        for field in self.details:
            if field in row.values:
                setattr(person, field, row.values[field])

    def _keys(self, row: RosterRow) -> Keys:
        number, serial = (
            row.values.get(name, "") if name in self.keys else ""
            for name in ("household_no", "serial")
        )
        merged = 0
        for index in self.key_columns if self.carried.active else ():
            found = self.carried.active.get(index)
            if found and found[0].top < row.number and found[1] not in _BLANK:
                merged = max(merged, found[0].top)
        return Keys(number, serial, row.values.get("head_name", ""), merged)

    def _describe(self, household: HouseholdDraft, row: RosterRow) -> None:
        """Take what the row says of its household; the first value stands."""
        found = row.values
        for field, attribute in self.household_details:
            if field in found and not getattr(household, attribute):
                setattr(household, attribute, found[field])
        if "head_name" in found and not household.head_name:
            household.head_name = names.clean(found["head_name"]).name
        if "monthly" in found and household.monthly_fen is None:
            household.monthly_fen = self._monthly(row)
        if "stated_size" in found and household.stated_size is None:
            household.stated_size = values.whole_of(self._cell(row, "stated_size"))
        if not household.category:
            household.category = category_in(found.get("category", "")) or self.table.category

    def _monthly(self, row: RosterRow) -> int | None:
        try:
            return values.fen_of(self._cell(row, "monthly"), self.table.money_unit)
        except ValueError:
            return None

    def _fill(self, row: RosterRow, household: HouseholdDraft) -> None:
        """Carry the household's own cells down to rows that leave them blank."""
        first = self.first_values if household.rows[0] != row.number else {}
        if not first:
            self.first_values = row.values
            return
        for field in _CARRIED:
            if field in first and field not in row.values:
                row.values[field] = first[field]

    def _seat(
        self,
        row: RosterRow,
        household: HouseholdDraft,
        person: PersonDraft | None,
        notes: Notes,
    ) -> None:
        """Put the row's people into the household, a family of one cell among them."""
        people = [person] if person is not None else []
        head = self._separate_head(row, household, person, notes)
        if head is not None:
            people.insert(0, head)
        if "members" in self.columns:
            people.extend(self._family(row, people, notes))
        people.extend(self._further(row, notes))
        if self.per_row and people and people[0].is_head and not people[0].relation_text:
            people[0].relation_text, people[0].relation_code = "户主", "02"
        for order, one in enumerate(people):
            one.order = order
        if not people:
            notes.add(None, "no_person", "error")
        row.persons = people
        household.members.extend(people)

    def _separate_head(
        self,
        row: RosterRow,
        household: HouseholdDraft,
        person: PersonDraft | None,
        notes: Notes,
    ) -> PersonDraft | None:
        """Draft a head who has columns of his own beside those of each row's member."""
        if "head_number" not in self.columns or "name" not in self.columns:
            return None
        if len(household.rows) > 1 or not household.head_name:
            return None
        number = self._cell(row, "head_number")
        if person is not None and (person.is_head or person.name == household.head_name):
            if person.number is None and number not in _BLANK:
                take_number(person, number, self.columns["head_number"], notes)
            return None
        head = PersonDraft(row.number, 0, household.head_name)
        head.raw_name = row.values.get("head_name", "")
        take_number(head, number, self.columns["head_number"], notes)
        head.is_head = True
        head.relation_text, head.relation_code = "户主", "02"
        return head

    def _family(self, row: RosterRow, people: list[PersonDraft], notes: Notes) -> list[PersonDraft]:
        column = self.columns["members"]
        text = as_text(self._cell(row, "members"))
        found: list[PersonDraft] = []
        row.values["members"] = values.plain_text(text)
        for member in read_family(text):
            one = self._member(member, row.number, column, notes)
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
            name, number, relation, sex = (self._text(row, group, f) for f in MEMBER_FIELDS)
            if name or number:
                member = Member(name, relation or group.said, number, values.sex_of(sex))
                column = group.columns.get("name") or group.columns["number"]
                found.append(self._member(member, row.number, column, notes))
        return found

    def _text(self, row: RosterRow, group: MemberColumns, field: str) -> str:
        column = group.columns.get(field)
        if column is None or column.index >= len(row.raw):
            return ""
        return as_text(row.raw[column.index])

    def _member(self, member: Member, number: int, column: Column, notes: Notes) -> PersonDraft:
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

    def finish(self, rows: dict[int, RosterRow]) -> None:
        """Review every household once it is complete."""
        for household in self.known:
            household.village = whole_village(household.village, household.address)
            heads = [one for one in household.members if one.is_head]
            review(household, heads, rows[household.rows[0]].findings)


def _is_heading(name: str, number: Cell) -> bool:
    """Tell whether a row only says the header's words again (姓名, 身份证号)."""
    return name == "姓名" and not is_empty_word(as_text(number)) and "号" in as_text(number)
