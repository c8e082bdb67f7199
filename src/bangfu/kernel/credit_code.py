"""Unified social credit codes of organisations (GB 32100-2015)."""

from __future__ import annotations

from typing import NamedTuple

from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import is_empty_word, tighten

# GB 32100 leaves out I, O, S, V and Z, which are taken for digits.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_WEIGHTS = tuple(3**i % 31 for i in range(17))

# GB 11714: organisation codes (characters 9 to 17) carry a check of their own.
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

_AUTHORITIES = "123456789ANY"
_KIND_ROWS = (
    "11:机关 12:事业单位 13:群众团体 19:机构编制部门登记的其他机构 51:社会团体 52:民办非企业单位"
    " 53:基金会 54:村民委员会 55:居民委员会 59:民政部门登记的其他机构 31:律师执业机构 32:公证处"
    " 33:基层法律服务所 34:司法鉴定机构 35:仲裁委员会 71:宗教活动场所 72:宗教院校 81:基层工会"
    " 91:企业 92:个体工商户 93:农民专业合作社 A1:军队事业单位 N1:组级集体经济组织"
    " N2:村级集体经济组织 N3:乡镇级集体经济组织"
)
KINDS = dict(row.split(":") for row in _KIND_ROWS.split())


class CreditCodeError(Unreadable):
    """`code` is one of missing, length, characters, checksum."""


class CreditCode(NamedTuple):
    """A code that passes the standard; `kind` is the Chinese word for its first two characters."""

    code: str
    kind: str
    area: str
    organisation: str
    repairs: tuple[str, ...]
    warnings: tuple[str, ...]


def check_character(first17: str) -> str:
    """This function will compute the 18th character from the first 17 (weights 3^i mod 31)."""
    total = sum(_VALUE[char] * weight for char, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """This function will compute the last character of an organisation code (GB 11714-1997)."""
    total = sum(
        int(char, 36) * weight for char, weight in zip(first8, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def parse(text: str | int | float | None) -> CreditCode:
    """This function will read a credit code; any registering authority of the standard is legal.

    Repairs: full_width, spaces, apostrophe, lower_case. I and O are not turned into 1 and 0.
    Warnings: authority (a first character that no list names), area_code (not six digits),
    organisation_check (old codes may fail it).
    Raises CreditCodeError: missing, length, characters, checksum.
    """
    if text is None:
        raise CreditCodeError("missing")
    if not isinstance(text, str):
        # No code fits into a number cell, for 18 digits lose their last three.
        raise CreditCodeError("characters")
    code, mended = tighten(text)
    repairs = list(mended)
    if code != code.upper():
        code = code.upper()
        repairs.append("lower_case")
    if is_empty_word(code):
        raise CreditCodeError("missing")
    if not (code.isascii() and code.isalnum()):
        raise CreditCodeError("characters")
    if len(code) != 18:
        raise CreditCodeError("length")
    if not all(char in _VALUE for char in code):
        raise CreditCodeError("characters")
    if check_character(code[:17]) != code[17]:
        raise CreditCodeError("checksum")
    return CreditCode(
        code, KINDS.get(code[:2], ""), code[2:8], code[8:17], tuple(repairs), _warnings(code)
    )


def _warnings(code: str) -> tuple[str, ...]:
    found = []
    if code[0] not in _AUTHORITIES:
        found.append("authority")
    if not code[2:8].isdigit():
        found.append("area_code")
    if organisation_check_character(code[8:16]) != code[16]:
        found.append("organisation_check")
    return tuple(found)
