"""The empty staff sheet to fill in, and beside it what each column is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .book import HEAD, LEFT, MIDDLE, PLAIN, TEXT
from .values import safe

ROWS = 100
"""Lines that are prepared: as many as one sheet may have."""


@dataclass(frozen=True)
class StaffColumn:
    """One column: its head, how it is filled in, and the names to choose from where it has any."""

    head: str
    needed: bool
    how: str
    words: Sequence[str] = ()
    width: int = 16


def write_staff_sheet(columns: Sequence[StaffColumn], notes: Sequence[tuple[str, str]]) -> bytes:
    """Return an .xlsx of two sheets: the one to fill in, and how.

    A column with words has them as a list to choose from; what is not in it may be typed all the
    same, for the check says what it is. ``notes`` are label and text below the columns.
    """
    workbook = Workbook()
    blank = workbook.active
    assert blank is not None
    blank.title = _("人员表")
    blank.freeze_panes = "A2"
    about = workbook.create_sheet(_("填写说明"))
    for letter, width in zip("ABCD", (16, 12, 60, 60), strict=True):
        about.column_dimensions[letter].width = width
    _line(about, [_("列"), _("要不要填"), _("怎么填"), _("可以写")], HEAD)
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        blank.column_dimensions[letter].width = column.width
        head = blank.cell(1, place, safe(column.head))
        head.font, head.alignment = HEAD, MIDDLE
        for row in range(2, ROWS + 2):
            # A text whatever is typed: no telephone loses its noughts, no date its order.
            blank.cell(row, place).number_format = TEXT
        said = _("要填") if column.needed else _("可以不填")
        _line(about, [column.head, said, column.how, "\n".join(column.words)], PLAIN)
    for label, text in notes:
        _line(about, [label, "", text, ""], PLAIN)
    _offer(workbook, columns)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _line(sheet: object, cells: Sequence[str], font: object) -> None:
    sheet.append([safe(cell) for cell in cells])  # type: ignore[attr-defined]
    for cell in sheet[sheet.max_row]:  # type: ignore[index, attr-defined]
        cell.font, cell.alignment, cell.number_format = font, LEFT, TEXT


def _offer(workbook: Workbook, columns: Sequence[StaffColumn]) -> None:
    """Put the words into a third sheet, out of sight, where the lists to choose from read them."""
    hidden = workbook.create_sheet(_("可选的词"))
    hidden.sheet_state = "hidden"
    blank = workbook.worksheets[0]
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        for row, word in enumerate(column.words, start=1):
            hidden.cell(row, place, safe(word))
        if column.words:
            source = f"'{hidden.title}'!${letter}$1:${letter}${len(column.words)}"
            choice = DataValidation(type="list", formula1=source, allow_blank=True)
            choice.showErrorMessage = False
            choice.add(f"{letter}2:{letter}{ROWS + 1}")
            blank.add_data_validation(choice)
