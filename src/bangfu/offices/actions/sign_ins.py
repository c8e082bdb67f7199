from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from axes.utils import reset
from django.db import connection, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import SignIn, User
from .acting import Cannot, acting, day_of

HEARD_EVERY = timedelta(seconds=30)
"""How old the time last heard of must be before it is moved: not one write for every picture."""


class CannotEndSignIn(Cannot):
    """No right over that session."""


class CannotUnlock(Cannot):
    """No right over that account's lock."""


def open_sign_in(*, user: User, at: datetime, address: str | None, browser: str) -> SignIn:
    """Begin the line of a session that has just signed in."""
    return SignIn.objects.create(
        user=user, opened_at=at, seen_at=at, address=address or None, browser=browser[:200]
    )


def hear(line: SignIn, *, at: datetime) -> None:
    """Move the time a session was last heard of, by the alias ``trace``: a page may not write."""
    if at - line.seen_at > HEARD_EVERY:
        SignIn.objects.using("trace").filter(uuid=line.uuid).update(seen_at=at)


def end_sign_in(*, line: SignIn, by: User | UUID, at: datetime) -> None:
    """End a session: its next request finds itself at the page of login.

    Raises CannotEndSignIn.
    """
    with acting(by, at=at) as who:
        if not access.can_end_sign_in(who, line.user, on=day_of(at)):
            raise CannotEndSignIn(_("您不能结束这个会话。"))
        line.ended_at = at
        line.ended_by = who.uuid
        line.save(update_fields=["ended_at", "ended_by"])
        audit.record(
            verb="offices.session.end",
            by=who.uuid,
            at=at,
            subject=line.user.uuid,
            subject_kind="account",
            area=_place_of(line.user),
        )


def end_other_sign_ins(*, user: User, here: UUID, at: datetime) -> int:
    """End one's own sessions but the one of this mark, and return how many."""
    with transaction.atomic():
        lines = SignIn.objects.filter(user=user, ended_at=None).exclude(uuid=here)
        count = lines.update(ended_at=at, ended_by=user.uuid)
        audit.record(
            verb="offices.session.end",
            by=user.uuid,
            at=at,
            subject=user.uuid,
            subject_kind="account",
            detail={"sessions": count},
        )
        return count


def take_turn(name: str) -> None:
    """Let one try at a time knock for a name, until the request ends: of sixteen at once all
    would be compared before the first was counted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext('offices.door'), hashtext(%s))", [name]
        )


def leave(*, user: User, mark: UUID | None, at: datetime) -> None:
    """End one's own session at logout."""
    with transaction.atomic():
        if mark is not None:
            SignIn.objects.filter(uuid=mark, user=user, ended_at=None).update(
                ended_at=at, ended_by=user.uuid
            )
        audit.login(
            verb="offices.account.sign_out", by=user.uuid, at=at, area=_place_of(user), via="web"
        )


def note_sign_in(*, user: User, at: datetime) -> None:
    """Record that somebody signed in, all factors passed."""
    audit.login(
        verb="offices.account.sign_in", by=user.uuid, at=at, area=_place_of(user), via="web"
    )


def note_failure(*, user: User | None, at: datetime, factor: str) -> None:
    """Record a failed attempt; the name typed is not kept, it may be a password by mistake."""
    audit.login(
        verb="offices.account.sign_in_failed",
        by=user.uuid if user else None,
        at=at,
        area=_place_of(user) if user else None,
        detail={"factor": factor},
        via="web",
    )


def _place_of(user: User) -> int | None:
    """Where the account's organisation is: at the door the table of organisations is closed."""
    with connection.cursor() as cursor:
        cursor.execute("select offices_place_of_account(%s)", [user.pk])
        place: int | None = cursor.fetchone()[0]
    return place


def unlock(*, user: User, by: User | UUID, at: datetime) -> None:
    """Lift the lock of an account.

    Raises CannotUnlock where ``by`` does not answer for the security of the account's place.
    """
    with acting(by, at=at) as who:
        if not access.can_unlock(who, user, on=day_of(at)):
            raise CannotUnlock(_("您不能解锁这个账号。"))
        reset(username=user.username)
        audit.record(
            verb="offices.account.unlock",
            by=who.uuid,
            at=at,
            subject=user.uuid,
            subject_kind="account",
            area=user.organisation.area_id if user.organisation else None,
        )
