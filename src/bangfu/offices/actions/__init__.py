"""Every write of offices: one function is one act, checked, recorded and in one transaction."""

from .accounts import (
    CannotCloseAccount,
    CannotOpenAccount,
    CannotResetPassword,
    Opened,
    close_account,
    open_account,
    open_organisation,
    reset_password,
    set_own_password,
)
from .acting import Cannot, acting
from .calendar import (
    CannotKeepCalendar,
    add_office_day,
    end_office_day,
    publish_year,
    withdraw_year,
)
from .commissions import CannotCommission, CannotEndCommission, commission, end_commission
from .grants import (
    CannotEndGrant,
    CannotGiveGrant,
    close_grant,
    close_grants,
    end_grant,
    give_grant,
)
from .handovers import (
    CannotHandOver,
    confirm_handover,
    propose_handover,
    take_over,
    withdraw_handover,
)
from .posts import CannotEndPost, CannotGivePost, end_post, give_post
from .preferences import CannotPrefer, forget_preference, prefer
from .second_factors import CannotResetSecondFactor, note_second_factor, reset_second_factor
from .sign_ins import (
    CannotEndSignIn,
    CannotUnlock,
    end_other_sign_ins,
    end_sign_in,
    hear,
    leave,
    note_failure,
    note_sign_in,
    open_sign_in,
    take_turn,
    unlock,
)
from .staff import open_staff
from .standins import CannotStandIn, arrange_stand_in, end_stand_in
from .towns import CannotFoundTown, Town, found_town

__all__ = [
    "Cannot",
    "CannotCloseAccount",
    "CannotCommission",
    "CannotEndCommission",
    "CannotEndGrant",
    "CannotEndPost",
    "CannotEndSignIn",
    "CannotFoundTown",
    "CannotGiveGrant",
    "CannotGivePost",
    "CannotHandOver",
    "CannotKeepCalendar",
    "CannotOpenAccount",
    "CannotPrefer",
    "CannotResetPassword",
    "CannotResetSecondFactor",
    "CannotStandIn",
    "CannotUnlock",
    "Opened",
    "Town",
    "acting",
    "add_office_day",
    "arrange_stand_in",
    "close_account",
    "close_grant",
    "close_grants",
    "commission",
    "confirm_handover",
    "end_commission",
    "end_grant",
    "end_office_day",
    "end_other_sign_ins",
    "end_post",
    "end_sign_in",
    "end_stand_in",
    "forget_preference",
    "found_town",
    "give_grant",
    "give_post",
    "hear",
    "leave",
    "note_failure",
    "note_second_factor",
    "note_sign_in",
    "open_account",
    "open_organisation",
    "open_sign_in",
    "open_staff",
    "prefer",
    "propose_handover",
    "publish_year",
    "reset_password",
    "reset_second_factor",
    "set_own_password",
    "take_over",
    "take_turn",
    "unlock",
    "withdraw_handover",
    "withdraw_year",
]
