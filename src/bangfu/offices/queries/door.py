from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
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
    """An account that is locked, and until when."""

    user: User
    until: datetime


@dataclass(frozen=True)
class Locks:
    """The locked accounts of one's places, and how many locked names are nobody's.

    Those names are not told: what was typed in the place of a name may be a password, and a lock
    that keeps nobody out is not worth lifting.
    """

    accounts: list[Lock]
    strangers: int


def list_locks(by: User, *, on: date, at: datetime) -> Locks:
    """Return the locked accounts where ``by`` answers for security."""
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    names = (
        AccessAttempt.objects.filter(attempt_time__gte=at - cool_off)
        .values_list("username", flat=True)
        .order_by("username")
        .distinct()
    )
    until = {name: moment for name in names if (moment := locked_until(name, at=at))}
    users = list(User.objects.filter(username__in=until).select_related("organisation"))
    mine = [user for user in users if access.can_unlock(by, user, on=on)]
    return Locks([Lock(user, until[user.username]) for user in mine], len(until) - len(users))


def _failures(name: str, *, at: datetime) -> QuerySet[AccessAttempt]:
    cool_off = timedelta(hours=settings.AXES_COOLOFF_TIME)
    return AccessAttempt.objects.filter(username=name, attempt_time__gte=at - cool_off)


def has_second_factor(account: UUID) -> bool:
    """Return whether the account has a second factor, to who answers for its security.

    Everybody else is told False.
    """
    with connection.cursor() as cursor:
        cursor.execute("select offices_has_second_factor(%s)", [account])
        return cursor.fetchone() == (True,)


def recovery_codes_of(user: User) -> list[str] | None:
    """Return the account's unused recovery codes, or None where it has no second factor."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(found.wrap().get_unused_codes()) if found else None
