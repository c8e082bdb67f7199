"""Dates as people type them, with as much precision as was typed."""

from __future__ import annotations

import calendar
import math
import re
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import is_empty_word, to_half_width, trim

Precision: TypeAlias = Literal["day", "month", "year"]
Order: TypeAlias = Literal["ymd", "dmy", "mdy"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_SEPARATED = re.compile(
    r"(?P<y>[0-9]{4})\s*[-/.年,]\s*(?P<m>[0-9]{1,2})"
    r"(?:\s*[-/.月,]\s*(?:(?P<d>[0-9]{1,2})\s*[日号.]?)?)?(?P<time>[T\s]\s*[0-9]{1,2}:[0-9:.]+)?"
)
_YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})")
_YEAR = re.compile(r"(?P<y>[0-9]{4})年?")
_TWO_DIGIT_YEAR = re.compile(
    r"[0-9]{2}\s*[-/.年]\s*[0-9]{1,2}(?:\s*[-/.月]\s*(?:[0-9]{1,2}[日号]?)?)?"
)
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_TENS = re.compile(r"([0-9]?)十([0-9]?)")


class DateError(Unreadable):
    """`code` is one of missing, format, impossible, range, two_digit_year, order."""


class LooseDate(NamedTuple):
    """All days that the typed date may mean: `first` to `last`, both included."""

    first: date
    last: date
    precision: Precision

    @property
    def day(self) -> date | None:
        """The day itself, where it is known."""
        return self.first if self.precision == "day" else None

    def agrees_with(self, other: LooseDate | date) -> bool:
        """This function will tell whether both may mean the same day."""
        if isinstance(other, date):
            return self.first <= other <= self.last
        return self.first <= other.last and other.first <= self.last

    def __str__(self) -> str:
        text = f"{self.first.year}年"
        if self.precision != "year":
            text += f"{self.first.month}月"
        return text + (f"{self.first.day}日" if self.precision == "day" else "")


def parse(
    cell: str | int | float | date | None, *, order: Order = "ymd", epoch_1904: bool = False
) -> LooseDate:
    """This function will read a date cell: text, a date, a year, yyyymmdd or an Excel serial.

    `1966.1` may be January or an October that lost its zero, so only its year is taken.
    `order` says how to read 4/7/2012; without it a year at the end is refused. `epoch_1904`
    is for workbooks of old Macintosh versions.
    Raises DateError: missing, format, impossible (no such day), range (before 1900, after
    2100), two_digit_year (the century is not written), order.
    """
    if isinstance(cell, datetime):
        return _day(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return _day(cell.year, cell.month, cell.day)
    if cell is None:
        raise DateError("missing")
    if isinstance(cell, bool):
        raise DateError("format")
    if isinstance(cell, int | float):
        return _from_number(cell, epoch_1904)
    return _from_text(trim(to_half_width(cell)), order, epoch_1904)


def _from_text(text: str, order: Order, epoch_1904: bool) -> LooseDate:
    if not text.isascii() and re.search("[〇○零一二三四五六七八九十]", text):
        text = _CHINESE_TENS.sub(
            lambda m: f"{m[1] or 1}{m[2] or 0}", text.translate(_CHINESE_DIGITS)
        )
    match = _SEPARATED.fullmatch(text)
    if match is not None:
        year, month, day = match["y"], match["m"], match["d"]
        if day is not None:
            return _day(int(year), int(month), int(day))
        if month == "1" and re.fullmatch(r"[0-9]{4}\.1", text):
            return _year(int(year))
        return _month(int(year), int(month))
    if text.isascii() and text.isdigit():
        if len(text) in (4, 5, 6, 8):
            return _from_number(int(text), epoch_1904)
        raise DateError("format")
    if match := _YEAR.fullmatch(text):
        return _year(int(match["y"]))
    if match := _YEAR_LAST.fullmatch(text):
        if order == "ymd":
            raise DateError("order")
        a, b = int(match["a"]), int(match["b"])
        day_month = (a, b) if order == "dmy" else (b, a)
        return _day(int(match["y"]), day_month[1], day_month[0])
    if _TWO_DIGIT_YEAR.fullmatch(text):
        raise DateError("two_digit_year")
    raise DateError("missing" if is_empty_word(text) else "format")


def _from_number(number: int | float, epoch_1904: bool) -> LooseDate:
    if not math.isfinite(number):
        raise DateError("format")
    whole = int(number)
    if _FIRST_YEAR <= number < _LAST_YEAR + 1:
        if number == whole:
            return _year(whole)
        # A number cell 1966.05 is a typed month; two decimals at most, shown with 15 digits.
        shown = format(number, ".15g")
        if re.fullmatch(r"[0-9]{4}\.(0[1-9]|1[0-2]|[1-9])", shown):
            return _from_text(shown, "ymd", epoch_1904)
        raise DateError("format")
    if number == whole and 10**7 <= whole < 10**8:
        return _day(whole // 10000, whole // 100 % 100, whole % 100)
    if number == whole and 190001 <= whole <= 210012:
        return _month(whole // 100, whole % 100)
    # Serials between the years above and the end of 2100; the fraction is a time of day.
    if _LAST_YEAR < number < 73416:
        start = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
        found = start + timedelta(days=whole)
        return _day(found.year, found.month, found.day)
    raise DateError("range" if number > 0 else "format")


def _checked(year: int) -> None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise DateError("range")


def _day(year: int, month: int, day: int) -> LooseDate:
    try:
        found = date(year, month, day)
    except ValueError:
        raise DateError("impossible") from None
    _checked(year)
    return LooseDate(found, found, "day")


def _month(year: int, month: int) -> LooseDate:
    _checked(year)
    if not 1 <= month <= 12:
        raise DateError("impossible")
    last = calendar.monthrange(year, month)[1]
    return LooseDate(date(year, month, 1), date(year, month, last), "month")


def _year(year: int) -> LooseDate:
    _checked(year)
    return LooseDate(date(year, 1, 1), date(year, 12, 31), "year")


def age(born: date, on: date) -> int:
    """This function will count full years of age (周岁) reached on a day; the birthday counts.

    Someone born on 29 February turns a year older on 1 March of common years.
    """
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
