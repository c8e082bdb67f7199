"""What the home page says first, for each kind of reader; only what the installation really has."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry
from bangfu.registry.queries import HouseholdFilter
from bangfu.registry.queries.lists import CAP, VillageFigure
from bangfu.registry.states import CategoryCode

NAMED = 6


@dataclass
class Panels:
    """The parts of the home page; what is None or empty is not for this reader."""

    rights: frozenset[str]
    reads: bool = False
    helper: bool = False
    register: dict[str, int] | None = None
    unverified: int = 0
    questions: list[registry.lists.HouseholdRow] = field(default_factory=list)
    granted: list[registry.lists.HouseholdRow] = field(default_factory=list)
    figures: list[VillageRow] = field(default_factory=list)


@dataclass
class VillageRow:
    """One village in the leader's table; None stands for fewer than five."""

    village: str
    households: dict[str, int | None]

    @property
    def cells(self) -> list[tuple[str, int | None]]:
        """Label and households of each category; 0 where there are none."""
        return [(str(code.label), self.households.get(code.value, 0)) for code in CategoryCode]


def panels_for(user: User, scope: Scope, *, on: date, at: datetime) -> Panels:
    """Return the parts of the home page for this reader."""
    rights = access.rights_of(user, on=on)
    panels = Panels(rights=rights)
    if "register.read" in rights:
        _add_register(panels, scope, on)
    if "figures.read" in rights and not panels.reads:
        panels.figures = _village_rows(registry.village_figures())
    return panels


def _add_register(panels: Panels, scope: Scope, on: date) -> None:
    panels.reads = True
    panels.helper = not scope.areas
    panels.register = registry.figures(scope, on=on)
    waiting = HouseholdFilter(unverified=True)
    panels.unverified = min(registry.count_households(scope, waiting, on=on), CAP)
    if panels.helper:
        panels.granted = registry.list_households(scope, HouseholdFilter(), on=on).rows
    else:
        panels.questions = registry.list_households(scope, waiting, on=on, limit=NAMED).rows


def _village_rows(figures: list[VillageFigure]) -> list[VillageRow]:
    rows: dict[int, VillageRow] = {}
    for figure in figures:
        row = rows.setdefault(figure.area, VillageRow(figure.village, {}))
        row.households[figure.category] = figure.households
    return [rows[area] for area in sorted(rows)]
