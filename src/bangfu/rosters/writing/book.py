"""The book of a sheet that is handed out, as offices print it: A4 across, its head repeated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

from .columns import Chosen
from .values import Cell, safe

_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
PLAIN = Font(name="仿宋", size=10.5)
HEAD = Font(name="仿宋", size=10.5, bold=True)
_TITLE = Font(name="小标宋", size=18)
TEXT = "@"
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
_A4 = 9  # as the format numbers papers
_MARK_LENGTH = 200  # a header or footer of a page holds 255 characters, its commands included


@dataclass(frozen=True)
class Heading:
    """What stands around the rows: title, the line under it, the mark (who, when, for what).

    ``notes`` are label and text of the second sheet, which says the same at length.
    """

    title: str
    under: str
    mark: str
    notes: Sequence[tuple[str, str]] = ()


@dataclass
class Book:
    """A finished file: how many rows it has, and the SHA-256 of its bytes."""

    rows: int = 0
    digest: str = ""
    sums: dict[str, Decimal] = field(default_factory=dict)


def write_book(
    path: Path, columns: Sequence[Chosen], rows: Iterable[Sequence[Cell]], heading: Heading
) -> Book:
    """Write the rows to a file, row by row, so that memory stays flat however many there are."""
    book = Book()
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(_("名册"))
    _set_page(sheet, columns, heading)
    last = len(columns)
    _across(sheet, 1, last, heading.title, _TITLE, Alignment(horizontal="center"))
    _across(sheet, 2, last, heading.under, PLAIN, Alignment(horizontal="left"))
    sheet.append([_cell(sheet, safe(one.header), HEAD, MIDDLE) for one in columns])
    for cells in rows:
        book.rows += 1
        for column, value in zip(columns, cells, strict=True):
            if column.kind and column.kind.summed and isinstance(value, int | Decimal):
                book.sums[column.key] = book.sums.get(column.key, Decimal()) + value
        sheet.append([_cell(sheet, value, PLAIN, LEFT) for value in cells])
    sheet.append([_cell(sheet, value, HEAD, LEFT) for value in _sum_row(columns, book)])
    sheet.append([])
    signed = _("填表人：            审核人：            日期：     年   月   日")
    _across(sheet, book.rows + 6, last, signed, PLAIN, Alignment(horizontal="left"))
    _write_notes(workbook, heading)
    workbook.save(path)
    book.digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return book


def _set_page(sheet: Any, columns: Sequence[Chosen], heading: Heading) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # A binding margin on the left, as files are bound here.
    sheet.page_margins.left, sheet.page_margins.right = 0.98, 0.5
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "A4"
    mark = heading.mark[:_MARK_LENGTH].replace("&", "＆")
    sheet.oddHeader.center.text = mark
    sheet.oddFooter.left.text = mark
    sheet.oddFooter.right.text = _("第&P页 共&N页")
    for place, column in enumerate(columns, start=1):
        width = column.kind.width if column.kind else 12
        sheet.column_dimensions[get_column_letter(place)].width = width


def _across(sheet: Any, row: int, last: int, text: str, font: Font, align: Alignment) -> None:
    """One line over all columns."""
    sheet.append([_cell(sheet, safe(text), font, align, boxed=False)])
    if last > 1:
        sheet.merged_cells.ranges.add(CellRange(min_col=1, min_row=row, max_col=last, max_row=row))


def _cell(sheet: Any, value: Cell, font: Font, align: Alignment, *, boxed: bool = True) -> Any:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        # Whatever it looks like, it is a text: not a number that loses its last digits.
        cell.data_type = "s"
        cell.number_format = TEXT
    elif isinstance(value, Decimal):
        cell.number_format = "#,##0.00####"
    cell.font, cell.alignment = font, align
    if boxed:
        cell.border = _BOX
    return cell


def _sum_row(columns: Sequence[Chosen], book: Book) -> list[Cell]:
    """合计: how many rows, and the sums of what can be added."""
    cells: list[Cell] = [book.sums.get(column.key) for column in columns]
    for place, column in enumerate(columns):
        total = cells[place]
        if isinstance(total, Decimal) and column.kind and column.kind.value == "number":
            cells[place] = int(total)
    if cells[0] is None:
        cells[0] = _("合计")
    if len(cells) > 1 and cells[1] is None:
        cells[1] = _("%(rows)d行") % {"rows": book.rows}
    return cells


def _write_notes(workbook: Workbook, heading: Heading) -> None:
    sheet = workbook.create_sheet(_("导出说明"))
    sheet.column_dimensions["A"].width = 16
    sheet.column_dimensions["B"].width = 90
    sheet.append([_cell(sheet, safe(heading.mark), HEAD, LEFT, boxed=False)])
    for label, text in heading.notes:
        words = _cell(sheet, safe(text), PLAIN, LEFT)
        sheet.append([_cell(sheet, safe(label), HEAD, LEFT), words])
