"""The list of households: narrowed, ordered, in pages, counted as far as it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bangfu.offices.scope import Scope

from ..models import Household
from ..states import CAUSES, CategoryCode
from .narrow import Ask, count, page_ids
from .scoped import area_names, households

CAP = 1000
OLDEST = 1900
"""The first year of birth that is looked for; nobody on a register is older."""
REGISTER_CAP = 5000
"""Up to so many households the size of the register is counted for the head of the list."""

ORDERS: dict[str, tuple[str, ...]] = {
    "": ("area", "sort_key", "id"),
    "changed": ("-changed_at", "-id"),
    "entered": ("-entered_on", "-id"),
}
"""What a list can be sorted by: what has an index of its own, and one within each profile."""


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What a list is narrowed by; every field at its default asks nothing.

    ``standing`` is "" for households on the register, ``left`` for those that left hardship, and
    ``open`` for those whose category is still to be found. ``group`` is a place of the village as
    the register has it (高平村3组) and asks nothing without one.
    """

    village: int | None = None
    category: str = ""
    cause: str = ""
    disabled: bool = False
    in_school: bool = False
    elderly: bool = False
    unverified: bool = False
    standing: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    uuid: UUID
    number: str
    head: str
    village: str
    category: str
    cause: str
    size: int
    place: str = ""
    standing: str = ""
    disabled: bool = False
    in_school: bool = False
    elderly: bool = False
    entered_on: date | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the UUIDs to ask for the pages before and after (None where there is none)."""

    rows: list[HouseholdRow]
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, slots=True)
class Total:
    """How many households and people; where ``capped``, at least so many."""

    households: int
    people: int
    capped: bool = False


def years_before(on: date, years: int) -> date:
    """Return the same day so many years ago; of 29 February the 28th."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def decades(first: int, last: int, *, unknown: bool = False) -> tuple[str, ...]:
    """Return the decades of a profile between two years, and "" for an unknown birth if asked."""
    return (*(str(year) for year in range(first // 10, last // 10 + 1)), *([""] if unknown else []))


def ask_of(asked: HouseholdFilter, on: date) -> Ask:
    """Return the question that a filter of households asks."""
    conditions: list[tuple[str, Any]] = []
    rest: list[tuple[str, Any]] = []
    if asked.standing in ("left", "open"):
        has_been = "is not null" if asked.standing == "left" else "is null"
        conditions.append((f"t.category = '' and t.entered_on {has_been}", None))
        standings: tuple[str, ...] = (asked.standing,)
    elif asked.category:
        conditions.append(("t.category = %s", asked.category))
        standings = (asked.category,)
    else:
        conditions.append(("t.category <> ''", None))
        standings = tuple(CategoryCode.values)
    causes: tuple[str, ...] = (*CAUSES, "")
    if asked.cause:
        conditions.append(("t.cause = %s", asked.cause))
        causes = (asked.cause,)
    for name in ("disabled", "in_school", "unverified"):
        if getattr(asked, name):
            conditions.append((f"t.{name}", None))
    births = decades(OLDEST, on.year, unknown=True)
    if asked.elderly:
        last = years_before(on, 60)
        rest.append(("t.eldest_on <= %s", last))
        births = decades(OLDEST, last.year)
    if asked.group and asked.village is not None:
        rest.append(("t.place = %s", asked.group))
    return Ask(
        table="registry_household",
        key="uuid",
        order=ORDERS[""],
        profiles=(standings, causes, _flags(asked), births),
        conditions=tuple(conditions),
        rest=tuple(rest),
        village=asked.village,
    )


def _flags(asked: HouseholdFilter) -> tuple[str, ...]:
    return tuple(
        d + s + v
        for d in ("D" if asked.disabled else "D-")
        for s in ("S" if asked.in_school else "S-")
        for v in ("V" if asked.unverified else "V-")
    )


def list_households(
    scope: Scope,
    asked: HouseholdFilter,
    *,
    on: date,
    after: UUID | None = None,
    before: UUID | None = None,
    limit: int = 25,
    order: str = "",
) -> Page:
    """Return a page in the order of villages, then of the head's name by pinyin, or as asked.

    ``order`` is one of ORDERS: ``changed`` has the last changed first, ``entered`` the last
    entered. Pages are keyed by a household's UUID, not by a number of pages: deep pages cost what
    the first costs, and no name stands in an address.
    """
    backwards = before is not None and after is None
    ask = _placed(scope, ask_of(asked, on), order_of(asked, order), after or before, backwards, on)
    ids = page_ids(ask, scope, on=on, limit=limit + 1)
    more = len(ids) > limit
    ids = ids[:limit]
    if backwards:
        ids.reverse()
    rows = rows_of(households(scope, on=on), ids, on)
    has_before = more if backwards else after is not None
    has_after = True if backwards else more
    return Page(
        rows,
        before=rows[0].uuid if rows and has_before else None,
        after=rows[-1].uuid if rows and has_after else None,
    )


def order_of(asked: HouseholdFilter, order: str) -> tuple[str, ...]:
    """Return the order of a list; of who never entered no day of entering is known."""
    return ORDERS["" if order not in ORDERS or asked.standing == "open" else order]


def _placed(
    scope: Scope,
    ask: Ask,
    order: tuple[str, ...],
    anchor: UUID | None,
    backwards: bool,
    on: date,
) -> Ask:
    place = None
    if anchor is not None:
        columns = [name.removeprefix("-") for name in order]
        place = households(scope, on=on).filter(uuid=anchor).values_list(*columns).first()
    return replace(ask, order=order, backwards=backwards, after=place)


def rows_of(homes: QuerySet[Household], ids: list[int], on: date) -> list[HouseholdRow]:
    """Return these households as rows, in this order."""
    found = {home.pk: home for home in homes.filter(pk__in=ids).select_related("head")}
    villages = area_names({home.area for home in found.values()})
    sixty = years_before(on, 60)
    return [
        HouseholdRow(
            uuid=home.uuid,
            number=home.number,
            head=home.head.name if home.head else "",
            village=villages[home.area],
            category=home.category,
            cause=home.cause,
            size=home.size,
            place=home.place,
            standing="" if home.category else "left" if home.entered_on else "open",
            disabled=home.disabled,
            in_school=home.in_school,
            elderly=home.eldest_on is not None and home.eldest_on <= sixty,
            entered_on=home.entered_on,
            changed_at=home.changed_at,
        )
        for home in (found[pk] for pk in ids if pk in found)
    ]


def list_chosen(scope: Scope, uuids: Sequence[UUID], *, on: date) -> dict[UUID, HouseholdRow]:
    """Return, by UUID, the row of each of these households that the reader may see."""
    found = households(scope, on=on).filter(uuid__in=uuids)
    return {row.uuid: row for row in rows_of(found, list(found.values_list("pk", flat=True)), on)}


def count_households(scope: Scope, asked: HouseholdFilter, *, on: date, cap: int = CAP) -> int:
    """Return how many households there are, at most ``cap + 1``: then say "1000+"."""
    return count(ask_of(asked, on), scope, on=on, cap=cap)[0]


def total_of(scope: Scope, asked: HouseholdFilter, *, on: date, cap: int = CAP) -> Total:
    """Return how many households and people match, said as far as ``cap`` households."""
    homes, people = count(ask_of(asked, on), scope, on=on, cap=cap, size="t.size")
    return Total(min(homes, cap), people, homes > cap)


def totals_of(scope: Scope, asked: HouseholdFilter, *, on: date) -> tuple[Total, Total]:
    """Return how many match and how many are on the register; who narrows nothing counts once."""
    register = total_of(scope, HouseholdFilter(), on=on, cap=REGISTER_CAP)
    if asked != HouseholdFilter():
        return total_of(scope, asked, on=on, cap=CAP), register
    homes = min(register.households, CAP)
    return Total(homes, register.people, register.households > CAP), register


def groups_of(scope: Scope, village: int, *, on: date) -> list[str]:
    """Return the groups of a village that households of the scope live in, in natural order."""
    homes = households(scope, on=on).filter(area__range=(village, village + 999))
    places = set(homes.exclude(place="").values_list("place", flat=True))
    return sorted(places, key=lambda place: (len(place), place))[:60]
