"""The short forms of the acts: each asks only for what its act needs."""

from .base import ChangeForm
from .circumstances import (
    AboutForm,
    DisabilityForm,
    FactForm,
    IllnessForm,
    SchoolForm,
    WorkForm,
)
from .corrections import (
    AccountForm,
    AddressForm,
    CausesForm,
    ContactForm,
    IdentityForm,
    PersonForm,
    RelationForm,
)
from .living import AssetsForm, HousingForm, IncomeForm, NeedDoneForm, NeedForm
from .opening import FindForm, OpenForm
from .papers import OpenPaperForm
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
from .returning import RelocateForm, ReturnForm
from .standing import CategoryForm, EnterForm, LeaveForm

__all__ = [
    "AboutForm",
    "AccountForm",
    "AddressForm",
    "AssetsForm",
    "BirthForm",
    "CategoryForm",
    "CausesForm",
    "ChangeForm",
    "ContactForm",
    "DeathForm",
    "DisabilityForm",
    "EnterForm",
    "FactForm",
    "FindForm",
    "HeadForm",
    "HousingForm",
    "IdentityForm",
    "IllnessForm",
    "IncomeForm",
    "JoinForm",
    "LeaveForm",
    "MoveForm",
    "MoveOutForm",
    "NeedDoneForm",
    "NeedForm",
    "OpenForm",
    "OpenPaperForm",
    "PersonForm",
    "PhoneForm",
    "RelationForm",
    "RelocateForm",
    "ReturnForm",
    "SchoolForm",
    "SplitForm",
    "WorkForm",
]
