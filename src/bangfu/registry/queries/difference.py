"""What a roster says otherwise than the issue of the same list before it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from ..models import Departure, Household, Person, Sighting, Source
from ..states import DepartureKind
from . import any_of  # noqa: F401, the lookup of that name
from .changed import changes
from .scoped import area_names

PER_PAGE = 50
"""So many lines of a kind stand on a page."""


@dataclass(slots=True)
class Line:
    """Somebody who came, left or changed: his family, his row, and what became of him since.

    ``gone`` is empty for who is still on the register, else dead, moved away, or his family left.
    """

    person: UUID
    name: str
    household: UUID | None
    head: str
    village: str
    row: int
    gone: str = ""
    what: Sequence[str] = ()


@dataclass(slots=True)
class Side:
    """One kind of difference: how many people in how many households, and a page of them."""

    people: int
    households: int
    lines: list[Line]
    page: int
    pages: int


@dataclass(slots=True)
class Difference:
    """A roster against an earlier issue.

    ``earlier`` are that issue's files and their day; ``days`` are all days of earlier issues, the
    latest first, with which it could be compared.
    """

    earlier: list[tuple[str, date]]
    days: list[date]
    came: Side
    left: Side
    changed: Side
    same: int


def difference_of(entry: UUID, *, until: date | None = None, page: int = 1) -> Difference | None:
    """Return what a taken-in batch says otherwise than an earlier issue, village by village.

    Only villages in which it names somebody are compared, each with the latest earlier list of
    the same kind that names somebody there; with ``until``, the latest of that day or before.
    Each side gives its page of that number, or its last. None where there is no such list, or
    where the batch named nobody.
    """
    now = list(Source.objects.filter(entry=entry))
    rows_now = _rows(Sighting.objects.filter(source__in=now, withdrawn_at=None))
    if not rows_now:
        return None
    named = _named_before(now, {area for area, _row in rows_now.values()})
    days = sorted({on for _area, _source, on in named}, reverse=True)
    before = _latest([one for one in named if until is None or one[2] <= until])
    if not before:
        return None
    issues = Q()
    for area, source in before:
        issues |= Q(area=area, source=source)
    rows_before = _rows(Sighting.objects.filter(issues, withdrawn_at=None))
    came, left = rows_now.keys() - rows_before.keys(), rows_before.keys() - rows_now.keys()
    both = rows_now.keys() & rows_before.keys()
    files = Source.objects.filter(pk__in={source for _area, source in before}).order_by("on", "pk")
    told = changes(_since(now, files), both)
    return Difference(
        [(one.file_name, one.on) for one in files],
        days,
        _side(came, rows_now, page),
        _side(left, rows_before, page),
        _side(told, rows_now, page, told),
        len(both) - len(told),
    )


def _rows(sightings: QuerySet[Sighting]) -> dict[int, tuple[int, int]]:
    """By person the village and the first row in which he was read."""
    rows = sightings.order_by("-row").values_list("person", "area", "row")
    return {person: (area, row) for person, area, row in rows}


def _named_before(now: Sequence[Source], areas: Collection[int]) -> list[tuple[int, int, date]]:
    """Village, source and day of every earlier list of the kind that names somebody there."""
    day, moment = min((source.on, source.recorded_at) for source in now)
    sources = Source.objects.filter(lineage__in={source.lineage for source in now}).filter(
        Q(on__lt=day) | Q(on=day, recorded_at__lt=moment)
    )
    named = Sighting.objects.filter(area__in=areas, source__in=sources, withdrawn_at=None)
    return list(named.values_list("area", "source", "source__on").distinct().order_by())


def _latest(named: Sequence[tuple[int, int, date]]) -> list[tuple[int, int]]:
    """The village and the source of the latest issue, for each village."""
    days: dict[int, date] = {}
    for area, _source, on in named:
        days[area] = max(on, days.get(area, on))
    return sorted((area, source) for area, source, on in named if days[area] == on)


def _since(now: Sequence[Source], before: Iterable[Source]) -> set[UUID]:
    """The entries of this issue and of those between it and the earlier one."""
    last = max((one.on, one.recorded_at) for one in before)
    first = min((one.on, one.recorded_at) for one in now)
    between = Source.objects.filter(lineage__in={one.lineage for one in now})
    found = between.values_list("entry", "on", "recorded_at")
    return {one.entry for one in now} | {
        entry for entry, on, moment in found if last < (on, moment) < first
    }


def _side(
    found: Collection[int],
    rows: Mapping[int, tuple[int, int]],
    page: int,
    told: Mapping[int, list[str]] | None = None,
) -> Side:
    """The people of one kind in the order of villages and rows, those of a page with names."""
    ordered = sorted(found, key=lambda person: rows[person])
    there = Person.objects.filter(pk__any_of=ordered)
    homes = there.exclude(home=None).values("home").distinct().count()
    pages = max(1, -(-len(ordered) // PER_PAGE))
    page = min(max(1, page), pages)
    asked = ordered[(page - 1) * PER_PAGE : page * PER_PAGE]
    shown = {person.pk: person for person in there.filter(pk__any_of=asked)}
    houses = {
        home.uuid: home
        for home in Household.objects.filter(
            uuid__in={person.home for person in shown.values() if person.home}
        ).select_related("head")
    }
    gone = dict(
        Departure.objects.filter(
            person__any_of=list(shown), superseded_at=None, valid_until=None
        ).values_list("person", "kind")
    )
    villages = area_names({rows[person][0] for person in shown})
    lines = []
    for key in asked:
        person = shown.get(key)
        if person is None:
            continue
        home = houses.get(person.home) if person.home else None
        lines.append(
            Line(
                person.uuid,
                person.name,
                person.home,
                home.head.name if home and home.head else "",
                villages[rows[key][0]],
                rows[key][1],
                _gone(person, home, gone.get(key, "")),
                (told or {}).get(key, []),
            )
        )
    return Side(len(ordered), homes, lines, page, pages)


def _gone(person: Person, home: Household | None, departure: str) -> str:
    if departure:
        return str(DepartureKind(departure).label)
    if home is None:
        return _("不在任何一户")
    return "" if home.category else _("全户已退出")
