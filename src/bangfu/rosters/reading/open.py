"""Safe opening: a file becomes a `Workbook`, or `UnreadableFile` says why not."""

from __future__ import annotations

import io
import os
from pathlib import Path, PurePath
from typing import cast

import python_calamine

from . import limits, ole
from .biff import scan_book
from .delimited import WORKBOOKS, read_delimited
from .models import Cell, Finding, Merge, Sheet, UnreadableFile, Workbook
from .package import SheetScan, scan_package

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SUFFIXES = (*WORKBOOKS, ".csv", ".txt")
"""What a roster's file is called."""
_OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word_document"),
)


def read_file(
    source: bytes | str | os.PathLike[str], file_name: str, *, max_bytes: int | None = None
) -> Workbook:
    """Open a spreadsheet whatever its suffix says and give its sheets with values as typed.

    `source` is the content or a path. Raises UnreadableFile for what is empty, too big, broken,
    locked, hostile or no spreadsheet.
    """
    content = _content(source, file_name, max_bytes or limits.MAX_FILE_BYTES)
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return _read_package(content, file_name)
    if content.startswith(_OLE):
        return _read_ole(content, file_name)
    for magic, code in _OTHERS:
        if content.startswith(magic):
            raise UnreadableFile(code, file_name)
    return read_delimited(content, file_name)


def refuse_other_suffix(content: bytes, file_name: str) -> None:
    """Refuse a file of a folder whose name is none of a roster's: as what it is, else by its name.

    Raises UnreadableFile; a name that ends like a spreadsheet's or a text's passes.
    """
    if PurePath(file_name).suffix.lower() in SUFFIXES:
        return
    if content.startswith((_ZIP, _OLE, *(magic for magic, _code in _OTHERS))):
        read_file(content, file_name)
    raise UnreadableFile("other_suffix", file_name)


def _content(source: bytes | str | os.PathLike[str], file_name: str, most: int) -> bytes:
    size = len(source) if isinstance(source, bytes) else _size(source, file_name)
    if size == 0:
        raise UnreadableFile("empty_file", file_name)
    if size > most:
        raise UnreadableFile("file_too_big", file_name, detail=str(most // limits.MIB))
    if isinstance(source, bytes):
        return source
    with Path(source).open("rb") as stream:
        return stream.read(most + 1)


def _size(path: str | os.PathLike[str], file_name: str) -> int:
    try:
        if not Path(path).is_file():
            raise UnreadableFile("not_a_file", file_name)
        return Path(path).stat().st_size
    except OSError as wrong:
        raise UnreadableFile("not_a_file", file_name) from wrong


def _read_package(content: bytes, file_name: str) -> Workbook:
    package = scan_package(content, file_name)
    workbook = Workbook(file_name, "xlsm" if package.macros else "xlsx", [])
    if package.macros:
        workbook.findings.append(Finding(0, "", "macros_ignored", "info"))
    _read_sheets(content, workbook, package.sheets)
    return workbook


def _read_ole(content: bytes, file_name: str) -> Workbook:
    try:
        names = ole.stream_names(content)
        if "EncryptedPackage" in names:
            raise UnreadableFile("password", file_name)
        if "Workbook" not in names and "Book" not in names:
            word = "WordDocument" in names
            raise UnreadableFile("word_document" if word else "not_a_workbook", file_name)
        book = bytearray(ole.read_stream(content, "Workbook" if "Workbook" in names else "Book"))
    except ole.BrokenContainer as wrong:
        raise UnreadableFile("broken_file", file_name) from wrong
    scans = scan_book(book, file_name)
    workbook = Workbook(file_name, "xls", [])
    if "_VBA_PROJECT_CUR" in names or "VBA" in names:
        workbook.findings.append(Finding(0, "", "macros_ignored", "info"))
    # The reader meets only the stream that was walked, in a container whose claims are true.
    _read_sheets(ole.wrap(bytes(book)), workbook, scans)
    return workbook


def _read_sheets(content: bytes, workbook: Workbook, scans: dict[str, SheetScan]) -> None:
    """Read every work sheet through calamine; what it throws becomes one plain refusal."""
    name = ""
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            for facts in book.sheets_metadata:
                if facts.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                    continue
                name = facts.name
                sheet = _read_sheet(book, name)
                sheet.hidden = facts.visible is not python_calamine.SheetVisibleEnum.Visible
                if sheet.rows:
                    _mark(sheet, scans.get(name))
                    workbook.sheets.append(sheet)
    except python_calamine.PasswordError as wrong:
        raise UnreadableFile("password", workbook.file_name) from wrong
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as wrong:
        if isinstance(wrong, UnreadableFile):
            raise
        raise UnreadableFile("broken_file", workbook.file_name, sheet=name) from wrong
    except BaseException as wrong:
        # A panic of the reader underneath is a BaseException of its own; keep Ctrl-C and exits.
        if type(wrong).__name__ != "PanicException":
            raise
        raise UnreadableFile("broken_file", workbook.file_name, sheet=name) from wrong
    if not workbook.sheets:
        raise UnreadableFile("no_rows", workbook.file_name)


def _read_sheet(book: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    source = book.get_sheet_by_name(name)
    merges = tuple(
        Merge(top + 1, left, bottom + 1, right)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
    )
    rows = cast("list[list[Cell]]", source.to_python(skip_empty_area=False))
    return Sheet(name, rows, merges)


def _mark(sheet: Sheet, scan: SheetScan | None) -> None:
    if sheet.hidden:
        sheet.findings.append(Finding(0, "", "hidden_sheet", "info", {"sheet": sheet.name}))
    width = max((len(row) for row in sheet.rows), default=0)
    if width > limits.MANY_COLUMNS:
        many = {"sheet": sheet.name, "count": width}
        sheet.findings.append(Finding(0, "", "many_columns", "info", many))
    if scan is None:
        return
    for code, places in (("formula_without_value", scan.formulas), ("error_value", scan.errors)):
        for row, index in places[: limits.MAX_MARKS]:
            if _is_filled(sheet.rows, row, index):
                continue
            sheet.findings.append(Finding(row, "", code, "question", {}, index))
        if len(places) > limits.MAX_MARKS:
            more = {"sheet": sheet.name, "count": len(places)}
            sheet.findings.append(Finding(0, "", f"many_{code}", "question", more))


def _is_filled(rows: list[list[Cell]], row: int, index: int) -> bool:
    if row > len(rows) or index >= len(rows[row - 1]):
        return False
    return rows[row - 1][index] not in ("", None)
