"""The working calendar of a place, and the pages of its year."""

from __future__ import annotations

from calendar import Calendar as Weeks
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from bangfu.kernel.holidays import YearTable, first_table
from bangfu.kernel.workdays import Calendar, first_fill

from ..models import Area, Level, OfficeDay, User, WorkingYear

_WEEKS = Weeks(firstweekday=0)


def town_of(user: User) -> Area | None:
    """Return the town in which the account's organisation lies, or the area itself above towns."""
    if user.organisation is None:
        return None
    area = user.organisation.area
    while area.level == Level.VILLAGE and area.parent is not None:
        area = area.parent
    return area


def calendar_of(area: int, *, at: datetime | None = None) -> Calendar:
    """Return the working calendar of an area: the nearest office's table of each year counts.

    ``at`` gives the calendar as it was published at that moment, so that a limit can be counted
    again. Years that nobody published count Monday to Friday and are named by the kernel's
    reckoning.
    """
    calendar = first_fill()
    for line in _tables(area, at):
        calendar = _table(line).on(calendar)
    return calendar


def _tables(area: int, at: datetime | None, year: int | None = None) -> list[WorkingYear]:
    """The tables in force, those of wider areas first."""
    found = WorkingYear.objects.filter(area__lo__lte=area, area__hi__gte=area)
    if at is None:
        found = found.filter(superseded_at=None)
    else:
        later = Q(superseded_at=None) | Q(superseded_at__gt=at)
        found = found.filter(later, recorded_at__lte=at)
    if year is not None:
        found = found.filter(year=year)
    lines = found.select_related("area")
    return sorted(lines, key=lambda line: (line.area.lo - line.area.hi, line.recorded_at))


def _table(line: WorkingYear) -> YearTable:
    return YearTable(line.year, _days(line.off), _days(line.work))


def _days(named: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in named.items()}


@dataclass(frozen=True)
class Mark:
    """A day or a season of the office in a certain year: ``first`` to ``last``, both included."""

    uuid: UUID
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Day:
    """A day of the year page: ``kind`` is off, work (in exchange), rest (a weekend) or plain."""

    on: date
    kind: str
    name: str = ""
    marked: bool = False


@dataclass(frozen=True)
class Note:
    """A line under a month: a holiday (off), or an office's day (day), season's begin or end."""

    name: str
    kind: str
    first: date
    last: date


@dataclass(frozen=True)
class Month:
    """A month of the year page, in weeks from Monday; None stands for a day of another month."""

    first: date
    weeks: list[list[Day | None]]
    workdays: int
    notes: list[Note]


@dataclass(frozen=True)
class YearPage:
    """A year of an area: its months, and whence its days off are known.

    ``published`` is the office's own table, ``built_in`` whether the installation came with one;
    neither: nobody has published this year, and limits count Monday to Friday.
    """

    year: int
    months: list[Month]
    published: WorkingYear | None
    built_in: bool
    table: YearTable
    workdays: int

    @property
    def unpublished(self) -> bool:
        """Whether nobody has said which days of this year are off."""
        return self.published is None and not self.built_in


def year_page(area: int, year: int, *, instead: YearTable | None = None) -> YearPage:
    """Return the year of an area; ``instead`` shows it as it would be with another table."""
    calendar = calendar_of(area)
    own = _tables(area, None, year)
    published = own[-1] if own else None
    built_in = first_table(year)
    table = instead or (_table(published) if published else built_in) or YearTable(year)
    if instead is not None:
        calendar = instead.on(calendar)
    names = {**_names_around(area, year), **table.off, **table.work}
    marks = marks_between(area, date(year, 1, 1), date(year, 12, 31))
    months = [_month(year, month, calendar, names, marks) for month in range(1, 13)]
    return YearPage(
        year, months, published, built_in is not None, table, sum(one.workdays for one in months)
    )


def _names_around(area: int, year: int) -> dict[date, str]:
    """The names of days that the tables of the years beside this one bring into it."""
    found: dict[date, str] = {}
    for near in (year - 1, year + 1):
        tables = [_table(line) for line in _tables(area, None, near)]
        if not tables and (built_in := first_table(near)) is not None:
            tables = [built_in]
        for table in tables:
            found |= {**table.off, **table.work}
    return {day: name for day, name in found.items() if day.year == year}


def _month(
    year: int, month: int, calendar: Calendar, names: Mapping[date, str], marks: list[Mark]
) -> Month:
    edges = {day for mark in marks for day in (mark.first, mark.last)}
    weeks = [
        [_day(day, calendar, names, edges) if day.month == month else None for day in week]
        for week in _WEEKS.monthdatescalendar(year, month)
    ]
    inside = [day for week in weeks for day in week if day is not None]
    workdays = sum(calendar.is_workday(day.on) for day in inside)
    notes = [*_holidays(inside), *_edges(marks, year, month)]
    notes.sort(key=lambda note: note.first)
    return Month(date(year, month, 1), weeks, workdays, notes)


def _day(on: date, calendar: Calendar, names: Mapping[date, str], edges: set[date]) -> Day:
    kind = "plain" if on.weekday() < 5 else "rest"
    if on in calendar.workdays:
        kind = "work"
    elif on in calendar.holidays:
        kind = "off"
    return Day(on, kind, names.get(on, "") if kind in ("off", "work") else "", on in edges)


def _holidays(days: list[Day]) -> Iterable[Note]:
    for (kind, name), run in groupby(days, key=lambda day: (day.kind, day.name)):
        listed = [day.on for day in run]
        if kind == "off" and name:
            yield Note(name, kind, listed[0], listed[-1])


def _edges(marks: list[Mark], year: int, month: int) -> Iterable[Note]:
    for mark in marks:
        ends = [(mark.first, "day")]
        if mark.last != mark.first:
            ends = [(mark.first, "begins"), (mark.last, "ends")]
        for day, kind in ends:
            if (day.year, day.month) == (year, month):
                yield Note(mark.name, kind, day, day)


def list_office_days(area: int) -> list[OfficeDay]:
    """Return the days of the office's year that hold in an area, monthly ones first."""
    found = OfficeDay.objects.filter(area__lo__lte=area, area__hi__gte=area, ended_at=None)
    return sorted(found, key=lambda one: (one.month or 0, one.day, one.name))


def find_office_day(uuid: UUID) -> OfficeDay | None:
    """Return a day of the office's year that still holds, or None."""
    return OfficeDay.objects.filter(uuid=uuid, ended_at=None).first()


def marks_between(area: int, first: date, last: date) -> list[Mark]:
    """Return the office's days and seasons that touch these days, in the order of their dates."""
    found = [
        mark
        for one in list_office_days(area)
        for mark in _marks_of(one, range(first.year, last.year + 1))
        if mark.first <= last and mark.last >= first
    ]
    return sorted(found, key=lambda mark: (mark.first, mark.name))


def _marks_of(one: OfficeDay, years: Iterable[int]) -> Iterable[Mark]:
    for year in years:
        for month in [one.month] if one.month else range(1, 13):
            first = _on(year, month, one.day)
            last = _on(year, one.last_month, one.last_day or 1) if one.last_month else first
            yield Mark(one.uuid, one.name, first, last)


def _on(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def month_end(on: date) -> date:
    """Return the last day of the month of a day."""
    return on.replace(day=monthrange(on.year, on.month)[1])
