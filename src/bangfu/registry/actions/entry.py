"""What a roster tells the register, already matched: plain values, no questions left."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(slots=True)
class PersonEntry:
    """One person as one row says.

    ``uuid`` is the known person's, or a fresh one (``known=False``). ``number`` is the 18
    characters of a valid number or None; ``number_raw`` the text as written where it is not
    valid. ``state`` is an ``IdentityState``. ``relation`` is GB/T 4761, two digits. ``also_rows``
    are further rows of the same roster that tell of the same person.
    """

    uuid: UUID
    known: bool
    row: int
    name: str
    state: str
    sex: int = 0
    born_on: date | None = None
    born_precision: str = ""
    number: str | None = None
    number_raw: str = ""
    relation: str = ""
    relation_text: str = ""
    is_head: bool = False
    phone: str = ""
    bank_account: str = ""
    disability_kind: int | None = None
    disability_grade: int | None = None
    certificate: str = ""
    stage: str = ""
    also_rows: tuple[int, ...] = ()


@dataclass(slots=True)
class HouseholdEntry:
    """One household with its members in the order of the roster.

    ``area`` is the village's number; ``place`` what every eye may read (village and group),
    ``address`` the whole text. ``category`` is a ``CategoryCode``, or empty where the roster has
    no say about a known household.
    """

    uuid: UUID
    known: bool
    area: int
    category: str
    members: list[PersonEntry]
    monthly_fen: int | None = None
    cause_text: str = ""
    place: str = ""
    address: str = ""
    row: int | None = None


@dataclass(slots=True)
class SourceEntry:
    """The sheet the rows stand on; ``on`` is the roster's own date."""

    uuid: UUID
    entry: UUID
    file_name: str
    sheet: str
    issuer: str
    lineage: str
    on: date


@dataclass(slots=True)
class RosterEntry:
    """A sheet's households, and what it tells of known people elsewhere.

    ``restated``: (person, state) of known people whose number is judged anew because of this
    roster. ``sightings``: (person, row) of known people read without any fact changing.
    """

    source: SourceEntry
    households: list[HouseholdEntry]
    restated: list[tuple[UUID, str]] = field(default_factory=list)
    sightings: list[tuple[UUID, int]] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What a take-in did.

    ``rows`` maps (row, person uuid) to "new", "changed" or "same".
    """

    new_people: int = 0
    changed_people: int = 0
    same_people: int = 0
    new_households: int = 0
    facts: int = 0
    rows: dict[tuple[int, UUID], str] = field(default_factory=dict)
