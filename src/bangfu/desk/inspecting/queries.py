"""What an inspector finds: his commissions, and the families drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bangfu.kernel.draws import draw
from bangfu.offices import queries as offices
from bangfu.offices.models import Commission, User
from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry


@dataclass(frozen=True)
class CommissionLine:
    """A commission as a page says it."""

    commission: Commission
    villages: str
    given_by: str
    families: int
    state: str

    @property
    def look(self) -> str:
        """The chip of its state."""
        return {"open": "doing", "coming": "draft", "over": "done", "ended": "stop"}[self.state]


@dataclass(frozen=True)
class Drawn:
    """One family of a sample: its place in the draw, and its line of the list while it is there."""

    order: int
    uuid: UUID
    row: registry.lists.HouseholdRow | None


def state_of(commission: Commission, *, on: date) -> str:
    """Return ``open``, ``coming``, ``over`` or ``ended`` (called back)."""
    if commission.ended_by is not None:
        return "ended"
    if on < commission.valid_from:
        return "coming"
    return "open" if on <= commission.valid_until else "over"


def lines_of(commissions: list[Commission], *, on: date) -> list[CommissionLine]:
    """Return the commissions with the words a reader needs."""
    names = offices.names_of([one.given_by for one in commissions])
    numbers = {village for one in commissions for village in one.villages}
    areas = offices.list_areas(within=[(number, number) for number in numbers]) if numbers else []
    places = {area.lo: area.name for area in areas}
    return [
        CommissionLine(
            one,
            "、".join(places.get(village, str(village)) for village in one.villages),
            names.get(one.given_by, ""),
            one.households,
            state_of(one, on=on),
        )
        for one in commissions
    ]


def own_lines(inspector: User, *, on: date) -> list[CommissionLine]:
    """Return every commission of the inspector, past ones too."""
    return lines_of(list(offices.own_commissions(inspector)), on=on)


def sent_lines(by: User, *, on: date) -> list[CommissionLine]:
    """Return the commissions of the places for whose security ``by`` answers."""
    return lines_of(list(offices.list_commissions(by, on=on)), on=on)


def drawn_of(commission: Commission) -> list[UUID]:
    """Return the families of the sample in the order drawn, drawn again from seed and frame."""
    return draw(
        commission.seed, commission.frame_ids, percent=commission.percent, least=commission.least
    )


def sample_lines(commission: Commission, scope: Scope, *, on: date) -> list[Drawn]:
    """Return the families of the sample with what the list says of each."""
    drawn = drawn_of(commission)
    rows = registry.list_chosen(scope, drawn, on=on)
    return [Drawn(order, uuid, rows.get(uuid)) for order, uuid in enumerate(drawn, start=1)]
