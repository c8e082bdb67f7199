"""A batch is taken back: the register is as if it had never come."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from bangfu.audit import actions as audit
from bangfu.registry import actions as registry

from .. import states
from ..models import Batch, StagedRow
from ..queries.progress import LATER, doing, why_not_back
from ..states import CannotDo, Disposition


def take_back(*, batch: Batch, by: UUID, at: datetime) -> Batch:
    """Withdraw what the batch brought: its facts, and people and households that only it told of.

    Raises CannotDo when something later stands on it (StandsUpon, which names what that is).
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        batch.state = states.after(batch.state, "take_back")
        try:
            gone = registry.take_back(entry=batch.uuid, at=at)
        except registry.CannotTakeBack as refusal:
            raise StandsUpon(refusal.entries) from refusal
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


class StandsUpon(CannotDo):
    """Something later stands on the batch; `entries` are the batches or acts it came with."""

    def __init__(self, entries: list[UUID]) -> None:
        super().__init__(why_not_back(entries))
        self.entries = entries


def begin_taking_back(*, batch: Batch, by: UUID, at: datetime) -> Batch:
    """Note who asked for a large batch to be taken back and when, before the long act.

    Until that is done the batch is taken in as before. Told again, a job cut off begins anew.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        states.after(batch.state, "take_back")
        batch.taken_back_by, batch.taken_back_at = by, at
        batch.job, batch.trouble = at, {}
        batch.save(update_fields=["taken_back_by", "taken_back_at", "job", "trouble"])
    return batch


def finish_taking_back(*, batch: Batch, by: UUID, at: datetime) -> Batch:
    """Take back what was asked for; where something stands on it, the batch says what.

    A batch nobody asked for is left alone.
    """
    if doing(batch) != "taking_back":
        return batch
    try:
        return take_back(batch=batch, by=by, at=at)
    except StandsUpon as refusal:
        return stop_taking_back(
            batch=batch, trouble={"code": LATER, "entries": [str(e) for e in refusal.entries]}
        )


def stop_taking_back(*, batch: Batch, trouble: dict[str, Any]) -> Batch:
    """Note why a batch is not taken back after all; it stays taken in."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if doing(batch) == "taking_back":
            batch.taken_back_by = batch.taken_back_at = None
            batch.trouble = trouble
            batch.save(update_fields=["taken_back_by", "taken_back_at", "trouble"])
    return batch
