from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import EndReason, Grant, User
from .acting import Cannot, acting, day_of


class CannotGiveGrant(Cannot):
    """The dates are in the wrong order."""


class CannotEndGrant(Cannot):
    """No reason, no right there, or it has ended already."""


def give_grant(
    *,
    principal: UUID,
    subject: UUID,
    area: int,
    purpose: str,
    valid_from: date,
    by: UUID,
    at: datetime,
    valid_until: date | None = None,
    subject_kind: str = "household",
) -> Grant:
    """Let a principal see one person or household between two dates, both included.

    The room above decides whether it may; the database asks that the area of the subject lies in
    the scope of ``by``.  Raises CannotGiveGrant.
    """
    if valid_until is not None and valid_until < valid_from:
        raise CannotGiveGrant(_("结束日期早于开始日期。"))
    with transaction.atomic():
        grant = Grant.objects.create(
            principal=principal,
            subject=subject,
            subject_kind=subject_kind,
            area=area,
            purpose=purpose,
            valid_from=valid_from,
            valid_until=valid_until,
            given_by=by,
            given_at=at,
        )
        _note(grant, "offices.grant.give", by, at)
        return grant


def end_grant(*, grant: Grant, valid_until: date, by: UUID, at: datetime) -> Grant:
    """Set the last day of a grant, at the earliest its first."""
    with transaction.atomic():
        grant.valid_until = max(valid_until, grant.valid_from)
        grant.ended_by = by
        grant.save(update_fields=["valid_until", "ended_by"])
        _note(grant, "offices.grant.end", by, at)
        return grant


def close_grant(*, grant: Grant, reason: str, by: User, at: datetime) -> Grant:
    """Take leave back at once: the last day was yesterday. ``by`` decides in the family's village.

    A sample is closed with its commission, not by the family.  Raises CannotEndGrant.
    """
    with acting(by, at=at) as who:
        on = day_of(at)
        held = Grant.objects.select_for_update().get(pk=grant.pk)
        if not access.reaches(who, "register.decide", held.area, on=on) or held.commission_id:
            raise CannotEndGrant(_("这份授权不由您收回。"))
        _check_end(reason)
        if held.valid_until is not None and held.valid_until < on:
            raise CannotEndGrant(_("这份授权已经结束了。"))
        held.valid_until = on - timedelta(days=1)
        held.valid_from = min(held.valid_from, held.valid_until)
        held.ended_by, held.ended_reason = who.uuid, reason
        held.save(update_fields=["valid_from", "valid_until", "ended_by", "ended_reason"])
        _note(held, "offices.grant.end", who.uuid, at, reason=reason)
        return held


def close_grants(
    *,
    principal: UUID,
    purpose: str,
    valid_from: date,
    valid_until: date | None,
    given_by: UUID,
    reason: str,
    by: User,
    at: datetime,
) -> int:
    """Take back at once all that was given alike: to one account, for one purpose and time.

    For the security administrator, who sees no family: he knows the line by its count. Returns
    how many were closed.  Raises CannotEndGrant.
    """
    with acting(by, at=at) as who:
        on = day_of(at)
        _check_end(reason)
        with connection.cursor() as cursor:
            cursor.execute(
                "select * from offices_grants_end(%s, %s, %s, %s, %s, %s, %s)",
                (principal, purpose, valid_from, valid_until, given_by, on, reason),
            )
            closed = cursor.fetchall()
        if not closed:
            raise CannotEndGrant(_("没有这样的授权，或者已经结束了。"))
        detail = {"principal": str(principal), "purpose": purpose}
        audit.record_many(
            [
                audit.Act(
                    verb="offices.grant.end",
                    subject=subject,
                    subject_kind=kind,
                    area=area,
                    detail=detail,
                )
                for subject, kind, area in closed
            ],
            by=who.uuid,
            at=at,
            reason=reason,
        )
        return len(closed)


def follow_families(*, places: Mapping[UUID, int], by: UUID, at: datetime) -> int:
    """Let the grants on people and households name the area where these stand now.

    ``places`` maps a subject to its area; the room above has moved it there, in the transaction of
    the caller. Who was given leave keeps it, and the grant is then the new place's to list and to
    take back. Ended grants go along: nothing of the family stays behind. Returns how many moved.
    """
    if not places:
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "select * from offices_grants_follow(%s, %s)", (list(places), list(places.values()))
            )
            moved = cursor.fetchall()
        audit.record_many(
            [
                audit.Act(
                    verb="offices.grant.follow",
                    subject=subject,
                    subject_kind=kind,
                    area=area,
                    detail={"principal": str(principal), "purpose": purpose},
                )
                for subject, kind, area, principal, purpose in moved
            ],
            by=by,
            at=at,
        )
    return len(moved)


def _check_end(reason: str) -> None:
    if reason not in EndReason.values:
        raise CannotEndGrant(_("请选一个理由。"))


def _note(grant: Grant, verb: str, by: UUID, at: datetime, *, reason: str = "") -> None:
    audit.record(
        verb=verb,
        by=by,
        at=at,
        subject=grant.subject,
        subject_kind=grant.subject_kind,
        area=grant.area,
        detail={"principal": str(grant.principal), "purpose": grant.purpose},
        reason=reason,
    )
