"""Periods of whole days, both ends included, the last perhaps open."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

_DAY = timedelta(days=1)


class PeriodError(ValueError):
    """Raised when a period would end before it begins."""

    code = "backwards"


class _Ends(NamedTuple):
    first: date
    last: date | None


class Period(_Ends):
    """From `first` to `last`, both included; `last` None means "until further notice"."""

    __slots__ = ()

    def __new__(cls, first: date, last: date | None = None) -> Period:
        if last is not None and last < first:
            raise PeriodError("backwards")
        return super().__new__(cls, first, last)

    @classmethod
    def of_year(cls, year: int) -> Period:
        """This function will give a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """This function will give a calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    def holds(self, day: date) -> bool:
        """This function will tell whether a day lies in the period."""
        return self.first <= day and (self.last is None or day <= self.last)

    def overlaps(self, other: Period) -> bool:
        """This function will tell whether the periods share a day."""
        return self.common(other) is not None

    def common(self, other: Period) -> Period | None:
        """This function will give the days that both periods have."""
        first = max(self.first, other.first)
        ends = [end for end in (self.last, other.last) if end is not None]
        last = min(ends) if ends else None
        return Period(first, last) if last is None or first <= last else None

    def without(self, other: Period) -> tuple[Period, ...]:
        """This function will give what is left of the period when another is taken out of it."""
        shared = self.common(other)
        if shared is None:
            return (self,)
        left = []
        if self.first < shared.first:
            left.append(Period(self.first, shared.first - _DAY))
        if shared.last is not None and (self.last is None or shared.last < self.last):
            left.append(Period(shared.last + _DAY, self.last))
        return tuple(left)

    def days(self) -> int | None:
        """This function will count the days; None when the end is open."""
        return None if self.last is None else (self.last - self.first).days + 1

    def half_open(self) -> tuple[date, date | None]:
        """This function will give the bounds as the database writes them: [first, upper)."""
        return self.first, None if self.last is None else self.last + _DAY


def joined(periods: Iterable[Period]) -> tuple[Period, ...]:
    """This function will join periods that overlap or touch, in order of time."""
    result: list[Period] = []
    for period in sorted(periods, key=lambda p: p.first):
        before = result[-1] if result else None
        if before is None or (before.last is not None and before.last + _DAY < period.first):
            result.append(period)
        elif before.last is not None:
            last = None if period.last is None else max(before.last, period.last)
            result[-1] = Period(before.first, last)
    return tuple(result)
