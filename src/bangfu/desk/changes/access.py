"""Which right each act asks for, and who may take one back."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.registry.models import Change
from bangfu.registry.states import ChangeKind

UNDO_FOR = timedelta(days=30)
_SEEN_IN_THE_VILLAGE = frozenset(
    {
        ChangeKind.BIRTH, ChangeKind.DEATH, ChangeKind.MOVE_OUT, ChangeKind.UPDATE,
        ChangeKind.NEED, ChangeKind.HOUSING,
    }
)  # fmt: skip


def right_of(kind: str) -> str:
    """Return the right that an act of this kind asks for."""
    return "register.write" if kind in _SEEN_IN_THE_VILLAGE else "register.decide"


def can_do(user: User, kind: str, area: int, *, on: date) -> bool:
    """Return whether the account may do such an act on a household of this area."""
    return access.reaches(user, right_of(kind), area, on=on)


def reach_of(user: User, kind: str, *, on: date) -> Scope:
    """Return the part of what the account sees in which it may do such an act.

    Somebody may read more than he may change: a household is moved to or opened in this part only.
    """
    return Scope(user.uuid, access.reach(user, right_of(kind), on=on))


def can_undo(user: User, change: Change, *, on: date, at: datetime) -> bool:
    """Return whether the account may take back an act: its own, for thirty days, once.

    Two who were merged are parted by whoever may merge, however late: it may take years to show.
    """
    mine = change.done_by == user.uuid and at - change.done_at <= UNDO_FOR
    # Where it was done, and where the family lives now: it may have moved out of reach since.
    homes = [home for home in (change.household, change.other) if home is not None]
    places = {change.area, *(home.area for home in homes)}
    return (
        change.undone_at is None
        and (mine or change.kind == ChangeKind.MERGE)
        and all(can_do(user, change.kind, place, on=on) for place in places)
    )
