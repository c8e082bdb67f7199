"""Which part of the trail an auditor answers for."""

from __future__ import annotations

from datetime import date

from bangfu.audit.queries import Reach
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import User


def reach_of(user: User, *, on: date) -> Reach:
    """This function will give the areas of the account's posts as auditor on this day.

    Whoever audits every town of the installation also reads what belongs to none: sign-ins,
    exports of the command line, keys. In an installation of one town that is its auditor.
    """
    areas = access.reach(user, "audit.read", on=on)
    towns = offices.list_towns()
    everything = all(any(lo <= town.lo and town.hi <= hi for lo, hi in areas) for town in towns)
    return Reach(areas, installation=bool(areas) and everything)
