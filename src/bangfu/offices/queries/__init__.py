"""Every read of offices; the caller's transaction says for whom."""

from .accounts import (
    find_account,
    find_post,
    find_user,
    get_user,
    holders_by_role,
    list_accounts,
    list_holders,
    list_posts,
    names_of,
)
from .door import (
    Lock,
    list_locks,
    locked_until,
    recovery_codes_of,
    tries_left,
)
from .places import (
    areas_by_name,
    find_town_setting,
    get_area,
    list_areas,
    list_organisations,
    list_organisations_within,
    list_towns,
    list_villages,
)
from .sessions import (
    Session,
    find_sign_in,
    has_run_out,
    list_open_sign_ins,
    list_sign_ins,
    sessions_of,
)

__all__ = [
    "Lock",
    "Session",
    "areas_by_name",
    "find_account",
    "find_post",
    "find_sign_in",
    "find_town_setting",
    "find_user",
    "get_area",
    "get_user",
    "has_run_out",
    "holders_by_role",
    "list_accounts",
    "list_areas",
    "list_holders",
    "list_locks",
    "list_open_sign_ins",
    "list_organisations",
    "list_organisations_within",
    "list_posts",
    "list_sign_ins",
    "list_towns",
    "list_villages",
    "locked_until",
    "names_of",
    "recovery_codes_of",
    "sessions_of",
    "tries_left",
]
