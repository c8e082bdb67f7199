"""Working days under a table of public holidays that is published year by year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

_DAY = timedelta(days=1)


class Reckoning(NamedTuple):
    """A day, and the years on the way whose holidays nobody has published yet (未公布)."""

    on: date
    unpublished: tuple[int, ...]


class Count(NamedTuple):
    """A number of working days, and the years counted by weekdays alone."""

    days: int
    unpublished: tuple[int, ...]


@dataclass(frozen=True)
class Calendar:
    """Days off and days worked in exchange; an unpublished year counts Monday to Friday.

    `published` names the years whose table is known. Left empty, the years that have an entry
    are taken.
    """

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()
    published: frozenset[int] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        for name in ("holidays", "workdays", "published"):
            object.__setattr__(self, name, frozenset(getattr(self, name)))
        if not self.published:
            years = frozenset(day.year for day in self.holidays | self.workdays)
            object.__setattr__(self, "published", years)

    def is_workday(self, day: date) -> bool:
        """This function will tell whether offices work on a day."""
        if day in self.workdays:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def add(self, start: date, days: int) -> Reckoning:
        """This function will find the `days`-th working day after `start`, before it if negative.

        The start itself never counts. With 0 it is the first working day from `start` on.
        """
        step = -_DAY if days < 0 else _DAY
        day = start
        years = {start.year}
        if days == 0:
            while not self.is_workday(day):
                day += step
        for _ in range(abs(days)):
            day += step
            while not self.is_workday(day):
                day += step
        years.update(range(min(start.year, day.year), max(start.year, day.year) + 1))
        return Reckoning(day, self._unpublished(years))

    def count(self, start: date, end: date) -> Count:
        """This function will count the working days after `start` up to and with `end`.

        Negative when `end` lies before `start`: so many days overdue.
        """
        first, last = min(start, end), max(start, end)
        days = sum(
            self.is_workday(first + _DAY * offset) for offset in range(1, (last - first).days + 1)
        )
        years = self._unpublished(range(first.year, last.year + 1))
        return Count(days if end >= start else -days, years)

    def roll(self, day: date) -> Reckoning:
        """This function will move a limit that ends on a day off to the next working day."""
        return self.add(day, 0)

    def amended(
        self, *, holidays: Iterable[date] = (), workdays: Iterable[date] = (), year: int
    ) -> Calendar:
        """This function will replace one year's table by an office's own.

        Days of the year before or after, at its turn, are added to what those years say.
        """
        off, work = frozenset(holidays), frozenset(workdays)
        return Calendar(
            frozenset(day for day in self.holidays if day.year != year) - work | off,
            frozenset(day for day in self.workdays if day.year != year) - off | work,
            self.published | {year},
        )

    def _unpublished(self, years: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(set(years) - self.published))


@cache
def first_fill() -> Calendar:
    """This function will give the State Council's holidays for the years that chinesecalendar has.

    It is the first content of the table an office edits; later years stay unpublished.
    """
    from chinese_calendar import constants  # only the first fill needs it

    holidays, workdays = frozenset(constants.holidays), frozenset(constants.workdays)
    years = {day.year for day in holidays}
    return Calendar(holidays, workdays, frozenset(years))
