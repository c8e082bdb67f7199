"""Telephone numbers as offices write them: mobiles, landlines, service numbers."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import as_text, is_empty_word, tighten

Kind: TypeAlias = Literal["mobile", "landline", "service"]

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# Area codes: 010, 02x of three digits, 03xx–09xx of four; then 7 or 8 digits, first not 0 or 1.
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([2-9][0-9]{6,7})")
_LOCAL = re.compile(r"[2-9][0-9]{6,7}")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
_MARKS = re.compile(r"[-‐-―−·.()（）_ ]")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|(?<=[0-9]{7})-)([0-9]{1,6})$", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:手机|电话|联系电话|座机|固话|宅电|tel|phone)(?:号码?)?[:：]?", re.IGNORECASE
)
_SEPARATORS = re.compile(r"[/、,，;；|\n]|或|(?<=[0-9]{11})\s+(?=1[3-9])")


class PhoneError(Unreadable):
    """`code` is one of missing, characters, length, prefix."""


class Phone(NamedTuple):
    """A number in one form: 13900007156, 0760-85409789, 4000000000."""

    number: str
    kind: Kind
    extension: str
    repairs: tuple[str, ...]


def parse(text: str | int | float | None, *, area_code: str = "") -> Phone:
    """This function will read one telephone number.

    Reads number cells (15900000674.0), +86, spaces and dashes, 0760-85409789转12. A landline
    in a number cell has lost its leading 0, which is put back. A landline without area code
    gets `area_code` ("0760") where given, and is refused as `prefix` otherwise.
    Repairs: full_width, spaces, apostrophe, number_cell, country_code, marks, leading_zero,
    area_code.
    Raises PhoneError: missing, characters, length, prefix (no such kind of number).
    """
    if text is None:
        raise PhoneError("missing")
    from_cell = not isinstance(text, str)
    digits, mended = tighten(as_text(text))
    repairs = [*mended, *(["number_cell"] if from_cell else [])]
    if is_empty_word(digits) or digits == "0":
        raise PhoneError("missing")
    digits = _LABEL.sub("", digits)
    extension = ""
    if (match := _EXTENSION.search(digits)) and not _MOBILE.fullmatch(_MARKS.sub("", digits)):
        digits, extension = digits[: match.start()], match[1]
    bare = _MARKS.sub("", digits)
    if bare != digits and not _usual_landline(digits):
        repairs.append("marks")
    if match := re.match(r"(?:\+|00)86(?=[0-9]{10})|86(?=1[0-9]{10}$)", bare):
        bare = bare[match.end() :]
        if not _MOBILE.fullmatch(bare) and not bare.startswith("0"):
            bare = f"0{bare}"
        repairs.append("country_code")
    if not (bare.isascii() and bare.isdigit()):
        raise PhoneError("characters")
    return _classified(bare, extension, repairs, from_cell, area_code)


def parse_many(text: str | int | float | None, *, area_code: str = "") -> tuple[Phone, ...]:
    """This function will read every number of a cell that holds several (139…、0760-…).

    Raises PhoneError of the first part that cannot be read; an empty cell is `missing`.
    """
    if not isinstance(text, str):
        return (parse(text, area_code=area_code),)
    parts = [part for part in _SEPARATORS.split(text) if part and part.strip()]
    if len(parts) < 2:
        return (parse(text, area_code=area_code),)
    return tuple(parse(part, area_code=area_code) for part in parts)


def _usual_landline(digits: str) -> bool:
    """0760-85409789 is how it is meant to be written; nothing was mended."""
    return bool(re.fullmatch(r"0[0-9]{2,3}-[0-9]{7,8}", digits))


def _classified(
    bare: str, extension: str, repairs: list[str], from_cell: bool, area_code: str
) -> Phone:
    if _MOBILE.fullmatch(bare):
        return Phone(bare, "mobile", extension, tuple(repairs))
    if _SERVICE.fullmatch(bare):
        return Phone(bare, "service", extension, tuple(repairs))
    match = _LANDLINE.fullmatch(bare)
    if match is None and from_cell:
        match = _LANDLINE.fullmatch(f"0{bare}")
        if match is not None:
            repairs.append("leading_zero")
    if match is None and area_code and _LOCAL.fullmatch(bare):
        match = _LANDLINE.fullmatch(area_code + bare)
        repairs.append("area_code")
    if match is not None:
        return Phone(f"{match[1]}-{match[2]}", "landline", extension, tuple(repairs))
    if bare[0] == "1" and len(bare) != 11:
        raise PhoneError("length")
    if not 7 <= len(bare) <= 12:
        raise PhoneError("length")
    raise PhoneError("prefix")
