"""Who needs help: people, households, and dated facts about them."""

from .change import Change
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
from .person import Holder, Person
from .source import Sighting, Source

__all__ = [
    "Address",
    "BankAccount",
    "Category",
    "Cause",
    "Change",
    "Departure",
    "Disability",
    "Holder",
    "Household",
    "Identity",
    "Membership",
    "Numbering",
    "Person",
    "Phone",
    "Schooling",
    "Sighting",
    "Source",
]
