from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from .. import access
from ..models import Area, Level, Organisation, TownSetting, User


def find_town_setting(area: int | None = None) -> TownSetting | None:
    """Return what the town of this area number says about itself.

    Without an area: the only town of the installation, or None where there are several.
    """
    if area is None:
        found = list(TownSetting.objects.all()[:2])
        return found[0] if len(found) == 1 else None
    town = area // 10**6 * 10**6
    return TownSetting.objects.filter(area_id=town).first()


def get_area(number: int) -> Area:
    """Return the area with this number.  Raises Area.DoesNotExist."""
    return Area.objects.get(lo=number)


def list_areas(
    *, within: Iterable[tuple[int, int]] | None = None, level: str = "", on: date | None = None
) -> QuerySet[Area]:
    """Return areas in the order of their codes, limited to ranges, a level and a day if given."""
    areas = Area.objects.all()
    if within is not None:
        areas = areas.filter(in_ranges("lo", within))
    if level:
        areas = areas.filter(level=level)
    if on is not None:
        areas = areas.filter(valid_from__lte=on).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on)
        )
    return areas


def list_villages(*, within: Iterable[tuple[int, int]], on: date) -> QuerySet[Area]:
    """Return the villages of these ranges that exist on this day, in the order of their codes."""
    return list_areas(within=within, level=Level.VILLAGE, on=on)


def areas_by_name(town: Area) -> dict[str, int]:
    """Return every name and short name of the town's villages with the area number it means.

    A name that two villages share is left out: it would send a family to the wrong one.
    """
    found: dict[str, int] = {}
    twice: set[str] = set()
    for area in Area.objects.filter(lo__gt=town.lo, lo__lte=town.hi, level=Level.VILLAGE):
        for name in {area.name, *area.short_names}:
            if found.get(name, area.lo) != area.lo:
                twice.add(name)
            found[name] = area.lo
    return {name: lo for name, lo in found.items() if name not in twice}


def list_towns() -> QuerySet[Area]:
    """Return every town of the installation."""
    return Area.objects.filter(level=Level.TOWN)


def list_organisations(by: User, right: str, *, on: date) -> QuerySet[Organisation]:
    """Return the organisations of the places where the account has this right."""
    return list_organisations_within(access.reach(by, right, on=on))


def list_organisations_within(places: Iterable[tuple[int, int]]) -> QuerySet[Organisation]:
    """Return the organisations of these ranges of areas, in the order of their areas."""
    return Organisation.objects.filter(in_ranges("area_id", places)).select_related("area")


def in_ranges(field: str, ranges: Iterable[tuple[int, int]]) -> Q:
    """Return the condition that the field lies in one of the ranges; none of them, no rows."""
    condition = Q(pk__in=[])
    for lo, hi in ranges:
        condition |= Q(**{f"{field}__gte": lo, f"{field}__lte": hi})
    return condition
