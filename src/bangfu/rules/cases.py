"""The facts of one question: a household, its persons, what it received, and the day."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bangfu.rules.canonical import encode
from bangfu.rules.facts import FACTS
from bangfu.rules.values import NONE, UNKNOWN, Sort, Value


@dataclass(frozen=True)
class Said:
    """A fact as told: its value, and where it was told (empty where the asker said it)."""

    value: Value
    source: str = ""


@dataclass(frozen=True)
class Receipt:
    """What was asked for or given before: one line of the book of aid.

    `person` is None where the household got it; `amount_fen` may be UNKNOWN; `state` is one of
    requested, refused, granted, paid.
    """

    standard: str
    person: str | None
    on: date
    amount_fen: int | None
    state: str


@dataclass(frozen=True)
class Person:
    """One member: an id of the asker's choice, and facts by dotted name (`person.born`)."""

    id: str
    facts: Mapping[str, Said] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One question. `persons` or `received` is None where nobody has told."""

    on: date
    facts: Mapping[str, Said] = field(default_factory=dict)
    persons: tuple[Person, ...] | None = None
    received: tuple[Receipt, ...] | None = None

    def said(self, name: str, person: Person | None) -> Said:
        """This function will give a fact of the household or of a person, UNKNOWN if untold."""
        if name == "household.size" and name not in self.facts:
            return Said(UNKNOWN if self.persons is None else len(self.persons))
        held = person.facts if person is not None and name.startswith("person.") else self.facts
        return held.get(name, Said(UNKNOWN))

    def plain(self) -> dict[str, object]:
        """This function will give the case as plain values, for keeping and for its hash."""
        received = None
        if self.received is not None:
            received = [
                [one.standard, one.person, one.on, one.amount_fen, one.state]
                for one in self.received
            ]
        return {
            "on": self.on,
            "facts": _plain(self.facts),
            "persons": None
            if self.persons is None
            else [[one.id, _plain(one.facts)] for one in self.persons],
            "received": received,
        }

    @property
    def hash(self) -> str:
        """SHA-256 (hex) of the canonical text of the facts."""
        return hashlib.sha256(encode(self.plain())).hexdigest()


def _plain(facts: Mapping[str, Said]) -> dict[str, list[object]]:
    return {
        name: [None if said.value is NONE else said.value, said.source]
        for name, said in facts.items()
        if said.value is not UNKNOWN
    }


def from_plain(plain: Mapping[str, object]) -> Case:
    """This function will make the case of `Case.plain`, read back from JSON."""

    def value(name: str, raw: object) -> Value:
        if raw is None:
            return NONE
        if FACTS[name].kind.sort is Sort.DATE:
            return date.fromisoformat(str(raw))
        assert isinstance(raw, (bool, int, str))
        return raw

    def facts(rows: Mapping[str, list[object]]) -> dict[str, Said]:
        return {name: Said(value(name, raw), str(source)) for name, (raw, source) in rows.items()}

    persons = plain["persons"]
    received = plain["received"]
    return Case(
        on=date.fromisoformat(str(plain["on"])),
        facts=facts(plain["facts"]),  # type: ignore[arg-type]
        persons=None if persons is None else tuple(Person(i, facts(f)) for i, f in persons),  # type: ignore[attr-defined]
        received=None
        if received is None
        else tuple(
            Receipt(s, p, date.fromisoformat(d), a, state)
            for s, p, d, a, state in received  # type: ignore[attr-defined]
        ),
    )
