"""Writing the same rows as .xlsx, .xls or .csv, as the offices do."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

import xlwt
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet.cell_range import CellRange

from bangfu.demo.maker.mess import Cell

Span = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 1."""


class Sheet(Protocol):
    """One sheet being written from the top down."""

    name: str | None

    @property
    def row(self) -> int:
        """This function will return the number of the last row written."""

    def write(self, cells: Sequence[Cell]) -> int:
        """This function will write the next row and return its number, from 1."""

    def merge(self, span: Span) -> None:
        """This function will merge cells, where the format can."""


class Book(Protocol):
    """A file of one or several sheets."""

    def sheet(self, name: str, *, only: bool) -> Sheet:
        """This function will begin a sheet; ``only`` says that no other follows."""

    def save(self) -> None:
        """This function will write what is not yet written and close the file."""


class XlsxSheet:
    """A sheet of an .xlsx file; rows go straight to disk, so memory stays flat."""

    def __init__(self, book: Workbook, name: str, only: bool) -> None:
        self._sheet = book.create_sheet(name)
        self.name = None if only else name
        self.row = 0

    def write(self, cells: Sequence[Cell]) -> int:
        """This function will write the next row and return its number, from 1."""
        self._sheet.append([self._cell(cell) for cell in cells])
        self.row += 1
        return self.row

    def _cell(self, cell: Cell) -> Any:
        if not isinstance(cell, date):
            return cell
        dated = WriteOnlyCell(self._sheet, value=cell)
        dated.number_format = "yyyy-mm-dd"
        return dated

    def merge(self, span: Span) -> None:
        """This function will merge cells; the set is filled directly, add() compares with all."""
        first_row, first_column, last_row, last_column = span
        self._sheet.merged_cells.ranges.add(
            CellRange(
                min_row=first_row, min_col=first_column, max_row=last_row, max_col=last_column
            )
        )


class Indented:
    """A sheet whose table does not begin in the first column."""

    def __init__(self, sheet: Sheet, columns: int) -> None:
        self._sheet, self._columns = sheet, columns
        self.name = sheet.name

    @property
    def row(self) -> int:
        """This function will return the number of the last row written."""
        return self._sheet.row

    def write(self, cells: Sequence[Cell]) -> int:
        """This function will write the next row and return its number, from 1."""
        return self._sheet.write([*[None] * self._columns, *cells])

    def merge(self, span: Span) -> None:
        """This function will merge cells; the span counts from the table's first column."""
        first_row, first_column, last_row, last_column = span
        self._sheet.merge(
            (first_row, first_column + self._columns, last_row, last_column + self._columns)
        )


class XlsxBook:
    """An .xlsx file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = Workbook(write_only=True)

    def sheet(self, name: str, *, only: bool) -> XlsxSheet:
        """This function will begin a sheet; ``only`` says that no other follows."""
        return XlsxSheet(self._book, name, only)

    def save(self) -> None:
        """This function will close the file."""
        self._book.save(self._path)


class XlsSheet:
    """A sheet of an old .xls file, which holds 65,536 rows."""

    def __init__(self, book: xlwt.Workbook, name: str, only: bool) -> None:
        self._sheet = book.add_sheet(name, cell_overwrite_ok=True)
        self._dated = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        self.name = None if only else name
        self.row = 0

    def write(self, cells: Sequence[Cell]) -> int:
        """This function will write the next row and return its number, from 1."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                self._sheet.write(self.row, column, cell, self._dated)
            elif cell is not None:
                self._sheet.write(self.row, column, cell)
        self.row += 1
        if self.row % 1000 == 0:
            self._sheet.flush_row_data()
        return self.row

    def merge(self, span: Span) -> None:
        """This function will merge cells of rows that are already written."""
        first_row, first_column, last_row, last_column = (place - 1 for place in span)
        self._sheet.merged_ranges.append((first_row, last_row, first_column, last_column))


class XlsBook:
    """An .xls file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._book = xlwt.Workbook(encoding="utf-8")

    def sheet(self, name: str, *, only: bool) -> XlsSheet:
        """This function will begin a sheet; ``only`` says that no other follows."""
        return XlsSheet(self._book, name, only)

    def save(self) -> None:
        """This function will write the file."""
        self._book.save(str(self._path))


class CsvSheet:
    """The one table of a .csv file, which knows no merged cells."""

    name: str | None = None

    def __init__(self, stream: io.TextIOBase, delimiter: str) -> None:
        self._writer = csv.writer(stream, delimiter=delimiter)
        self.row = 0

    def write(self, cells: Sequence[Cell]) -> int:
        """This function will write the next row and return its number, from 1."""
        self._writer.writerow(_texts(cells))
        self.row += 1
        return self.row

    def merge(self, span: Span) -> None:
        """This function will do nothing: a .csv file has no merged cells."""


def _texts(cells: Iterable[Cell]) -> list[str | int | float]:
    return [
        "" if cell is None else f"{cell:%Y-%m-%d}" if isinstance(cell, date) else cell
        for cell in cells
    ]


class CsvBook:
    """A .csv file in one of the encodings offices use: gb18030, utf-8 or utf-8-sig."""

    def __init__(self, path: Path, encoding: str = "gb18030", delimiter: str = ",") -> None:
        self._stream = path.open("w", encoding=encoding, newline="")
        self._delimiter = delimiter

    def sheet(self, name: str, *, only: bool) -> CsvSheet:
        """This function will return the one table; a second call is not meant to happen."""
        return CsvSheet(self._stream, self._delimiter)

    def save(self) -> None:
        """This function will close the file."""
        self._stream.close()
