"""The functions of the language: a closed list, each with its kinds and its plain meaning."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bangfu.rules.errors import ExpressionError
from bangfu.rules.nodes import Node
from bangfu.rules.values import (
    DATE,
    MONEY,
    MONTHS,
    ORDERED,
    PERSONS,
    SCHOOL_YEAR,
    TRUTH,
    YEAR,
    YEARS,
    Kind,
)

# The first day of a school year. Source: the calendar of schools in Guangdong.
SCHOOL_YEAR_BEGINS: Final = (9, 1)


@dataclass(frozen=True)
class Function:
    """The kinds a function takes and gives, and its words for the reference."""

    takes: tuple[Kind, ...]
    gives: Kind
    zh: str
    en: str


FUNCTIONS: Final[dict[str, Function | None]] = {
    "age": Function(
        (DATE,), YEARS, "到 on 那天满几周岁", "whole years from the date to the day asked"
    ),
    "months_since": Function(
        (DATE,), MONTHS, "到 on 那天满几个月", "whole months from the date to the day asked"
    ),
    "months_after": Function(
        (DATE, MONTHS), DATE, "若干个月后的同一天", "the same day so many months later"
    ),
    "year": Function((DATE,), YEAR, "日期所在年度", "the calendar year of the date"),
    "school_year": Function(
        (DATE,), SCHOOL_YEAR, "日期所在学年（9月1日起）", "its school year, from 1 September"
    ),
    # Any number of one kind that has an order.
    "min": None,
    "max": None,
}
OVER: Final[dict[str, Kind]] = {"any": TRUTH, "all": TRUTH, "count": PERSONS, "total": MONEY}


def kind_of_call(name: str, args: Sequence[Node], at: int) -> Kind:
    """This function will check the arguments of a call and give the kind of its answer."""
    function = FUNCTIONS[name]
    if function is None:
        kinds = {arg.kind for arg in args}
        if len(args) < 2 or len(kinds) != 1 or args[0].kind.sort not in ORDERED:
            raise ExpressionError(
                at, f"“{name}”要两个以上同一种的值。", f"“{name}” takes two or more of one kind."
            )
        return args[0].kind
    if tuple(arg.kind for arg in args) != function.takes:
        wanted = "、".join(str(kind) for kind in function.takes)
        raise ExpressionError(at, f"“{name}”里要：{wanted}。", f"“{name}” takes: {wanted}.")
    return function.gives


def months_after(day: date, months: int) -> date:
    """This function will give the same day so many months later, or the last of that month."""
    ordinal = day.year * 12 + day.month - 1 + months
    year, month = divmod(ordinal, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def whole_months(since: date, on: date) -> int:
    """This function will count the whole months from one day to another, negative before it."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - (on.day < since.day)


def school_year(day: date) -> int:
    """This function will give the first year of the school year a day falls in."""
    return day.year - ((day.month, day.day) < SCHOOL_YEAR_BEGINS)
