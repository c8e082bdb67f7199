"""How far a job is, as the database's own list of connections tells it.

A long act is one transaction, and nobody sees into it before its end. Its connection says in its
name what it is at (`actions.progress`); that shows at once, and ends with the job, however it ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..models import Batch, Handout
from ..states import BatchState, HandoutState
from .wording import reading_of_trouble

STUCK = timedelta(minutes=3)
LATER = "later_entries"
"""Why a batch was not taken back: something stands on it."""

STAGES = {
    "reading": {
        "read": gettext_noop("读取"),
        "compare": gettext_noop("比对"),
        "keep": gettext_noop("留底"),
    },
    "taking": {
        "compare": gettext_noop("比对"),
        "enter": gettext_noop("登记"),
        "keep": gettext_noop("留底"),
    },
    "taking_back": {
        "check": gettext_noop("查对"),
        "undo": gettext_noop("撤回"),
        "keep": gettext_noop("留底"),
    },
}


def sign_of(uuid: UUID) -> str:
    """Return how the connection of a job on this batch is named, before what it is at."""
    return f"bangfu:{uuid.hex}:"


@dataclass(slots=True)
class Stage:
    """One stage of a job: `state` is past, now or next."""

    words: str
    state: str


@dataclass(slots=True)
class Progress:
    """A job under way: `what` is reading, taking or taking_back; `share` of 100, None before it
    begins; `rows` is 0 while they are not counted yet."""

    what: str
    rows: int
    share: int | None
    stages: list[Stage]
    is_stuck: bool

    @property
    def now(self) -> str:
        """The words of the stage it is at, "" before it begins."""
        return next((stage.words for stage in self.stages if stage.state == "now"), "")


def doing(batch: Batch) -> str:
    """Return which job a batch waits for, "" for none."""
    if batch.state == BatchState.READING:
        return "reading"
    if batch.state == BatchState.TAKING:
        return "taking"
    asked_back = batch.state == BatchState.TAKEN and batch.taken_back_at is not None
    return "taking_back" if asked_back else ""


def progress_of(batch: Batch, *, at: datetime) -> Progress:
    """Return how far the job of a batch is at this moment.

    It is stuck when nobody works at it though it began some minutes ago.
    """
    what = doing(batch)
    stage, share = _heard_of(batch)
    names = STAGES[what]
    here = list(names).index(stage) if stage in names else -1
    stages = [
        Stage(_(words), "past" if no < here else "now" if no == here else "next")
        for no, words in enumerate(names.values())
    ]
    rows = {"reading": batch.counts.get("read", 0), "taking": batch.ready}.get(what, batch.taken)
    silent = here < 0 and at - (batch.job or batch.read_at) > STUCK
    return Progress(what, rows, share if here >= 0 else None, stages, silent)


def rows_of(handout: Handout) -> int:
    """Return how many rows of a sheet its job has written so far."""
    return _heard_by(sign_of(handout.uuid))[1]


def is_stuck(handout: Handout, *, at: datetime) -> bool:
    """Return whether a sheet still waits for a job that nobody is at, some minutes after."""
    waits = handout.state == HandoutState.WAITING and at - handout.asked_at > STUCK
    return waits and not is_worked_at(handout.uuid)


def is_worked_at(uuid: UUID) -> bool:
    """Return whether a job says at this moment that it is at this batch or sheet."""
    return bool(_heard_by(sign_of(uuid))[0])


def _heard_of(batch: Batch) -> tuple[str, int]:
    return _heard_by(sign_of(batch.uuid))


def _heard_by(sign: str) -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select application_name from pg_stat_activity"
            " where datname = current_database() and starts_with(application_name, %s)",
            [sign],
        )
        found = cursor.fetchone()
    if found is None:
        return "", 0
    stage, _colon, share = found[0].removeprefix(sign).partition(":")
    return stage, int(share) if share.isdecimal() else 0


def trouble_of(batch: Batch) -> str:
    """Return why a batch could not be read, or its job not done; "" where all is well."""
    trouble = batch.trouble
    if not trouble:
        return ""
    if trouble["code"] == LATER:
        return why_not_back([UUID(entry) for entry in trouble["entries"]])
    return reading_of_trouble(batch.file_name, trouble, _)


def why_not_back(entries: list[UUID]) -> str:
    """Return the sentence on what stands on a batch that was to be taken back."""
    names: list[Any] = list(
        Batch.objects.filter(uuid__in=entries).values_list("file_name", flat=True)
    )
    if names:
        listed = "、".join(f"“{name}”" for name in names[:3])
        return _("后来入库的%(files)s用到了这批里的人，请先撤回它。") % {"files": listed}
    return _("这批里的人后来有了别的登记，不能整批撤回，请逐项更正。")
