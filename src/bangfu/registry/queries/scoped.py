"""The road of the scope: what each query states itself, above the policies."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from bangfu.offices.models import Area, Grant
from bangfu.offices.scope import Scope

from ..models import Household, Person


def within(scope: Scope, *, on: date, key: str = "uuid", prefix: str = "") -> Q:
    """Return the condition for what ``scope`` may see of a table with ``area``.

    By area where the principal has areas, else by the households granted to it (``key`` is the
    column with the household's UUID): a helper's ten families are found from the grants, and no
    condition is an OR of both, which would cost the index. A principal with areas who also holds
    grants sees the granted households on the pages of his grants.
    """
    if scope.areas:
        ranges = [Q(**{f"{prefix}area__range": span}) for span in scope.areas]
        return reduce(or_, ranges)
    granted = Grant.objects.filter(principal=scope.principal, valid_from__lte=on).filter(
        Q(valid_until=None) | Q(valid_until__gte=on)
    )
    return Q(**{f"{prefix}{key}__in": granted.values("subject")})


def households(scope: Scope, *, on: date) -> QuerySet[Household]:
    return Household.objects.filter(within(scope, on=on), withdrawn_at=None)


def people(scope: Scope, *, on: date) -> QuerySet[Person]:
    """Return the people of a scope, each once: who was merged into another is not among them."""
    return _entries(scope, on=on).filter(canonical=None)


def _entries(scope: Scope, *, on: date) -> QuerySet[Person]:
    return Person.objects.filter(within(scope, on=on, key="home"), withdrawn_at=None)


def merged_into(people: Iterable[int]) -> dict[int, int]:
    """Return the entries that were merged into these people: its id, and whose it is."""
    merged = Person.objects.filter(canonical_id__in=list(people))
    return {
        pk: canonical for pk, canonical in merged.values_list("pk", "canonical_id") if canonical
    }


def find_household(scope: Scope, uuid: UUID, *, on: date) -> Household | None:
    """Return the household, or None for one that is not there or not for this reader."""
    return households(scope, on=on).filter(uuid=uuid).select_related("head").first()


def find_person(scope: Scope, uuid: UUID, *, on: date) -> Person | None:
    """Return the person, or None for one who is not there or not for this reader.

    An entry that was merged into another still has its page, which leads to the other.
    """
    return _entries(scope, on=on).filter(uuid=uuid).first()


def area_names(numbers: set[int]) -> dict[int, str]:
    """Return the names of areas; a group's own code is named by its village."""
    villages = {number - number % 1000 for number in numbers}
    names = dict(Area.objects.filter(lo__in=villages).values_list("lo", "name"))
    return {number: names.get(number - number % 1000, "") for number in numbers}


def find_erased(
    scope: Scope, model: type[Household] | type[Person], uuid: UUID, *, on: date
) -> Household | Person | None:
    """Return a household or person of this scope that was lawfully erased, or None."""
    erased = model.objects.filter(
        within(scope, on=on, key="uuid" if model is Household else "home"),
        uuid=uuid,
        erased_at__isnull=False,
    )
    return erased.first()
