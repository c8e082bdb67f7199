"""A year's table of days off and days worked in exchange, as the yearly notice words it.

The notice of the State Council (国务院办公厅关于…年部分节假日安排的通知) has one line for each
holiday: 「二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。
2月14日（周六）、2月28日（周六）上班。」. It is read as it is pasted, and written back shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from bangfu.kernel.errors import Unreadable
from bangfu.kernel.workdays import Calendar

LONGEST = 15
"""No holiday was ever longer than eleven days in a row: what is longer is a slip of the pen."""

_DAY = timedelta(days=1)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_LIST_MARK = re.compile(r"^\s*[一二三四五六七八九十0-9]+\s*[、.．)）]\s*")
_DATE = re.compile(
    r"(?:(?P<y>[0-9]{4})\s*年)?\s*(?:(?P<m>[0-9]{1,2})\s*月)?\s*(?P<d>[0-9]{1,2})\s*[日号]"
)
_SPAN = re.compile(r"\s*(?:至|到|－|—+|-|~|～)\s*")
_CLAUSE = re.compile(r"[，,。；;]")


class NoticeError(Unreadable):
    """`line` counts from 1, 0 for the whole; `day` is the day in question, where there is one.

    `code` is one of empty, no_days (a line without a date), no_word (dates of which the notice does
    not say whether they are off or worked), impossible (no such day), other_year, backwards,
    too_long, worked_anyway (a working day on a Monday to Friday), both (off and worked).
    """

    def __init__(self, code: str, line: int, day: date | None = None) -> None:
        super().__init__(code)
        self.line, self.day = line, day


@dataclass(frozen=True)
class YearTable:
    """One year's days off and days worked in exchange, each with the name of its holiday.

    A holiday at the turn of the year may have days in the year before or after.
    """

    year: int
    off: Mapping[date, str] = field(default_factory=dict)
    work: Mapping[date, str] = field(default_factory=dict)

    def on(self, calendar: Calendar) -> Calendar:
        """This function will put the table in the place of what the calendar says of its year."""
        return calendar.amended(holidays=self.off, workdays=self.work, year=self.year)


def read_notice(text: str, year: int) -> YearTable:
    """This function will read the lines of a notice for a year, pasted or typed.

    Each line is a name, a colon, and clauses that end in 放假, 补休 or 上班. A date without a month
    belongs to the month before it, without a year to `year`. Raises NoticeError.
    """
    off: dict[date, str] = {}
    work: dict[date, str] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _LIST_MARK.sub("", _BRACKETS.sub("", raw)).strip()
        if not line:
            continue
        name, colon, rest = line.replace(":", "：").partition("：")
        if not colon or not _DATE.search(rest):
            raise NoticeError("no_days", number)
        for days, works in _clauses(rest, year, number):
            (work if works else off).update(dict.fromkeys(days, name.strip()[:40]))
        _refuse_contradictions(off, work, number)
    if not off:
        raise NoticeError("empty", 0)
    return YearTable(year, dict(sorted(off.items())), dict(sorted(work.items())))


def write_notice(table: YearTable) -> str:
    """This function will word a table so that `read_notice` reads the same from it."""
    lines = []
    for name in dict.fromkeys([*table.off.values(), *table.work.values()]):
        parts = [
            f"{_day(first, table.year)}放假"
            if first == last
            else f"{_day(first, table.year)}至{_day(last, table.year)}放假"
            for first, last in _runs([day for day, whose in table.off.items() if whose == name])
        ]
        worked = [_day(day, table.year) for day, whose in table.work.items() if whose == name]
        parts += ["、".join(worked) + "上班"] if worked else []
        lines.append(f"{name}：{'，'.join(parts)}")
    return "\n".join(lines)


def first_table(year: int) -> YearTable | None:
    """This function will give a year's table as chinesecalendar has it, or None where it ends.

    Names are the Chinese ones of that library.
    """
    from chinese_calendar import constants  # only the first fill needs it

    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    off = {
        day: names.get(name, name) for day, name in constants.holidays.items() if day.year == year
    }
    work = {
        day: names.get(name, name) for day, name in constants.workdays.items() if day.year == year
    }
    return YearTable(year, off, work) if off else None


def _clauses(rest: str, year: int, line: int) -> Iterator[tuple[list[date], bool]]:
    waiting: list[date] = []
    month, in_year = 0, year
    for clause in _CLAUSE.split(rest):
        found = list(_DATE.finditer(clause))
        for index, match in enumerate(found):
            in_year = int(match["y"] or in_year)
            month = int(match["m"] or month)
            day = _read(in_year, month, int(match["d"]), year, line)
            between = clause[found[index - 1].end() : match.start()] if index else ""
            if index and _SPAN.fullmatch(between):
                waiting += _span(waiting.pop(), day, line)
            else:
                waiting.append(day)
            in_year = year if not match["y"] else in_year
        off = "放假" in clause or "补休" in clause
        if waiting and (off or "上班" in clause):
            yield waiting, not off
            waiting = []
    if waiting:
        raise NoticeError("no_word", line, waiting[0])


def _read(in_year: int, month: int, day: int, year: int, line: int) -> date:
    try:
        found = date(in_year, month, day)
    except ValueError:
        raise NoticeError("impossible", line) from None
    if abs(found.year - year) > 1:
        raise NoticeError("other_year", line, found)
    return found


def _span(first: date, last: date, line: int) -> list[date]:
    if last < first:
        raise NoticeError("backwards", line, first)
    length = (last - first).days + 1
    if length > LONGEST:
        raise NoticeError("too_long", line, first)
    return [first + _DAY * offset for offset in range(length)]


def _refuse_contradictions(off: Mapping[date, str], work: Mapping[date, str], line: int) -> None:
    for day in work:
        if day.weekday() < 5:
            raise NoticeError("worked_anyway", line, day)
        if day in off:
            raise NoticeError("both", line, day)


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    keyed = groupby(enumerate(sorted(days)), key=lambda one: one[1] - _DAY * one[0])
    for _start, run in keyed:
        listed = [day for _index, day in run]
        yield listed[0], listed[-1]


def _day(day: date, year: int) -> str:
    return ("" if day.year == year else f"{day.year}年") + f"{day.month}月{day.day}日"
