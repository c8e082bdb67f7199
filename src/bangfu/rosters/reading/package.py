"""What a .xlsx is before anything opens it: its zip directory, its declarations, its extents.

Sizes in a zip directory are claims. Every part is unpacked here once, in pieces and against the
limits, so that the reader underneath meets only what has been measured.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from . import limits
from .models import UnreadableFile

_PIECE = 1 << 20
_LONG_ROW = 4 * _PIECE
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# The reader reserves a cell for every place inside the used area, so one stray cell at XFD1048576
# would ask for half a terabyte. Honest writers write `<c r="F12"`; anything else is looked at.
_UNCOMMON = re.compile(rb'[<:]c(?! r="[A-Z]\d{1,5}")[\s/>]')
_CELL = re.compile(rb"[<:]c\s[^>]*?\br\s*=\s*[\"']([A-Za-z]{1,7})(\d{1,10})[\"']")
_ROW = re.compile(rb"[<:]row\s[^>]*?\br\s*=\s*[\"'](\d{1,10})[\"']")
_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?![^>]*t="str")[^>]*>\s*'
    rb"<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_ERROR = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")


@dataclass(slots=True)
class SheetScan:
    """Extents and marked cells of one sheet: (1-based row, 0-based column)."""

    rows: int = 0
    columns: int = 0
    counted: int = 0
    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Package:
    macros: bool
    sheets: dict[str, SheetScan]


def scan_package(content: bytes, file_name: str) -> Package:
    """Measure a zip container and refuse whatever is not an honest .xlsx or .xlsm."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_directory(parts, len(content), file_name)
            return _scan_parts(archive, content, parts, file_name)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError) as wrong:
        if isinstance(wrong, UnreadableFile):
            raise
        raise UnreadableFile("broken_file", file_name) from wrong


def _check_directory(parts: list[zipfile.ZipInfo], size: int, file_name: str) -> None:
    names = {part.filename for part in parts}
    if not any(name.lower() == "xl/workbook.xml" for name in names):
        raise UnreadableFile(_what_else(names), file_name)
    if len(parts) > limits.MAX_PARTS or len(names) != len(parts):
        raise UnreadableFile("zip_bomb", file_name)
    if sum(part.compress_size for part in parts) > size:
        raise UnreadableFile("zip_bomb", file_name)
    if sum(part.file_size for part in parts) > limits.MAX_UNPACKED_BYTES:
        raise UnreadableFile("zip_bomb", file_name)
    for part in parts:
        if part.flag_bits & 0x1:
            raise UnreadableFile("password", file_name)
        if part.file_size > limits.MAX_PART_BYTES:
            raise _too_long(part, file_name)
        if part.file_size > limits.RATIO_FROM_BYTES and (
            part.file_size > limits.MAX_RATIO * max(1, part.compress_size)
        ):
            raise UnreadableFile("zip_bomb", file_name)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise UnreadableFile("broken_file", file_name)


def _what_else(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "word_document"
    if "ppt/presentation.xml" in names:
        return "not_a_workbook"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and "mimetype" in names:
        return "open_document"
    return "archive" if names else "broken_file"


def _too_long(part: zipfile.ZipInfo, file_name: str) -> UnreadableFile:
    most = str(limits.MAX_PART_BYTES // limits.MIB)
    sheet = part.filename.rpartition("/")[2].removesuffix(".xml")
    return UnreadableFile("sheet_too_big", file_name, sheet=sheet, detail=most)


def _scan_parts(
    archive: zipfile.ZipFile, content: bytes, parts: list[zipfile.ZipInfo], file_name: str
) -> Package:
    scans: dict[str, SheetScan] = {}
    macros = False
    total = 0
    for part in parts:
        name = part.filename.lower()
        macros = macros or name.endswith("vbaproject.bin")
        scan = scans.setdefault(part.filename, SheetScan()) if _is_sheet(name) else None
        tail = b""
        for piece in _unpack(content, part, file_name):
            total += len(piece)
            if total > limits.MAX_UNPACKED_BYTES:
                raise UnreadableFile("zip_bomb", file_name)
            if name.endswith((".xml", ".rels", ".vml")):
                tail = _scan_piece(tail + piece, scan, file_name)
        if scan is not None:
            _measure(tail, scan)
            _check_extent(scan, part, file_name)
    return Package(macros, _by_sheet_name(archive, parts, scans))


def _is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def _unpack(content: bytes, part: zipfile.ZipInfo, file_name: str) -> Iterator[bytes]:
    """Give a part in pieces, stopping at what the directory claims for it."""
    start = part.header_offset
    header = content[start : start + 30]
    if len(header) < 30 or header[:4] != b"PK\x03\x04":
        raise UnreadableFile("broken_file", file_name)
    start += 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    packed = memoryview(content)[start : start + part.compress_size]
    if part.compress_type == zipfile.ZIP_STORED:
        if len(packed) != part.file_size:
            raise UnreadableFile("broken_file", file_name)
        yield bytes(packed)
        return
    unpacker = zlib.decompressobj(-15)
    given = 0
    rest: bytes | memoryview = packed
    while not unpacker.eof:
        piece = unpacker.decompress(rest, _PIECE)
        rest = unpacker.unconsumed_tail
        given += len(piece)
        if given > part.file_size or (not piece and not rest and not unpacker.eof):
            code = "zip_bomb" if given > part.file_size else "broken_file"
            raise UnreadableFile(code, file_name)
        yield piece


def _scan_piece(data: bytes, scan: SheetScan | None, file_name: str) -> bytes:
    """Look at a piece of XML up to its last whole row and give back the unfinished rest."""
    if _DTD.search(data) or b"\x00" in data[:200]:
        raise UnreadableFile("xml_entities", file_name)
    if scan is None:
        return data[-16:]
    cut = data.rfind(b"</row>") + 6
    if cut < 6 and len(data) > _LONG_ROW:
        if b"</c>" in data:
            raise UnreadableFile(
                "too_many_columns", file_name, detail=str(limits.MAX_COLUMNS), row=scan.rows + 1
            )
        cut = data.rfind(b"<")
    if cut < 6:
        return data
    _measure(data[:cut], scan)
    return data[cut:]


def _measure(data: bytes, scan: SheetScan) -> None:
    scan.counted += data.count(b"<row") + data.count(b":row")
    if _UNCOMMON.search(data):
        for letters, digits in _CELL.findall(data):
            scan.columns = max(scan.columns, _column(letters.upper()) + 1)
            scan.rows = max(scan.rows, int(digits))
        # Cells without a reference are counted up by the reader, row by row.
        scan.columns = max(scan.columns, max(map(_cells_of, data.split(b"</row>")), default=0))
        scan.rows = max(scan.rows, scan.counted)
    else:
        scan.columns = max(scan.columns, 26)
    scan.rows = max(scan.rows, max(map(int, _ROW.findall(data)), default=0))
    if b"<f" in data:
        scan.formulas.extend((int(row), _column(col)) for col, row in _FORMULA.findall(data))
    if b't="e"' in data:
        scan.errors.extend((int(row), _column(col)) for col, row in _ERROR.findall(data))


def _cells_of(row: bytes) -> int:
    return row.count(b"<c ") + row.count(b"<c>") + row.count(b":c ") + row.count(b":c>")


def _column(letters: bytes) -> int:
    number = 0
    for char in letters:
        number = number * 26 + char - 64
    return number - 1


def _check_extent(scan: SheetScan, part: zipfile.ZipInfo, file_name: str) -> None:
    sheet = part.filename.rpartition("/")[2].removesuffix(".xml")
    if scan.rows > limits.MAX_ROWS:
        most = str(limits.MAX_ROWS)
        raise UnreadableFile("too_many_rows", file_name, sheet=sheet, row=scan.rows, detail=most)
    if scan.columns > limits.MAX_COLUMNS:
        most = str(limits.MAX_COLUMNS)
        raise UnreadableFile("too_many_columns", file_name, sheet=sheet, detail=most)
    if scan.rows * scan.columns > limits.MAX_CELLS:
        raise UnreadableFile("too_many_cells", file_name, sheet=sheet, detail=str(limits.MAX_CELLS))


def _by_sheet_name(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], scans: dict[str, SheetScan]
) -> dict[str, SheetScan]:
    """Match parts to the names people see, through the workbook's relations."""
    names = {part.filename.lower(): part.filename for part in parts}
    book = archive.read(names["xl/workbook.xml"])
    relations = names.get("xl/_rels/workbook.xml.rels")
    targets: dict[str, str] = {}
    for tag in _RELATION.findall(archive.read(relations)) if relations else ():
        target = _attribute(tag, b"Target").lstrip("/")
        targets[_attribute(tag, b"Id")] = target if target.startswith("xl/") else f"xl/{target}"
    sheets = _SHEET.findall(book)
    if len(sheets) > limits.MAX_SHEETS:
        raise UnreadableFile("zip_bomb", archive.filename or "")
    found: dict[str, SheetScan] = {}
    for tag in sheets:
        part = targets.get(_attribute(tag, rb"(?:\w+:)id"), "")
        if part in scans:
            found[_attribute(tag, b"name")] = scans[part]
    return found


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", tag)
    if not found:
        return ""
    return unescape((found[1] or found[2] or b"").decode("utf-8", "replace"))
