"""A standard: who gets how much, how often, from whose money, and where each of it is written."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from bangfu.rules.canonical import encode
from bangfu.rules.nodes import Node
from bangfu.rules.values import NONE, Kind

# How a period of a standard is told, besides a fact that holds it.
CALENDAR_YEAR: Final = "calendar_year"
SCHOOL_YEAR: Final = "school_year"
MONTH: Final = "month"
ONCE: Final = "once"
PERIODS: Final = (CALENDAR_YEAR, SCHOOL_YEAR, MONTH, ONCE)
UNITS: Final = (
    "person-year",
    "pupil-year",
    "patient-year",
    "person",
    "household",
    "household-month",
)


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Band:
    """From this amount on (fen, included) the value holds, until the next band."""

    at_least: int
    value: int


@dataclass(frozen=True)
class Step:
    """What a value is from a day on; None: abolished. `line` is where it stands in its file."""

    since: date
    value: Any
    line: int = 0


@dataclass(frozen=True)
class Series:
    """A value of a standard through time. `many`: a list of codes; `bands`: a table by amount.

    `example` marks what the source does not give and the town sets for itself.
    """

    name: str
    words: Words
    kind: Kind
    steps: tuple[Step, ...]
    clause: str
    many: bool = False
    bands: bool = False
    example: bool = False

    def on(self, day: date) -> Step | None:
        """This function will give the step in force on a day, None before the first."""
        place = bisect_right([step.since for step in self.steps], day)
        return self.steps[place - 1] if place else None


@dataclass(frozen=True)
class Condition:
    """One clause that must hold. `text` is the expression as written, `node` its tree."""

    words: Words
    clause: str
    text: str
    node: Node


@dataclass(frozen=True)
class Amount:
    """How much. `shape` is one of

    formula (an amount), table (by the codes of a fact), bands (by an amount), per_case (the cost
    that was decided on, told as a fact), up_to (decided per case up to a ceiling) and none (a
    status pays nothing). Then, in this order: a percentage, a ceiling, and what was received in
    the period taken off (`top_up`).
    """

    shape: str
    clause: str
    formula: Node | None = None
    by: str = ""
    rows: Mapping[str, Node | None] = field(default_factory=dict)
    bands: str = ""
    percent: Node | None = None
    at_most: Node | None = None
    top_up: bool = False


@dataclass(frozen=True)
class Limit:
    """How often: `times` per person or household within a period or so many months.

    `counts` says for each state of a receipt whether it counts: a truth, or the name of a switch.
    """

    times: int
    per: str
    within: str
    months: int
    counts: Mapping[str, bool | str]
    clause: str


@dataclass(frozen=True)
class Share:
    fund: str
    parts: int


@dataclass(frozen=True)
class Payer:
    """Who pays, where `when` holds (None: always): shares, split by largest remainder."""

    shares: tuple[Share, ...]
    clause: str
    text: str = ""
    when: Node | None = None


@dataclass(frozen=True)
class Exclusion:
    """Another standard that rules this one out where it was granted or paid in the same period."""

    standard: str
    clause: str


@dataclass(frozen=True)
class Stacking:
    goes_with: tuple[str, ...] = ()
    excludes: tuple[Exclusion, ...] = ()
    counts_toward: tuple[str, ...] = ()


@dataclass(frozen=True)
class Evidence:
    words: Words
    issuer: str
    shared: bool


@dataclass(frozen=True)
class Source:
    issuer: str
    document: str
    clause: str


@dataclass(frozen=True)
class Standard:
    """One standard as it holds in one area.

    `written` is what its files say, for the hash; `texts` the files themselves, by name.
    """

    id: str
    name: Words
    area: str
    subject: str
    unit: str
    period: str
    source: Source
    begins: date
    ends: date | None
    values: Mapping[str, Series]
    who: tuple[Condition, ...]
    amount: Amount
    limit: Limit | None
    stacking: Stacking
    paid_by: tuple[Payer, ...]
    evidence: tuple[Evidence, ...]
    aid_first: bool
    written: Mapping[str, Any]
    file: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def hash(self) -> str:
        """SHA-256 (hex) of the canonical text of the standard with its overrides."""
        return hashlib.sha256(encode(self.written)).hexdigest()

    @cached_property
    def trees(self) -> tuple[Node, ...]:
        """Every expression of the standard."""
        amount = self.amount
        found: list[Node | None] = [one.node for one in self.who]
        found += [amount.formula, amount.percent, amount.at_most, *amount.rows.values()]
        found += [payer.when for payer in self.paid_by]
        return tuple(tree for tree in found if tree is not None)

    def steps_on(self, day: date) -> dict[str, Step | None]:
        """This function will give the step of each value in force on a day."""
        return {name: series.on(day) for name, series in self.values.items()}

    def values_on(self, day: date) -> dict[str, Any]:
        """This function will give each value in force on a day, NONE where there is none."""
        return {
            name: NONE if step is None or step.value is None else step.value
            for name, step in self.steps_on(day).items()
        }

    def in_force(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day <= self.ends)

    def covers(self, area: str) -> bool:
        """This function will tell whether an area (12 digits) lies where the standard holds."""
        return area.startswith(self.area)
