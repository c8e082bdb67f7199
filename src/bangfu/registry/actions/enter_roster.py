"""A matched roster enters the register: one transaction, however many rows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bangfu.privacy import keys

from ..models import (
    Address,
    BankAccount,
    Category,
    Cause,
    Disability,
    Holder,
    Household,
    Identity,
    Membership,
    Person,
    Phone,
    Schooling,
    Sighting,
    Source,
)
from ..queries.known import KnownHousehold, KnownPerson, households_by_uuid, people_by_uuid
from ..states import IdentityState, SourceKind
from .bulk import allocate_ids, insert_rows, insert_search_rows, supersede
from .compare import compare_household, compare_person
from .draft import COLUMNS, Draft
from .entry import HouseholdEntry, Outcome, PersonEntry, RosterEntry
from .numbering import next_numbers
from .project import project_households, project_people, reindex
from .restate import restate


def enter_roster(roster: RosterEntry, *, by: UUID, at: datetime) -> Outcome:
    """Write a matched roster and return what became of each row.

    Known people and households are compared with what the register says: the same adds only a
    sighting, a difference adds a fact (and closes the old one when the source is of the same
    lineage). Call ``hold_entry`` and make the plan in the same transaction.

    Raises ``ValueError`` when a known subject is out of scope or withdrawn, and
    ``django.db.IntegrityError`` when the plan breaks a promise of the register; nothing is
    written then.
    """
    with transaction.atomic():
        draft = Draft(roster, _write_source(roster, by, at), at)
        people = people_by_uuid(
            [*_uuids(roster, known=True), *(uuid for uuid, _ in roster.sightings)]
        )
        homes = households_by_uuid(h.uuid for h in roster.households if h.known)
        _open_keys(draft, roster, people, homes)
        new_homes = [home for home in roster.households if not home.known]
        new_people = [p for home in roster.households for p in home.members if not p.known]
        for home, pk in zip(new_homes, allocate_ids(Household, len(new_homes)), strict=True):
            draft.ids[home.uuid] = pk
        for person, pk in zip(new_people, allocate_ids(Person, len(new_people)), strict=True):
            draft.ids[person.uuid] = pk
        numbers = next_numbers([(home.uuid, home.area) for home in new_homes])
        for home in roster.households:
            _draft_household(draft, home, homes.get(home.uuid), numbers)
            for person in home.members:
                _draft_person(draft, home, person, people.get(person.uuid))
        for uuid, row in roster.sightings:
            seen = people[uuid]
            draft.add(Sighting, seen.area, seen.id, row)
            draft.outcome.rows[row, uuid] = "same"
        restate(draft, roster.restated)
        _write(draft)
        return draft.outcome


def _uuids(roster: RosterEntry, *, known: bool) -> list[UUID]:
    return [p.uuid for home in roster.households for p in home.members if p.known is known]


def _write_source(roster: RosterEntry, by: UUID, at: datetime) -> int:
    told = roster.source
    source = Source.objects.create(
        uuid=told.uuid,
        kind=SourceKind.ROSTER,
        entry=told.entry,
        file_name=told.file_name,
        sheet=told.sheet,
        issuer=told.issuer,
        lineage=told.lineage,
        on=told.on,
        recorded_at=at,
        recorded_by=by,
    )
    return source.pk


def _open_keys(
    draft: Draft,
    roster: RosterEntry,
    people: dict[UUID, KnownPerson],
    homes: dict[UUID, KnownHousehold],
) -> None:
    fresh = _uuids(roster, known=False)
    fresh += [home.uuid for home in roster.households if not home.known]
    wanted = {*_uuids(roster, known=True), *(uuid for uuid, _ in roster.sightings)}
    wanted |= {home.uuid for home in roster.households if home.known}
    missing = wanted - people.keys() - homes.keys()
    if missing:
        raise ValueError(f"not in the register, or out of scope: {sorted(map(str, missing))[:3]}")
    draft.keys = {**keys.open_many(list(wanted)), **keys.create(fresh)}
    draft.ids = {uuid: known.id for uuid, known in people.items()}
    draft.ids |= {uuid: known.id for uuid, known in homes.items()}


def _draft_household(
    draft: Draft, home: HouseholdEntry, known: KnownHousehold | None, numbers: dict[UUID, str]
) -> None:
    pk = draft.ids[home.uuid]
    if known is not None:
        draft.area = known.area
        compare_household(draft, home, known)
        return
    draft.area = home.area
    head = next((p for p in home.members if p.is_head), None)
    draft.add(
        Household, home.uuid, home.area, pk, numbers[home.uuid],
        draft.ids[head.uuid] if head else None,
        draft.sort_key(head.name) if head else "",
        len(home.members), home.category, draft.cause(home.cause_text), home.place[:60],
        any(_disability(one) for one in home.members), any(one.stage for one in home.members),
        any(one.state != IdentityState.VERIFIED for one in home.members),
        min((one.born_on for one in home.members if one.born_on), default=None),
        draft.roster.source.on if home.category else None, draft.at,
    )  # fmt: skip
    draft.outcome.new_households += 1
    draft.household_facts(home, pk)


def _draft_person(
    draft: Draft, home: HouseholdEntry, person: PersonEntry, known: KnownPerson | None
) -> None:
    pk = draft.ids[person.uuid]
    if known is not None:
        changed = compare_person(draft, home, person, known)
        draft.saw(person, pk, known.area, "changed" if changed else "same")
        return
    area = draft.area
    draft.add(
        Person, person.uuid, area, pk, home.uuid, person.name, draft.sort_key(person.name),
        person.sex, person.born_on, person.born_precision, person.state, person.relation,
        _disability(person), person.stage[:16], home.category,
    )  # fmt: skip
    draft.identity(person, pk, area)
    draft.membership(home, person, pk, area)
    draft.person_extras(person, pk, area)
    draft.search_words(person, pk, area)
    if home.known:
        draft.touched_homes.add(draft.ids[home.uuid])
    draft.saw(person, pk, area, "new")


def _disability(person: PersonEntry) -> str:
    """What lists show of a disability: kind/grade, "" for who has none."""
    if person.disability_kind or person.disability_grade or person.certificate:
        return f"{person.disability_kind or 0}/{person.disability_grade or 0}"
    return ""


def _write(draft: Draft) -> None:
    when, entry = draft.at, draft.roster.source.entry
    for model, ids in draft.closing.items():
        supersede(model, ids, entry=entry, at=when)
    subject = {"entry": entry, "entered_at": when}
    fact = {
        "valid_from": draft.roster.source.on,
        "recorded_at": when,
        "source_id": draft.source_id,
        "entry": entry,
    }
    constants: dict[type, dict[str, Any]] = {
        Person: subject,
        Household: subject,
        Sighting: {"source_id": draft.source_id, "entry": entry},
        Holder: {},
    }
    # People stand before households: a household names its head.
    for model in (
        Person, Household, Identity, Holder, Membership, Category, Cause, Address, Phone,
        BankAccount, Disability, Schooling, Sighting,
    ):  # fmt: skip
        draft.outcome.facts += insert_rows(
            model, COLUMNS[model], draft.rows[model], constants.get(model, fact)
        )
    insert_search_rows(draft.search)
    reindex(draft.reindexing)
    project_people(draft.touched_people, at=when)
    project_households(draft.touched_homes, at=when)
