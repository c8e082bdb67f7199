"""A sheet of the office's own staff, read as typed; offices decides what it means."""

from __future__ import annotations

from bangfu.kernel.text import tighten

from ..reading import UnreadableFile, read_file
from ..reading.models import Cell
from ..reading.values import plain_text

MOST_LINES = 100
"""Of one sheet: each new account costs a password hash of 100 MB and a fifth of a second."""

HEADERS = {
    "姓名": "name",
    "单位": "office",
    "岗位": "role",
    "角色": "role",
    "岗位/角色": "role",
    "岗位(角色)": "role",
    "村居": "place",
    "村(居)": "place",
    "管哪里": "place",
    "账号": "username",
    "任职日期": "since",
    "离任日期": "until",
    "电话": "phone",
    "手机": "phone",
    # As the English page names them.
    "name": "name",
    "office": "office",
    "post": "role",
    "village": "place",
    "account": "username",
    "firstday": "since",
    "lastday": "until",
    "telephone": "phone",
}
NEEDED = {"name", "office", "role", "username"}


class NoStaffSheet(ValueError):
    """No sheet of the file has the columns; ``missing`` names them, or it is too long."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


def read_staff(content: bytes, file_name: str) -> list[dict[str, str]]:
    """Return the lines of the first sheet with these columns; ``row`` is the sheet's own number.

    Raises UnreadableFile, NoStaffSheet.
    """
    missing = sorted(NEEDED)
    for sheet in read_file(content, file_name).sheets:
        for index, cells in enumerate(sheet.rows[:10]):
            columns = _columns(cells)
            lacking = NEEDED - set(columns.values())
            if not lacking:
                return _lines(sheet.rows, index, columns)
            if len(lacking) < len(missing):
                missing = sorted(lacking)
    raise NoStaffSheet(missing)


def _columns(cells: list[Cell]) -> dict[int, str]:
    heads = {
        i: tighten(plain_text(cell))[0].replace("（", "(").replace("）", ")").lower()
        for i, cell in enumerate(cells)
    }
    return {i: HEADERS[head] for i, head in heads.items() if head in HEADERS}


def _lines(rows: list[list[Cell]], head: int, columns: dict[int, str]) -> list[dict[str, str]]:
    found = []
    for number, cells in enumerate(rows[head + 1 :], start=head + 2):
        line = {
            field: plain_text(cells[i]).strip() for i, field in columns.items() if i < len(cells)
        }
        if any(line.values()):
            found.append({"row": str(number), **line})
    return found


__all__ = ["MOST_LINES", "NoStaffSheet", "UnreadableFile", "read_staff"]
