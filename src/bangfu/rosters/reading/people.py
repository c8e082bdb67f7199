"""The people of rows, and the households they form, for each kind of list."""

from __future__ import annotations

from collections.abc import Iterable

from bangfu.kernel import names

from . import values
from .blocks import Carried, Households, Keys, counts_households, is_per_row, review
from .kinds import category_in
from .members import MemberReader
from .models import Cell, Column, HouseholdDraft, RosterRow, RosterTable
from .own import PersonReader
from .persons import Notes
from .village import whole_village

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
        self.known: list[HouseholdDraft] = []
        self.first_values: dict[str, str] = {}
        self.household_details = [
            pair for pair in _OF_HOUSEHOLD if pair[0] in {"village", *self.columns}
        ]
        self.own = PersonReader(
            self.columns, in_households=self.households_kept, per_row=self.per_row
        )
        self.members = MemberReader(self.columns, per_row=self.per_row)
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
        person = self.own.read(row, notes)
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
        row.persons = self.members.read(row, household, person, notes)
        household.members.extend(row.persons)
        if not row.persons:
            notes.add(None, "no_person", "error")
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

    def finish(self, rows: dict[int, RosterRow]) -> None:
        """Review every household once it is complete."""
        for household in self.known:
            household.village = whole_village(household.village, household.address)
            heads = [one for one in household.members if one.is_head]
            review(household, heads, rows[household.rows[0]].findings)
