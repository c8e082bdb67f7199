from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from bangfu.audit import actions as audit
from bangfu.offices.models import HandOver


def hand_over(*, handover: HandOver, by: UUID, at: datetime) -> int:
    """Carry the leaver's open batches over to the taker; part of ``offices.actions.take_over``.

    Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute("select rosters_take_over(%s)", [handover.uuid])
        count: int = cursor.fetchone()[0]
    if count:
        audit.record(
            verb="rosters.batch.hand_over",
            by=by,
            at=at,
            subject=handover.uuid,
            subject_kind="handover",
            area=handover.area_id,
            detail={"batches": count},
        )
    return count
