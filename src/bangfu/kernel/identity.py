"""Citizen identity numbers (GB 11643-1999) and the permits that share their form.

Only four things make a number wrong: its length, its characters, an impossible date, its check
character. The area code is that of the place of first issue at the time of issue, so an elder
may carry a code younger than he is: a strange one is a warning, never a refusal.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal, NamedTuple, TypeAlias

from bangfu.kernel.codes import Sex
from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import as_text, is_empty_word, squeeze, tighten, to_half_width

__all__ = ["IdentityError", "IdentityNumber", "Kind", "Sex", "check_character", "find", "parse"]

Kind: TypeAlias = Literal["resident", "hong_kong", "macao", "taiwan", "foreigner"]

# GB 11643: weights 2^(17-i) mod 11, and the check character for each remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"

# Value × weight looked up by character: the sum over a number is the hot path of a take-in.
_PRODUCTS = tuple({str(d): d * w for d in range(10)} for w in _WEIGHTS)

_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]{1,3}")
_WITHIN = re.compile(r"(?<![0-9A-Z])(?:[0-9]{17}[0-9X]|[0-9]{15})(?![0-9A-Z])")

# First two digits of GB/T 2260; 81–83 are residence permits, 9x the permanent residence card.
_PROVINCE_CODES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54"
    " 61 62 63 64 65 71 81 82 83"
)
_PROVINCES = frozenset(_PROVINCE_CODES.split())
_PERMITS: dict[str, Kind] = {"81": "hong_kong", "82": "macao", "83": "taiwan"}
_BEING_ISSUED = re.compile(r"办理中|办证中|补办|申办|申领|在办|待办|正在办|新办|换证中|制证|未出证")

# Signs that some input methods give for the last X; the check character then confirms it.
_LIKE_X = "×Ххχ✕"

_FIRST_YEAR = 1900
_OLD_AGE = 115


class IdentityError(Unreadable):
    """`code` is one of length, characters, date, checksum, missing, being_issued, shortened."""


class IdentityNumber(NamedTuple):
    """A number that passes the standard, always in its 18-character form."""

    number18: str
    born: date
    sex: Sex
    kind: Kind
    from_15: bool
    repairs: tuple[str, ...]
    warnings: tuple[str, ...]


def check_character(first17: str) -> str:
    """This function will compute the 18th character of 17 digits (ISO 7064 MOD 11-2)."""
    return _CHECKS[sum([p[c] for p, c in zip(_PRODUCTS, first17, strict=True)]) % 11]


def parse(text: str | int | float | None, *, on: date | None = None) -> IdentityNumber:
    """This function will read an identity number, repairing what is certain and nothing else.

    Repairs (named in `repairs`): full_width, spaces, apostrophe, lower_x, like_x, from_15,
    number_cell.
    Warnings: area_code, sequence (000 is never given out), perhaps_shortened (ends in 000, as a
    spreadsheet writes a number of which it kept 15 digits), very_old, before_1900_series.
    `on` is the day on which the number was written: a later birth is impossible. Without it the
    future is not looked at.
    Raises IdentityError; its codes are listed there. A number cell of more than 15 digits has
    lost digits for good and is `shortened`, whatever its checksum says.
    """
    repairs: list[str] = []
    if not (isinstance(text, str) and len(text) == 18 and _SHAPE.fullmatch(text)):
        text = _repaired(text, repairs)
    number = text
    warnings: list[str] = []
    if len(number) == 15:
        # Issued until 1999 without a century. 996–999 were kept for those born before 1900.
        if number[12:] in ("996", "997", "998", "999"):
            warnings.append("before_1900_series")
        number = f"{number[:6]}19{number[6:]}"
        number += check_character(number)
        repairs.append("from_15")
    born = _born(number, on)
    if _CHECKS[sum([p[c] for p, c in zip(_PRODUCTS, number, strict=False)]) % 11] != number[17]:
        raise IdentityError("shortened" if number.endswith("000") else "checksum")
    _warn(number, born, on, warnings)
    return IdentityNumber(
        number,
        born,
        Sex.MALE if number[16] in "13579" else Sex.FEMALE,
        "foreigner" if number[0] == "9" else _PERMITS.get(number[:2], "resident"),
        len(text) == 15,
        tuple(repairs),
        tuple(warnings),
    )


def find(text: str) -> tuple[str, ...]:
    """This function will list what looks like identity numbers inside a longer text, unchecked."""
    return tuple(_WITHIN.findall(squeeze(to_half_width(text)).upper()))


def _repaired(cell: str | int | float | None, repairs: list[str]) -> str:
    """Bring a cell to 15 digits or 18 characters, or say what stands in the way."""
    if cell is None:
        raise IdentityError("missing")
    if isinstance(cell, bool | datetime | date):
        raise IdentityError("characters")
    if not isinstance(cell, str):
        # 15 digits are all that a spreadsheet keeps of a number: an old number is whole, a new
        # one is not, and rounding may even give it a passing check character.
        if not 0 <= cell < 1e15:
            raise IdentityError("shortened" if cell >= 1e15 else "characters")
        cell = as_text(cell)
        repairs.append("number_cell")
    bare, mended = tighten(cell)
    repairs += mended
    if bare.endswith("x"):
        bare = bare[:-1] + "X"
        repairs.append("lower_x")
    elif len(bare) == 18 and bare[17] in _LIKE_X:
        bare = bare[:-1] + "X"
        repairs.append("like_x")
    if len(bare) == 18 and _SHAPE.fullmatch(bare):
        return bare
    if len(bare) == 15 and bare.isascii() and bare.isdigit():
        return bare
    raise IdentityError(_refusal(bare))


def _refusal(bare: str) -> str:
    if is_empty_word(bare) or bare == "0":
        return "missing"
    if _BEING_ISSUED.search(bare):
        return "being_issued"
    if _SCIENTIFIC.fullmatch(bare.upper()):
        return "shortened"
    if re.fullmatch(r"[0-9]+X?", bare):
        return "length"
    return "characters"


def _born(number: str, on: date | None) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityError("date") from None
    if born.year < _FIRST_YEAR or (on is not None and born > on):
        raise IdentityError("date")
    return born


def _warn(number: str, born: date, on: date | None, warnings: list[str]) -> None:
    if number[:2] not in _PROVINCES and number[0] != "9":
        warnings.append("area_code")
    if number[14:17] == "000":
        warnings.append("sequence")
    if number[15:] == "000":
        warnings.append("perhaps_shortened")
    if on is not None and on.year - born.year > _OLD_AGE:
        warnings.append("very_old")
