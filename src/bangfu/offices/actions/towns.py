from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import Area, Level, Organisation, OrganisationKind, TownSetting, User, bounds_of
from .acting import Cannot, acting
from .calendar import first_days

_TAILS = ("村民委员会", "社区居民委员会", "居民委员会", "村委会", "居委会", "社区", "村", "居")


class CannotFoundTown(Cannot):
    """The town is there already, or only the command line may found one."""


@dataclass(frozen=True)
class Town:
    """A founded town: its area, its government, and by village code the village and committee."""

    area: Area
    government: Organisation
    villages: dict[str, Area]
    committees: dict[str, Organisation]


def found_town(
    *,
    code: str,
    name: str,
    villages: Mapping[str, str],
    valid_from: date,
    at: datetime,
    by: User | UUID = access.OPERATOR,
    city: tuple[str, str] | None = None,
    is_demo: bool = False,
    contact_name: str = "",
    contact_phone: str = "",
) -> Town:
    """Make a town with its villages, its government and its village committees.

    ``code`` and the keys of ``villages`` are twelve-digit codes, the values names; short names
    (高平 for 高平村) are derived.  ``city`` is the code and the name of the city above; a town may
    stand right under a city.  Raises CannotFoundTown when the town exists or ``by`` is not the
    command line, ValueError for a code of the wrong level.
    """
    with acting(by, at=at) as who:
        _refuse_town(who, code, name)
        parent = _city(city, valid_from) if city else None
        area = _area(code, name, Level.TOWN, parent, valid_from)
        TownSetting.objects.create(
            area=area,
            name=name,
            is_demo=is_demo,
            contact_name=contact_name,
            contact_phone=contact_phone,
        )
        town = _settle(area, villages, valid_from, is_demo=is_demo)
        first_days(area, by=who, at=at)
        _note(who, town, at=at, is_demo=is_demo)
        return town


def _refuse_town(who: User, code: str, name: str) -> None:
    if who.uuid != access.OPERATOR:
        raise CannotFoundTown(_("只有运维人员能建镇。"))
    lo, _hi = bounds_of(code, Level.TOWN)
    if Area.objects.filter(lo=lo).exists():
        raise CannotFoundTown(_("%(name)s已经建好了。") % {"name": name})


def _settle(area: Area, villages: Mapping[str, str], valid_from: date, *, is_demo: bool) -> Town:
    """Make what stands in the town: its government, its villages and their committees."""
    government = Organisation.objects.create(
        name=_("%(name)s人民政府") % {"name": area.name},
        short_name=area.name,
        kind=OrganisationKind.TOWN_GOVERNMENT,
        area=area,
        is_demo=is_demo,
    )
    places = {
        code: _area(code, name, Level.VILLAGE, area, valid_from) for code, name in villages.items()
    }
    committees = {
        code: _committee(place, area.name, is_demo=is_demo) for code, place in places.items()
    }
    return Town(area, government, places, committees)


def _note(who: User, town: Town, *, at: datetime, is_demo: bool) -> None:
    audit.record(
        verb="offices.town.found",
        by=who.uuid,
        at=at,
        area=town.area.lo,
        detail={"villages": len(town.villages), "demo": is_demo},
    )


def _city(city: tuple[str, str], valid_from: date) -> Area:
    code, name = city
    lo, _hi = bounds_of(code, Level.CITY)
    found = Area.objects.filter(lo=lo).first()
    return found or _area(code, name, Level.CITY, None, valid_from)


def _area(code: str, name: str, level: Level, parent: Area | None, valid_from: date) -> Area:
    lo, hi = bounds_of(code, level)
    return Area.objects.create(
        lo=lo,
        hi=hi,
        code=code,
        name=name,
        short_names=[short for short in [short_name(name)] if short != name],
        level=level,
        parent=parent,
        valid_from=valid_from,
    )


def short_name(name: str) -> str:
    """Return how people write the village's name in a hurry: 高平 for 高平村, 中心 for 中心社区."""
    for tail in _TAILS:
        if name.endswith(tail) and len(name) >= len(tail) + 2:
            return name.removesuffix(tail)
    return name


def _committee(place: Area, town: str, *, is_demo: bool) -> Organisation:
    # 高平村 + 民委员会, 中心社区 + 居民委员会
    kind = "民委员会" if place.name.endswith("村") else "居民委员会"
    return Organisation.objects.create(
        name=f"{town}{place.name}{kind}",
        short_name=place.name,
        kind=OrganisationKind.VILLAGE,
        area=place,
        is_demo=is_demo,
    )
