"""The short forms of the acts: each asks only for what its act needs."""

from .base import ChangeForm
from .corrections import (
    AccountForm,
    AddressForm,
    CausesForm,
    ContactForm,
    IdentityForm,
    PersonForm,
    RelationForm,
)
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
    "AccountForm",
    "AddressForm",
    "BirthForm",
    "CategoryForm",
    "CausesForm",
    "ChangeForm",
    "ContactForm",
    "DeathForm",
    "EnterForm",
    "FindForm",
    "HeadForm",
    "IdentityForm",
    "JoinForm",
    "LeaveForm",
    "MoveForm",
    "MoveOutForm",
    "OpenForm",
    "PersonForm",
    "PhoneForm",
    "RelationForm",
    "SplitForm",
]
