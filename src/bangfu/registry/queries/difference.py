"""What a roster says otherwise than the issue of the same list before it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Max, Model, Q, QuerySet
from django.utils.translation import gettext as _

from .. import models
from ..models import Departure, Household, Membership, Person, Sighting, Source
from ..models.facts import HouseholdFact, PersonFact
from ..states import DepartureKind
from . import any_of  # noqa: F401, the lookup of that name
from .scoped import area_names

MOST = 200
"""So many lines of a kind are shown; the rest is counted."""


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
    what: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Side:
    """One kind of difference: how many people in how many households, and the first of them."""

    people: int
    households: int
    lines: list[Line]

    @property
    def more(self) -> int:
        return self.people - len(self.lines)


@dataclass(slots=True)
class Difference:
    """A roster against the issue before it; ``earlier`` are that issue's files and their day."""

    earlier: list[tuple[str, date]]
    came: Side
    left: Side
    changed: Side
    same: int


def difference_of(entry: UUID) -> Difference | None:
    """Return what a taken-in batch says otherwise than the issue before it, village by village.

    Only villages in which it names somebody are compared, each with the latest earlier list of
    the same kind that names somebody there. None where there is no such list, or where the batch
    named nobody.
    """
    now = {s.pk: s for s in Source.objects.filter(entry=entry)}
    rows_now = _rows(Sighting.objects.filter(source__in=now, withdrawn_at=None))
    if not rows_now:
        return None
    before = _earlier(list(now.values()), {area for area, _row in rows_now.values()})
    if not before:
        return None
    issues = Q()
    for area, source in before:
        issues |= Q(area=area, source=source)
    found = Sighting.objects.filter(issues, withdrawn_at=None)
    rows_before = _rows(found)
    came, left = rows_now.keys() - rows_before.keys(), rows_before.keys() - rows_now.keys()
    both = rows_now.keys() & rows_before.keys()
    told = _changes(entry, both)
    files = Source.objects.filter(pk__in={source for _area, source in before}).order_by("on", "pk")
    return Difference(
        [(one.file_name, one.on) for one in files],
        _side(came, rows_now),
        _side(left, rows_before),
        _side(told, rows_now, told),
        len(both) - len(told),
    )


def _rows(sightings: QuerySet[Sighting]) -> dict[int, tuple[int, int]]:
    """By person the village and the first row in which he was read."""
    rows = sightings.order_by("-row").values_list("person", "area", "row")
    return {person: (area, row) for person, area, row in rows}


def _earlier(now: list[Source], areas: Collection[int]) -> list[tuple[int, int]]:
    """The village and the source of the issue before, for each village of this one."""
    lineages = {source.lineage for source in now}
    day, moment = min((source.on, source.recorded_at) for source in now)
    sources = Source.objects.filter(lineage__in=lineages).filter(
        Q(on__lt=day) | Q(on=day, recorded_at__lt=moment)
    )
    named = Sighting.objects.filter(area__in=areas, source__in=sources, withdrawn_at=None)
    days = dict(named.values_list("area").annotate(day=Max("source__on")).order_by())
    found = named.values_list("area", "source", "source__on").distinct().order_by("area", "source")
    return [(area, source) for area, source, on in found if days[area] == on]


def _changes(entry: UUID, both: Collection[int]) -> dict[int, list[str]]:
    """By person what the batch wrote anew about him or his household."""
    told: dict[int, list[str]] = {}
    for model in PersonFact.__subclasses__():
        found = model._default_manager.filter(entry=entry, person__any_of=both)
        for person in found.values_list("person", flat=True).distinct():
            told.setdefault(person, []).append(_word(model))
    there = Membership.objects.filter(person__any_of=both, superseded_at=None, valid_until=None)
    homes = dict(there.values_list("person", "household"))
    for fact in HouseholdFact.__subclasses__():
        lines = fact._default_manager.filter(
            entry=entry, household__any_of=list(set(homes.values()))
        )
        written = set(lines.values_list("household", flat=True))
        for person in [person for person, home in homes.items() if home in written]:
            told.setdefault(person, []).append(_word(fact))
    return told


def _word(model: type[Model]) -> str:
    words: dict[type[Model], str] = {
        models.Identity: _("姓名或号码"),
        models.Membership: _("户和关系"),
        models.Category: _("类别或金额"),
        models.Cause: _("致困原因"),
        models.Address: _("住址"),
        models.Disability: _("残疾"),
        models.Schooling: _("就读"),
        models.Phone: _("电话"),
        models.BankAccount: _("账号"),
        models.Departure: _("去向"),
    }
    return words.get(model, _("其他情况"))


def _side(
    found: Collection[int],
    rows: Mapping[int, tuple[int, int]],
    told: Mapping[int, list[str]] | None = None,
) -> Side:
    """The people of one kind in the order of villages and rows, the first of them with names."""
    ordered = sorted(found, key=lambda person: rows[person])
    there = Person.objects.filter(pk__any_of=ordered)
    homes = there.exclude(home=None).values("home").distinct().count()
    shown = {person.pk: person for person in there.filter(pk__any_of=ordered[:MOST])}
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
    for key in ordered[:MOST]:
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
    return Side(len(ordered), homes, lines)


def _gone(person: Person, home: Household | None, departure: str) -> str:
    if departure:
        return str(DepartureKind(departure).label)
    if home is None:
        return _("不在任何一户")
    return "" if home.category else _("全户已退出")
