"""What is open in somebody's hands: each room tells its own, here it is put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from bangfu.privacy.states import Ground, RequestKind

from ..models import Area, Errand, HandOver, Purpose


@dataclass(frozen=True)
class Work:
    """One piece of open work: whose area it lies in, what it is in words, and how much of it.

    ``moves`` says whether a hand-over carries it to the taker; what does not move ends with the
    post. No names and no numbers of people: an administrator reads it and it is printed.
    """

    uuid: UUID
    area: int
    words: str
    count: str
    since: date
    moves: bool = True
    state: str = ""
    """How far it is, in no language: by it a change is noticed."""
    own: bool = False
    """Whether it is the account's own affair, which no hand-over lists: a sheet being made."""
    way_out: str = ""
    """A sentence that says what is to be done with what does not move."""


class Moves(Protocol):
    """The act by which a room carries its open work over; it returns how many pieces."""

    def __call__(self, *, handover: HandOver, by: UUID, at: datetime) -> int: ...


@dataclass(frozen=True)
class Room:
    """A room that may have open work of somebody: how to list it, and how to carry it over."""

    open_work: Callable[[UUID], Sequence[Work]]
    hand_over: Moves | None = None


_rooms: list[Room] = []


def provide_rooms(rooms: Sequence[Room]) -> None:
    """Take the rooms that know of open work; the desk, which stands over them all, names them."""
    _rooms[:] = rooms


def rooms_with_work() -> tuple[Room, ...]:
    """Return the rooms that know of open work."""
    return tuple(_rooms)


def all_open_work(account: UUID, area: Area | None = None) -> list[Work]:
    """Return what is open in the account's hands, room by room.

    With an area, what a hand-over of a post there lists: nothing that is the account's own affair.
    """
    found = [work for room in _rooms for work in room.open_work(account)]
    if area is None:
        return found
    return [one for one in found if area.lo <= one.area <= area.hi and not one.own]


def mark_of(work: Sequence[Work]) -> str:
    """Return a digest by which it is known whether the list is still the one confirmed."""
    lines = sorted(f"{one.uuid} {one.state}" for one in work)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def open_work(account: UUID) -> list[Work]:
    """Return the families the account looks after by grant, and whom it stands in for."""
    with connection.cursor() as cursor:
        cursor.execute("select * from offices_open_work(%s)", [account])
        rows = cursor.fetchall()
    purposes = dict(Purpose.choices)
    return [
        Work(
            uuid=uuid,
            area=area,
            words=_("替人代班")
            if kind == "stand_in"
            else str(purposes[kind.removeprefix("grant_")]),
            count="" if kind == "stand_in" else _("1户"),
            since=since,
            moves=kind != "stand_in",
        )
        for kind, uuid, area, since, _until in rows
    ]


def waits_for(account: UUID) -> list[Work]:
    """Return what else waits for the account: requests of people, erasures it proposed, its
    commissions as an inspector, and hand-overs that are not done."""
    with connection.cursor() as cursor:
        cursor.execute("select * from offices_waits_for(%s)", [account])
        rows = cursor.fetchall()
    return [_waiting(*row) for row in rows]


def _waiting(kind: str, uuid: UUID, area: int, since: date, what: str, due: date | None) -> Work:
    words, count, way_out = {
        "request": lambda: (
            _("本人要求：%(kind)s") % {"kind": RequestKind(what).label},
            _("答复到%(day)s") % {"day": due},
            "",
        ),
        "erasure": lambda: (
            _("提出的依法删除"),
            str(Ground(what).label),
            _("提出的依法删除先收回，或请审批人办结。"),
        ),
        "commission": lambda: (
            _("检查委托：%(errand)s") % {"errand": Errand(what).label},
            _("检查到%(day)s") % {"day": due},
            _("检查委托请安全管理员提前结束。"),
        ),
        "handover": lambda: (
            _("没办完的移交"),
            _("接手日期%(day)s") % {"day": due},
            _("没办完的移交先办完或撤回。"),
        ),
    }[kind]()
    return Work(
        uuid=uuid,
        area=area,
        words=words,
        count=count,
        since=since,
        moves=kind == "request",
        state=kind,
        own=kind == "handover",
        way_out=way_out,
    )
