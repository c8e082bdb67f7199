"""What is really so behind a made drawer: people, households, and who stands in which row."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

CATEGORIES = ("低保户", "低收入户", "较困难户")


@dataclass(slots=True)
class Disability:
    """The class and grade of a disability certificate (GB/T 26341-2010; grade 1 is the worst)."""

    kind: str
    level: int
    certificate: str


@dataclass(slots=True)
class Illness:
    """One year's medical bill in fen."""

    total: int
    covered: int

    @property
    def self_paid(self) -> int:
        """This function will return what the patient paid alone, in fen."""
        return self.total - self.covered


@dataclass(slots=True)
class Person:
    """A person of the made town. ``relation`` is worded as the person's own roster words it."""

    id: str
    household: str
    role: str
    name: str
    sex: str
    born: date
    ident: str
    phone: str
    relation: str = ""
    stage: str | None = None
    disability: Disability | None = None
    medical: Illness | None = None
    dead: date | None = None


@dataclass(slots=True)
class Household:
    """A household of the made town; ``category`` is None for people from elsewhere."""

    id: str
    category: str | None
    village: str
    cause: str
    address: str
    bank: str
    monthly: int
    number: str
    members: list[Person] = field(default_factory=list)

    @property
    def head(self) -> Person:
        """This function will return the member the household is listed under."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class Row:
    """One person in one row of one file; rows that are nobody (totals, footers) have no person.

    ``sheet`` is given only where the workbook has several; ``relation`` only where the row words
    it otherwise than the person's own roster. A row with a family in one cell stands here once for
    each member.
    """

    file: str
    row: int
    person: str | None
    mess: tuple[str, ...] = ()
    household: str | None = None
    sheet: str | None = None
    relation: str | None = None


@dataclass
class Truth:
    """Everything that is so behind one drawer."""

    seed: int
    people: list[Person] = field(default_factory=list)
    households: list[Household] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    overlap: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def mess(self) -> dict[str, int]:
        """This function will count the rows in which each kind of mess occurs."""
        return dict(Counter(kind for row in self.rows for kind in row.mess))

    def registered(self) -> Iterator[Person]:
        """This function will yield the people who stand in a household roster."""
        for household in self.households:
            if household.category is not None:
                yield from household.members

    def as_json(self) -> dict[str, Any]:
        """This function will return the truth in the plain form that ``truth.json`` holds."""
        return {
            "seed": self.seed,
            "people": [_person(person) for person in self.people],
            "households": [_household(household) for household in self.households],
            "rows": [_row(row) for row in self.rows],
            "overlap": self.overlap,
            "mess": self.mess,
        }

    def write(self, path: Path) -> None:
        """This function will write ``truth.json`` to the given path."""
        text = json.dumps(self.as_json(), ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")


def _person(person: Person) -> dict[str, Any]:
    illness, disability = person.medical, person.disability
    return {
        "id": person.id,
        "household": person.household,
        "relation": person.relation,
        "name": person.name,
        "sex": person.sex,
        "born": person.born.isoformat(),
        "ident": person.ident,
        "stage": person.stage,
        "phone": person.phone,
        "disability": disability and {"kind": disability.kind, "level": disability.level},
        "medical": illness
        and {
            "total": illness.total / 100,
            "covered": illness.covered / 100,
            "self_paid": illness.self_paid / 100,
        },
        "dead": person.dead and person.dead.isoformat(),
    }


def _household(household: Household) -> dict[str, Any]:
    return {
        "id": household.id,
        "category": household.category,
        "members": [member.id for member in household.members],
        "village": household.village,
        "cause": household.cause,
        "address": household.address,
        "bank": household.bank,
        "monthly": household.monthly,
    }


def _row(row: Row) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "file": row.file,
        "row": row.row,
        "person": row.person,
        "mess": list(row.mess),
    }
    if row.household is not None:
        plain["household"] = row.household
    if row.sheet is not None:
        plain["sheet"] = row.sheet
    if row.relation is not None:
        plain["relation"] = row.relation
    return plain
