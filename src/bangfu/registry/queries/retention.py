"""What has been kept as long as it may be: families that left, people who are gone.

Only listed: to erase takes two people (`actions.erase`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q

from bangfu.offices.scope import Scope
from bangfu.privacy.retention import Kind

from ..models import Category, Departure, Household, Membership, Person
from .scoped import area_names, households, people

MOST = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A household or person whose term has run out; ``size`` is how many people it reaches."""

    subject: UUID
    kind: str
    ground: str
    name: str
    number: str
    village: str
    area: int
    size: int
    clock_on: date
    due_on: date


def falls_due(clock: date, years: int) -> date:
    """Return the first day after a term of whole years that began on ``clock``."""
    try:
        return clock.replace(year=clock.year + years)
    except ValueError:  # 29 February
        return clock.replace(year=clock.year + years, month=3, day=1)


def clock_of_household(home: Household) -> date | None:
    """Return the day after a household's last category ended; None while it has one.

    A household that never had a category counts from the day it was entered.
    """
    if home.category:
        return None
    ended = Category.objects.filter(household=home, superseded_at=None)
    last = ended.aggregate(last=Max("valid_until"))["last"]
    return last + timedelta(days=1) if last else home.entered_at.date()


def clock_of_person(person: Person) -> date | None:
    """Return the day somebody died, moved away or left his last household; None while a household
    on the register is his home."""
    if person.canonical_id is not None:
        return None
    if person.home is not None:
        home = Household.objects.filter(uuid=person.home).first()
        return clock_of_household(home) if home is not None else None
    gone = Departure.objects.filter(person=person, superseded_at=None).first()
    if gone is not None:
        return gone.valid_from
    left = Membership.objects.filter(person=person, superseded_at=None)
    last = left.aggregate(last=Max("valid_until"))["last"]
    return last or person.entered_at.date()


def list_due(scope: Scope, terms: Mapping[str, Kind], *, on: date) -> list[Due]:
    """Return what is due within the scope, the longest due first; at most 200 of each kind."""
    homes = _due_households(scope, terms["household_left"].years, on)
    gone = _due_people(scope, terms["person_gone"].years, on)
    return sorted([*homes, *gone], key=lambda due: (due.due_on, str(due.subject)))


def _due_households(scope: Scope, years: int, on: date) -> list[Due]:
    left = households(scope, on=on).filter(category="", erased_at=None)
    ended = Category.objects.filter(household__in=left, superseded_at=None)
    last = ended.values_list("household_id").annotate(last=Max("valid_until"))
    over = dict(last.filter(last__lt=_years_before(on, years)).order_by("last")[:MOST])
    found = Household.objects.filter(pk__in=list(over)).select_related("head")
    places = area_names({home.area for home in found})
    return [
        Due(home.uuid, "household", "household_left", home.head.name if home.head else "",
            home.number, places[home.area], home.area, home.size, clock, falls_due(clock, years))
        for home in found
        for clock in [over[home.pk] + timedelta(days=1)]
    ]  # fmt: skip


def _due_people(scope: Scope, years: int, on: date) -> list[Due]:
    """The dead and the gone whose family is on the register: the others go with their family."""
    if not scope.areas:
        return []
    gone = Departure.objects.filter(
        superseded_at=None, valid_from__lte=_years_before(on, years),
        person__in=people(scope, on=on).filter(home=None, canonical=None, erased_at=None),
    )  # fmt: skip
    rows = list(gone.select_related("person").order_by("valid_from", "id")[:MOST])
    stayed = set(
        Membership.objects.filter(person__in=[row.person_id for row in rows], superseded_at=None)
        .exclude(Q(household__category="") | ~Q(household__withdrawn_at=None))
        .values_list("person_id", flat=True)
    )
    places = area_names({row.area for row in rows})
    return [
        Due(row.person.uuid, "person", "person_gone", row.person.name, "", places[row.area],
            row.area, 1, row.valid_from, falls_due(row.valid_from, years))
        for row in rows
        if row.person_id in stayed
    ]  # fmt: skip


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)
