"""Every act of the register on one family: see `act.Told` for what each is told."""

from .act import AlreadyThere, CannotChange, NotThatDay, Overtaken, Told, acts_so_far
from .attach import MOST, CannotAttach, Handed, check_papers
from .circumstances import (
    Costs,
    Learns,
    set_disability,
    set_illness,
    set_schooling,
    set_traits,
)
from .correct import (
    Who,
    set_account,
    set_address,
    set_causes,
    set_identity,
    set_phone,
    set_relation,
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
from .kin import Unlikely
from .living import (
    AssetsTold,
    HousingTold,
    IncomeTold,
    close_need,
    raise_need,
    set_assets,
    set_housing,
    set_income,
)
from .merge import merge
from .places import come_back, come_back_anew, relocate
from .settle import settle
from .standing import Place, Standing, change_category, enter, leave, open_household, split
from .undo import undo

__all__ = [
    "MOST",
    "AlreadyThere",
    "AssetsTold",
    "CannotAttach",
    "CannotChange",
    "Costs",
    "Handed",
    "HousingTold",
    "IncomeTold",
    "LastMember",
    "Learns",
    "NeedsHead",
    "NewHead",
    "Newcomer",
    "NotThatDay",
    "Overtaken",
    "Place",
    "Standing",
    "Told",
    "Unlikely",
    "Who",
    "acts_so_far",
    "change_category",
    "change_head",
    "check_papers",
    "close_need",
    "come_back",
    "come_back_anew",
    "enter",
    "join",
    "leave",
    "merge",
    "move",
    "move_out",
    "open_household",
    "raise_need",
    "record_death",
    "relocate",
    "set_account",
    "set_address",
    "set_assets",
    "set_causes",
    "set_disability",
    "set_housing",
    "set_identity",
    "set_illness",
    "set_income",
    "set_phone",
    "set_relation",
    "set_schooling",
    "set_traits",
    "settle",
    "split",
    "undo",
]
