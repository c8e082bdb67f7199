"""The leader's figures without names: what can be shown so that nobody's few can be worked out."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bangfu.registry import queries as registry
from bangfu.registry.queries.figures import SHOWN_FROM, VillageFigure
from bangfu.registry.states import CategoryCode

FEW = "few"
HELD = "held"
TOWN_UNITS = 10**6  # an area whose number ends in six noughts is a town, not a village

Cell = tuple[int, str]


@dataclass
class VillageRow:
    """One village in the table: households of each category, 0 where there are none.

    ``few`` stands for one to four; ``held`` for a figure held back for its neighbour's sake.
    """

    village: str
    households: dict[str, int | str]

    @property
    def cells(self) -> list[tuple[str, int | str]]:
        """Label and households of each category."""
        return [(str(code.label), self.households.get(code.value, 0)) for code in CategoryCode]


@dataclass
class Figures:
    """The table, the total above it (None where it would give a family away), what is held back."""

    rows: list[VillageRow]
    total: tuple[int, int] | None
    held: bool = False


def figures_for_a_leader() -> Figures:
    """Return the figures of the areas that the reader leads."""
    figures = registry.village_figures()
    if not figures:
        return Figures([], None)
    total = registry.figures_led()
    return safe(figures, (total["households"], total["people"]))


def safe(figures: list[VillageFigure], total: tuple[int, int]) -> Figures:
    """Return the table and the total, with one more figure held back where they tell too much.

    The total less all that is shown is the sum of what is hidden. One hidden figure alone would
    stand there for everybody; so would several whose sum is the least or the most they can make.
    """
    shown: dict[Cell, int] = {
        (figure.area, figure.category): figure.households
        for figure in figures
        if figure.households is not None
    }
    few = len(figures) - len(shown)
    hidden = total[0] - sum(shown.values())
    held: set[Cell] = set()
    if few == 1 or (few and hidden in (few, few * (SHOWN_FROM - 1))):
        if not shown:
            return Figures(_rows(figures, held), None)
        held.add(min(shown, key=lambda cell: (shown[cell], cell)))
    return Figures(_rows(figures, held), total, bool(held))


def _rows(figures: list[VillageFigure], held: set[Cell]) -> list[VillageRow]:
    rows: dict[int, VillageRow] = {}
    for figure in figures:
        row = rows.setdefault(figure.area, VillageRow(_name(figure), {}))
        count: int | str = FEW if figure.households is None else figure.households
        cell = (figure.area, figure.category)
        row.households[figure.category] = HELD if cell in held else count
    return [rows[area] for area in sorted(rows)]


def _name(figure: VillageFigure) -> str:
    if figure.area % TOWN_UNITS:
        return figure.village
    return _("%(town)s（未写村居）") % {"town": figure.village}
