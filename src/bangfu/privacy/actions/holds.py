"""Legal holds: what is held is not erased."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from ..models import Hold
from ..queries import live_hold


class CannotHold(ValueError):
    """The hold may not be placed or lifted; the message is for the person."""


def place(
    *, subject: UUID, area: int, reason: str, until: date, by: UUID, at: datetime, on: date
) -> Hold:
    """This function will hold what is kept of a subject until a day.

    :raises CannotHold: a day that is past, or more than ten years off, or a hold there already.
    """
    if not on < until <= on.replace(year=on.year + 10, day=min(on.day, 28)):
        raise CannotHold(_("“留到”要晚于今天，最多十年。"))
    with transaction.atomic():
        if live_hold([subject], on=on) is not None:
            raise CannotHold(_("已经登记过“暂不删除”。"))
        made = Hold.objects.create(
            area=area, subject=subject, reason=reason, until=until, placed_by=by, placed_at=at
        )
        _record("privacy.hold.place", made, by, at)
    return made


def lift(*, hold: UUID, by: UUID, at: datetime) -> Hold:
    """This function will lift a hold before its day.

    :raises CannotHold: it is lifted already.
    """
    with transaction.atomic():
        found = Hold.objects.select_for_update().filter(uuid=hold).first()
        if found is None or found.lifted_at is not None:
            raise CannotHold(_("已经解除过了。"))
        found.lifted_by, found.lifted_at = by, at
        found.save(update_fields=["lifted_by", "lifted_at"])
        _record("privacy.hold.lift", found, by, at)
    return found


def _record(verb: str, hold: Hold, by: UUID, at: datetime) -> None:
    audit.record(
        verb=verb, by=by, at=at, subject=hold.subject, subject_kind="household", area=hold.area,
        detail={"hold": str(hold.uuid), "ground": hold.reason},
    )  # fmt: skip
