"""A change of a standard is agreed to by a second person and put in force by a third."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.offices.models import User

from .. import access
from ..models import Revision
from ..queries.revisions import check
from ..states import RevisionState
from .drafting import CannotChangeStandard, locked, move, refuse_overtaken


def agree(*, revision: Revision, opinion: str, by: User, on: date, at: datetime) -> Revision:
    """Agree to a change that somebody else drafted."""
    with transaction.atomic():
        held = locked(revision)
        if not access.can_review(by, held, on=on):
            raise CannotChangeStandard(_("由审核人复核，自己起草的由别人复核。"))
        return move(
            held, "agree", by, at, reviewed_by=by.uuid, reviewed_at=at, opinion=_short(opinion)
        )


def send_back(*, revision: Revision, opinion: str, by: User, on: date, at: datetime) -> Revision:
    """Return a change to who drafted it, saying what is to be mended."""
    with transaction.atomic():
        held = locked(revision)
        if not (access.can_review(by, held, on=on) or access.can_publish(by, held, on=on)):
            raise CannotChangeStandard(_("由审核人或审批人退回。"))
        if not opinion.strip():
            raise CannotChangeStandard(_("请写要改什么。"))
        return move(
            held, "return", by, at, opinion=_short(opinion), reviewed_by=None, reviewed_at=None
        )


def publish(*, revision: Revision, by: User, on: date, at: datetime) -> Revision:
    """Put a change in force, proved once more against all that is in force by now."""
    with transaction.atomic():
        held = locked(revision)
        if not access.can_publish(by, held, on=on):
            raise CannotChangeStandard(_("由审批人发布，自己起草的由别人发布。"))
        if held.state == RevisionState.AGREED:
            refuse_overtaken(held)
        if held.state == RevisionState.AGREED and not check(held, on=on).ok:
            raise CannotChangeStandard(_("和现在别的标准合不上了，请退回修改。"))
        return move(held, "publish", by, at, published_by=by.uuid, published_at=at)


def _short(opinion: str) -> str:
    return " ".join(opinion.split())[:200]
