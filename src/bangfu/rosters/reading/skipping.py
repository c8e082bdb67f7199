"""Rows below a header that are no people: totals, signatures, notes, village names, blanks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bangfu.kernel import relations
from bangfu.kernel.text import as_text, squeeze, to_half_width

from .content import looks_like_number
from .models import Cell, Disposition

_TOTAL = re.compile(
    r"^(?P<of>.{0,14}?)(?P<what>小\s*计|合\s*计|总\s*计|共\s*计|累\s*计|汇\s*总|总数)"
    r"(?:人数|户数|金额)?(?:[(:].*|\d.*)?$"
)
_COUNTED = re.compile(r"^(?:总|合|共)?共?\d+(?:人|户|名|个)(?:[,、;].*)?$")
_FOOT = re.compile(
    r"^(?:填报人|填表人|填报|填表|制表|审核|审批|复核|校对|经办|经手|负责人|分管|主管|单位负责人|领导"
    r"|单位\(?盖章|盖章|公章|填报单位|填报日期|日期:|联系人:|联系电话:|领款人签|签名|签字|第\d+页|共\d+页"
    r"|本页|以下空白|以下无正文)"
)
_NOTE = re.compile(r"^(?:注\d?[:.、]|注释|备注[:：]|说明[:：]|附注|\*)|[。!]$")
_SECTION = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.]|\(?[一二三四五六七八九十\d]+\)?[、.]?)?"
    r"(?P<it>.{1,8}(?:村|社区|居委会|村委会|居委|村委|村民小组|小组|队))[:]?(?:\(.*\))?$"
)
_FIRSTS = frozenset("填制审复校经负分主单盖公日联领签第共本以注备说附*总合小累汇 \u3000")
_FEW = 3
_SEXES = frozenset("男女")
_LONG = 30


def place_of(text: str) -> str:
    """Give the village a lone cell names as a heading of the rows below, "" for none."""
    found = _SECTION.match(squeeze(to_half_width(text)))
    return found["it"] if found else ""


@dataclass(slots=True, frozen=True)
class Frame:
    """What of a table matters here: its columns `left`..`right`, the columns of running numbers,
    columns of free text where a total's word says nothing, columns that only people fill, and
    the title."""

    left: int
    right: int
    counters: frozenset[int]
    free: frozenset[int]
    telling: frozenset[int]
    title: str


def classify(row: list[Cell], frame: Frame) -> tuple[Disposition, str]:
    """Tell what a row is: `("data", "")`, a skip with its code, or aside."""
    filled = 0
    suspect = False
    for index in range(frame.left, min(frame.right + 1, len(row))):
        cell = row[index]
        if cell == "" or cell is None:
            continue
        if isinstance(cell, str):
            if not filled and cell[0] in _FIRSTS:
                suspect = True
            if ("计" in cell or "汇" in cell or "总" in cell) and index not in frame.free:
                suspect = True
        filled += 1
    if not filled:
        return "aside", "empty_row"
    if not suspect and filled >= _FEW:
        return "data", ""
    return _look(row, frame)


def _look(row: list[Cell], frame: Frame) -> tuple[Disposition, str]:
    texts = [
        (index, squeeze(to_half_width(as_text(row[index]))))
        for index in range(frame.left, min(frame.right + 1, len(row)))
    ]
    texts = [(index, text) for index, text in texts if text]
    if not texts:
        return "aside", "empty_row"
    if any(looks_like_number(text) for _, text in texts):
        return "data", ""
    person = any(
        index in frame.telling and (text in _SEXES or relations.code_for(text) is not None)
        for index, text in texts
    )
    for index, text in texts:
        total = None if person else _TOTAL.match(text)
        if total and (index not in frame.free or _is_bare(total, index, texts)):
            return "skip", "subtotal" if "小" in total["what"] or total["of"] else "total"
    if _FOOT.match(texts[0][1]):
        return "skip", "footer"
    if all(_COUNTED.match(text) for _, text in texts):
        return "skip", "total"
    return _lone(*texts[0], frame) if len(texts) == 1 else ("data", "")


def _is_bare(total: re.Match[str], at: int, texts: list[tuple[int, str]]) -> bool:
    """Tell whether a total in a column of free text stands for the row: a bare word beside
    nothing but counts."""
    others = [text for index, text in texts if index != at]
    return not total["of"] and all(
        text[0] in "共¥" or text[0].isdigit() or _COUNTED.match(text) for text in others
    )


def _lone(index: int, text: str, frame: Frame) -> tuple[Disposition, str]:
    if index in frame.counters and text.isdigit():
        return "aside", "empty_row"
    if frame.title and text == squeeze(to_half_width(frame.title)):
        return "aside", "title_row"
    if place_of(text):
        return "skip", "section"
    if _NOTE.search(text) or len(text) > _LONG:
        return "skip", "note"
    return "data", ""
