"""The period a right is for, and whether an earlier line of aid falls in it."""

from __future__ import annotations

from datetime import date

from bangfu.rules.facts import FACTS
from bangfu.rules.functions import months_after, school_year
from bangfu.rules.standards import CALENDAR_YEAR, MONTH, ONCE, SCHOOL_YEAR
from bangfu.rules.values import Sort


def sort_of(period: str) -> str:
    """This function will give calendar_year, school_year, month or once for a standard's period."""
    if period in FACTS:
        return SCHOOL_YEAR if FACTS[period].kind.sort is Sort.SCHOOL_YEAR else CALENDAR_YEAR
    return period


def key_of(sort: str, day: date) -> int:
    """This function will number the period a day falls in: the year, or year × 12 + month."""
    if sort == CALENDAR_YEAR:
        return day.year
    if sort == SCHOOL_YEAR:
        return school_year(day)
    return day.year * 12 + day.month - 1 if sort == MONTH else 0


def name_of(sort: str, key: int) -> str | None:
    """This function will write a period: 2012, 2012-2013, 2012-10; None for once."""
    if sort == ONCE:
        return None
    if sort == SCHOOL_YEAR:
        return f"{key}-{key + 1}"
    return str(key) if sort == CALENDAR_YEAR else f"{key // 12}-{key % 12 + 1:02d}"


def within_months(earlier: date, on: date, months: int) -> bool:
    """This function will tell whether less than so many months have passed; days to come count."""
    return months_after(earlier, months) > on
