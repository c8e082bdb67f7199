"""Whose number is to be verified, and why, in a few words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.audit.keyfile import KeyTrouble
from bangfu.privacy import crypto, keys
from bangfu.registry.models import Identity, Person
from bangfu.registry.states import IdentityState


@dataclass(frozen=True)
class Question:
    """One person whose number is not verified."""

    person: UUID
    name: str
    state: str
    why: str


def states_of(homes: Iterable[UUID]) -> dict[UUID, str]:
    """Return, for each of these households that has a number to verify, the state to show.

    The households are the reader's own already: nothing is asked about others.
    """
    found: dict[UUID, str] = {}
    for home, state in _people(homes).values_list("home", "identity_state"):
        if home is not None and found.get(home) != IdentityState.UNVERIFIED:
            found[home] = state
    return found


def questions_of(homes: Iterable[UUID]) -> dict[UUID, list[Question]]:
    """Return who in each of these households has a number to verify, and why."""
    people = list(_people(homes).order_by("home", "id"))
    written: dict[int, str] | None
    try:
        written = _written(people)
    except KeyTrouble:
        # The page of the day stands without the keys too; it only cannot say why.
        written = None
    found: dict[UUID, list[Question]] = {}
    for one in people:
        if one.home is not None:
            state = one.identity_state
            why = str(IdentityState(state).label)
            if written is not None:
                why = _why(state, written.get(one.pk, ""))
            told = Question(one.uuid, one.name, state, why)
            found.setdefault(one.home, []).append(told)
    return found


def _people(homes: Iterable[UUID]) -> QuerySet[Person]:
    people = Person.objects.filter(home__in=list(homes), withdrawn_at=None)
    return people.exclude(identity_state=IdentityState.VERIFIED)


def _written(people: list[Person]) -> dict[int, str]:
    """What stands where the number should be; it never leaves this file."""
    opened = keys.open_many([one.uuid for one in people])
    facts = Identity.objects.filter(person__in=people, superseded_at=None).exclude(number=None)
    return {
        fact.person_id: crypto.unseal(key, "identity.number", bytes(fact.number))
        for fact in facts.select_related("person").order_by("valid_from", "id")
        if fact.number and (key := opened.get(fact.person.uuid)) is not None
    }


def _why(state: str, written: str) -> str:
    if state == IdentityState.DISPUTED:
        return _("同号不同名")
    if any(sign.isdecimal() for sign in written):
        return _("号码抄错")
    if "办" in written or "补" in written:
        return _("号码在办")
    return _("没有号码")
