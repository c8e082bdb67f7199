"""The pages of offices."""

from .administration import (
    account,
    accounts,
    arrange_stand_in,
    close_account,
    end_post,
    end_session,
    end_stand_in,
    give_post,
    open_account,
    reset_password,
    reset_second_factor,
    security,
    unlock,
)
from .calendar import add_office_day, calendar, end_office_day, publish_year, withdraw_year
from .handovers import confirm_handover, handover, handovers, propose_handover, withdraw_handover
from .own import Login, end_other_sessions, recovery_codes, sessions

__all__ = [
    "Login",
    "account",
    "accounts",
    "add_office_day",
    "arrange_stand_in",
    "calendar",
    "close_account",
    "confirm_handover",
    "end_office_day",
    "end_other_sessions",
    "end_post",
    "end_session",
    "end_stand_in",
    "give_post",
    "handover",
    "handovers",
    "open_account",
    "propose_handover",
    "publish_year",
    "recovery_codes",
    "reset_password",
    "reset_second_factor",
    "security",
    "sessions",
    "unlock",
    "withdraw_handover",
    "withdraw_year",
]
