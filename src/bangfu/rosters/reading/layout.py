"""Where the tables of a sheet lie: titles above, header lines, body, one table under another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bangfu.kernel import relations
from bangfu.kernel.text import as_text, squeeze

from . import limits
from .models import Cell, Merge, Sheet
from .pages import is_fill, names_the_same, printed_again, says_more, texts_of, title_rows
from .words import HEADER_WORDS, field_of, plain

_LONG_DIGITS = re.compile(r"\d{5,}")
_SAID = re.compile(r"[:：]\s*\S")
_LETTERED = "甲乙丙丁戊己庚辛壬癸"
_MAX_LABEL = 24
_VALUES_TOO = frozenset(
    ["户主", "学生", "残疾人", "其他", "其它", "患者", "家属", "健康", "一卡通", "一折通", "社区"]
)
_DEEP_HEADER = 4
_LOOK_BELOW = 50


@dataclass(slots=True)
class Region:
    """One table's place: 0-based row indexes; body is `first` to `last`, both included."""

    titles: list[int]
    header: list[int]
    first: int
    last: int = -1
    repeated: list[int] = field(default_factory=list)
    """Rows inside the body that say the title or the header again."""
    known: bool = True
    """False where the header was found by its looks, not by its words."""


def find_regions(sheet: Sheet) -> list[Region]:
    """Find the tables of a sheet from top to bottom; none when no header is there."""
    rows = sheet.rows
    regions: list[Region] = []
    end = len(rows)
    at = 0
    loose = True
    """True where a header may begin: at the top, after an empty row, after a lone cell."""
    while at < end:
        row = rows[at]
        quick = sum(1 for cell in row if cell.__class__ is str and cell in HEADER_WORDS)
        early = not regions and at < limits.MAX_HEADER_SEARCH
        if (quick >= 3 or early or loose) and is_header(row, first=not regions):
            at = _enter(sheet, regions, at)
            loose = False
            continue
        loose = quick < 3 and _count_filled(row, 2) < 2
        at += 1
    if regions:
        regions[-1].last = end - 1
    return regions


def _enter(sheet: Sheet, regions: list[Region], at: int) -> int:
    """Take a header at row `at`: a new table, or the running one's header again."""
    rows = sheet.rows
    if not regions:
        header = _header_rows(sheet, at, None)
        titles = title_rows(rows, header[0], 0)
        start = (titles or header)[0]
        if any(_count_filled(row, 1) for row in rows[:start]):
            # People above the first header are a table of their own, without one.
            regions.append(Region([], [], 0, start - 1, known=False))
        regions.append(Region(titles, header, header[-1] + 1))
        return header[-1] + 1
    running = regions[-1]
    floor = (running.header or [running.first])[-1] + 1
    printed = printed_again(rows, running.header, at)
    header = printed or _header_rows(sheet, at, running)
    titles = title_rows(rows, header[0], floor)
    if (printed or names_the_same(rows, running.header, header)) and not says_more(
        rows, running.titles, titles
    ):
        running.repeated.extend([*titles, *header])
        return header[-1] + 1
    running.last = (titles or header)[0] - 1
    regions.append(Region(titles, header, header[-1] + 1))
    return header[-1] + 1


def label(cell: Cell) -> str:
    """Give a cell as a header word, "" when it is no such thing (too long, digits, a statement)."""
    if cell.__class__ is not str or not cell:
        return ""
    text = squeeze(str(cell))
    if len(text) > 3 * _MAX_LABEL or _LONG_DIGITS.search(text):
        return ""
    if _SAID.search(text) and not text.endswith((")", "）")):
        return ""
    return text if len(plain(text)) <= _MAX_LABEL else ""


def is_header(row: list[Cell], *, first: bool = True) -> bool:
    """Tell whether a row names columns: two known fields, and most of its cells are labels.

    After the first header of a sheet, words that are values as well (户主, 学生) do not count.
    """
    filled = known = strange = 0
    fields: set[str] = set()
    for cell in row:
        if cell == "" or cell is None:
            continue
        filled += 1
        word = label(cell)
        found = field_of(word) if word else ""
        if found and (first or plain(word) not in _VALUES_TOO):
            known += 1
            fields.add(found)
        elif not word:
            strange += 1
    # One stray number or sentence may stand in a header line, not several.
    if len(fields) < 2:
        return False
    return (known - strange) * 2 >= filled or (len(fields) >= 3 and not strange)


def stands_apart(rows: list[list[Cell]], at: int) -> bool:
    """Tell whether a row of unknown words is a header all the same: labels without any digit
    over columns whose values are written otherwise."""
    row = rows[at]
    filled = [(index, label(cell)) for index, cell in enumerate(row) if cell not in ("", None)]
    words = [word for _, word in filled]
    body = rows[at + 1 : at + 1 + _LOOK_BELOW]
    if not body or not all(words) or len(set(words)) < len(words):
        return False
    if any(char.isdigit() for word in words for char in word):
        return False
    apart = sum(1 for index, word in filled if _differs(word, index, body))
    return apart >= (1 if any(field_of(word) for word in words) else 2)


def _differs(word: str, index: int, body: list[list[Cell]]) -> bool:
    below = [as_text(row[index]) for row in body if index < len(row) and row[index]]
    other = sum(1 for text in below if _script(text) != _script(word))
    return bool(below) and other * 5 >= len(below) * 4


def _script(text: str) -> tuple[bool, bool]:
    return any(char.isdigit() for char in text), text.isascii()


def _header_rows(sheet: Sheet, at: int, running: Region | None) -> list[int]:
    top = at
    while top > 0 and _is_group_line(sheet, top - 1, running):
        top -= 1
    bottom = at
    for merge in sheet.merges:
        if top < merge.top <= at + 1 < merge.bottom <= at + _DEEP_HEADER:
            bottom = max(bottom, merge.bottom - 1)
    rows = sheet.rows
    while bottom + 1 < len(rows) and bottom - top < _DEEP_HEADER:
        following = rows[bottom + 1]
        if _continues(rows[bottom], following) or _is_number_line(following):
            bottom += 1
        elif bottom + 2 < len(rows) and _is_middle(following, rows[bottom + 2]):
            bottom += 2
        else:
            break
    return list(range(top, bottom + 1))


def _is_group_line(sheet: Sheet, at: int, running: Region | None) -> bool:
    """Tell whether a line above a header groups its columns (户主信息 | 家庭成员信息).

    Under a running table the line above may be a person's, so there it must be a line of that
    table's header, or a merged one.
    """
    row = sheet.rows[at]
    if running is not None:
        if at <= (running.header or [running.first])[-1]:
            return False
        mine = (texts_of(sheet.rows[line]) for line in running.header)
        merged = any(m.top <= at + 1 <= m.bottom and m.right > m.left for m in sheet.merges)
        if not merged and texts_of(row) not in mine:
            return False
    filled = [(index, cell) for index, cell in enumerate(row) if cell not in ("", None)]
    if not filled or any(not label(cell) or is_fill(str(cell)) for _, cell in filled):
        return False
    if len(filled) >= 2:
        return True
    wide = [m for m in sheet.merges if m.top <= at + 1 <= m.bottom]
    index = filled[0][0]
    return index > 0 and any(
        m.left == index and m.right > m.left and m.right - m.left + 1 < len(row) - 2 for m in wide
    )


def _continues(upper: list[Cell], lower: list[Cell]) -> bool:
    """Tell whether a row is the next line of a header whose upper line is known."""
    filled = [(index, cell) for index, cell in enumerate(lower) if cell not in ("", None)]
    words = [label(cell) for _, cell in filled]
    if not words or not all(words):
        return False
    known = sum(1 for word in words if field_of(word) and plain(word) not in _VALUES_TOO)
    if known < 2 or known * 5 < len(words) * 3:
        return False
    return [squeeze(as_text(c)) for c in upper] != [squeeze(as_text(c)) for c in lower]


def _is_middle(row: list[Cell], lower: list[Cell]) -> bool:
    """Tell whether a line of group words stands between two lines of a header."""
    words = [label(cell) for cell in row if cell not in ("", None)]
    if not words or not all(words) or len(words) >= _count_filled(lower, len(row)):
        return False
    if any(relations.code_for(word) is not None or word in "男女" for word in words):
        return False
    return _continues(row, lower)


def _is_number_line(row: list[Cell]) -> bool:
    """Tell whether a row only counts the columns: 1 2 3 4, or 甲 乙 1 2."""
    values = [squeeze(as_text(cell)) for cell in row if cell not in ("", None)]
    count = len(values)
    while values and values[0] in _LETTERED:
        values.pop(0)
    return count >= 4 and values == [str(n) for n in range(1, len(values) + 1)]


def _count_filled(row: list[Cell], enough: int) -> int:
    count = 0
    for cell in row:
        if cell not in ("", None):
            count += 1
            if count >= enough:
                break
    return count


def headers_of(sheet: Sheet, region: Region) -> list[list[str]]:
    """Give each column its header lines from top to bottom, groups carried to the right."""
    width = max((len(sheet.rows[at]) for at in region.header), default=0)
    lines = [
        [squeeze(as_text(cell)) for cell in _padded(sheet.rows[at], width)]
        for at in region.header
        if not _is_number_line(sheet.rows[at])
    ]
    covered = _spread(sheet.merges, region, lines)
    for depth in range(len(lines) - 1):
        _carry_group(lines, depth, covered)
    columns: list[list[str]] = []
    for index in range(width):
        path: list[str] = []
        for line in lines:
            if line[index] and line[index] not in path:
                path.append(line[index])
        columns.append(path)
    return columns


def _padded(row: list[Cell], width: int) -> list[Cell]:
    return row + [""] * (width - len(row))


def _spread(merges: tuple[Merge, ...], region: Region, lines: list[list[str]]) -> set[int]:
    """Copy merged header cells over their range; gives the columns under a wide merge."""
    first = region.header[0] + 1
    covered: set[int] = set()
    for merge in merges:
        if not first <= merge.top < first + len(lines):
            continue
        value = lines[merge.top - first][merge.left] if merge.left < len(lines[0]) else ""
        for depth in range(merge.top - first, min(merge.bottom - first + 1, len(lines))):
            for index in range(merge.left, min(merge.right + 1, len(lines[0]))):
                lines[depth][index] = lines[depth][index] or value
                if merge.right > merge.left:
                    covered.add(index)
    return covered


def _carry_group(lines: list[list[str]], depth: int, covered: set[int]) -> None:
    """Fill a group's word to the right where no merge says so: blank above, a label below."""
    upper, lower = lines[depth], lines[depth + 1]
    running = ""
    for index, word in enumerate(upper):
        if word:
            running = word if lower[index] and lower[index] != word else ""
        elif lower[index] and running and index not in covered:
            upper[index] = running
        elif not lower[index]:
            running = ""
