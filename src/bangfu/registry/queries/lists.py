"""Lists of households, the figures above them, and where each person was read."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from bangfu.offices.scope import Scope

from ..models import Category, Disability, Household, Person, Schooling
from ..states import IdentityState
from .scoped import area_names, households

CAP = 1000
SHOWN_FROM = 5  # smaller figures are said as "<5": they would name a family


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What a list is narrowed by; every field at its default asks nothing.

    ``standing`` is "" for households on the register, ``left`` for those that left hardship, and
    ``open`` for those whose category is still to be found.
    """

    village: int | None = None
    category: str = ""
    cause: str = ""
    disabled: bool = False
    in_school: bool = False
    elderly: bool = False
    unverified: bool = False
    standing: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    uuid: UUID
    number: str
    head: str
    village: str
    category: str
    cause: str
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the UUIDs to ask for the pages before and after (None where there is none)."""

    rows: list[HouseholdRow]
    before: UUID | None
    after: UUID | None


def _narrowed(scope: Scope, asked: HouseholdFilter, on: date) -> QuerySet[Household]:
    rows = _standing(households(scope, on=on), asked.standing)
    if asked.village is not None:
        rows = rows.filter(area__range=(asked.village, asked.village + 999))
    if asked.category:
        rows = rows.filter(category=asked.category)
    if asked.cause:
        rows = rows.filter(cause=asked.cause)
    members = Person.objects.filter(home=OuterRef("uuid"), withdrawn_at=None)
    if asked.disabled:
        certified = Disability.objects.filter(person=OuterRef("pk"), superseded_at=None)
        rows = rows.filter(Exists(members.filter(Exists(certified))))
    if asked.in_school:
        learning = Schooling.objects.filter(person=OuterRef("pk"), superseded_at=None)
        rows = rows.filter(Exists(members.filter(Exists(learning))))
    if asked.elderly:
        rows = rows.filter(Exists(members.filter(born_on__lte=_years_before(on, 60))))
    if asked.unverified:
        rows = rows.filter(Exists(members.exclude(identity_state=IdentityState.VERIFIED)))
    return rows


def _standing(rows: QuerySet[Household], standing: str) -> QuerySet[Household]:
    if not standing:
        return rows.exclude(category="")
    had_one = Exists(Category.objects.filter(household=OuterRef("pk"), superseded_at=None))
    return rows.filter(category="").filter(had_one if standing == "left" else ~had_one)


def _years_before(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)


def list_households(
    scope: Scope,
    asked: HouseholdFilter,
    *,
    on: date,
    after: UUID | None = None,
    before: UUID | None = None,
    limit: int = 25,
) -> Page:
    """Return a page in the order of villages, then of the head's name by pinyin.

    Pages are keyed by a household's UUID, not by a number of pages: deep pages cost what the
    first costs, and no name stands in an address.
    """
    rows = _narrowed(scope, asked, on)
    anchor = after or before
    backwards = before is not None and after is None
    order = ["area", "sort_key", "id"]
    if anchor is not None:
        place = households(scope, on=on).filter(uuid=anchor).values_list(*order).first()
        if place is not None:
            rows = rows.filter(_beyond(place, backwards=backwards))
    order = [f"-{column}" for column in order] if backwards else order
    found = list(rows.select_related("head").order_by(*order)[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    if backwards:
        found.reverse()
    has_before = more if backwards else after is not None
    has_after = True if backwards else more
    return Page(
        _rows(found),
        before=found[0].uuid if found and has_before else None,
        after=found[-1].uuid if found and has_after else None,
    )


def _beyond(place: tuple[Any, ...], *, backwards: bool) -> Q:
    area, key, pk = place
    side = "lt" if backwards else "gt"
    return (
        Q(**{f"area__{side}": area})
        | Q(area=area, **{f"sort_key__{side}": key})
        | Q(area=area, sort_key=key, **{f"id__{side}": pk})
    )


def _rows(found: list[Household]) -> list[HouseholdRow]:
    villages = area_names({home.area for home in found})
    return [
        HouseholdRow(
            uuid=home.uuid,
            number=home.number,
            head=home.head.name if home.head else "",
            village=villages[home.area],
            category=home.category,
            cause=home.cause,
            size=home.size,
        )
        for home in found
    ]


def count_households(scope: Scope, asked: HouseholdFilter, *, on: date, cap: int = CAP) -> int:
    """Return how many households there are, at most ``cap + 1``: then say "1000+"."""
    capped = _narrowed(scope, asked, on).values("id")[: cap + 1]
    return capped.count()


def figures(scope: Scope, *, on: date) -> dict[str, int]:
    """Return {"households", "people"} on the register within the scope."""
    total = _standing(households(scope, on=on), "").aggregate(
        households=Count("id"), people=Sum("size")
    )
    return {"households": total["households"], "people": total["people"] or 0}


@dataclass(frozen=True, slots=True)
class VillageFigure:
    """Households and people of a village by category; None stands for fewer than five."""

    area: int
    village: str
    category: str
    households: int | None
    people: int | None


def village_figures() -> list[VillageFigure]:
    """Return the figures of the areas that the principal leads, without any name.

    A function of the database counts for a leader, who may not read the rows; it answers only
    for the posts of the transaction's principal. Households that left are not among them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select area, category, households, people from registry_figures() where category <> ''"
        )
        rows = cursor.fetchall()
    villages = area_names({row[0] for row in rows})
    return [
        VillageFigure(
            area=area,
            village=villages[area],
            category=category,
            households=count if count >= SHOWN_FROM else None,
            people=people if count >= SHOWN_FROM else None,
        )
        for area, category, count, people in rows
    ]


def figures_led() -> dict[str, int]:
    """Return {"households", "people"} on the register of the areas that the principal leads.

    The few of a village are included: a total is no row of the table, so no family.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(households), 0), coalesce(sum(people), 0) "
            "from registry_figures() where category <> ''"
        )
        households, people = cursor.fetchone()
    return {"households": int(households), "people": int(people)}
