"""A batch is taken back: the register is as if it had never come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.registry import actions as registry

from .. import states
from ..models import Batch, StagedRow
from ..states import CannotDo, Disposition


def take_back(*, batch: Batch, by: UUID, at: datetime) -> Batch:
    """Withdraw what the batch brought: its facts, and people and households that only it told of.

    Raises CannotDo when something later stands on it, and names what that is.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        batch.state = states.after(batch.state, "take_back")
        try:
            gone = registry.take_back(entry=batch.uuid, at=at)
        except registry.CannotTakeBack as refusal:
            raise CannotDo(_why(refusal.entries)) from refusal
        StagedRow.objects.filter(batch=batch).exclude(people=[]).update(people=[], outcome="")
        entered = StagedRow.objects.filter(batch=batch, disposition=Disposition.TAKEN)
        entered.update(disposition=Disposition.READY, people=[], outcome="")
        batch.ready = F("ready") + F("taken")
        batch.taken = 0
        batch.taken_back_by, batch.taken_back_at = by, at
        batch.save()
        batch.refresh_from_db()
        audit.record(
            verb="rosters.batch.take_back",
            by=by,
            at=at,
            subject=batch.uuid,
            subject_kind="rosters.batch",
            area=batch.area,
            detail=gone,
        )
    return batch


def _why(entries: list[UUID]) -> str:
    names = list(Batch.objects.filter(uuid__in=entries).values_list("file_name", flat=True))
    if names:
        listed = "、".join(f"“{name}”" for name in names[:3])
        return _("后来入库的%(files)s用到了这批里的人，请先撤回它。") % {"files": listed}
    return _("这批里的人后来有了别的登记，不能整批撤回，请逐项更正。")
