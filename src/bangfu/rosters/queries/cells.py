"""Cells as JSON and back: what a spreadsheet typed must come back as it was; and cells as every
eye may see them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from bangfu.kernel.text import to_half_width

from ..reading import Cell

_BLANK = ("", None)


def pack(raw: Sequence[Cell]) -> list[Any]:
    """Turn a row's cells into JSON values, without the blank ones at its end."""
    end = len(raw)
    while end and raw[end - 1] in _BLANK:
        end -= 1
    return [cell if isinstance(cell, str) else _packed(cell) for cell in raw[:end]]


def unpack(packed: Sequence[Any]) -> list[Cell]:
    """Turn the JSON values of `pack` into the cells they were."""
    return [_unpacked(cell) if isinstance(cell, dict) else cell for cell in packed]


def shown(cell: Cell) -> str:
    """Give a cell as a table shows it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float) and abs(cell) >= 1e15:
        return f"{cell:.5E}"  # as the office sees it: digits that are lost are not shown as if kept
    return str(cell)


def _packed(cell: Cell) -> Any:
    if isinstance(cell, datetime.datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, datetime.date):
        return {"d": cell.isoformat()}
    return str(cell) if isinstance(cell, datetime.time | datetime.timedelta) else cell


def _unpacked(cell: dict[str, str]) -> Cell:
    if "t" in cell:
        return datetime.datetime.fromisoformat(cell["t"])
    return datetime.date.fromisoformat(cell["d"])


_DIGITS = re.compile(r"\d[\d -]{9,}[\dXx]?")
_FEWEST = 11
"""A telephone has so many digits; a date has fewer."""


def long_numbers(text: str) -> list[str]:
    """Give every run of digits in a cell that `masked` looks at."""
    found: list[str] = _DIGITS.findall(to_half_width(text))
    return found


def masked(text: str) -> str:
    """Hide the middle of every long number in a cell, however damaged; other words stay."""
    half = to_half_width(text)

    def hide(found: re.Match[str]) -> str:
        digits = found.group()
        if sum(char.isdigit() for char in digits) < _FEWEST:
            return digits
        return f"{digits[:6]}{'*' * (len(digits) - 10)}{digits[-4:]}" if len(digits) > 12 else (
            f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
        )  # fmt: skip

    return _DIGITS.sub(hide, half)


def in_brackets(word: str, more: str) -> str:
    """Say a word with another in brackets behind it, as the reader's language writes them."""
    return gettext("%(word)s（%(more)s）") % {"word": word, "more": more} if word and more else word
