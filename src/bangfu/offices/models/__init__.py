"""The people who work with the register, the offices they sit in and the places they serve."""

from .account import PastPassword, ReopenReason, SignIn, User
from .area import Area, Level, bounds_of
from .calendar import OfficeDay, WorkingYear
from .commission import Commission, EndReason, Errand
from .grant import Grant, Purpose
from .handover import HandOver
from .organisation import Organisation, OrganisationKind, TownSetting
from .post import ADMIN_ROLES, Post, Role
from .preference import Preference
from .standin import StandIn

__all__ = [
    "ADMIN_ROLES",
    "Area",
    "Commission",
    "EndReason",
    "Errand",
    "Grant",
    "HandOver",
    "Level",
    "OfficeDay",
    "Organisation",
    "OrganisationKind",
    "PastPassword",
    "Post",
    "Preference",
    "Purpose",
    "ReopenReason",
    "Role",
    "SignIn",
    "StandIn",
    "TownSetting",
    "User",
    "WorkingYear",
    "bounds_of",
]
