"""What a .xls stream holds before the reader opens it: lock, extents, formulas (MS-XLS records)."""

from __future__ import annotations

import struct

from . import limits
from .models import UnreadableFile
from .package import SheetScan

_BEGIN = 0x0809
_AREA = 0x0200
_STRINGS = 0x00FC
_EOF = 0x000A
_LOCKED = 0x002F
_SHEET_NAME = 0x0085
_FORMULA = 0x0006
_ERROR_CELL = 0x0205
_MANY = (0x00BD, 0x00BE)
"""MulRk and MulBlank: several cells of one row, the last column in the last two bytes."""
_CELLS = frozenset((_FORMULA, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E, _ERROR_CELL, *_MANY))


def scan_book(book: bytearray, file_name: str) -> dict[str, SheetScan]:
    """Walk the records of a workbook stream and give each sheet's extents by sheet name.

    Claims that a reader reserves memory by (a sheet's area, the number of shared strings) are
    set right in `book` itself. Raises UnreadableFile: `password`, `broken_file`, or the extents
    over the limits.
    """
    try:
        names = _names(book, file_name)
        scans = {name: _scan_sheet(book, at) for name, at in names}
    except (struct.error, IndexError) as wrong:
        raise UnreadableFile("broken_file", file_name) from wrong
    if len(scans) > limits.MAX_SHEETS:
        raise UnreadableFile("zip_bomb", file_name)
    for name, scan in scans.items():
        if scan.columns > limits.MAX_COLUMNS:
            most = str(limits.MAX_COLUMNS)
            raise UnreadableFile("too_many_columns", file_name, sheet=name, detail=most)
        if scan.rows * scan.columns > limits.MAX_CELLS:
            most = str(limits.MAX_CELLS)
            raise UnreadableFile("too_many_cells", file_name, sheet=name, detail=most)
    return scans


def _names(book: bytearray, file_name: str) -> list[tuple[str, int]]:
    """List the sheets of the globals substream with the offsets of their own substreams."""
    found: list[tuple[str, int]] = []
    # Before Excel 97 (version 0x0600) names are plain bytes in the code page.
    old = book[4:6] != b"\x00\x06"
    at = 0
    while at + 4 <= len(book):
        kind, size = struct.unpack_from("<HH", book, at)
        body = at + 4
        if kind == _LOCKED:
            raise UnreadableFile("password", file_name)
        if kind == _SHEET_NAME:
            (offset,) = struct.unpack_from("<I", book, body)
            found.append((_text(bytes(book[body + 6 : body + size]), old=old), offset))
        if kind == _STRINGS and size >= 8:
            _check_strings(book, body, file_name)
        if kind == _EOF:
            break
        at = body + size
    return found


def _check_strings(book: bytearray, body: int, file_name: str) -> None:
    """A shared string takes three bytes at least, so more than that were never there."""
    (unique,) = struct.unpack_from("<I", book, body + 4)
    if unique * 3 > len(book):
        raise UnreadableFile("broken_file", file_name)


def _text(data: bytes, *, old: bool) -> str:
    if old:
        return data[1 : 1 + data[0]].decode("gb18030", "replace")
    length, wide = data[0], data[1] & 1
    if wide:
        return data[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return data[2 : 2 + length].decode("latin-1")


def _scan_sheet(book: bytearray, at: int) -> SheetScan:
    scan = SheetScan()
    unpack, end = struct.Struct("<HHHH").unpack_from, len(book) - 8
    rows = columns = depth = 0
    areas: list[int] = []
    while at <= end:
        kind, size, row, column = unpack(book, at)
        if kind in _CELLS:
            if kind in _MANY:
                (column,) = struct.unpack_from("<H", book, at + 2 + size)
            rows = row if row > rows else rows
            columns = column if column > columns else columns
            if kind == _FORMULA:
                scan.formulas.append((row + 1, column))
            elif kind == _ERROR_CELL and book[at + 11]:
                scan.errors.append((row + 1, column))
        elif kind == _AREA:
            areas.append(at + 4)
        elif kind == _BEGIN:
            depth += 1
        elif kind == _EOF:
            # A chart inside a sheet has a beginning and an end of its own.
            depth -= 1
            if depth <= 0:
                break
        at += 4 + size
    scan.rows, scan.columns = rows + 1, columns + 1
    for place in areas:
        _set_area(book, place, scan)
    return scan


def _set_area(book: bytearray, at: int, scan: SheetScan) -> None:
    """Write a sheet's true area into its record of it (rows in 4 bytes each, before 1997 in 2)."""
    form = "<IIHH" if struct.unpack_from("<H", book, at - 2)[0] >= 14 else "<HHHH"
    struct.pack_into(form, book, at, 0, min(scan.rows, 0xFFFF), 0, scan.columns)
