"""Where two sources say different things of one matter, and only one can be true.

Two telephones from two lists are two telephones. Two births, two grades of one disability or two
addresses are a question: both are shown, and somebody who may decide says which holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db.models import Model

from bangfu.privacy import crypto, keys, masks
from bangfu.privacy.masks import Clearance

from ..models import Address, Disability, Household, Identity, Person
from ..states import Precision, Sex


@dataclass(frozen=True, slots=True)
class Said:
    """One of the things that are said: the fact, and its sealed part masked for the reader."""

    fact: Any
    masked: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What is said differently of a person or a household: ``kind`` is a key of `MATTERS`."""

    kind: str
    subject: UUID
    name: str
    said: tuple[Said, ...]


def _identities_differ(one: Identity, other: Identity) -> bool:
    known = (Sex.MALE, Sex.FEMALE)
    return (
        one.name != other.name
        or (one.sex in known and other.sex in known and one.sex != other.sex)
        or _births_differ(one, other)
        or _both(one.number_token, other.number_token)
    )


def _births_differ(one: Identity, other: Identity) -> bool:
    """A birth known to the year agrees with every day of that year."""
    if one.born_on is None or other.born_on is None:
        return False
    parts = {Precision.YEAR.value: 1, Precision.MONTH.value: 2, Precision.DAY.value: 3}
    upto = min(parts.get(fact.born_precision, 3) for fact in (one, other))
    days = [(day.year, day.month, day.day)[:upto] for day in (one.born_on, other.born_on)]
    return days[0] != days[1]


def _disabilities_differ(one: Disability, other: Disability) -> bool:
    return _both(one.kind, other.kind) or _both(one.grade, other.grade)


def _addresses_differ(one: Address, other: Address) -> bool:
    if one.token is not None and other.token is not None:
        return bytes(one.token) != bytes(other.token)
    return bool(one.place and other.place and one.place != other.place)


def _both(one: Any, other: Any) -> bool:
    """Both say something, and not the same."""
    if one is None or other is None:
        return False
    if isinstance(one, int):
        return bool(one != other)
    return bytes(one) != bytes(other)


MATTERS: dict[str, tuple[type[Model], Callable[[Any, Any], bool]]] = {
    "identity": (Identity, _identities_differ),
    "disability": (Disability, _disabilities_differ),
    "address": (Address, _addresses_differ),
}
_SEALED: dict[str, tuple[str, str, Callable[[str, Clearance], str]]] = {
    "identity": ("number", "identity.number", masks.identity_number),
    "disability": ("certificate", "certificate.number", masks.certificate),
    "address": ("text", "address.text", masks.address),
}


def list_differences(
    home: Household | None,
    people: Sequence[Person],
    *,
    clearance: Clearance,
    known: Mapping[str, list[Any]] | None = None,
) -> list[Disagreement]:
    """Return what is said differently of a household and people that were found in scope.

    ``known`` holds, by kind, what the caller has read already of what `said_of` tells.
    """
    known = known or {}
    found = _of_people(people, clearance, known)
    if home is not None:
        facts = known["address"] if "address" in known else said_of("address", [home.pk])
        if differ("address", facts):
            said = _said("address", home.uuid, facts, clearance)
            found.append(Disagreement("address", home.uuid, "", said))
    return found


def _of_people(
    people: Sequence[Person], clearance: Clearance, known: Mapping[str, list[Any]]
) -> list[Disagreement]:
    found = []
    for kind in ("identity", "disability"):
        ids = [person.pk for person in people]
        facts = known[kind] if kind in known else said_of(kind, ids)
        for person in people:
            mine = [fact for fact in facts if fact.person_id == person.pk]
            if differ(kind, mine):
                said = _said(kind, person.uuid, mine, clearance)
                found.append(Disagreement(kind, person.uuid, person.name, said))
    return found


def said_of(kind: str, subjects: Iterable[int]) -> list[Any]:
    """Return what is said today of a matter, of these people or this household."""
    model, _differ = MATTERS[kind]
    whose = "household" if model is Address else "person"
    now = model._default_manager.filter(
        **{f"{whose}_id__in": list(subjects)}, superseded_at=None, valid_until=None
    )
    return list(now.select_related("source", whose).order_by("id"))


def differ(kind: str, facts: Sequence[Any]) -> bool:
    """Return whether any two of these facts contradict each other."""
    _model, contradict = MATTERS[kind]
    return any(contradict(one, other) for one, other in combinations(facts, 2))


def _said(kind: str, subject: UUID, facts: Sequence[Any], clearance: Clearance) -> tuple[Said, ...]:
    column, label, mask = _SEALED[kind]
    key = keys.open_many([subject]).get(subject)
    lines = []
    for fact in facts:
        blob = getattr(fact, column)
        whole = crypto.unseal(key, label, bytes(blob)) if key and blob is not None else ""
        lines.append(Said(fact, mask(whole, clearance) if whole else ""))
    return tuple(lines)
