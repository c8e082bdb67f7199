"""Standards as dated data: who gets what, and why. Pure: no framework and no database."""

from bangfu.rules.answers import NO, UNSURE, YES, Answer
from bangfu.rules.assess import HOUSEHOLD, assess
from bangfu.rules.cases import Case, Person, Receipt, Said
from bangfu.rules.errors import FactsError, Fault, StandardError
from bangfu.rules.loading import Standards, load
from bangfu.rules.reading import read_case

__all__ = [
    "HOUSEHOLD",
    "NO",
    "UNSURE",
    "YES",
    "Answer",
    "Case",
    "FactsError",
    "Fault",
    "Person",
    "Receipt",
    "Said",
    "StandardError",
    "Standards",
    "assess",
    "load",
    "read_case",
]
