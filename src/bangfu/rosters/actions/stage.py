"""A file is handed in, read and compared; nothing enters the register yet."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bangfu.audit import actions as audit
from bangfu.papers import actions as papers
from bangfu.papers import queries as kept_papers
from bangfu.privacy import crypto

from .. import states
from ..models import Batch, ColumnMemory
from ..queries.rows import pack_finding
from ..reading import Finding, UnreadableFile
from ..states import BatchState
from .pace import few_collections
from .places import Places
from .planning import plan_tables
from .storing import store
from .tables import HOUSEHOLDS, Memory, Table, open_book, roster_date

LARGE = 400_000
"""Bytes from which on a file is read in the background."""

_MEDIA = "application/octet-stream"


def mark_of(content: bytes) -> bytes:
    """Give the mark by which the same content is known again; it tells nothing of it."""
    return crypto.blind("rosters.content", hashlib.sha256(content).hexdigest())


def find_same(area: int, content: bytes) -> Batch | None:
    """Find the batch of the very same file, unless that was taken back or could not be read."""
    same = Batch.objects.filter(area=area, mark=mark_of(content))
    return same.exclude(state__in=states.GONE).first()


def receive(
    *, content: bytes, file_name: str, by: UUID, at: datetime, area: int, keep: bool = True
) -> tuple[Batch, bool]:
    """Keep a file and open a batch for it, or find the batch it already has.

    Returns the batch and whether it is new. `area` is the town's number. With `keep` off the
    original is not kept (a rehearsal).
    """
    try:
        return _receive(content, file_name, by=by, at=at, area=area, keep=keep)
    except IntegrityError:
        # The same file at the same moment: the other one was first.
        same = find_same(area, content)
        if same is None:
            raise
        return same, False


def _receive(
    content: bytes, file_name: str, *, by: UUID, at: datetime, area: int, keep: bool
) -> tuple[Batch, bool]:
    with transaction.atomic():
        same = find_same(area, content)
        if same is not None:
            return same, False
        paper = None
        if keep:
            paper = papers.keep(
                content=content, file_name=file_name, media_type=_MEDIA, by=by, at=at, area=area
            ).uuid
        batch = Batch.objects.create(
            area=area,
            state=BatchState.READING,
            file_name=file_name[-255:],
            size=len(content),
            mark=mark_of(content),
            paper=paper,
            read_by=by,
            read_at=at,
        )
        return batch, True


def stage(
    *, content: bytes, file_name: str, by: UUID, at: datetime, on: date, area: int
) -> tuple[Batch, bool]:
    """Receive a file and read it at once; returns the batch and whether it is new.

    A file that can not be read becomes a batch in the state `failed` that says why.
    """
    batch, new = receive(content=content, file_name=file_name, by=by, at=at, area=area)
    if new:
        batch = read(batch=batch, content=content, by=by, at=at, on=on)
    return batch, new


@dataclass(slots=True)
class Opened:
    """What a file turned out to be: its tables and the findings on the whole, or why it cannot
    be read."""

    tables: list[Table] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    wrong: UnreadableFile | None = None

    @property
    def rows(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def open_received(batch: Batch, content: bytes | None = None) -> Opened:
    """Open a received file and read its rows; nothing is written.

    Without `content` the kept original is read.
    """
    if content is None:
        assert batch.paper is not None
        content = kept_papers.read(batch.paper)
    with few_collections():
        try:
            book = open_book(content, batch.file_name)
            return Opened(book.tables(memory_of(batch.area)), book.findings)
        except UnreadableFile as wrong:
            return Opened(wrong=wrong)


def note_progress(batch: Batch, rows: int) -> None:
    """Say how many rows of a file are read, in a transaction of its own, while it is compared."""
    Batch.objects.filter(pk=batch.pk, state=BatchState.READING).update(counts={"read": rows})


def read(
    *,
    batch: Batch,
    by: UUID,
    at: datetime,
    on: date,
    content: bytes | None = None,
    opened: Opened | None = None,
) -> Batch:
    """Read a received file, compare it with the register and lay its rows out for checking.

    It may be called again for a batch whose reading was cut off. All or nothing: one transaction.
    `opened` is the file where it is read already. Raises CannotDo in another state.
    """
    with few_collections(), transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        states.after(batch.state, "read")
        opened = opened or open_received(batch, content)
        if opened.wrong is not None:
            _fail(batch, opened.wrong)
        else:
            name_batch(batch, opened.tables, opened.findings, on=on)
            lay_out(batch, opened.tables)
            batch.state = states.after(batch.state, "staged")
        batch.save()
        audit.record(
            verb="rosters.batch.read",
            by=by,
            at=at,
            subject=batch.uuid,
            subject_kind="rosters.batch",
            area=batch.area,
            detail={"rows": batch.rows, "kind": batch.kind, "state": batch.state},
        )
    return batch


def memory_of(area: int) -> Memory:
    """Give what tables of known shapes are in this town: kind, category, columns."""
    return dict(ColumnMemory.objects.filter(area=area).values_list("shape", "mapping"))


def name_batch(batch: Batch, tables: list[Table], findings: list[Finding], *, on: date) -> None:
    """Say what a file is after reading it (not saved here): its main table speaks for it."""
    main = max(tables, key=lambda table: (table.told.kind == HOUSEHOLDS, len(table.rows)))
    told = main.told
    batch.kind, batch.category = told.kind, told.category
    batch.issuer = told.issuer[:120]
    batch.year = told.year
    stated = told.stated_on is not None or told.year is not None
    batch.counts = {
        "dated": (roster_date(told, on) if stated else on).isoformat(),
        "findings": [pack_finding(f) for f in _on_the_whole(tables, findings)],
    }


def _on_the_whole(tables: list[Table], findings: list[Finding]) -> list[Finding]:
    """The findings on the file and on its sheets, each once."""
    found = [*findings, *(f for table in tables for f in table.told.findings)]
    seen: dict[str, Finding] = {}
    for finding in found:
        seen.setdefault(f"{finding.code}{finding.params}{finding.index}", finding)
    return list(seen.values())


def lay_out(batch: Batch, tables: list[Table]) -> None:
    """Plan the tables of a fresh file and store their rows."""
    places = Places.of_town(batch.area)
    planned = plan_tables(tables, places, {})
    store(batch, tables, planned, places, {})


def _fail(batch: Batch, wrong: UnreadableFile) -> None:
    batch.state = states.after(batch.state, "fail")
    batch.trouble = trouble_of(wrong)


def trouble_of(wrong: UnreadableFile) -> dict[str, Any]:
    """Give what a batch remembers of a refusal."""
    return {
        "code": wrong.code,
        "sheet": wrong.sheet,
        "row": wrong.row,
        "column": wrong.column,
        "detail": wrong.detail,
    }
