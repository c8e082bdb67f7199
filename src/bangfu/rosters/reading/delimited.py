"""Text files of cells: which encoding, which separator, and where they stop making sense."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from pathlib import PurePath
from typing import cast

from . import limits
from .models import Cell, Finding, Sheet, UnreadableFile, Workbook

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", "\t", ";", "|", "，")
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".et")
_SAMPLE_LINES = 40
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<html|<table|<head|<meta)", re.IGNORECASE)
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_LAST_LINE = "\x03 end of text \x03"


def read_delimited(content: bytes, file_name: str) -> Workbook:
    """Read separated text as a workbook of one sheet. Raises UnreadableFile."""
    if len(content) > limits.MAX_TEXT_BYTES:
        most = str(limits.MAX_TEXT_BYTES // limits.MIB)
        raise UnreadableFile("file_too_big", file_name, detail=most)
    text, encoding = _decode(content, file_name)
    markup = _MARKUP.match(text)
    if markup:
        raise UnreadableFile("web_page", file_name)
    separator = _SEPARATOR_LINE.match(text)
    if separator:
        text = text[separator.end() :]
    found = separator[1] if separator else _separator(text)
    rows = _rows(text, found, file_name)
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise UnreadableFile("no_rows", file_name)
    named = _named(file_name)
    if named and not _has_columns(text, found):
        raise UnreadableFile("plain_text", file_name)
    sheet = Sheet("", rows)
    width = len(rows[0])
    if width > limits.MANY_COLUMNS:
        sheet.findings.append(Finding(0, "", "many_columns", "info", {"sheet": "", "count": width}))
    findings = []
    if named in WORKBOOKS:
        findings.append(Finding(0, "", "text_named_workbook", "info", {"suffix": named}))
    return Workbook(file_name, "csv", [sheet], encoding, findings)


def _named(file_name: str) -> str:
    """What a name promises beside separated text: its suffix, "" for .csv and for none."""
    suffix = PurePath(file_name).suffix.lower()
    return "" if suffix == ".csv" else suffix


def _has_columns(text: str, separator: str) -> bool:
    """Tell whether text that does not call itself .csv is a table all the same: of its first rows
    two or more, and no few, have one and the same number of columns. (A comma parts sentences
    too: of the Chinese one it takes two in a row.)"""
    least = 3 if separator == "，" else 2
    rows = csv.reader(io.StringIO(_beginning(text)), delimiter=separator)
    widths = [len(row) for row in rows if any(cell.strip() for cell in row)]
    count = max(Counter(width for width in widths if width >= least).values(), default=0)
    return count >= 2 and count * 2 >= len(widths)


def _beginning(text: str) -> str:
    return "\n".join(text[:100_000].splitlines()[:_SAMPLE_LINES])


def _decode(content: bytes, file_name: str) -> tuple[str, str]:
    for mark, name in _BOMS:
        if content.startswith(mark):
            encodings: tuple[str, ...] = (name,)
            break
    else:
        encodings = ("utf-8", "gb18030")
    first_bad = 0
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as wrong:
            first_bad = max(first_bad, wrong.start)
            continue
        zero = text.find("\x00")
        if zero >= 0:
            row = text.count("\n", 0, zero) + 1
            raise UnreadableFile("null_bytes", file_name, row=row)
        return text, encoding
    if b"\x00" in content[:4096]:
        raise UnreadableFile("not_a_workbook", file_name)
    row = content.count(b"\n", 0, first_bad) + 1
    raise UnreadableFile("no_encoding", file_name, row=row)


def _separator(text: str) -> str:
    """Choose the separator under which most of the first lines have one and the same width."""
    sample = _beginning(text)
    best, best_score = ",", (0.0, 0)
    for separator in _SEPARATORS:
        try:
            widths = [
                len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row
            ]
        except csv.Error:
            continue
        if not widths:
            continue
        width, count = Counter(widths).most_common(1)[0]
        score = (count / len(widths), width)
        if width > 1 and score > best_score:
            best, best_score = separator, score
    return best


def _rows(text: str, separator: str, file_name: str) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    width = 0
    # A quote that never closes swallows this last line too, and so gives itself away.
    source = io.StringIO(f"{text}\n{_LAST_LINE}", newline="")
    try:
        for row in csv.reader(source, delimiter=separator, strict=False):
            rows.append(cast("list[Cell]", row))
            width = max(width, len(row))
            if len(rows) > limits.MAX_ROWS:
                most = str(limits.MAX_ROWS)
                raise UnreadableFile("too_many_rows", file_name, row=len(rows), detail=most)
    except csv.Error as wrong:
        # The module's own limit of a cell, four times what a spreadsheet program allows.
        code = "open_quote" if '"' in text else "cell_too_long"
        raise UnreadableFile(code, file_name, row=len(rows) + 1) from wrong
    if rows[-1] != [_LAST_LINE]:
        raise UnreadableFile("open_quote", file_name, row=len(rows))
    rows.pop()
    if '"' in text:
        _check_quotes(rows, separator, file_name)
    _check_extent(rows, width, file_name)
    for cells in rows:
        if len(cells) < width:
            cells.extend([""] * (width - len(cells)))
    return rows


def _check_quotes(rows: list[list[Cell]], separator: str, file_name: str) -> None:
    """Refuse a file in which a stray pair of quotes has swallowed whole lines into one cell."""
    for number, row in enumerate(rows, 1):
        for cell in row:
            if isinstance(cell, str) and "\n" in cell and cell.count(separator) >= 3:
                first = cell.split("\n")
                if sum(line.count(separator) >= 2 for line in first) >= 2:
                    raise UnreadableFile("open_quote", file_name, row=number)


def _check_extent(rows: list[list[Cell]], width: int, file_name: str) -> None:
    if width > limits.MAX_COLUMNS:
        most = str(limits.MAX_COLUMNS)
        raise UnreadableFile("too_many_columns", file_name, detail=most)
    if width * len(rows) > limits.MAX_CELLS:
        raise UnreadableFile("too_many_cells", file_name, detail=str(limits.MAX_CELLS))
