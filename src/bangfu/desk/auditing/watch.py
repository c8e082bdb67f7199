"""Looking through a day of the trail for what is odd: who each person is, and what is known of him.

The rules are pure and stand in `audit.odd`; here is what they ask: whom somebody works for, whose
grants he holds, whose telephone is his own, which days are worked.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from bangfu.audit import alerts
from bangfu.audit.odd import Limits, Setting, look_into
from bangfu.offices import queries as offices
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import User
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry import queries as registry

_WHOLE_PHONE = 7


def limits() -> Limits:
    """Return from how many on a day is looked into, as this installation sets it."""
    return Limits(**settings.ODD_LIMITS)


def watch(day: date, *, at: datetime) -> int:
    """Look through one day and keep what looks odd; returns how many alerts are new.

    Done again it renews what nobody concluded: one alert for a user, a day and a kind. The trail
    is read with the command line's eyes, since telephones of staff are compared with those of the
    register; what is kept are ids and counts.
    """
    new = 0
    with scoped(operator_scope(), on=day), alerts.watching():
        for one in alerts.days_of(day):
            user = offices.find_by_uuid(one.actor) if one.actor != OPERATOR else None
            if user is None:
                continue
            found = look_into(one.entries, _setting(user, day))
            if found:
                area = user.organisation.area_id if user.organisation else 0
                new += alerts.keep(actor=one.actor, day=day, area=area, found=found, at=at)
    return new


def _setting(user: User, day: date) -> Setting:
    area = user.organisation.area_id if user.organisation else 0
    return Setting(
        works=offices.calendar_of(area).is_workday(day),
        cases=alerts.acted_on(user.uuid, day) | _granted(user.uuid, day),
        own=_own(user, day),
        usual=lambda: alerts.usual_of(user.uuid, day),
        limits=limits(),
    )


def _granted(principal: UUID, day: date) -> frozenset[UUID]:
    return frozenset(offices.granted_to(principal, on=day))


def _own(user: User, day: date) -> frozenset[UUID]:
    """People and households of the register with the telephone of the account itself."""
    digits = re.sub(r"\D", "", user.phone)
    if len(digits) < _WHOLE_PHONE:
        return frozenset()
    hits = registry.find_people(operator_scope(), digits, on=day, limit=10)
    return frozenset(one for hit in hits for one in (hit.person, hit.household) if one)
