"""Cells as JSON and back: what a spreadsheet typed must come back as it was."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

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
