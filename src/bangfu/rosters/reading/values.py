"""Cells cleaned through the kernel: one small function for each form of value."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from bangfu.kernel import dates, money, phones
from bangfu.kernel.codes import Sex, parse_sex
from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import as_text, is_empty_word, squeeze, to_half_width, trim

from .models import Cell, Column, Finding, Level
from .titles import FEN_OF_YUAN

MONEY = frozenset({"monthly", "amount", "total_cost", "reimbursed", "own_paid"})
DATES = frozenset({"born", "died_on", "paid_on", "entered_on"})


def scalar(cell: Cell) -> str | int | float:
    """Give a text or a number as it is, anything else (a date, a time) as its text.

    The `.0` that other programs write behind whole numbers in text files is none of them.
    """
    if isinstance(cell, str):
        return cell[:-2] if cell[-2:] == ".0" and cell[:-2].isdecimal() else cell
    return cell if isinstance(cell, int | float) else as_text(cell)


def plain_text(cell: Cell) -> str:
    """Give a cell's text without spaces at its ends; an inner run of spaces becomes one."""
    if isinstance(cell, str):
        return cell if cell.isalnum() else trim(cell)
    return trim(as_text(cell))


def tight_text(cell: Cell) -> str:
    """Give a code's text without any space, half-width; 无 and its like are nothing."""
    text = squeeze(to_half_width(as_text(cell)))
    return "" if is_empty_word(text) else text


@lru_cache(maxsize=1024)
def sex_of(text: str) -> Sex:
    """Read a stated sex; anything else is UNKNOWN."""
    return parse_sex(text)


@lru_cache(maxsize=16384)
def _date_of_text(text: str) -> dates.LooseDate:
    return dates.parse(text)


def date_of(cell: Cell) -> dates.LooseDate:
    """Read a date cell. Raises the kernel's DateError."""
    if isinstance(cell, str):
        return _date_of_text(cell)
    return dates.parse(cell)


def fen_of(cell: Cell, unit: int) -> int:
    """Read an amount in fen; `unit` is fen per unit of a bare number. Raises MoneyError."""
    if unit != FEN_OF_YUAN and not (isinstance(cell, str) and ("万" in cell or "元" in cell)):
        text = tight_text(cell)
        return money.parse_yuan(f"{text}万" if text else "")
    return money.parse_yuan(scalar(cell))


def phone_of(cell: Cell) -> str:
    """Read a phone cell, several joined by 、. Raises PhoneError."""
    return "、".join(phone.number for phone in phones.parse_many(scalar(cell)))


def whole_of(cell: Cell) -> int | None:
    """Read a count of people (5, 5.0, "5人"); None when it is none."""
    text = squeeze(to_half_width(as_text(cell))).rstrip("人口个名")
    return int(text) if text.isdecimal() and len(text) < 4 else None


Cleaner = Callable[[Cell], str]


def cleaner_for(field: str, unit: int) -> Cleaner:
    """Give the function that turns a cell of a field into its clean text.

    It raises the kernel's Unreadable where the value says nothing usable.
    """
    if field in MONEY:
        return lambda cell: money.format_yuan(fen_of(cell, unit))
    if field in DATES:
        return lambda cell: str(date_of(cell))
    if field == "phone":
        return phone_of
    if field in ("bank_account", "certificate", "credit_code", "household_no", "serial"):
        return tight_text
    return plain_text


_INFO_ONLY = frozenset({"phone", "paid_on", "died_on", "entered_on"})


def unreadable(row: int, column: Column, wrong: Unreadable) -> Finding | None:
    """Word a value that could not be read; a missing one needs no words."""
    if wrong.code == "missing":
        return None
    field = column.field
    code = f"{'money' if field in MONEY else 'date' if field in DATES else field}_unreadable"
    level: Level = "info" if field in _INFO_ONLY else "question"
    params = {"why": wrong.code}
    return Finding(row, column.header, code, level, params, column.index)
