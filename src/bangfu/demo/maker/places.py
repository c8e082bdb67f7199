"""The town a drawer is made for: its villages, and how many households of which size and kind.

The default is the demo town: 730 dual-low households with 2,398 people (so the town's own account
of 2012 says) and 85 relatively hard-up ones; sizes and villages are invented to fit those totals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

STREETS = ("旧街", "新村", "南安", "昌隆", "福隆", "福泽", "沙栏", "结民")


@dataclass(frozen=True)
class Village:
    """A village or community; ``weight`` is its number of dual-low households."""

    code: str
    name: str
    weight: int

    @property
    def short(self) -> str:
        """This function will return the name as people say it, 高平 for 高平村."""
        return self.name.removesuffix("村").removesuffix("社区") or self.name


@dataclass(frozen=True)
class Town:
    """How many of what. ``sizes`` and ``hard_up_sizes`` map household size to households."""

    name: str = "三角镇"
    code: str = "442000109"
    villages: tuple[Village, ...] = (
        Village("442000109001", "中心社区", 55),
        Village("442000109201", "结民村", 90),
        Village("442000109202", "蟠龙村", 70),
        Village("442000109203", "东南村", 80),
        Village("442000109204", "沙栏村", 85),
        Village("442000109205", "光明村", 85),
        Village("442000109206", "高平村", 150),
        Village("442000109207", "三角村", 115),
    )
    sizes: Mapping[int, int] = field(
        default_factory=lambda: {1: 85, 2: 140, 3: 179, 4: 191, 5: 90, 6: 33, 7: 12}
    )
    categories: Mapping[str, int] = field(default_factory=lambda: {"低保户": 310, "低收入户": 420})
    hard_up_sizes: Mapping[int, int] = field(
        default_factory=lambda: {1: 10, 2: 18, 3: 22, 4: 21, 5: 10, 6: 4}
    )
    outsiders: int = 20

    @property
    def dual_low(self) -> int:
        """This function will return the number of dual-low households."""
        return sum(self.sizes.values())


SANJIAO = Town()


def share_out(weights: Mapping[str, float] | Mapping[int, float], total: int) -> list[str | int]:
    """This function will return ``total`` keys in the proportion of the weights.

    Shares are rounded by largest remainder, so the counts add up and, at a total equal to the sum
    of whole weights, are exactly the weights.
    """
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    counts = {key: int(share) for key, share in exact.items()}
    short = total - sum(counts.values())
    for key in sorted(exact, key=lambda key: counts[key] - exact[key])[:short]:
        counts[key] += 1
    return [key for key, count in counts.items() for _ in range(count)]
