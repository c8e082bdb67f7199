from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from ..models import Grant
from .acting import Cannot


class CannotGiveGrant(Cannot):
    """The dates are in the wrong order."""


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


def _note(grant: Grant, verb: str, by: UUID, at: datetime) -> None:
    audit.record(
        verb=verb,
        by=by,
        at=at,
        subject=grant.subject,
        subject_kind=grant.subject_kind,
        area=grant.area,
        detail={"principal": str(grant.principal), "purpose": grant.purpose},
    )
