"""What stands above a table and in names of sheets and files: title, issuer, date, unit, year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bangfu.kernel import dates
from bangfu.kernel.errors import Unreadable
from bangfu.kernel.text import as_text, to_half_width, trim

from .models import Cell

_ISSUER = re.compile(
    r"(?:填报|填表|制表|编制|报送|上报|主办|发放)?(?:单位|部门)\s*(?:\([^)]*\))?\s*[:：]\s*(?P<it>[^\s:：]+)"
)
_DATE = re.compile(
    r"(?:(?:填报|制表|填表|编制|报送|上报|统计|截止|截至|发放)?(?:日期|时间)(?:\([^)]*\))?|截至|截止)\s*"
    r"[:：]?\s*(?P<it>\d{4}\s*[-/.年]\s*\d{1,2}(?:\s*[-/.月]\s*(?:\d{1,2}\s*日?)?)?|\d{8}|\d{4}年)"
)
_BARE_DATE = re.compile(r"^\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?$")
_UNIT = re.compile(r"单位\s*[:：]\s*(?:人\s*[,、，]\s*|户\s*[,、，]\s*)*(?P<it>万元|元)")
_YEAR = re.compile(r"(?<!\d)(?P<it>(?:19|20)\d{2})(?!\d)")
_LABEL = re.compile(r"^[^:：]{1,12}[:：]")
_PLAIN_SHEET = re.compile(r"(?i)^(?:sheet|工作表|表)\s*\d*$")
FEN_OF_YUAN = 100
FEN_OF_WAN = 1_000_000


@dataclass(slots=True)
class Above:
    """What the rows above a header say."""

    title: str = ""
    issuer: str = ""
    stated_on: dates.LooseDate | None = None
    money_unit: int = FEN_OF_YUAN


def read_titles(rows: list[list[Cell]]) -> Above:
    """Read title rows: the first text that is no label is the title."""
    above = Above()
    for row in rows:
        for cell in row:
            if cell in ("", None):
                continue
            text = trim(to_half_width(as_text(cell)))
            if not _read_labels(text, above) and not above.title and not _LABEL.match(text):
                above.title = text
    return above


def _read_labels(text: str, above: Above) -> bool:
    """Take issuer, date and unit out of one cell; tells whether it was such a cell."""
    unit = _UNIT.search(text)
    if unit:
        above.money_unit = FEN_OF_WAN if unit["it"] == "万元" else FEN_OF_YUAN
    issuer = _ISSUER.search(text)
    if issuer and not unit and not above.issuer:
        above.issuer = issuer["it"]
    found = _DATE.search(text) or _BARE_DATE.match(text)
    if found and above.stated_on is None:
        above.stated_on = _date(found[0] if found.re is _BARE_DATE else found["it"])
    return bool(unit or issuer or found)


def _date(text: str) -> dates.LooseDate | None:
    try:
        return dates.parse(text.replace(" ", ""))
    except Unreadable:
        return None


def stem(file_name: str) -> str:
    """Give a file's name without folder and suffix."""
    name = re.split(r"[\\/]", file_name)[-1]
    return name.rpartition(".")[0] or name


def title_of(above: Above, sheet_name: str, file_name: str) -> str:
    """Give a table's title, or the next best name it has."""
    if above.title:
        return above.title
    return stem(file_name) if not sheet_name or _PLAIN_SHEET.match(sheet_name) else sheet_name


def year_of(above: Above, *names: str) -> int | None:
    """Find the year a roster speaks of: in its title, in the names, in its date of filling in."""
    for name in (above.title, *names):
        years = _YEAR.findall(to_half_width(name))
        if years:
            return int(years[-1])
    return above.stated_on.first.year if above.stated_on else None
