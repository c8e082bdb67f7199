"""Counts by place that single nobody out: small ones hidden, and others so that they stay hidden.

A column of counts with its total is shown to readers who see no families. A count from 1 to k − 1
is hidden (primary suppression); then the smallest of the others, until the total less what is
shown no longer tells (complementary suppression). Nought is shown: it is about nobody. Figures
shown before are held against new ones (differencing): where two counts of one place differ by less
than k, the difference is about few, and the new one is hidden too. Sources: Willenborg, de Waal,
Elements of Statistical Disclosure Control (2001), ch. 1 and 4; the handbook of the ESSnet SDC
(Hundepool and others, 2010), ch. 4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

K: Final = 5


@dataclass(frozen=True)
class Shown:
    """A column as it may be shown: None is hidden. ``total`` is over all places."""

    cells: Mapping[str, int | None]
    total: int | None

    @property
    def hidden(self) -> tuple[str, ...]:
        """The places whose counts are hidden."""
        return tuple(place for place, count in self.cells.items() if count is None)


def protect(counts: Mapping[str, int], *, k: int = K, beside: Sequence[Shown] = ()) -> Shown:
    """This function will hide what must be hidden of a column of counts.

    :param counts: place → how many, 0 or more.
    :param k: the least number of people a shown count, or what follows from shown ones, is about.
    :param beside: columns of the same places and the same people that were shown before.
    :raises ValueError: a count below nought, or k below 2.
    """
    if k < 2 or any(count < 0 for count in counts.values()):
        raise ValueError("counts are 0 or more, k is 2 or more")
    total = sum(counts.values())
    hidden = {
        place
        for place, count in counts.items()
        if 0 < count < k or _tells(count, [one.cells.get(place) for one in beside], k)
    }
    tells = 0 < total < k or _tells(total, [one.total for one in beside], k)
    rest = sorted(
        (place for place, count in counts.items() if count and place not in hidden),
        key=lambda place: (counts[place], place),
    )
    # Without a total nothing follows from what is shown.
    while hidden and not tells and not _safe(counts, hidden, k):
        if rest:
            hidden.add(rest.pop(0))
        else:
            tells = True
    return Shown(
        {place: None if place in hidden else count for place, count in counts.items()},
        None if tells else total,
    )


def _tells(count: int, shown: Sequence[int | None], k: int) -> bool:
    return any(one is not None and 0 < abs(one - count) < k for one in shown)


def _safe(counts: Mapping[str, int], hidden: set[str], k: int) -> bool:
    """Whether the total leaves each hidden count, all of them 1 or more, open up to k at least."""
    together = sum(counts[place] for place in hidden)
    return len(hidden) > 1 and together - (len(hidden) - 1) >= k


def bounds(shown: Shown) -> dict[str, tuple[int, int | None]]:
    """This function will give what can be worked out of each hidden count: least and most.

    A reader knows that nought is shown, so that a hidden count is 1 or more, and, where the total
    is shown, what all hidden ones come to; None where there is no most.
    """
    hidden = shown.hidden
    if shown.total is None:
        return dict.fromkeys(hidden, (1, None))
    together = shown.total - sum(count for count in shown.cells.values() if count is not None)
    most = together - (len(hidden) - 1)
    return {place: (1 if len(hidden) > 1 else most, most) for place in hidden}
