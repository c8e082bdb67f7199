from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from bangfu.frame.clock import ZONE
from bangfu.offices.queries import Work

from ..states import BatchState, HandoutState
from .progress import is_worked_at
from .screen import KINDS


def open_work(account: UUID) -> list[Work]:
    """Return the batches in the account's hands that are not taken in, or have rows waiting."""
    with connection.cursor() as cursor:
        cursor.execute("select * from rosters_open_work(%s)", [account])
        rows = cursor.fetchall()
    return [
        Work(
            uuid=uuid,
            area=area,
            words=_("花名册：%(kind)s") % {"kind": _(KINDS.get(kind) or KINDS["unknown"])},
            count=_said(state, waiting, ready),
            since=since.astimezone(ZONE).date(),
            state=f"{state} {waiting} {ready}",
        )
        for uuid, kind, _category, state, area, since, waiting, ready in rows
    ]


def sheets_being_made(account: UUID) -> list[Work]:
    """Return the sheets asked for by the account that a job is making, or about to."""
    with connection.cursor() as cursor:
        cursor.execute("select * from rosters_sheets_being_made(%s)", [account])
        rows = cursor.fetchall()
    return [
        Work(
            uuid=uuid,
            area=area,
            words=_("正在生成的名单"),
            count=str(HandoutState.WAITING.label),
            since=asked_at.astimezone(ZONE).date(),
            moves=False,
            state=name,
            own=True,
            way_out=_("正在生成的名单等几分钟就好。"),
        )
        for uuid, name, area, asked_at, young in rows
        if young or is_worked_at(uuid)
    ]


def _said(state: str, waiting: int, ready: int) -> str:
    parts = [str(BatchState(state).label)]
    if waiting:
        parts.append(_("待核实%(n)d行") % {"n": waiting})
    if ready:
        parts.append(_("可入库%(n)d行") % {"n": ready})
    return " · ".join(parts)
