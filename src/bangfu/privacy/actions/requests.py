"""What people ask about their own data, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.kernel.workdays import Calendar

from .. import crypto, keys
from ..models import Request
from ..states import RequestState

WORKING_DAYS = 15
"""Within which a request is answered. The law says 及时 (个人信息保护法 50); the number is the
office's own promise, inside the 30 days of GB/T 35273-2020."""
LABEL = "request.text"


class CannotAnswer(ValueError):
    """The request may not be taken down or decided so; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: about whom, what, by which way, in his own words."""

    subject: UUID
    subject_kind: str
    area: int
    kind: str
    about: str
    channel: str
    asker: str
    text: str
    asked_on: date


def ask(asked: Asked, *, by: UUID, at: datetime, on: date, calendar: Calendar) -> Request:
    """This function will take down a request and say until when it is to be answered.

    The words are sealed under the subject's own key. Who takes it down does not yet handle it.

    :raises CannotAnswer: a day to come, no words, or somebody whose data were erased.
    """
    if asked.asked_on > on:
        raise CannotAnswer(_("提出日期不能晚于今天。"))
    if not asked.text.strip():
        raise CannotAnswer(_("请记下本人说的话。"))
    key = keys.open_many([asked.subject]).get(asked.subject)
    if key is None:
        raise CannotAnswer(_("资料已依法删除。"))
    with transaction.atomic():
        made = Request.objects.create(
            area=asked.area, subject=asked.subject, subject_kind=asked.subject_kind,
            kind=asked.kind, about=asked.about, channel=asked.channel, asker=asked.asker,
            text=crypto.seal(key, LABEL, asked.text.strip()[:200]), asked_on=asked.asked_on,
            due_on=calendar.add(asked.asked_on, WORKING_DAYS).on, recorded_by=by, recorded_at=at,
            state=RequestState.OPEN,
        )  # fmt: skip
        _record("ask", made, by, at)
    return made


def take(*, request: UUID, by: UUID, at: datetime) -> Request:
    """This function will put a request into the hands of who takes it.

    :raises CannotAnswer: it is decided.
    """
    with transaction.atomic():
        found = _locked(request, RequestState.OPEN)
        found.handler = by
        found.save(update_fields=["handler"])
        _record("take", found, by, at)
    return found


def meet(*, request: UUID, by: UUID, at: datetime, act: UUID | None = None) -> Request:
    """This function will say that a request was met, by an act of the register where there is one.

    :raises CannotAnswer: it is decided, or in other hands.
    """
    return _decide(request, RequestState.DONE, by, at, act=act)


def refuse(*, request: UUID, why: str, by: UUID, at: datetime) -> Request:
    """This function will refuse a request, with a reason of the list.

    :raises CannotAnswer: it is decided, or in other hands.
    """
    return _decide(request, RequestState.REFUSED, by, at, refusal=why)


def reopen(*, request: UUID, by: UUID, at: datetime) -> Request:
    """This function will take one's own decision back, until its letter was printed.

    :raises CannotAnswer: it is open, printed, or another's.
    """
    with transaction.atomic():
        found = Request.objects.select_for_update().filter(uuid=request).first()
        if found is None or found.state == RequestState.OPEN:
            raise CannotAnswer(_("这一件还没有办结。"))
        if found.printed_at is not None:
            raise CannotAnswer(_("答复书已经打印，不能撤回。"))
        if found.decided_by != by:
            raise CannotAnswer(_("请办结的人撤回。"))
        found.state, found.refusal, found.act = RequestState.OPEN, "", None
        found.decided_by = found.decided_at = None
        found.save(update_fields=["state", "refusal", "act", "decided_by", "decided_at"])
        _record("reopen", found, by, at)
    return found


def note_print(*, request: UUID, by: UUID, at: datetime) -> Request:
    """This function will note that the letter was printed: from now on the decision stands.

    :raises CannotAnswer: it is not decided.
    """
    with transaction.atomic():
        found = Request.objects.select_for_update().filter(uuid=request).first()
        if found is None or found.state == RequestState.OPEN:
            raise CannotAnswer(_("这一件还没有办结。"))
        if found.printed_at is None:
            found.printed_at = at
            found.save(update_fields=["printed_at"])
            _record("print", found, by, at)
    return found


def _decide(
    request: UUID, state: RequestState, by: UUID, at: datetime, *, refusal: str = "",
    act: UUID | None = None,
) -> Request:  # fmt: skip
    with transaction.atomic():
        found = _locked(request, RequestState.OPEN)
        if found.handler != by:
            raise CannotAnswer(_("这一件在别人手里，或还没有人接手；请先接手。"))
        found.state, found.refusal, found.act = state, refusal, act
        found.decided_by, found.decided_at = by, at
        found.save(update_fields=["state", "refusal", "act", "decided_by", "decided_at"])
        _record("meet" if state == RequestState.DONE else "refuse", found, by, at)
    return found


def _locked(request: UUID, state: RequestState) -> Request:
    found = Request.objects.select_for_update().filter(uuid=request).first()
    if found is None or found.state != state:
        raise CannotAnswer(_("这一件已经有人办过了。"))
    return found


_VERBS = {
    "ask": "privacy.request.ask",
    "take": "privacy.request.take",
    "meet": "privacy.request.meet",
    "refuse": "privacy.request.refuse",
    "reopen": "privacy.request.reopen",
    "print": "privacy.request.print",
}


def _record(act: str, request: Request, by: UUID, at: datetime) -> None:
    audit.record(
        verb=_VERBS[act], by=by, at=at, subject=request.subject,
        subject_kind=request.subject_kind, area=request.area,
        detail={
            "request": str(request.uuid), "ask": request.kind, "about": request.about,
            **({"act": str(request.act)} if request.act else {}),
        },
    )  # fmt: skip
