"""Cleaning of typed text: widths, spaces, apostrophes, the words that mean an empty cell."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = str | int | float | date | None

# FF01–FF5E are the ASCII characters drawn full-width; U+3000 is the full-width space.
_HALF_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xFFE5: 0xA5}

# Python's \s lacks the zero-width and directional marks that web pages and WeChat leave behind.
_INVISIBLE = (
    r"\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0\x00-\x1f\x7f-\x9f"
)
_SPACES = re.compile(f"[{_INVISIBLE}]+")
# A text marker that Excel shows only in the formula bar becomes visible in exports.
_APOSTROPHES = "'`´‘’＇\u02b9\u2032"

_EMPTY = (
    "无 没有 暂无 缺 空 空白 未填 未知 未详 不详 不明 不清楚"
    " 不祥 未提供 没有提供 待补 待查 待核 待核实"
    " 无法提供 无证 无身份证 没有身份证 未办 未办理 未办证 未上户 未入户 无户口 无号码 无电话"
    " / // \\ - -- --- — —— － _ . … ? ？ * x X null none nan n/a na #n/a #value! #ref!"
)
_EMPTY_WORDS = frozenset(_EMPTY.split())


def to_half_width(text: str) -> str:
    """This function will turn full-width ASCII, the full-width space and ￥ into half-width."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def squeeze(text: str) -> str:
    """This function will remove every space, invisible mark and leading apostrophe.

    Spaces inside are removed too: for numbers and Chinese names, not for sentences.
    """
    if not (text.isascii() and text.isalnum()):
        text = _SPACES.sub("", text).lstrip(_APOSTROPHES)
    return text


def tighten(text: str) -> tuple[str, tuple[str, ...]]:
    """This function will squeeze a text after turning it half-width, and name what it mended.

    Names: full_width, spaces, apostrophe.
    """
    repairs: list[str] = []
    half = to_half_width(text)
    if half != text.replace("\u3000", " "):
        repairs.append("full_width")
    bare = _SPACES.sub("", half)
    if bare != half:
        repairs.append("spaces")
    tight = bare.lstrip(_APOSTROPHES)
    if tight != bare:
        repairs.append("apostrophe")
    return tight, tuple(repairs)


def trim(text: str) -> str:
    """This function will drop spaces and invisible marks at both ends and fold runs into one."""
    return _SPACES.sub(" ", text).strip().lstrip(_APOSTROPHES).strip()


def is_empty_word(text: str) -> bool:
    """This function will tell whether a squeezed text says "nothing here" (无, 不详, /, N/A …)."""
    return not text or text.lower() in _EMPTY_WORDS


def as_text(cell: Cell) -> str:
    """This function will write a spreadsheet cell as a person sees it.

    A whole float loses its `.0`; other floats show 15 significant digits, as Excel does (the
    16th and 17th are artefacts of binary arithmetic); dates are ISO; None is "".
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        return format(cell, ".15g")
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
