"""From the plan of a file to what enters the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

from bangfu.kernel import codes
from bangfu.matching import Disposition, RowPlan, State
from bangfu.registry.actions import HouseholdEntry, PersonEntry, RosterEntry, SourceEntry

from ..models import Batch
from ..queries.cells import masked
from .places import Places
from .planning import Planned, Ref
from .tables import Table, roster_date

Wanted = Callable[[int, int, UUID], bool]
"""Whether a person of (table, row) still has to enter."""


def entries_of(
    batch: Batch,
    tables: list[Table],
    planned: Planned,
    places: Places,
    *,
    on: date,
    wanted: Wanted,
) -> list[RosterEntry]:
    """Give one entry for each table of household rosters, in the order of the file.

    A person or household that is new in one table is known in the next.
    """
    entered: set[UUID] = set()
    found = []
    for table in tables:
        if not table.is_household_roster:
            continue
        maker = _Maker(batch, table, planned, places, on, entered)
        found.append(maker.entry(wanted))
    return found


class _Maker:
    """Makes the entry of one table."""

    def __init__(
        self,
        batch: Batch,
        table: Table,
        planned: Planned,
        places: Places,
        on: date,
        entered: set[UUID],
    ) -> None:
        self.batch, self.table, self.planned, self.places = batch, table, planned, places
        self.on = batch.dated_on or roster_date(table.told, on)
        self.entered = entered
        self.homes: dict[UUID, HouseholdEntry] = {}
        self.people: dict[UUID, PersonEntry] = {}
        self.elsewhere: list[tuple[UUID, int]] = []

    def entry(self, wanted: Wanted) -> RosterEntry:
        """Make the entry out of every row that is taken and still wanted."""
        for row in self.table.rows:
            for ref in self.planned.by_row.get((self.table.no, row.number), ()):
                decided = self.planned.plan.rows[ref]
                if decided.disposition is not Disposition.TAKEN or decided.person is None:
                    continue
                if wanted(self.table.no, row.number, decided.person):
                    self._add(ref, decided)
        for home in self.homes.values():
            if not home.known and not any(person.is_head for person in home.members):
                home.members[0].is_head = True
        self.entered |= self.homes.keys() | self.people.keys()
        entry = RosterEntry(self._source(), list(self.homes.values()))
        entry.sightings = self.elsewhere
        entry.restated = self._restated()
        return entry

    def _source(self) -> SourceEntry:
        told = self.table.told
        return SourceEntry(
            uuid=uuid4(),
            entry=self.batch.uuid,
            file_name=self.batch.file_name,
            sheet=told.sheet.name[:120],
            issuer=(told.issuer or self.batch.issuer)[:120],
            lineage=self.table.lineage,
            on=self.on,
        )

    def _restated(self) -> list[tuple[UUID, str]]:
        """Known people who stand in no row, whose number stands otherwise because of the file."""
        seen = {row.person for row in self.planned.plan.rows.values()}
        return [
            (person.uuid, str(person.state))
            for person in self.planned.plan.persons.values()
            if person.known and person.changed and person.uuid not in seen
            and person.uuid not in self.entered
        ]  # fmt: skip

    def _add(self, ref: int, decided: RowPlan) -> None:
        about = self.planned.refs[ref]
        assert decided.person is not None
        if decided.elsewhere or decided.household is None:
            self.elsewhere.append((decided.person, about.row.number))
            return
        earlier = self.people.get(decided.person)
        if earlier is None:
            entry = self._person(about, decided)
            self.people[decided.person] = entry
            self._home(about, decided).members.append(entry)
        else:
            self._again(earlier, self._person(about, decided))

    def _again(self, earlier: PersonEntry, entry: PersonEntry) -> None:
        """A second row of one person: a sighting more, and what the first row lacked."""
        rows = {earlier.row, entry.row, *earlier.also_rows}
        if earlier.number is None and entry.number is not None:
            earlier.number, earlier.state = entry.number, entry.state
            earlier.number_raw = ""
            earlier.sex, earlier.born_on = entry.sex, entry.born_on
            earlier.born_precision = entry.born_precision
        earlier.phone = earlier.phone or entry.phone
        earlier.also_rows = tuple(sorted(rows - {earlier.row}))

    def _home(self, about: Ref, decided: RowPlan) -> HouseholdEntry:
        uuid = decided.household
        assert uuid is not None
        if uuid in self.homes:
            return self.homes[uuid]
        told = about.home
        household = self.planned.plan.households[about.block]
        home = HouseholdEntry(
            uuid=uuid,
            known=household.known or uuid in self.entered,
            area=self.places.area_of(told),
            category=(told.category if told else "") or self.table.told.category,
            members=[],
            row=about.row.number,
        )
        if told is not None:
            home.monthly_fen = told.monthly_fen
            home.cause_text = told.cause
            home.place = masked(self.places.place_of(told))
            home.address = self.places.address_of(told)
        self.homes[uuid] = home
        return home

    def _person(self, about: Ref, decided: RowPlan) -> PersonEntry:
        """One row as an entry. Only a number that is his is entered as one; and the sex and birth
        that a doubtful number says are not his."""
        draft, uuid = about.person, decided.person
        assert uuid is not None
        stands = self.planned.plan.persons[uuid]
        his = draft.number is not None and about.key == stands.number
        trusted = his and stands.state is State.VERIFIED
        born = draft.born if trusted else draft.stated_born
        head = about.home if draft.is_head else None
        return PersonEntry(
            uuid=uuid,
            known=decided.known or uuid in self.entered,
            row=about.row.number,
            name=draft.name[:60],
            state=str(stands.state if his else State.UNVERIFIED),
            sex=int(draft.sex if trusted or draft.number is None else draft.stated_sex),
            born_on=born.first if born else None,
            born_precision=born.precision if born else "",
            number=draft.number if his else None,
            number_raw="" if his else draft.raw_number[:60],
            relation=draft.relation_code or "",
            relation_text=masked(draft.relation_text)[:20],
            is_head=draft.is_head,
            phone=(draft.phone or (head.phone if head else ""))[:40],
            bank_account=head.bank_account[:40] if head else "",
            disability_kind=_code(codes.DISABILITY_KIND, draft.disability_kind),
            disability_grade=_code(codes.DISABILITY_GRADE, draft.disability_grade),
            certificate=draft.certificate,
            stage=draft.stage[:16],
        )


def _code(table: codes.CodeTable, word: str) -> int | None:
    found = table.find(word) if word else None
    return int(found) if found else None
