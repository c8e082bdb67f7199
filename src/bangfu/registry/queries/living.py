"""How a family lives, as its page and the rules read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from bangfu.privacy import crypto, keys

from ..models import Assets, Change, Household, Housing, Income, Need, Person, Source
from ..states import NeedState, WithinRule

WORKING_AGE = 16
"""From when somebody may work (劳动法 art. 15): of a younger one no income is asked."""


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need as a page shows it; ``thread`` names it, ``until`` is when it was met or dropped."""

    thread: UUID
    kind: str
    text: str
    state: str
    since: date
    until: date | None
    source: Source


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """What was told of a member's income; ``income`` is None where nothing was."""

    uuid: UUID
    name: str
    income: Income | None
    asked: bool


@dataclass(frozen=True, slots=True)
class Living:
    """What is known today of how a family lives; what was never told is None or empty."""

    needs: tuple[NeedLine, ...]
    housing: Housing | None
    assets: Assets | None
    incomes: tuple[IncomeLine, ...]

    @property
    def open_needs(self) -> tuple[NeedLine, ...]:
        """The needs that are neither met nor dropped."""
        return tuple(need for need in self.needs if need.state == NeedState.OPEN)

    @property
    def missing(self) -> int:
        """Of how many members the income is not told and would have to be."""
        return sum(1 for line in self.incomes if line.income is None and line.asked)

    @property
    def told_fen(self) -> int | None:
        """What comes in each month from what was told, in fen; None where nothing was."""
        known = [line.income.monthly_fen for line in self.incomes if line.income is not None]
        return sum(known) if known else None

    @property
    def monthly_fen(self) -> int | None:
        """The family's income a month in fen, or None while somebody's is missing."""
        return self.told_fen if not self.missing else None

    @property
    def per_head_fen(self) -> int | None:
        """The income a month and head in fen, what is less than a fen left off."""
        whole = self.monthly_fen
        return None if whole is None or not self.incomes else whole // len(self.incomes)

    @property
    def assets_ok(self) -> bool | None:
        """Whether the assets are within the local rule; None where that is not known."""
        within = self.assets.within if self.assets is not None else WithinRule.UNKNOWN
        return {WithinRule.YES.value: True, WithinRule.NO.value: False}.get(within)


def living_of(
    people: Sequence[Person],
    found: Sequence[tuple[str, Any]],
    *,
    key: bytes | None,
    on: date,
    means: bool = True,
) -> Living:
    """Return how a household lives, of ``found``: what `facts_of` told about it and its members.

    ``key`` opens what was written of a need; where it is destroyed, nothing does. Without
    ``means`` nothing is told of what comes in and what is owned.
    """
    said = [(kind, fact) for kind, fact in found if fact.superseded_at is None]
    now = [(kind, fact) for kind, fact in said if fact.valid_until is None]
    incomes = {fact.person_id: fact for kind, fact in now if kind == "income"}
    return Living(
        needs=_needs(key, [fact for kind, fact in said if kind == "need"]),
        housing=next((fact for kind, fact in now if kind == "housing"), None),
        assets=next((fact for kind, fact in now if kind == "assets"), None) if means else None,
        incomes=tuple(
            IncomeLine(person.uuid, person.name, incomes.get(person.pk), _may_work(person, on))
            for person in (people if means else ())
        ),
    )


def list_needs(home: Household) -> tuple[NeedLine, ...]:
    """Return the needs of a household found in scope, the open ones first, the latest first."""
    found = list(_all(Need).filter(household=home, superseded_at=None))
    return _needs(keys.open_many([home.uuid]).get(home.uuid) if found else None, found)


def _needs(key: bytes | None, facts: Iterable[Need]) -> tuple[NeedLine, ...]:
    found = sorted(facts, key=lambda need: (need.valid_from, need.pk), reverse=True)
    lines = [
        NeedLine(
            one.thread, one.kind, text_of(key, one), one.state, one.valid_from, one.valid_until,
            one.source,
        )
        for one in found
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda line: line.state != NeedState.OPEN))


def text_of(key: bytes | None, need: Need) -> str:
    """Return what was written of a need; nothing where its key is destroyed."""
    if key is None or need.text is None:
        return ""
    return crypto.unseal(key, "need.text", bytes(need.text))


def facts_of(
    home: Household, people: Sequence[int], *, means: bool = True
) -> list[tuple[str, Any]]:
    """Return every fact of how a household lives and lived, by kind, for its record of changes.

    Of incomes those of its members, and those that were told of others while they lived here.
    """
    found: list[tuple[str, Any]] = []
    kinds: list[tuple[str, type[Model]]] = [("need", Need), ("housing", Housing)]
    if means:
        kinds.append(("assets", Assets))
    for kind, model in kinds:
        found += [(kind, fact) for fact in _all(model).filter(household=home)]
    if not means:
        return found
    here = Change.objects.filter(household=home).values("uuid")
    incomes = _all(Income).filter(Q(person_id__in=people) | Q(entry__in=here))
    return found + [("income", fact) for fact in incomes.select_related("person")]


def _all(model: type[Model]) -> Any:
    return model._default_manager.select_related("source").order_by("id")


def _may_work(person: Person, on: date) -> bool:
    born = person.born_on
    if born is None:
        return True
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return age >= WORKING_AGE
