"""What the home page says first, for each kind of reader; only what the installation really has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import HandOver, Role, User
from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry
from bangfu.registry.queries import HouseholdFilter
from bangfu.registry.queries.lists import CAP
from bangfu.rosters.models import Batch
from bangfu.rosters.states import TRANSITIONS, BatchState, Disposition

from .figures import Figures, figures_for_a_leader
from .menu import address_of
from .numbers import Question, questions_of

NAMED = 6
COUNTED = 20_000
"""Up to so many households the register is counted whole: more than a town has; counting a
million people takes a fifth of a second."""
NEAR = timedelta(days=7)
RECENT = 5
BATCH_CHIPS = {
    BatchState.READING.value: "doing",
    BatchState.STAGED.value: "due",
    BatchState.TAKING.value: "doing",
    BatchState.TAKEN.value: "done",
    BatchState.TAKEN_BACK.value: "draft",
    BatchState.FAILED.value: "stop",
}


@dataclass
class Panels:
    """The parts of the home page; what is None or empty is not for this reader."""

    rights: frozenset[str]
    reads: bool = False
    helper: bool = False
    listed: bool = False
    register: registry.Total | None = None
    unverified: int = 0
    questions: list[tuple[registry.lists.HouseholdRow, list[Question]]] = field(
        default_factory=list
    )
    rosters_url: str = ""
    rosters: list[BatchLine] = field(default_factory=list)
    waiting: int = 0
    mine: list[BatchLine] = field(default_factory=list)
    granted: list[registry.lists.HouseholdRow] = field(default_factory=list)
    figures: Figures | None = None
    nodes: list[Node] = field(default_factory=list)
    standing: list[Standing] = field(default_factory=list)
    handovers: list[HandOver] = field(default_factory=list)


@dataclass(frozen=True)
class Node:
    """A day of the office's year that is near: what, until when, how many working days are left."""

    name: str
    until: date
    left: int


@dataclass(frozen=True)
class Standing:
    """Somebody for whom the reader stands in today, or who stands in for him; the last day too."""

    who: str
    until: date
    by_me: bool


@dataclass(frozen=True)
class BatchLine:
    """One roster as a line of the home page: how it looks, and where it is looked at."""

    batch: Batch
    url: str

    @property
    def only_kept(self) -> bool:
        """Whether nothing of it entered: a list that waits whole for the room that will own it."""
        return self.batch.state == BatchState.TAKEN and not self.batch.taken

    @property
    def acted_at(self) -> datetime:
        """When the last thing was done to it."""
        return self.batch.taken_back_at or self.batch.taken_at or self.batch.read_at

    @property
    def can_be_taken_back(self) -> bool:
        """Whether opening it offers to take it back."""
        return (self.batch.state, "take_back") in TRANSITIONS

    @property
    def look(self) -> str:
        """The chip of the batch's state."""
        return "draft" if self.only_kept else BATCH_CHIPS[self.batch.state]

    @property
    def words(self) -> str:
        """The words of the chip."""
        return str(Disposition.KEPT.label if self.only_kept else self.batch.get_state_display())

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Where its rows are, without what is nought; together they are all rows read."""
        where = ("taken", "ready", "waiting", "kept", "skipped")
        return [
            (str(Disposition(name).label), count)
            for name in where
            if (count := getattr(self.batch, name))
        ]


def panels_for(user: User, scope: Scope, *, on: date, at: datetime) -> Panels:
    """Return the parts of the home page for this reader."""
    rights = access.rights_of(user, on=on)
    panels = Panels(rights=rights)
    if "register.read" in rights:
        _add_register(panels, scope, on)
        panels.listed = Role.LIAISON in access.roles_of(user, on=on)
    if "rosters.read" in rights:
        _add_rosters(panels, user)
    if "calendar.write" in rights and panels.reads:
        panels.nodes = _nodes(user, on)
    if "figures.read" in rights and not panels.reads:
        panels.figures = figures_for_a_leader()
    panels.standing = _standing(user, on)
    panels.handovers = offices.waiting_for(user, on=on)
    return panels


def _standing(user: User, on: date) -> list[Standing]:
    return [
        Standing(one.for_user.display_name, one.valid_until, by_me=True)
        if one.user_id == user.pk
        else Standing(one.user.display_name, one.valid_until, by_me=False)
        for one in offices.current_stand_ins(user, on=on)
    ]


def _nodes(user: User, on: date) -> list[Node]:
    """What the office's year has for the rest of this month; at its end, for the next one."""
    town = offices.town_of(user)
    if town is None:
        return []
    until = max(offices.month_end(on), on + NEAR)
    calendar = offices.calendar_of(town.lo)
    return [
        Node(mark.name, mark.last, calendar.count(on, mark.last).days)
        for mark in offices.marks_between(town.lo, on, until)
    ]


def _add_register(panels: Panels, scope: Scope, on: date) -> None:
    panels.reads = True
    panels.helper = not scope.areas
    panels.register = registry.total_of(scope, HouseholdFilter(), on=on, cap=COUNTED)
    waiting = HouseholdFilter(unverified=True)
    panels.unverified = min(registry.count_households(scope, waiting, on=on), CAP)
    if panels.helper:
        panels.granted = registry.list_households(scope, HouseholdFilter(), on=on).rows
    else:
        rows = registry.list_households(scope, waiting, on=on, limit=NAMED).rows
        doubts = questions_of(row.uuid for row in rows)
        panels.questions = [(row, doubts.get(row.uuid, [])) for row in rows]


def _add_rosters(panels: Panels, user: User) -> None:
    panels.rosters_url = address_of("rosters:batches")
    recent = list(Batch.objects.order_by("-read_at")[: RECENT * 4])
    open_ones = [b for b in recent if b.state in (BatchState.STAGED, BatchState.TAKEN)]
    panels.waiting = sum(batch.waiting for batch in open_ones)
    panels.mine = [_line(b) for b in recent if user.uuid in (b.taken_by, b.read_by, b.held_by)][
        :RECENT
    ]
    recent.sort(key=lambda batch: not batch.waiting)
    panels.rosters = [_line(batch) for batch in recent[:RECENT]]


def _line(batch: Batch) -> BatchLine:
    return BatchLine(batch, address_of("rosters:batch", batch.uuid))
