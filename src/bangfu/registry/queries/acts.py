"""What was done to a family: the acts of the register, undone ones among them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from bangfu.offices.scope import Scope

from ..models import Change, Household, Person
from .scoped import within

_WITH = ("household", "other", "person")


def list_acts(home: Household) -> list[Change]:
    """Return the acts on a household that was found in scope, the latest first."""
    found = Change.objects.filter(Q(household=home) | Q(other=home))
    return list(found.select_related(*_WITH).order_by("-id"))


def list_acts_of(person: Person, entries: Iterable[UUID]) -> list[Change]:
    """Return the acts on a person found in scope, and those that wrote ``entries`` about him."""
    found = Change.objects.filter(Q(person=person) | Q(uuid__in=set(entries)))
    return list(found.select_related(*_WITH).order_by("-id"))


def list_acts_since(subject: UUID, kind: str, *, since: date) -> list[Change]:
    """Return the acts on a household or person found in scope that were done from a day on and
    not undone, the latest first."""
    own = Q(person__uuid=subject)
    if kind == "household":
        own = Q(household__uuid=subject) | Q(other__uuid=subject)
    found = Change.objects.filter(own, undone_at=None, done_at__date__gte=since)
    return list(found.order_by("-id")[:20])


def find_act(scope: Scope, uuid: UUID, *, on: date) -> Change | None:
    """Return an act on a household of this scope, or None."""
    mine = Change.objects.filter(within(scope, on=on, key="household__uuid"))
    return mine.filter(uuid=uuid).select_related(*_WITH).first()
