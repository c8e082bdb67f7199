"""What the planner takes and gives: frozen values, no behaviour beyond small questions."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

Key = Hashable
"""A number or an address as an opaque key: compared for equality, never read."""

Span = tuple[date, date]
"""The first and the last day a birth may lie on."""


class State(StrEnum):
    """How far an identity number can be trusted (see docs/glossary.md, 号码状态)."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    DISPUTED = "disputed"


class Disposition(StrEnum):
    TAKEN = "taken"
    WAITING = "waiting"


class Answer(StrEnum):
    """What a clerk answered to the question of a waiting row."""

    NONE = ""
    KNOWN = "known"
    """He is the one of that name whom the register knows; keep what the register has."""
    NEW = "new"
    """He is somebody else: a person of his own."""


class Level(StrEnum):
    INFO = "info"
    QUESTION = "question"
    WAITS = "waits"
    """The row waits for it."""


class Reason(StrEnum):
    """Why a row is this person."""

    NEW_PERSON = "new_person"
    SAME_NUMBER_SAME_NAME = "same_number_same_name"
    SAME_NUMBER_SAME_SOUND = "same_number_same_sound"
    SAME_HOUSEHOLD_SAME_NAME = "same_household_same_name"
    REPEATED_ROW = "repeated_row"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know about a row; `refs` are other drafts it speaks of."""

    code: str
    level: Level
    refs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One person as one row tells.

    `ref` is the caller's handle, unique in the plan. `number` is the key of a valid number, else
    None. `weak` marks a valid number that a spreadsheet has perhaps shortened (…000). `sex` and
    `born` are what the row states in its own columns; `number_sex` and `number_born` what the
    number says. `sex` follows GB/T 2261.1: 1 male, 2 female, anything else unknown.
    """

    ref: int
    name: str
    number: Key | None = None
    weak: bool = False
    sex: int = 0
    born: Span | None = None
    number_sex: int = 0
    number_born: date | None = None
    relation: str = ""
    head: bool = False
    answer: Answer = Answer.NONE


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one household. `address` is the key of an address exact to the door (None when
    it is not), `told` is False when nothing in the rows tells the household. `village` and
    `lineage` (which list, year after year) are compared for equality, empty where not told."""

    block: str
    members: tuple[Draft, ...]
    address: Key | None = None
    category: str = ""
    told: bool = True
    village: Key = ""
    phone: Key | None = None
    lineage: str = ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody the register has. `number` is the key of the number he claims, in any state."""

    uuid: UUID
    names: tuple[str, ...]
    number: Key | None = None
    state: State = State.UNVERIFIED
    sex: int = 0
    born: Span | None = None
    relation: str = ""
    household: UUID | None = None
    doubtful: bool = False
    """His number contradicts what a source says of his sex or birth."""
    fresh: bool = False
    """He came with the same drawer: another roster of it weighs as much as the one he is on."""


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    uuid: UUID
    head: UUID | None = None
    category: str = ""
    addresses: tuple[Key, ...] = ()
    village: Key = ""
    phones: tuple[Key, ...] = ()
    lineage: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows about the numbers and addresses of a roster: everybody who claims
    one of the numbers, the households of these people, those at these addresses and, for blocks
    without one, those of the same village and head's name, and every member of these households.
    `elsewhere` are numbers that somebody claims whom the asker may not see, in another town."""

    persons: tuple[KnownPerson, ...] = ()
    households: tuple[KnownHousehold, ...] = ()
    elsewhere: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one draft. `person` is None only while it waits."""

    ref: int
    disposition: Disposition
    reason: Reason = Reason.NONE
    person: UUID | None = None
    known: bool = False
    household: UUID | None = None
    elsewhere: bool = False
    """He stays in another household than this block's: the row is only a sighting."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """How somebody stands after the roster. `number` is the key he holds or claims."""

    uuid: UUID
    known: bool
    household: UUID | None
    state: State
    number: Key | None
    names: tuple[str, ...]
    changed: bool
    """A known person whose state or number is another than before."""


@dataclass(frozen=True, slots=True)
class HouseholdPlan:
    """The household of a block; `uuid` is None when the whole block waits."""

    block: str
    uuid: UUID | None
    known: bool
    twice: bool = False
    """Registered before, on another list or higher up on this one."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    rows: Mapping[int, RowPlan] = field(default_factory=dict)
    persons: Mapping[UUID, PersonPlan] = field(default_factory=dict)
    households: Mapping[str, HouseholdPlan] = field(default_factory=dict)

    def waiting(self) -> list[RowPlan]:
        """This function will list the rows that wait."""
        return [row for row in self.rows.values() if row.disposition is Disposition.WAITING]

    def as_counts(self) -> dict[str, Any]:
        """This function will count rows, people and households by what becomes of them."""
        taken = len(self.rows) - len(self.waiting())
        return {
            "taken": taken,
            "waiting": len(self.rows) - taken,
            "new_people": sum(not p.known for p in self.persons.values()),
            "new_households": sum(
                h.uuid is not None and not h.known and not h.twice for h in self.households.values()
            ),
        }
