"""Making cases on both sides of what a standard asks: its own numbers, and one more or less.

Used to prove that a condition can be met and can fail, and that two engines agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from bangfu.rules import nodes
from bangfu.rules.cases import Case, Person, Receipt, Said
from bangfu.rules.facts import CODES, FACTS, STATES, Fact
from bangfu.rules.functions import months_after, school_year
from bangfu.rules.nodes import Node
from bangfu.rules.standards import Band, Standard
from bangfu.rules.values import NONE, Sort, Value

_DAY: Final = timedelta(days=1)


class Maker:
    """Makes cases about the facts of some standards, for one day and area."""

    def __init__(
        self,
        standards: Sequence[Standard],
        *,
        on: date,
        area: str,
        random: Random,
        unknown: float = 0.0,
    ) -> None:
        self.on = on
        self.area = area
        self.random = random
        self.unknown = unknown
        self.idents = [one.id for one in standards]
        trees = [tree for one in standards for tree in one.trees]
        names = {fact.name for tree in trees for fact in nodes.facts_of(tree)}
        names |= {one.period for one in standards if "." in one.period}
        names |= {one.amount.by for one in standards if one.amount.by}
        values = [v for one in standards for v in _values_on(one, on)]
        amounts, months, words = _numbers(trees, values)
        self.choices = {
            name: choices_for(FACTS[name], amounts, months, words, on)
            for name in sorted(names - {"household.size", "area"})
        }

    def case(self) -> Case:
        """This function will make one case."""
        random = self.random
        facts = self._facts(of_person=False)
        if random.random() >= self.unknown / 4:
            facts["area"] = Said(self.area)
        persons: tuple[Person, ...] | None = tuple(
            Person(f"p{place}", self._facts(of_person=True))
            for place in range(random.choice((0, 1, 1, 2, 2, 3, 5)))
        )
        if random.random() < self.unknown / 4:
            persons = None
        received = None
        if random.random() >= self.unknown / 3:
            received = tuple(
                self._receipt(persons or ()) for _ in range(random.choice((0, 0, 1, 2, 4)))
            )
        return Case(self.on, facts, persons, received)

    def _facts(self, *, of_person: bool) -> dict[str, Said]:
        found: dict[str, Said] = {}
        for name, choices in self.choices.items():
            if FACTS[name].of_person is of_person and self.random.random() >= self.unknown:
                found[name] = Said(self.random.choice(choices))
        return found

    def _receipt(self, persons: Sequence[Person]) -> Receipt:
        random = self.random
        day = months_after(self.on, -random.choice((0, 0, 1, 2, 5, 11, 12, 13, 25)))
        day += random.choice((-1, 0, 0, 1)) * _DAY
        return Receipt(
            random.choice(self.idents),
            random.choice([None, *(one.id for one in persons)]),
            day,
            random.choice((None, 0, 7500, 90000, 50000)),
            random.choice(list(STATES)),
        )


def _values_on(standard: Standard, on: date) -> Iterable[tuple[str, Any]]:
    for series in standard.values.values():
        step = series.on(on)
        if step is not None and step.value is not None:
            yield series.kind.unit, step.value


def _numbers(
    trees: Iterable[Node], values: Iterable[tuple[str, Any]]
) -> tuple[set[int], set[int], set[str]]:
    """The amounts (fen), the months and the words that conditions compare with."""
    amounts, months, words = set(), set(), set()
    found = list(values)
    for tree in trees:
        for part in nodes.walk(tree):
            if isinstance(part, nodes.Literal):
                found.append((part.kind.unit or part.kind.sort.value, part.value))
    for unit, value in found:
        if unit == "fen" and isinstance(value, tuple):
            for band in value:
                if isinstance(band, Band):
                    amounts |= {band.at_least, band.value}
        elif unit == "fen":
            amounts.add(value)
        elif unit in ("months", "years"):
            months.add(value * (12 if unit == "years" else 1))
        elif unit == "word":
            words.add(value)
    return amounts, months, words


def choices_for(
    fact: Fact, amounts: set[int], months: set[int], words: set[str], on: date
) -> list[Value]:
    """This function will give values of a fact that lie at the edges of what is asked."""
    sort = fact.kind.sort
    found: list[Value] = [NONE] if fact.nullable else []
    if sort is Sort.TRUTH:
        return [*found, True, False]
    if sort is Sort.CODE:
        return [*found, *CODES[fact.kind.unit]]
    if sort is Sort.WORD:
        return [*found, *sorted(words), "another"]
    if sort is Sort.YEAR:
        return [*found, on.year - 2, on.year - 1, on.year]
    if sort is Sort.SCHOOL_YEAR:
        year = school_year(on)
        return [*found, year - 1, year, year + 1]
    if sort is Sort.DATE:
        edges = {months_after(on, -count) for count in months | {0, 1, 240, 720}}
        days = {edge + shift for edge in edges for shift in (-_DAY, 0 * _DAY, _DAY)}
        return [*found, *sorted(day for day in days if day <= on)]
    if sort is Sort.MONEY:
        near = {0, 1, 10_000_000}
        for edge in amounts:
            near |= {edge * count + shift for count in (1, 2, 3, 5) for shift in (-1, 0, 1)}
            near |= {edge * count * 3 // 2 + shift for count in (1, 2, 3) for shift in (-1, 0, 1)}
        return [*found, *sorted(fen for fen in near if fen >= 0)]
    return [*found, *(range(1, 5) if fact.kind.unit == "grade" else range(7))]
