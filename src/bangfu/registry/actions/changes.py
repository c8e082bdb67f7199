"""Every act of the register on one family: see `act.Told` for what each is told."""

from .act import AlreadyThere, CannotChange, NotThatDay, Overtaken, Told, acts_so_far
from .correct import (
    Who,
    set_account,
    set_address,
    set_causes,
    set_disability,
    set_identity,
    set_phone,
    set_relation,
    set_schooling,
)
from .family import (
    LastMember,
    NeedsHead,
    Newcomer,
    NewHead,
    change_head,
    join,
    move,
    move_out,
    record_death,
)
from .merge import merge
from .standing import Place, Standing, change_category, enter, leave, open_household, split
from .undo import undo

__all__ = [
    "AlreadyThere",
    "CannotChange",
    "LastMember",
    "NeedsHead",
    "NewHead",
    "Newcomer",
    "NotThatDay",
    "Overtaken",
    "Place",
    "Standing",
    "Told",
    "Who",
    "acts_so_far",
    "change_category",
    "change_head",
    "enter",
    "join",
    "leave",
    "merge",
    "move",
    "move_out",
    "open_household",
    "record_death",
    "set_account",
    "set_address",
    "set_causes",
    "set_disability",
    "set_identity",
    "set_phone",
    "set_relation",
    "set_schooling",
    "split",
    "undo",
]
