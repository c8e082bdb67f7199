"""What is left of a value for somebody with a given clearance (a mask knows no roles).

An identity number with its first six and last four digits hides nothing but the birth date, and
its check digit leaves about 33 dates where the year is known. So nothing public shows the last
four, and where birth or age stands beside it on paper nobody sees them (`beside_birth`).
"""

from __future__ import annotations

import re

from bangfu.kernel import names

from .states import Clearance

__all__ = [
    "Clearance",
    "address",
    "bank",
    "certificate",
    "identity_number",
    "name",
    "phone",
]

STAR = "*"
# A variation selector belongs to the character before it, and is none of its own.
_CHARACTER = re.compile(r".[\ufe00-\ufe0f\U000e0100-\U000e01ef\u0300-\u036f]*", re.DOTALL)
_PERSON_DIGITS = 18
# As far as a notice board may tell where somebody lives: the villagers' group, or the village.
_GROUP = re.compile(r"^.*?(?:[0-9零〇一二三四五六七八九十百]+|[一-鿿]{1,4})(?:村民小组|小组|组|队)")
_VILLAGE = re.compile(r"^.*?(?:村委会|居委会|社区|村|居)")
_TOWN = re.compile(r"^.*?(?:街道|镇|乡)")


def name(text: str, clearance: Clearance) -> str:
    """This function will keep the surname, two characters of a compound one (欧阳小明 → 欧阳**).

    A name without a surname keeps its first character, one with dots the dots as well
    (阿依古丽·买买提 → 阿***·***). Staff see names whole; helpers and the public do not.
    """
    if clearance >= Clearance.STAFF or not text:
        return text
    parts = [_CHARACTER.findall(part) for part in text.split("·")]
    if len(parts) > 1:
        first = _kept(parts[0], 1)
        return "·".join([first, *(STAR * len(part) for part in parts[1:])])
    keep = len(_CHARACTER.findall(names.surname(text))) or 1
    # A surname alone, say one that was cut short, must not come out whole.
    return _kept(parts[0], keep if len(parts[0]) > keep else 1)


def identity_number(text: str, clearance: Clearance, *, beside_birth: bool = False) -> str:
    """This function will hide the birth date and, from all but staff, the end of a number.

    Staff: first six and last four of 18 (last three of 15). Helpers and the public: first six.
    What has another length, a damaged number, is hidden whole.

    :param beside_birth: birth or age is printed beside it: staff see the first six only, too.
    """
    if clearance is Clearance.FULL or not text:
        return text
    if len(text) not in (15, 18):
        return STAR * len(text)
    shown = 0
    if clearance is Clearance.STAFF and not beside_birth:
        shown = 4 if len(text) == _PERSON_DIGITS else 3
    return _ends(text, 6, shown)


def certificate(text: str, clearance: Clearance, *, beside_birth: bool = False) -> str:
    """This function will mask the identity number in a disability certificate, and what follows.

    The digits of kind and grade are sensitive themselves (GB/T 45574), so they go as well.
    """
    if clearance is Clearance.FULL or not text:
        return text
    number, rest = text[:_PERSON_DIGITS], text[_PERSON_DIGITS:]
    return identity_number(number, clearance, beside_birth=beside_birth) + STAR * len(rest)


def phone(text: str, clearance: Clearance) -> str:
    """This function will keep three digits before and four behind of a mobile (138****8000).

    A landline keeps its last two; the public sees nothing.
    """
    if clearance is Clearance.FULL or not text:
        return text
    if clearance is Clearance.PUBLIC:
        return STAR * len(text)
    mobile = len(text) >= 11 and text.isdecimal() and text.startswith("1")
    return _ends(text, 3, 4) if mobile else _ends(text, 0, 2)


def bank(text: str, clearance: Clearance) -> str:
    """This function will keep the last four of an account (**** **** **** 1234).

    Helpers and the public see nothing of it.
    """
    if clearance is Clearance.FULL or not text:
        return text
    shown = text[-4:] if clearance is Clearance.STAFF and len(text) >= 8 else STAR * 4
    return f"{STAR * 4} {STAR * 4} {STAR * 4} {shown}"


def address(text: str, clearance: Clearance) -> str:
    """This function will keep an address down to the group or the village (高平村3组***).

    Staff visit, and so does a helper while paired: they see it whole.
    """
    if clearance >= Clearance.HELPER or not text:
        return text
    for pattern in (_GROUP, _VILLAGE, _TOWN):
        found = pattern.match(text)
        if found:
            rest = text[found.end() :]
            return found[0] + (STAR * 3 if rest else "")
    return STAR * 3


def _kept(characters: list[str], count: int) -> str:
    if len(characters) <= count:
        count = 0
    return "".join(characters[:count]) + STAR * (len(characters) - count)


def _ends(text: str, before: int, behind: int) -> str:
    """The first and last characters; of something too short for that nothing."""
    if len(text) < before + behind + 2:
        return STAR * len(text)
    tail = text[len(text) - behind :]
    return text[:before] + STAR * (len(text) - before - behind) + tail
