from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from .. import access, browsers
from ..models import SignIn, User
from .places import in_ranges


def find_sign_in(uuid: UUID) -> SignIn | None:
    """Return this session's line, if the principal may see it."""
    return SignIn.objects.filter(uuid=uuid).select_related("user").first()


def has_run_out(line: SignIn, *, at: datetime, idle_minutes: int) -> bool:
    """Return whether the session was ended, or nothing was heard of it for too long."""
    return line.ended_at is not None or at - line.seen_at > timedelta(minutes=idle_minutes)


def list_sign_ins(user: User, *, limit: int = 25) -> list[SignIn]:
    """Return the account's last sessions, the latest first."""
    return list(user.sign_ins.order_by("-opened_at")[:limit])


@dataclass(frozen=True)
class Session:
    """One session as its owner reads it: is it this one, is it going on, and in what browser."""

    line: SignIn
    browser: str
    is_here: bool
    is_open: bool


def sessions_of(user: User, *, here: UUID, at: datetime, idle_minutes: int) -> list[Session]:
    """Return the account's last sessions, the latest first; ``here`` is the one that asks."""
    return [
        Session(
            line,
            browsers.in_words(line.browser),
            is_here=line.uuid == here,
            is_open=not has_run_out(line, at=at, idle_minutes=idle_minutes),
        )
        for line in list_sign_ins(user)
    ]


def list_open_sign_ins(by: User, *, on: date, at: datetime, idle_minutes: int) -> QuerySet[SignIn]:
    """Return the sessions going on in the places where ``by`` manages accounts or security."""
    places = [
        *access.reach(by, "users.manage", on=on),
        *access.reach(by, "security.manage", on=on),
    ]
    return (
        SignIn.objects.filter(ended_at__isnull=True)
        .filter(seen_at__gte=at - timedelta(minutes=idle_minutes))
        .filter(in_ranges("user__organisation__area_id", places))
        .select_related("user", "user__organisation")
        .order_by("-seen_at")
    )
