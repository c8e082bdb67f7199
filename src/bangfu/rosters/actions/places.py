"""Where a household lives: the village's number, and an address exact enough to know it by."""

from __future__ import annotations

import re
from functools import lru_cache

from bangfu.kernel.text import squeeze, to_half_width
from bangfu.offices.models import Area
from bangfu.offices.queries import areas_by_name, get_area, list_villages

from ..reading import HouseholdDraft

_DOOR = re.compile(r"\d\s*(?:号|巷|街|路|栋|幢|座|室|房|弄)")


class Places:
    """The villages of one town by the names people write."""

    def __init__(self, town: Area, names: dict[str, int], full: dict[int, str]) -> None:
        self.town = town.lo
        self.range = (town.lo, town.hi)
        self.names = names
        self.full = full

    @classmethod
    def of_town(cls, number: int) -> Places:
        """Read the villages of the town with this number."""
        town = get_area(number)
        villages = list_villages(within=[(town.lo, town.hi)], on=town.valid_from)
        full = {area.lo: area.name for area in villages}
        full |= {lo: name for name, lo in areas_by_name(town).items() if lo not in full}
        return cls(town, areas_by_name(town), full)

    def area_of(self, home: HouseholdDraft | None) -> int:
        """Give the number of a household's village, the town's own where it is not told."""
        if home is None:
            return self.town
        return self.find(home.village) or self.town

    def find(self, village: str) -> int:
        """Give the number of a village by its name or short name, 0 where it is not known."""
        word = squeeze(to_half_width(village))
        return self.names.get(word) or self.names.get(_short(word), 0)

    def name_of(self, area: int) -> str:
        """Give the name of a village, "" for the town itself."""
        return self.full.get(area, "")

    def place_of(self, home: HouseholdDraft) -> str:
        """Give what every eye may read: village and group."""
        village = self.name_of(self.area_of(home)) or home.village
        return f"{village}{home.group}"

    def address_of(self, home: HouseholdDraft) -> str:
        """Give the whole address, the village before it where it was left out."""
        address = squeeze(to_half_width(home.address))
        if not address:
            return ""
        village = self.name_of(self.area_of(home))
        short = _short(village)
        if village and village not in address:
            address = (
                village + address.removeprefix(short) if address.startswith(short)
                else village + address
            )  # fmt: skip
        return address


def exact_to_the_door(address: str) -> bool:
    """Say whether an address names a house: only such an address ties a name to a household."""
    return bool(_DOOR.search(address))


@lru_cache(maxsize=512)
def _short(village: str) -> str:
    for tail in ("村民委员会", "居民委员会", "村委会", "居委会", "社区", "村"):
        if village.endswith(tail) and len(village) > len(tail) + 1:
            return village.removesuffix(tail)
    return village
