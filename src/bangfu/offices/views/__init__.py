"""The pages of offices."""

from .administration import (
    account,
    accounts,
    close_account,
    end_post,
    end_session,
    give_post,
    open_account,
    reset_password,
    reset_second_factor,
    security,
    unlock,
)
from .own import Login, end_other_sessions, recovery_codes, sessions

__all__ = [
    "Login",
    "account",
    "accounts",
    "close_account",
    "end_other_sessions",
    "end_post",
    "end_session",
    "give_post",
    "open_account",
    "recovery_codes",
    "reset_password",
    "reset_second_factor",
    "security",
    "sessions",
    "unlock",
]
