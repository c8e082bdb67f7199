"""Small sheets built in memory for the tests of reading."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlwt

from bangfu.rosters import reading

Rows = Sequence[Sequence[Any]]


@pytest.fixture(scope="session")
def xlsx() -> Callable[..., bytes]:
    """Make a .xlsx of one sheet, or of several given by name, with merged ranges ("A1:C1")."""

    def make(rows: Rows | dict[str, Rows], merges: Sequence[str] = ()) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        sheets = rows if isinstance(rows, dict) else {"Sheet1": rows}
        for name, lines in sheets.items():
            sheet = book.create_sheet(name)
            for line in lines:
                sheet.append([None if cell == "" else cell for cell in line])
            for merge in merges:
                sheet.merge_cells(merge)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def xls() -> Callable[..., bytes]:
    """Make a .xls of one sheet, merged ranges given as (top, bottom, left, right) from 0."""

    def make(rows: Rows, merges: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
        book = xlwt.Workbook(encoding="utf-8")
        sheet = book.add_sheet("Sheet1")
        inside = {(top, left) for top, _, left, _ in merges}
        for row, line in enumerate(rows):
            for column, cell in enumerate(line):
                if cell not in ("", None) and (row, column) not in inside:
                    sheet.write(row, column, cell)
        for top, bottom, left, right in merges:
            sheet.write_merge(top, bottom, left, right, rows[top][left])
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def text_file() -> Callable[..., bytes]:
    """Make a separated text file."""

    def make(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
        stream = io.StringIO()
        csv.writer(stream, delimiter=separator).writerows(rows)
        return stream.getvalue().encode(encoding)

    return make


@pytest.fixture(scope="session")
def patched() -> Callable[[bytes, str, Callable[[bytes], bytes]], bytes]:
    """Change one part of a zip container."""

    def make(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(content)) as source,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for name in source.namelist():
                data = source.read(name)
                target.writestr(name, change(data) if name == part else data)
        return stream.getvalue()

    return make


@pytest.fixture(scope="session")
def read_one() -> Callable[..., tuple[reading.RosterTable, list[reading.RosterRow]]]:
    """Read content that holds one table."""

    def read(
        content: bytes, name: str = "名册.xlsx", mapping: dict[int | str, str] | None = None
    ) -> tuple[reading.RosterTable, list[reading.RosterRow]]:
        (table,) = reading.recognise(reading.read_file(content, name))
        return table, reading.rows(table, mapping)

    return read


@pytest.fixture(scope="session")
def number() -> Callable[..., str]:
    """Make a number that stands, of the invented area 442099."""
    from bangfu.kernel.identity import check_character

    def make(born: str, sequence: int = 1) -> str:
        first = f"442099{born}{sequence:03d}"
        return first + check_character(first)

    return make
