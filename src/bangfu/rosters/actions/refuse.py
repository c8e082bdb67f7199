"""A job whose person may not do it any more: the batch says so, and nothing has entered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from bangfu.audit import actions as audit
from bangfu.offices.access import OPERATOR

from .. import states
from ..models import Batch
from ..states import BatchState

OUT_OF_OFFICE = "out_of_office"


def refuse_job(*, batch: Batch, asked_by: UUID, at: datetime) -> Batch:
    """Bring a batch back from a job that may not run, and note why.

    A file not read yet is put aside, so that a colleague can hand it in; one that was to be taken
    in goes back to where it was. A batch with no job under way is left alone.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        if batch.state not in (BatchState.READING, BatchState.TAKING):
            return batch
        was = batch.state
        act = "fail" if was == BatchState.READING else "stop_taking"
        batch.state = states.after(was, act)
        if was == BatchState.TAKING and batch.taken_at:
            batch.state = BatchState.TAKEN
        batch.trouble = {"code": OUT_OF_OFFICE}
        batch.save(update_fields=["state", "trouble"])
        audit.record(
            verb="rosters.batch.refuse_job",
            by=OPERATOR,
            at=at,
            subject=batch.uuid,
            subject_kind="rosters.batch",
            area=batch.area,
            detail={"asked_by": str(asked_by), "state": was},
            via="task",
        )
    return batch
