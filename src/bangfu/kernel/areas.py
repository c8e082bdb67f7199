"""Arithmetic of the 12-digit statistical area codes and of the numbers made from them.

A code is 2 + 2 + 2 + 3 + 3 digits: province, city, county, town, village. A number is a code
times 1000, and the gap of 999 belongs to the town's own units below the village (groups, lanes).
Zhongshan and its like have no counties: towns hang on the city, whose county digits are 00.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from bangfu.kernel.errors import Unreadable

GAP = 1000
_ENDS = (2, 4, 6, 9, 12)


class AreaError(Unreadable):
    """`code` is one of length, characters, gap."""


class Level(IntEnum):
    """How deep an area lies; a bigger number is a smaller area."""

    PROVINCE = 1
    CITY = 2
    COUNTY = 3
    TOWN = 4
    VILLAGE = 5
    GROUP = 6


class Area(NamedTuple):
    """A code of 12 digits, its level, and `own`, the town's own unit in the gap (0: none)."""

    code: str
    level: Level
    own: int = 0

    @property
    def number(self) -> int:
        """The code × 1000 plus the own unit."""
        return int(self.code) * GAP + self.own


def parse(code: str | int) -> Area:
    """This function will read a code of 2, 4, 6, 9 or 12 digits, filled up with zeros.

    The level is told by the last part that is not zero: 442000109000 is a town.
    Raises AreaError: characters, length.
    """
    text = str(code).strip()
    if not (text.isascii() and text.isdigit()):
        raise AreaError("characters")
    if len(text) not in _ENDS or text.startswith("0"):
        raise AreaError("length")
    text = text.ljust(12, "0")
    significant = len(text.rstrip("0"))
    level = next(place for place, end in enumerate(_ENDS, 1) if significant <= end)
    return Area(text, Level(level))


def number_of(code: str | int, own: int = 0) -> int:
    """This function will give the number of an area, or of its own unit 1–999 in the gap."""
    if not 0 <= own < GAP:
        raise AreaError("gap")
    return parse(code).number + own


def area_of(number: int) -> Area:
    """This function will turn a number back into its code, level and own unit."""
    area = parse(str(number // GAP))
    own = number % GAP
    return area._replace(level=Level.GROUP, own=own) if own else area


def range_of(code: str | int) -> tuple[int, int]:
    """This function will give the first and the last number inside an area, both included.

    A town 442000109 is 442000109000000 to 442000109999999, its villages and their gaps within.
    """
    area = parse(code)
    inside = 10 ** (12 - _ENDS[area.level - 1])
    first = int(area.code)
    return first * GAP, (first + inside) * GAP - 1


def range_of_number(number: int) -> tuple[int, int]:
    """This function will give the range of a number: an own unit is one number only."""
    area = area_of(number)
    return (number, number) if area.own else range_of(area.code)


def parent_codes(code: str | int) -> tuple[str, ...]:
    """This function will list the codes above an area, the province first.

    A city without counties gives none: 442000109206 → 440000000000, 442000000000, 442000109000.
    """
    area = parse(code)
    above = [area.code[:end].ljust(12, "0") for end in _ENDS[: area.level - 1]]
    return tuple(dict.fromkeys(parent for parent in above if parent != area.code))


def parent_code(code: str | int) -> str | None:
    """This function will give the code just above an area, None for a province."""
    above = parent_codes(code)
    return above[-1] if above else None


def contains(outer: str | int, number: int) -> bool:
    """This function will tell whether a number lies in an area."""
    first, last = range_of(outer)
    return first <= number <= last


def kind_of(code: str | int) -> str:
    """This function will name what a code stands for, as the statistical rules number it.

    街道 000–099, 镇 100–199, 乡 200–399, other units of town level; 居委会 001–199, 村委会 200–399.
    """
    area = parse(code)
    if area.level is Level.TOWN:
        town = int(area.code[6:9])
        return "街道" if town < 100 else "镇" if town < 200 else "乡" if town < 400 else "乡级单位"
    if area.level is Level.VILLAGE:
        village = int(area.code[9:])
        return "居委会" if village < 200 else "村委会" if village < 400 else "村级单位"
    return {Level.PROVINCE: "省", Level.CITY: "市"}.get(area.level, "县")
