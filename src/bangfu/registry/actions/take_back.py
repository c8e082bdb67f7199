from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, Q

from ..models import (
    Address,
    Assets,
    BankAccount,
    Category,
    Cause,
    Departure,
    Disability,
    Holder,
    Household,
    Housing,
    Identity,
    Illness,
    Income,
    Membership,
    Need,
    Person,
    Phone,
    Schooling,
    Sighting,
    Trait,
)
from ..queries.known import numbers_held_elsewhere
from ..states import IdentityState
from .bulk import hold_entry
from .project import project_households, project_people, settle

PERSON_FACTS: tuple[type[Model], ...] = (
    Identity, Membership, Departure, Phone, BankAccount, Disability, Schooling, Trait,
    Illness, Income,
)  # fmt: skip
HOUSEHOLD_FACTS: tuple[type[Model], ...] = (
    Category, Cause, Address, Need, Housing, Assets,
)  # fmt: skip


class CannotTakeBack(ValueError):
    """Later entries stand on what this one wrote; ``entries`` are their UUIDs."""

    def __init__(self, entries: list[UUID]) -> None:
        super().__init__("later entries build on this one")
        self.entries = entries


def take_back(*, entry: UUID, at: datetime) -> dict[str, int]:
    """Undo one entry and return counts of facts, people and households withdrawn.

    Facts it wrote are closed, facts it closed are open again, people and households that came
    by it alone are withdrawn. Nothing is deleted. Raises ``CannotTakeBack`` when a later entry
    added to people, households or facts that this one brought.
    """
    with transaction.atomic():
        hold_entry()
        return withdraw(entry, at)


def withdraw(entry: UUID, at: datetime) -> dict[str, int]:
    """Do what `take_back` says, in the caller's transaction and under his lock."""
    later = _later_entries(entry)
    if later:
        raise CannotTakeBack(later)
    people = touched(entry)
    homes = _homes_of(entry, people)
    facts = _reopen(entry, at)
    gone_people = Person.objects.filter(entry=entry, withdrawn_at=None)
    gone_ids = list(gone_people.values_list("id", flat=True))
    gone_homes = Household.objects.filter(entry=entry, withdrawn_at=None).update(withdrawn_at=at)
    gone_people.update(withdrawn_at=at)
    Sighting.objects.filter(entry=entry).update(withdrawn_at=at)
    _unindex(gone_ids)
    settle_holders(people)
    settle(people - set(gone_ids))
    project_people(people - set(gone_ids), at=at)
    project_households(homes, at=at)
    return {"facts": facts, "people": len(gone_ids), "households": gone_homes}


def touched(entry: UUID) -> set[int]:
    """Return whom the entry saw, and of whom it wrote or closed anything."""
    found = set(Sighting.objects.filter(entry=entry).values_list("person_id", flat=True))
    for model in PERSON_FACTS:
        facts = model._default_manager.filter(Q(entry=entry) | Q(superseded_by=entry))
        found |= set(facts.values_list("person_id", flat=True))
    return found


def _homes_of(entry: UUID, people: set[int]) -> set[int]:
    """Return the households where these people are or were, and those it told of itself."""
    found = set(
        Membership.objects.filter(person_id__any_of=list(people)).values_list(
            "household_id", flat=True
        )
    )
    for model in HOUSEHOLD_FACTS:
        facts = model._default_manager.filter(Q(entry=entry) | Q(superseded_by=entry))
        found |= set(facts.values_list("household_id", flat=True))
    return found


def _later_entries(entry: UUID) -> list[UUID]:
    """Return the entries that wrote about what ``entry`` brought, or closed its facts."""
    found: set[UUID] = set()
    for model in PERSON_FACTS:
        facts = model._default_manager
        found |= set(
            facts.filter(person__entry=entry, superseded_at=None)
            .exclude(entry=entry)
            .values_list("entry", flat=True)
        )
    of_homes: tuple[type[Model], ...] = (*HOUSEHOLD_FACTS, Membership)
    for model in of_homes:
        facts = model._default_manager
        found |= set(
            facts.filter(household__entry=entry, superseded_at=None)
            .exclude(entry=entry)
            .values_list("entry", flat=True)
        )
    for model in (*PERSON_FACTS, *HOUSEHOLD_FACTS):
        closed = model._default_manager.filter(entry=entry, superseded_at__isnull=False)
        found |= set(closed.exclude(superseded_by=entry).values_list("superseded_by", flat=True))
    seen = Sighting.objects.filter(person__entry=entry, withdrawn_at=None).exclude(entry=entry)
    found |= set(seen.values_list("entry", flat=True))
    return sorted(found)


def _reopen(entry: UUID, at: datetime) -> int:
    count = 0
    for model in (*PERSON_FACTS, *HOUSEHOLD_FACTS):
        facts = model._default_manager
        count += facts.filter(entry=entry, superseded_at=None).update(
            superseded_at=at, superseded_by=entry
        )
        facts.filter(superseded_by=entry).exclude(entry=entry).update(
            superseded_at=None, superseded_by=None
        )
    return count


def _unindex(people: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from registry_search where person_id = any(%s)", [people])


def settle_holders(people: set[int]) -> None:
    """Give up the numbers that no current verified identity claims any more, and hold again those
    that one claims anew.

    Raises ``CannotTakeBack`` where somebody else holds such a number by now.
    """
    kept = set(
        Identity.objects.filter(
            person_id__any_of=list(people),
            superseded_at=None,
            state=IdentityState.VERIFIED,
            person__withdrawn_at=None,
        ).values_list("person_id", "number_token", "area")
    )
    holding = {(person, bytes(token or b"")): area for person, token, area in kept}
    held = Holder.objects.filter(person_id__any_of=list(people))
    gone = [
        bytes(token)
        for person, token in held.values_list("person_id", "token")
        if holding.pop((person, bytes(token)), None) is None
    ]
    Holder.objects.filter(token__any_of=gone).delete()
    if numbers_held_elsewhere(token for _person, token in holding):
        raise CannotTakeBack([])
    for (person, token), area in holding.items():
        Holder.objects.create(token=token, person_id=person, area=area)
