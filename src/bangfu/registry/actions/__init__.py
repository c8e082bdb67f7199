"""Every write of the register."""

from .bulk import hold_entry
from .enter_roster import enter_roster
from .entry import (
    HouseholdEntry,
    Outcome,
    PersonEntry,
    RosterEntry,
    SourceEntry,
)
from .hand_out import OwnFile, hand_out
from .sample import send_inspector
from .show import CannotShow, show_field
from .take_back import CannotTakeBack, take_back

__all__ = [
    "CannotShow",
    "CannotTakeBack",
    "HouseholdEntry",
    "Outcome",
    "OwnFile",
    "PersonEntry",
    "RosterEntry",
    "SourceEntry",
    "enter_roster",
    "hand_out",
    "hold_entry",
    "send_inspector",
    "show_field",
    "take_back",
]
