"""Answering one case: every condition, limit and step of the amount, with its trail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bangfu.rules import limits, nodes
from bangfu.rules.answers import NO, UNSURE, YES, Answer
from bangfu.rules.cases import Case, Person
from bangfu.rules.nodes import Node
from bangfu.rules.one import Context, Found, evaluate, percent_of
from bangfu.rules.periods import key_of, name_of, sort_of
from bangfu.rules.shares import split
from bangfu.rules.standards import SCHOOL_YEAR, Band, Standard
from bangfu.rules.values import NONE, UNKNOWN, Value

HOUSEHOLD = "household"


def assess(standards: Sequence[Standard], case: Case) -> list[Answer]:
    """This function will answer a case by each standard, for each of its subjects.

    `standards` are those of the case's area, as `Standards.of_area` gives them. Persons in the
    order they are told; a standard of persons has no answer where nobody has told the persons.
    """
    found = []
    for standard in standards:
        toward = limits.toward(standards, standard.id)
        subjects: Iterable[Person | None] = (None,)
        if standard.subject == "person":
            subjects = case.persons or ()
        found += [answer_one(standard, case, person, toward) for person in subjects]
    return found


def answer_one(
    standard: Standard, case: Case, person: Person | None, toward: frozenset[str]
) -> Answer:
    """This function will answer one standard for one subject; `toward` as `limits.toward` gives."""
    return _Question(standard, case, person, toward).answer()


@dataclass
class _Question:
    """One standard asked for one subject. `holds` gathers the parts, `trail` their lines."""

    standard: Standard
    case: Case
    person: Person | None
    toward: frozenset[str]
    trail: list[dict[str, Any]] = field(default_factory=list)
    holds: list[Found] = field(default_factory=list)
    needs: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.steps = self.standard.steps_on(self.case.on)
        values = self.standard.values_on(self.case.on)
        self.context = Context(self.case, self.person, values)

    def answer(self) -> Answer:
        standard = self.standard
        self._in_force()
        self._area()
        period = self._period()
        if standard.in_force(self.case.on):
            for condition in standard.who:
                found = evaluate(condition.node, self.context)
                self.holds.append(found)
                self._lines(condition.clause, condition.node, found.value)
            self._limits(period)
            amount = self._amount(period)
        else:
            amount = Found(NONE)
        answer = self._whole()
        told = type(amount.value) is int and answer == YES
        fen = int(amount.value) if told else None  # type: ignore[arg-type]
        if answer == UNSURE:
            self.needs = set().union(*(one.needs for one in self.holds if one.value is UNKNOWN))
        elif answer == YES:
            self.needs |= amount.needs
        paid_by = self._paid_by(fen) if answer == YES else ()
        sort = sort_of(standard.period)
        return Answer(
            standard.id,
            self.person.id if self.person is not None else HOUSEHOLD,
            answer,
            fen,
            name_of(sort, period.value) if type(period.value) is int else None,
            tuple(sorted(self.needs)) if answer != NO else (),
            paid_by,
            tuple(self.trail),
            standard.hash,
        )

    def _whole(self) -> str:
        if any(one.value is False for one in self.holds):
            return NO
        return UNSURE if any(one.value is UNKNOWN for one in self.holds) else YES

    def _line(
        self, clause: str, fact: str, value: object, holds: Value, since: date, **more: Any
    ) -> None:
        self.trail.append(
            {
                "clause": clause,
                "fact": fact,
                "value": shown(value, fact),
                "holds": None if holds is UNKNOWN else holds,
                "since": since.isoformat(),
                **more,
            }
        )

    def _in_force(self) -> None:
        holds = self.standard.in_force(self.case.on)
        self.holds.append(Found(holds))
        if not holds:
            ends = self.standard.ends
            more = {"until": ends.isoformat()} if ends else {}
            begins = self.standard.begins
            self._line(self.standard.source.clause, "on", self.case.on, False, begins, **more)

    def _area(self) -> None:
        if not self.standard.area:
            return
        area = self.case.said("area", None).value
        if area is UNKNOWN:
            found = Found(UNKNOWN, frozenset(("area",)))
        else:
            found = Found(self.standard.covers(str(area)))
        self.holds.append(found)
        if found.value is not True:
            clause = self.standard.source.clause
            self._line(clause, "area", area, found.value, self.standard.begins)

    def _period(self) -> Found:
        """The period the right is for, as a number; unknown where the fact that says it is."""
        period = self.standard.period
        if "." not in period:
            return Found(key_of(period, self.case.on))
        value = self.case.said(period, self.person).value
        found = Found(value, frozenset((period,)) if value is UNKNOWN else frozenset())
        holds: Value = UNKNOWN if value is UNKNOWN else value is not NONE
        self.holds.append(Found(holds, found.needs))
        return found

    def _lines(self, clause: str, node: Node, holds: Value) -> None:
        """One line for each fact a condition reads, all with what the condition came to."""
        more = self._against(node)
        since = self._since(node)
        over = {
            fact.name
            for part in nodes.walk(node)
            if isinstance(part, nodes.Over)
            for fact in nodes.facts_of(part.body)
        }
        for fact in nodes.facts_of(node):
            if fact.name in over and fact.name.startswith("person."):
                self._family(clause, fact.name, holds, since, more)
                continue
            said = self.case.said(fact.name, self.person)
            source = {"source": said.source} if said.source else {}
            self._line(clause, fact.name, said.value, holds, since, **source, **more)

    def _family(
        self, clause: str, name: str, holds: Value, since: date, more: Mapping[str, Any]
    ) -> None:
        rest = name.removeprefix("person.")
        for person in self.case.persons or ():
            said = self.case.said(name, person)
            source = {"source": said.source} if said.source else {}
            path = f"persons.{person.id}.{rest}"
            self._line(clause, path, said.value, holds, since, **source, **more)
        if self.case.persons is None:
            self._line(clause, "persons", UNKNOWN, holds, since, **more)

    def _against(self, *trees: Node | None) -> dict[str, Any]:
        """The values of the standard that were compared with, and whether one is an example."""
        names = [name for tree in trees if tree is not None for name in nodes.values_of(tree)]
        return self._named(names)

    def _named(self, names: Sequence[str]) -> dict[str, Any]:
        more: dict[str, Any] = {}
        if names:
            more["against"] = {name: shown(self.context.values[name]) for name in names}
        if any(self.standard.values[name].example for name in names):
            more["example"] = True
        return more

    def _since(self, *trees: Node | None) -> date:
        names = [name for tree in trees if tree is not None for name in nodes.values_of(tree)]
        return self._since_named(names)

    def _since_named(self, names: Sequence[str]) -> date:
        steps = [self.steps[name] for name in names]
        return max((step.since for step in steps if step), default=self.standard.begins)

    def _limits(self, period: Found) -> None:
        asked = limits.Asked(self.standard, self.case, self.person, self.toward, period)
        limit = self.standard.limit
        if limit is not None:
            found, count = asked.within(limit, self.context.values)
            self.holds.append(found)
            names = [name for name in limit.counts.values() if isinstance(name, str)]
            since = self._since_named(names)
            more = self._named(names)
            self._line(limit.clause, "received", count, found.value, since, **more)
        for exclusion in self.standard.stacking.excludes:
            found, count = asked.excluded(exclusion.standard)
            self.holds.append(found)
            path = f"received.{exclusion.standard}"
            self._line(exclusion.clause, path, count, found.value, self.standard.begins)

    def _amount(self, period: Found) -> Found:
        """The amount step by step. What it lacks is part of the answer but for a case's own sum."""
        amount = self.standard.amount
        if amount.shape == "none":
            return Found(UNKNOWN)
        found, names = self._base()
        self._step(amount.shape, found, names)
        if amount.shape == "up_to":
            return Found(UNKNOWN)
        for name, node in (("percent", amount.percent), ("at_most", amount.at_most)):
            if node is not None:
                found = _joined(name, found, evaluate(node, self.context))
                self._step(name, found, nodes.values_of(node))
        if amount.top_up:
            asked = limits.Asked(self.standard, self.case, self.person, self.toward, period)
            got = asked.received_fen()
            found = _joined("top_up", found, got)
            self._step("received", got, ())
        return self._judged(found)

    def _judged(self, found: Found) -> Found:
        """A yes needs an amount above nothing, but for a case's own sum that is not told yet."""
        amount = self.standard.amount
        if type(found.value) is int:
            self.holds.append(Found(found.value > 0))
        elif amount.shape == "per_case" and (not amount.top_up or found.value is NONE):
            return Found(UNKNOWN, found.needs)
        else:
            self.holds.append(Found(UNKNOWN if found.value is UNKNOWN else False, found.needs))
        return found

    def _base(self) -> tuple[Found, list[str]]:
        amount = self.standard.amount
        if amount.shape == "table":
            said = self.case.said(amount.by, self.person).value
            if said is UNKNOWN:
                return Found(UNKNOWN, frozenset((amount.by,))), []
            row = None if said is NONE else amount.rows.get(str(said))
            if row is None:
                return Found(NONE), []
            return evaluate(row, self.context), nodes.values_of(row)
        assert amount.formula is not None
        found = evaluate(amount.formula, self.context)
        if amount.shape != "bands":
            return found, nodes.values_of(amount.formula)
        if type(found.value) is int:
            bands = self.context.values[amount.bands]
            given = [] if bands is NONE else [b.value for b in bands if b.at_least <= found.value]
            found = Found(given[-1] if given else NONE)
        return found, [*nodes.values_of(amount.formula), amount.bands]

    def _step(self, name: str, found: Found, names: Sequence[str]) -> None:
        """One step of the amount: `value` is what stands after it, in fen; `step` names it."""
        holds: Value = UNKNOWN if found.value is UNKNOWN else found.value is not NONE
        clauses = [self.standard.values[name].clause for name in names]
        clause = "；".join(dict.fromkeys([*clauses])) or self.standard.amount.clause
        since = self._since_named(names)
        more = {"step": name, **self._named(names)}
        self._line(clause, "amount_fen", found.value, holds, since, **more)

    def _paid_by(self, fen: int | None) -> tuple[tuple[str, int | None], ...]:
        for payer in self.standard.paid_by:
            if payer.when is not None:
                found = evaluate(payer.when, self.context)
                self._lines(payer.clause, payer.when, found.value)
                if found.value is UNKNOWN:
                    self.needs |= found.needs
                    return ()
                if found.value is not True:
                    continue
            if fen is None:
                return tuple((share.fund, None) for share in payer.shares)
            amounts = split(fen, [share.parts for share in payer.shares])
            return tuple(
                (share.fund, part) for share, part in zip(payer.shares, amounts, strict=True)
            )
        return ()


def _joined(name: str, found: Found, by: Found) -> Found:
    """One step of an amount; none goes before unknown, as in every sum."""
    if found.value is NONE or by.value is NONE:
        return Found(NONE)
    if type(found.value) is not int or type(by.value) is not int:
        return Found(UNKNOWN, found.needs | by.needs)
    if name == "percent":
        return Found(percent_of(found.value, by.value))
    if name == "at_most":
        return Found(min(found.value, by.value))
    return Found(max(0, found.value - by.value))


def shown(value: object, fact: str = "") -> object:
    """This function will give a value as an answer shows it: plain, school years as 2012-2013."""
    if value is UNKNOWN:
        return None
    if value is NONE:
        return "none"
    if isinstance(value, tuple):
        return [[part.at_least, part.value] if isinstance(part, Band) else part for part in value]
    if fact.endswith("school.year") and isinstance(value, int):
        return name_of(SCHOOL_YEAR, value)
    return value.isoformat() if isinstance(value, date) else value
