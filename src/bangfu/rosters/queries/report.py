"""What became of a file, row by row: the object that `take-in --json` ends with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext

from ..models import Batch, StagedRow
from ..reading import Finding, UnreadableFile
from ..states import BatchState, Disposition
from .rows import opened, unpack_finding
from .wording import reading_of_trouble, sentence_of

FileReport = dict[str, Any]


def report(
    batch: Batch, *, again: bool = False, findings: Iterable[Finding] | None = None
) -> FileReport:
    """Return the report of one file: counts, waiting and skipped rows, findings with their words.

    Rows are as the spreadsheet shows them; `rows = taken + waiting + skipped`. Rows kept for
    another room count as waiting. `again` says that the file had been taken in before. `findings`
    are those of its rows where the caller has them at hand; else the rows are unsealed.
    """
    if batch.state == BatchState.FAILED:
        text = reading_of_trouble(batch.file_name, batch.trouble, gettext)
        return _nothing(batch.file_name, batch.trouble, text)
    waiting: list[int] = []
    skipped: list[int] = []
    rows = StagedRow.objects.filter(batch=batch).order_by("part", "row")
    for row, disposition in rows.values_list("row", "disposition").iterator(chunk_size=10_000):
        if disposition == Disposition.SKIPPED:
            skipped.append(row)
        elif disposition != Disposition.TAKEN:
            waiting.append(row)
    if findings is None:
        findings = _findings_of(batch)
    lines = [_line(finding) for finding in (*_on_the_whole(batch, again=again), *findings)]
    return {
        "file": batch.file_name,
        "kind": batch.kind,
        "rows": batch.rows,
        "taken": batch.taken,
        "waiting": len(waiting),
        "skipped": len(skipped),
        "waiting_rows": waiting,
        "skipped_rows": skipped,
        "findings": lines,
    }


def report_unread(file_name: str, wrong: UnreadableFile) -> FileReport:
    """Return the report of a file that could not be read at all."""
    trouble = {"code": wrong.code, "row": wrong.row, "column": wrong.column}
    return _nothing(file_name, trouble, reading_of_trouble(file_name, _trouble(wrong), gettext))


def _trouble(wrong: UnreadableFile) -> dict[str, Any]:
    names = ("code", "sheet", "row", "column", "detail")
    return {name: getattr(wrong, name) for name in names}


def _nothing(file_name: str, trouble: dict[str, Any], text: str) -> FileReport:
    return {
        "file": file_name,
        "kind": "unreadable",
        "rows": 0,
        "taken": 0,
        "waiting": 0,
        "skipped": 0,
        "waiting_rows": [],
        "skipped_rows": [],
        "findings": [
            {
                "row": trouble.get("row", 0),
                "column": trouble.get("column", ""),
                "code": trouble["code"],
                "text": text,
            }
        ],
    }


def _on_the_whole(batch: Batch, *, again: bool) -> list[Finding]:
    """What is said of the file: the reading's own words, and what is done with its kind."""
    found = [unpack_finding(finding) for finding in batch.counts.get("findings", ())]
    if again:
        found.insert(0, Finding(0, "", "same_file", "info"))
    if batch.kept:
        found.append(Finding(0, "", "kept_for_room", "info"))
    return found


def _findings_of(batch: Batch) -> Iterator[Finding]:
    rows = StagedRow.objects.filter(batch=batch).exclude(codes=[]).order_by("part", "row")
    for row in opened(batch, rows.exclude(disposition=Disposition.SKIPPED)):
        yield from row.findings


def _line(finding: Finding) -> dict[str, Any]:
    return {
        "row": finding.row,
        "column": finding.column,
        "code": finding.code,
        "text": sentence_of(finding, gettext),
    }


__all__ = ["FileReport", "report", "report_unread"]
