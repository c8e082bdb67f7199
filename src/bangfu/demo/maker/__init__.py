"""Makes drawers of messy spreadsheets together with the truth behind them. Knows no Django."""

from bangfu.demo.maker.drawer import ROSTER_DATE, Options, make_drawer
from bangfu.demo.maker.places import SANJIAO, Town, Village
from bangfu.demo.maker.truth import Household, Person, Row, Truth

__all__ = [
    "ROSTER_DATE",
    "SANJIAO",
    "Household",
    "Options",
    "Person",
    "Row",
    "Town",
    "Truth",
    "Village",
    "make_drawer",
]
