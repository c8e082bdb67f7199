"""The short forms of the acts: each asks only for what its act needs."""

from .base import ChangeForm
from .opening import FindForm, OpenForm
from .people import (
    BirthForm,
    DeathForm,
    HeadForm,
    JoinForm,
    MoveForm,
    MoveOutForm,
    PhoneForm,
    SplitForm,
)
from .standing import CategoryForm, EnterForm, LeaveForm

__all__ = [
    "BirthForm",
    "CategoryForm",
    "ChangeForm",
    "DeathForm",
    "EnterForm",
    "FindForm",
    "HeadForm",
    "JoinForm",
    "LeaveForm",
    "MoveForm",
    "MoveOutForm",
    "OpenForm",
    "PhoneForm",
    "SplitForm",
]
