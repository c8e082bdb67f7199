"""The record of a lawful erasure: proposed by one, decided by another.

What is erased, the triggers on the record do in the same transaction: keys here, facts and rows
in the rooms above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from ..models import Erasure
from ..queries import live_hold
from ..states import ErasureState

_VERBS = {
    ErasureState.DONE: "privacy.erasure.confirm",
    ErasureState.REFUSED: "privacy.erasure.refuse",
    ErasureState.WITHDRAWN: "privacy.erasure.withdraw",
}


class CannotErase(ValueError):
    """The erasure may not be proposed or decided so; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is to be erased, of whom, and why; ``clock_on`` is the day the term began."""

    subject: UUID
    subject_kind: str
    area: int
    people: Sequence[UUID]
    ground: str
    clause: str
    clock_on: date


def propose(what: Proposal, *, by: UUID, at: datetime, on: date) -> Erasure:
    """This function will propose an erasure; nothing is erased by it.

    :raises CannotErase: it is proposed or done already, or something holds it.
    """
    hold = live_hold([what.subject, *what.people], on=on)
    if hold is not None:
        raise CannotErase(
            _("这一户的资料要留到%(until)s（%(why)s），不能删除。")
            % {"until": hold.until, "why": hold.get_reason_display()}
        )
    try:
        with transaction.atomic():
            made = Erasure.objects.create(
                area=what.area, subject=what.subject, subject_kind=what.subject_kind,
                people=sorted(what.people), ground=what.ground, clause=what.clause,
                clock_on=what.clock_on, state=ErasureState.PROPOSED, proposed_by=by,
                proposed_at=at,
            )  # fmt: skip
            _record("privacy.erasure.propose", made, by, at)
    except IntegrityError as refused:
        raise CannotErase(_words(refused)) from refused
    return made


def decide(*, erasure: UUID, state: str, by: UUID, at: datetime) -> Erasure:
    """This function will confirm, refuse or withdraw a proposal; to confirm is for ever.

    :param state: ``done``, ``refused`` or ``withdrawn``.
    :raises CannotErase: it is decided already, the proposer confirms or somebody else withdraws,
        a hold, a family that has changed.
    """
    try:
        with transaction.atomic():
            found = Erasure.objects.select_for_update().filter(uuid=erasure).first()
            if found is None or found.state != ErasureState.PROPOSED:
                raise CannotErase(_("这一件已经有人办过了。"))
            if state == ErasureState.DONE and found.proposed_by == by:
                raise CannotErase(_("删除要两个人：提出的人不能自己确认。"))
            if state == ErasureState.WITHDRAWN and found.proposed_by != by:
                raise CannotErase(_("只有提出的人能收回。"))
            # The trail comes first: the database erases nothing that is not on record.
            _record(_VERBS[ErasureState(state)], found, by, at)
            found.state, found.decided_by, found.decided_at = state, by, at
            found.save(update_fields=["state", "decided_by", "decided_at"])
    except IntegrityError as refused:
        raise CannotErase(_words(refused)) from refused
    return found


def _record(verb: str, erasure: Erasure, by: UUID, at: datetime) -> None:
    audit.record(
        verb=verb,
        by=by,
        at=at,
        subject=erasure.subject,
        subject_kind=erasure.subject_kind,
        area=erasure.area,
        detail={
            "erasure": str(erasure.uuid),
            "ground": erasure.ground,
            "people": len(erasure.people),
        },
    )


def _words(refused: IntegrityError) -> str:
    """Word the promise of the database that was about to be broken."""
    told = str(refused)
    if "privacy_erasure_once" in told:
        return _("已经提出过了，正等人确认，或已经删除。")
    if "is held" in told:
        return _("有人登记了“暂不删除”，请先看清楚。")
    if "has changed" in told:
        return _("提出以后这一户有变化，请收回后重新提出。")
    if "on the register" in told:
        return _("还在册的住户和人不能删除。")
    return _("不能这样删除。")
