"""Whose number is it: how far a number may be trusted that somebody is said to have."""

from __future__ import annotations

from ..models import Person
from ..queries.known import numbers_held_elsewhere, people_by_number_tokens
from ..states import IdentityState


def weigh(name: str, token: bytes | None, *, besides: Person | None = None) -> str | Person:
    """Return the state a number would have for somebody of this name, or the person who already
    bears both: then it is to be looked at, not written.

    Whoever is on the register keeps his number, and a second claim of it is a question.
    """
    if token is None:
        return IdentityState.UNVERIFIED
    claims = Person.objects.filter(uuid__in=people_by_number_tokens([token]).get(token, []))
    rivals = [person for person in claims if besides is None or person.pk != besides.pk]
    for rival in rivals:
        if rival.name == name:
            return rival
    if rivals:
        return IdentityState.UNVERIFIED
    if numbers_held_elsewhere([token]):
        return IdentityState.DISPUTED
    return IdentityState.VERIFIED
