"""What a fact can be: its kinds, and the two ways of having no value.

`UNKNOWN` is a fact nobody has told; `NONE` is the knowledge that there is none (no disability,
never a grant). They are told apart everywhere: an unknown may settle either way, a none may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final


class Absent(Enum):
    """The two values that are none."""

    UNKNOWN = "unknown"
    NONE = "none"

    def __repr__(self) -> str:
        return self.name


UNKNOWN: Final = Absent.UNKNOWN
NONE: Final = Absent.NONE

# bool is a truth; int is fen, a count, a year or the first year of a school year; str is a code.
Value = bool | int | str | date | Absent


class Sort(Enum):
    """What values of a kind are, whatever their unit."""

    TRUTH = "truth"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    CODE = "code"
    WORD = "word"


@dataclass(frozen=True)
class Kind:
    """A sort with its unit: the unit of a number (persons, years …) or the name of a code table."""

    sort: Sort
    unit: str = ""

    def __str__(self) -> str:
        return f"{self.sort.value}({self.unit})" if self.unit else self.sort.value


TRUTH: Final = Kind(Sort.TRUTH)
MONEY: Final = Kind(Sort.MONEY, "fen")
PERCENT: Final = Kind(Sort.PERCENT, "0.01 %")
DATE: Final = Kind(Sort.DATE)
YEAR: Final = Kind(Sort.YEAR)
SCHOOL_YEAR: Final = Kind(Sort.SCHOOL_YEAR)
WORD: Final = Kind(Sort.WORD)
PERSONS: Final = Kind(Sort.NUMBER, "persons")
YEARS: Final = Kind(Sort.NUMBER, "years")
MONTHS: Final = Kind(Sort.NUMBER, "months")
DAYS: Final = Kind(Sort.NUMBER, "days")
GRADE: Final = Kind(Sort.NUMBER, "grade")

# The largest amount a fact or a value may be: 10¹³ fen. Times 10⁴ it still fits in 64 bits.
MOST_FEN: Final = 10**13
ORDERED: Final = frozenset(
    {Sort.MONEY, Sort.NUMBER, Sort.DATE, Sort.YEAR, Sort.SCHOOL_YEAR, Sort.PERCENT}
)
