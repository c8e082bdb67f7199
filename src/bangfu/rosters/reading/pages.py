"""What stands above a header, and headers that are printed again at the top of a page."""

from __future__ import annotations

import re

from bangfu.kernel.text import as_text, squeeze, to_half_width

from .content import looks_like_number
from .models import Cell
from .skipping import place_of
from .words import field_of

_FILL = re.compile(r"填报|制表|填表|单位[(:]|日期:|盖章|时间:|^\d{4}年\d{1,2}月(?:\d{1,2}日)?制?$")
_TITLE = re.compile(
    r"名册|名单|册$|表$|登记|花名|汇总|统计|情况|清单|名录|台账|\(续|续表|明细|公示"
)
_TOTAL_OR_FOOT = re.compile(r"小计|合计|总计|共计|审核|填报人|制表人|填表人|经办人|负责人|领导")
_MANY = 4


def is_fill(text: str) -> bool:
    """Tell whether a cell belongs to the line of 填报单位 and 填报日期."""
    return bool(_FILL.search(squeeze(to_half_width(text))))


def title_rows(rows: list[list[Cell]], header: int, floor: int) -> list[int]:
    """List the rows above a header that belong to it: a title, the fill line, empty rows.

    Above the first header of a sheet that is everything but people; under another table
    (`floor` > 0) only what has a title's words, for a lone name there is somebody's row.
    """
    found: list[int] = []
    for at in range(header - 1, floor - 1, -1):
        filled = [as_text(cell) for cell in rows[at] if cell not in ("", None)]
        if any(looks_like_number(squeeze(to_half_width(text))) for text in filled):
            break
        if floor and filled and not _is_title_row(filled):
            break
        found.append(at)
    return found[::-1]


def _is_title_row(filled: list[str]) -> bool:
    if any(_TOTAL_OR_FOOT.search(text) for text in filled):
        return False
    if len(filled) == 1:
        return bool(_TITLE.search(filled[0]) or is_fill(filled[0]) or place_of(filled[0]))
    return len(filled) <= _MANY and is_fill(filled[0])


def texts_of(row: list[Cell]) -> tuple[str, ...]:
    """Give a row's cells as squeezed texts."""
    return tuple([squeeze(as_text(cell)) for cell in row])


def printed_again(rows: list[list[Cell]], header: list[int], at: int) -> list[int]:
    """Give the rows of a header that is printed again around row `at`, [] when it is none.

    Line by line it says the same, or names the same fields in other words.
    """
    for line in range(len(header)):
        start = at - line
        again = range(start, start + len(header))
        if start <= (header or [0])[-1] or again[-1] >= len(rows):
            continue
        pairs = list(zip(header, again, strict=True))
        if all(_alike(texts_of(rows[one]), texts_of(rows[two])) for one, two in pairs):
            return list(again)
    return []


def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return one == two or _name_the_same([one], [two])


def names_the_same(rows: list[list[Cell]], header: list[int], again: list[int]) -> bool:
    """Tell whether two headers name the same fields in the same columns."""
    mine = [texts_of(rows[at]) for at in header]
    other = [texts_of(rows[at]) for at in again]
    return all(line in mine for line in other) or _name_the_same(mine, other)


def says_more(rows: list[list[Cell]], titles: list[int], again: list[int]) -> bool:
    """Tell whether the lines above a repeated header say what the first ones did not."""
    said = {text for at in again for text in texts_of(rows[at]) if text}
    return not said <= {text for at in titles for text in texts_of(rows[at]) if text}


def _name_the_same(mine: list[tuple[str, ...]], again: list[tuple[str, ...]]) -> bool:
    one, two = _fields(mine), _fields(again)
    both = one.keys() & two.keys()
    alike = sum(1 for index in both if one[index] == two[index])
    return alike == len(both) and 2 * alike > max(len(one), len(two), 2)


def _fields(lines: list[tuple[str, ...]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for line in lines:
        for index, word in enumerate(line):
            name = field_of(word)
            if name:
                found[index] = name
    return found
