"""Who needs help: people, households, and dated facts about them."""

from .act_paper import ActPaper
from .change import Change
from .circumstances import Illness, Trait
from .facts import (
    Address,
    BankAccount,
    Category,
    Cause,
    Departure,
    Disability,
    Identity,
    Membership,
    Phone,
    Schooling,
)
from .household import Household, Numbering
from .living import Assets, Housing, Income, Need
from .pair import Pair
from .person import Holder, Person
from .source import Sighting, Source

__all__ = [
    "ActPaper",
    "Address",
    "Assets",
    "BankAccount",
    "Category",
    "Cause",
    "Change",
    "Departure",
    "Disability",
    "Holder",
    "Household",
    "Housing",
    "Identity",
    "Illness",
    "Income",
    "Membership",
    "Need",
    "Numbering",
    "Pair",
    "Person",
    "Phone",
    "Schooling",
    "Sighting",
    "Source",
    "Trait",
]
