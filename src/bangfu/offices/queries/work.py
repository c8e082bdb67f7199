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

from ..models import Area, HandOver, Purpose


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
    """Return what is open in the account's hands, room by room; of one area if that is given."""
    found = [work for room in _rooms for work in room.open_work(account)]
    return [one for one in found if area is None or area.lo <= one.area <= area.hi]


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
