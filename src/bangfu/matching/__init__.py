"""Is it the same person? The plan of a roster (pure: no database, no Django).

    names_agree("刘芳娣", "刘方娣")        # Agreement.SAME_SOUND
    plan(blocks, known).rows[ref]          # who a row is, and why

`blocks` are the households of ONE roster, `known` a frozen view of what the register already
knows about their numbers and addresses. Numbers and addresses are opaque keys (a blind index will
do): they are only ever compared for equality.
"""

from .homes import head_of
from .names import Agreement, names_agree
from .near import Slip, slip_between
from .plan import plan
from .values import (
    Answer,
    Block,
    Disposition,
    Draft,
    HouseholdPlan,
    Known,
    KnownHousehold,
    KnownPerson,
    Level,
    Note,
    PersonPlan,
    Plan,
    Reason,
    RowPlan,
    State,
)

__all__ = [
    "Agreement",
    "Answer",
    "Block",
    "Disposition",
    "Draft",
    "HouseholdPlan",
    "Known",
    "KnownHousehold",
    "KnownPerson",
    "Level",
    "Note",
    "PersonPlan",
    "Plan",
    "Reason",
    "RowPlan",
    "Slip",
    "State",
    "head_of",
    "names_agree",
    "plan",
    "slip_between",
]
