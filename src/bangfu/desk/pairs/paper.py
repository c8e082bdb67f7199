"""The sheet for a village: which pairs it was asked about, how they differ, and room to answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry
from bangfu.registry.actions import pairs
from bangfu.registry.models import Pair
from bangfu.registry.queries.scoped import area_names

from ..templatetags import desk as words
from .compare import Side, lines_of, sides_of, why


@dataclass(frozen=True)
class Village:
    """A village that was asked, and about how many pairs."""

    lo: int
    name: str
    count: int


@dataclass(frozen=True)
class Entry:
    """One side of a pair on paper: the name, and lines of labels with their values."""

    name: str
    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class Question:
    """A pair on paper: the mark that finds it again, both sides, why, and what differs."""

    pair: Pair
    mark: str
    left: Entry
    right: Entry
    why: str
    differs: str


def mark_of(pair: Pair) -> str:
    """Return what stands on the paper and in the list, so that an answer finds its pair."""
    return pair.uuid.hex[:6].upper()


def villages_asked(scope: Scope, *, on: date) -> list[Village]:
    """Return the villages that were asked, in the order of their codes."""
    counts = registry.count_asked(scope, on=on)
    names = area_names(set(counts))
    return [Village(lo, names[lo], counts[lo]) for lo in sorted(counts)]


def questions_for(scope: Scope, village: int, *, on: date) -> list[Question]:
    """Return what one village is asked, both sides masked."""
    asked = registry.list_asked(scope, village, on=on)
    return [_question(scope, pair, village, on) for pair in asked]


def _question(scope: Scope, pair: Pair, village: int, on: date) -> Question:
    left, right = sides_of(scope, *pairs.sides(pair), on=on)
    differs = [line.label for line in lines_of(left, right) if line.differs]
    entries = [_entry(side, village) for side in (left, right)]
    return Question(
        pair, mark_of(pair), entries[0], entries[1], why(pair),
        _("、").join(differs),
    )  # fmt: skip


def _entry(side: Side, village: int) -> Entry:
    """One side as the village may read it.

    A birth beside a number half masked makes a whole one: the paper only says whether they differ.
    Who lives elsewhere is shown as far as it takes to tell him apart, no more.
    """
    here = side.person.area - side.person.area % 1000 == village
    lines: list[tuple[tuple[str, str], ...]]
    sex = (_("性别"), words.sex(side.person.sex))
    number = (_("身份证号"), side.values["number"])
    if here:
        lines = [
            (sex, number),
            ((_("地址"), side.values["place"]), (_("电话"), side.values["phone"])),
            ((_("住户"), side.where), (_("同户成员"), _("、").join(side.members))),
        ]
    else:
        lines = [(sex, number), ((_("村居"), area_names({side.person.area})[side.person.area]),)]
    return Entry(
        side.person.name,
        tuple(tuple((label, value or _("未填")) for label, value in line) for line in lines),
    )
