"""Numbers that look right and belong to nobody: identity numbers, credit codes, phones, accounts.

The maker has its own check digits and does not ask the kernel, so that a mistake there cannot hide
behind the same mistake here.
"""

from __future__ import annotations

from datetime import date
from random import Random

# Area codes that were never assigned (…99), so that no number can be a living person's.
AREAS = ("442099", "452599", "430499", "440199")
AREA_WEIGHTS = (81, 8, 6, 5)
PERMIT_AREAS = ("810099", "820099", "830099")
PHONE_STARTS = ("135", "136", "137", "138", "139", "150", "159", "186")
_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(first17: str) -> str:
    """This function will return the eighteenth character of an identity number (GB 11643-1999)."""
    total = sum(
        int(digit) * weight for digit, weight in zip(first17, _RESIDENT_WEIGHTS, strict=True)
    )
    return "10X98765432"[total % 11]


def is_whole(number: str) -> bool:
    """This function will tell whether an 18-character number carries its right check character."""
    return (
        len(number) == 18 and number[:17].isdigit() and check_character(number[:17]) == number[17]
    )


class Numbers:
    """A dispenser of numbers that never gives the same one twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def resident(self, born: date, sex: str, *, permit: bool = False) -> str:
        """This function will return a new identity number for a birth date and sex (男 or 女)."""
        rng = self._rng
        while True:
            area = (
                rng.choice(PERMIT_AREAS) if permit else rng.choices(AREAS, weights=AREA_WEIGHTS)[0]
            )
            sequence = rng.randrange(1, 998, 2) + (0 if sex == "男" else 1)
            number = self._claim(area, born, sequence)
            if number:
                return number

    def twin(self, other: str, sex: str) -> str | None:
        """This function will return the neighbouring number of a twin, or None if it is taken."""
        born = date(int(other[6:10]), int(other[10:12]), int(other[12:14]))
        for step in (1, 2, 3):
            sequence = int(other[14:17]) + step
            if sequence % 2 == (sex == "男") and sequence < 1000:
                return self._claim(other[:6], born, sequence)
        return None

    def _claim(self, area: str, born: date, sequence: int) -> str | None:
        first17 = f"{area}{born:%Y%m%d}{sequence:03d}"
        number = first17 + check_character(first17)
        if number in self._given:
            return None
        self._given.add(number)
        return number


def old_form(number: str) -> str:
    """This function will return the 15-digit form that people born before 2000 may still use."""
    return number[:6] + number[8:17]


def phone(rng: Random) -> str:
    """This function will return a phone of the never-issued form 1xx0000xxxx."""
    return f"{rng.choice(PHONE_STARTS)}0000{rng.randrange(10_000):04d}"


def landline(rng: Random) -> str:
    """This function will return an office phone of the demo form 0760-0000xxxx."""
    return f"0760-0000{rng.randrange(10_000):04d}"


def bank_account(rng: Random) -> str:
    """This function will return a 19-digit account under a bank number that no bank holds."""
    return f"629900{rng.randrange(10**13):013d}"


def credit_code(rng: Random, start: str) -> str:
    """This function will return a unified social credit code (GB 32100-2015) beginning with start.

    ``start`` is the two characters of registering department and kind, such as 91 for a company.
    """
    first17 = f"{start}442099" + "".join(rng.choice(_CREDIT_ALPHABET) for _ in range(9))
    total = sum(_CREDIT_ALPHABET.index(sign) * pow(3, i, 31) for i, sign in enumerate(first17))
    return first17 + _CREDIT_ALPHABET[(31 - total % 31) % 31]


def certificate(rng: Random, number: str, kind: int, level: int, *, reissued: bool) -> str:
    """This function will return a disability certificate number of 20 or, reissued, 22 signs."""
    return f"{number}{kind}{level}" + (f"B{rng.randrange(1, 4)}" if reissued else "")
