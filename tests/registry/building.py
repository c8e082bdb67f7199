"""Small families for the tests of the register; numbers of the area code 442099."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from bangfu.registry.actions import (
    HouseholdEntry,
    Outcome,
    PersonEntry,
    RosterEntry,
    SourceEntry,
    enter_roster,
)
from bangfu.registry.states import IdentityState

GAOPING = 442099109206000
SANJIAO = 442099109207000
TOWN = (442099109000000, 442099109999999)
ON = date(2012, 12, 31)
AT = datetime(2013, 1, 2, 1, 0, tzinfo=UTC)
BY = UUID(int=7)


def person(name: str = "曾妹", number: str | None = "442099195212022251", **more) -> PersonEntry:
    state = IdentityState.VERIFIED if number else IdentityState.UNVERIFIED
    values = {
        "uuid": uuid4(),
        "known": False,
        "row": 5,
        "name": name,
        "number": number,
        "state": state,
        "sex": 1,
        "relation": "02",
        "relation_text": "户主",
        "is_head": True,
    }
    return PersonEntry(**{**values, **more})


def household(*members: PersonEntry, **more) -> HouseholdEntry:
    values = {
        "uuid": uuid4(),
        "known": False,
        "area": GAOPING,
        "category": "dibao",
        "monthly_fen": 25000,
        "cause_text": "因病",
        "place": "高平村3组",
        "address": "高平村3组旧街2巷37号",
        "row": 5,
    }
    return HouseholdEntry(members=list(members), **{**values, **more})


def enter(*households: HouseholdEntry, lineage: str = "低保", **more) -> tuple[UUID, Outcome]:
    entry = uuid4()
    source = SourceEntry(
        uuid=uuid4(),
        entry=entry,
        file_name=more.pop("file_name", "低保户花名册.xlsx"),
        sheet=more.pop("sheet", "Sheet1"),
        issuer="社会事务局",
        lineage=lineage,
        on=more.pop("on", ON),
    )
    roster = RosterEntry(
        source, list(households), more.pop("restated", []), more.pop("sightings", [])
    )
    return entry, enter_roster(roster, by=BY, at=more.pop("at", AT))
