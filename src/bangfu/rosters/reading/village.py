"""The village an address begins with."""

from __future__ import annotations

import re
from functools import lru_cache

_BEFORE = re.compile(
    r"^(?:[^村社]{2,7}省)?(?:[^村社]{2,7}市)?(?:[^村社]{1,7}[区县])?(?:[^村社]{1,6}(?:镇|街道|乡))?"
)
_VILLAGE = re.compile(r"^(?P<it>[^\d\s,，号巷路街]{1,5}?(?:村|社区|居委会|居))(?!委)")


@lru_cache(maxsize=16384)
def village_in(address: str) -> str:
    """Give the village or community an address names before street and number, "" for none."""
    rest = address[_BEFORE.match(address).end() :]  # type: ignore[union-attr]
    found = _VILLAGE.match(rest)
    return found["it"] if found else ""


def whole_village(stated: str, address: str) -> str:
    """Give the stated village without the town before it; 光明 is completed by an address that
    begins with 光明村, and a blank one is taken from there."""
    named = village_in(address)
    bare = village_in(stated) or stated
    if not bare or named.startswith(bare):
        return named
    return bare
