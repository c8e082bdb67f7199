"""Whole files and folders at once: the take-in of the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.offices.actions.acting import day_of
from bangfu.offices.queries import list_towns
from bangfu.offices.scope import Scope, operator_scope, scoped
from bangfu.registry import actions as registry

from .. import states
from ..models import Batch, StagedRow
from ..queries.report import FileReport, report, report_unread
from ..queries.rows import opened
from ..reading import Finding, UnreadableFile, refuse_other_suffix
from ..states import BatchState, CannotDo, Disposition
from .pace import few_collections
from .stage import find_same, memory_of, name_batch, receive
from .tables import Book, open_book
from .take_in import enter, take_in

_NOT_MEANT = ("~$", ".", "Thumbs.db", "desktop.ini")
LARGEST = 250_000_000

Say = Callable[[str], None]


class NoTown(ValueError):
    """There is no town yet, or several, and nobody said which."""


def _silent(_line: str) -> None:
    return None


def take_in_paths(
    paths: Sequence[str | Path],
    *,
    by: UUID,
    at: datetime,
    on: date | None = None,
    dry_run: bool = False,
    area: int | None = None,
    scope: Scope | None = None,
    say: Say = _silent,
) -> FileReport:
    """Take files and whole folders in, and return the report of `take-in --json`.

    The household rosters come first, the strongest category before the others, so that a family
    on two lists keeps the stronger; the report keeps the order of the names. Each file is one
    transaction; with `dry_run` all of them are undone at the end. `on` is the day a list without
    a date speaks of (that of `at`, if none is given). It opens its own scope (the
    operator's, if none is given) and must not be called inside another transaction. Raises
    NoTown, and FileNotFoundError for a path that is not there.
    """
    scope, on = scope or operator_scope(), on or day_of(at)
    named = {Path(given) for given in paths}
    files = list(files_in(paths))
    with few_collections(), _rehearsal(scope, on=on) if dry_run else nullcontext():
        with scoped(scope, on=on):
            town = area or _only_town()
        return _in_turn(
            [
                _File(path, by=by, at=at, on=on, area=town, keep=not dry_run, named=path in named)
                for path in files
            ],
            scope,
            say,
        )


def _in_turn(files: Sequence[_File], scope: Scope, say: Say) -> FileReport:
    """Open every file, and enter each when its turn is."""
    done: dict[Path, dict[str, Any]] = {}
    later: list[tuple[int, int, _File]] = []
    for no, one in enumerate(files):
        say(_("正在读取%(file)s") % {"file": one.name})
        rank = one.open(scope)
        if rank in (Rank.NONE, Rank.FIRST):
            done[one.path] = one.enter(scope)
        else:
            later.append((rank, no, one))
    while later:
        first = min(later)
        later.remove(first)
        say(_("正在入库%(file)s") % {"file": first[2].name})
        done[first[2].path] = first[2].enter(scope)
    return {"files": [done[one.path] for one in files]}


class Rank(IntEnum):
    """When a file's turn is: the strongest category first, lists of no households at once."""

    NONE = 0
    FIRST = 1
    SECOND = 2
    THIRD = 3


_RANKS = {"dibao": Rank.FIRST, "low_income": Rank.SECOND, "hard_up": Rank.THIRD}


class _File:
    """One file on its way in: `open` reads it, `enter` takes it in and reports. Of a folder
    only what is called like a roster is read; what somebody named himself always is."""

    def __init__(
        self, path: Path, *, by: UUID, at: datetime, on: date, area: int, keep: bool, named: bool
    ) -> None:
        self.path, self.by, self.at, self.on = path, by, at, on
        # A name in no encoding has lone surrogates, which neither JSON nor the database takes.
        self.name = os.fsencode(path.name).decode("utf-8", "replace")
        self.area, self.keep, self.named = area, keep, named
        self.content = b""
        self.book: Book | None = None
        self.same: Batch | None = None
        self.wrong: UnreadableFile | None = None

    def open(self, scope: Scope) -> Rank:
        """Read the file, unless the very same one is here already; say when its turn is."""
        self.content = _content(self.path)
        with scoped(scope, on=self.on):
            same = find_same(self.area, self.content)
        if same is not None and same.state != BatchState.READING:
            self.same = same
            return Rank.NONE
        try:
            if not self.named:
                refuse_other_suffix(self.content, self.name)
            self.book = open_book(self.content, self.name)
        except UnreadableFile as wrong:
            self.wrong = wrong
            return Rank.NONE
        ranks = (_RANKS.get(category, Rank.THIRD) for category in self.book.categories())
        return min(ranks, default=Rank.NONE)

    def enter(self, scope: Scope) -> dict[str, Any]:
        """Take in what was read; the same file once more takes only what was settled since."""
        if self.wrong is not None:
            told = report_unread(self.name, self.wrong)
            told["findings"][0]["sheet"] = self.wrong.sheet
            return told | {"sheets": []}
        with scoped(scope, on=self.on):
            return self._enter() if self.same is None else self._enter_again(self.same)

    def _enter_again(self, same: Batch) -> dict[str, Any]:
        with suppress(CannotDo):
            take_in(batch=same, by=self.by, at=self.at, on=self.on)
        same.refresh_from_db()
        return _told(same, _findings_in(same), again=True) | {"file": self.name}

    def _enter(self) -> dict[str, Any]:
        assert self.book is not None
        tables = self.book.tables(memory_of(self.area))
        with transaction.atomic():
            registry.hold_entry()
            same = find_same(self.area, self.content)
            if same is not None and same.state != BatchState.READING:
                # A copy of it in another folder, or somebody else, was first.
                return self._enter_again(same)
            batch, _new = receive(
                content=self.content, file_name=self.name, by=self.by, at=self.at,
                area=self.area, keep=self.keep,
            )  # fmt: skip
            name_batch(batch, tables, self.book.findings, on=self.on)
            states.after(batch.state, "staged")
            enter(batch, tables, {}, by=self.by, at=self.at, on=self.on)
            batch.save()
        found = [
            (table.told.sheet.name, finding)
            for table in tables
            for row in table.rows
            for finding in row.findings
        ]
        return _told(batch, found)


def _told(batch: Batch, found: list[tuple[str, Finding]], *, again: bool = False) -> dict[str, Any]:
    """The report of a file, with the sheet of each finding and the rows of each sheet.

    Rows count from 1 on every sheet: in a workbook of several the number alone says too little.
    """
    told = report(batch, again=again, findings=[finding for _sheet, finding in found])
    lines = told["findings"]
    # What is said of the whole file comes first and stands on no sheet.
    whole = max(0, len(lines) - len(found))
    sheets = [""] * whole + [sheet for sheet, _finding in found]
    told["findings"] = [line | {"sheet": sheet} for line, sheet in zip(lines, sheets, strict=False)]
    return told | {"sheets": _by_sheet(batch)}


def _findings_in(batch: Batch) -> list[tuple[str, Finding]]:
    """The findings of a batch's stored rows, each with the sheet of its row."""
    rows = StagedRow.objects.filter(batch=batch).exclude(codes=[]).order_by("part", "row")
    return [
        (batch.tables[row.part]["sheet"], finding)
        for row in opened(batch, rows.exclude(disposition=Disposition.SKIPPED))
        for finding in row.findings
    ]


def _by_sheet(batch: Batch) -> list[dict[str, Any]]:
    """What became of the rows of each sheet: `rows = taken + waiting + skipped` on each."""
    found: dict[str, dict[str, Any]] = {
        table["sheet"]: {"rows": 0, "taken": 0, "waiting_rows": [], "skipped_rows": []}
        for table in batch.tables
    }
    rows = StagedRow.objects.filter(batch=batch).order_by("part", "row")
    for part, row, where in rows.values_list("part", "row", "disposition").iterator(10_000):
        told = found[batch.tables[part]["sheet"]]
        told["rows"] += 1
        if where == Disposition.TAKEN:
            told["taken"] += 1
        else:
            told["skipped_rows" if where == Disposition.SKIPPED else "waiting_rows"].append(row)
    return [{"sheet": sheet, **told} for sheet, told in found.items()]


def files_in(paths: Iterable[str | Path]) -> Iterator[Path]:
    """Give the files of these paths, folders opened, in the order of their names.

    Raises FileNotFoundError for a path that is not there.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(part.startswith(_NOT_MEANT) for part in inner.relative_to(path).parts)
                if inner.is_file() and not hidden:
                    yield inner
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(str(path))


def _content(path: Path) -> bytes:
    """The bytes of a file; of one far too big only its beginning, which the reading refuses."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _only_town() -> int:
    towns = list(list_towns()[:2])
    if len(towns) != 1:
        raise NoTown(_("还没有建镇。") if not towns else _("有几个镇，请用 --town 说明是哪个镇。"))
    return towns[0].lo


@contextmanager
def _rehearsal(scope: Scope, *, on: date) -> Iterator[None]:
    """Everything inside is undone at the end."""
    with scoped(scope, on=on):
        yield
        transaction.set_rollback(True)
