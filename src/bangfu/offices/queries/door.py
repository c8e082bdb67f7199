from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet

from .. import access
from ..models import User


def locked_until(name: str, *, at: datetime) -> datetime | None:
    """Return the moment from which the account name may be tried again, or None if it may now.

    Failures older than the cool-off no longer count, so the lock ends when the one that completed
    the limit, counted back from the latest, grows too old.
    """
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    count = 0
    for attempt in _failures(name, at=at).order_by("-attempt_time"):
        count += attempt.failures_since_start
        if count >= settings.AXES_FAILURE_LIMIT:
            return attempt.attempt_time + cool_off
    return None


def tries_left(name: str, *, at: datetime) -> int:
    """Return how many wrong attempts the account name still has before it is locked."""
    used = sum(attempt.failures_since_start for attempt in _failures(name, at=at))
    return max(settings.AXES_FAILURE_LIMIT - used, 0)


@dataclass(frozen=True)
class Lock:
    """An account name that is locked, its account if it is one, and until when."""

    name: str
    user: User | None
    until: datetime


def list_locks(by: User, *, on: date, at: datetime) -> list[Lock]:
    """Return the locked names where ``by`` answers for security, and those that are nobody's."""
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    names = sorted(
        AccessAttempt.objects.filter(attempt_time__gte=at - cool_off)
        .values_list("username", flat=True)
        .distinct()
    )
    accounts = {
        user.username: user
        for user in User.objects.filter(username__in=names).select_related("organisation")
    }
    locks = []
    for name in names:
        until = locked_until(name, at=at)
        user = accounts.get(name)
        place = user.organisation.area_id if user and user.organisation else None
        if until is None or (
            place is not None and not access.reaches(by, "security.manage", place, on=on)
        ):
            continue
        locks.append(Lock(name, user, until))
    return locks


def _failures(name: str, *, at: datetime) -> QuerySet[AccessAttempt]:
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(username=name, attempt_time__gte=at - cool_off)


def recovery_codes_of(user: User) -> list[str] | None:
    """Return the account's unused recovery codes, or None where it has no second factor."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else None
