"""Two sources differ: somebody says which of them holds, and the other is said no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from ..models import Change, Membership
from ..queries.differ import MATTERS, differ, said_of
from ..states import ChangeKind, IdentityState
from .act import CannotChange, Told, act
from .take_back import settle_holders


def settle(*, home: UUID, kind: str, subject: UUID, keep: int, told: Told) -> Change:
    """Let one of several facts hold; ``subject`` is a member or the household, ``keep`` the fact.

    The others are closed and stay in the history. Raises CannotChange where nothing differs any
    more, and where a verified number would be given up for a word without one.
    """
    if kind not in MATTERS:
        raise CannotChange(_("没有这一项。"))
    person = subject if subject != home else None
    with act(ChangeKind.SETTLE, home, told, person=person) as doing:
        facts = said_of(kind, [_subject(doing.change, kind)])
        chosen = next((fact for fact in facts if fact.pk == keep), None)
        if chosen is None or not differ(kind, facts):
            raise CannotChange(_("现在没有不同的说法了，请重新打开看。"))
        others = [fact for fact in facts if fact.pk != keep]
        if kind == "identity":
            _refuse_to_lose_a_number(chosen, others)
        doing.close(others)
        if kind == "identity":
            settle_holders({chosen.person_id})
    return doing.change


def _subject(change: Change, kind: str) -> int:
    """The row that the matter is about; a person has to live in the household."""
    if kind == "address":
        return change.household_id
    here = Membership.objects.filter(
        household=change.household, person=change.person, superseded_at=None, valid_until=None
    )
    if change.person_id is None or not here.exists():
        raise CannotChange(_("没有这个人，或不归您管。"))
    return change.person_id


def _refuse_to_lose_a_number(chosen: Any, others: Sequence[Any]) -> None:
    if chosen.state != IdentityState.VERIFIED and any(
        fact.state == IdentityState.VERIFIED for fact in others
    ):
        raise CannotChange(_("另一个说法有核实过的号码，不能丢掉；号码错了，请办“更正信息”。"))
