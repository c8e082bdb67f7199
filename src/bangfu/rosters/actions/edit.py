"""What a clerk does with the rows before they enter: correct a cell, answer a question, say what
the columns hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bangfu.audit import actions as audit
from bangfu.matching import Answer
from bangfu.privacy import crypto, keys

from .. import states
from ..models import Batch, ColumnMemory, StagedRow
from ..queries.rows import ASKED, ASKED_MARK, LABEL, still_asks, told_by, unpack_finding
from ..reading.rows import UnknownField
from ..states import CannotDo, Disposition
from .storing import Memo, Window, load
from .tables import Table, read_table, told_so
from .take_in import plan_again

MANY_ROWS = 3000
SPARE_COLUMNS = 10
"""How far beyond the last column that was read a cell may be typed into."""


def edit_cell(
    *, batch: Batch, part: int, row: int, column: int, text: str, by: UUID, at: datetime
) -> Batch:
    """Write the corrected text of one cell and compare again; what stood there is kept.

    Raises CannotDo for a row that has entered or is not there, or in a state where nothing may be
    corrected.
    """
    with transaction.atomic():
        batch = _open(batch)
        _not_entered(batch, part, row)
        _within(batch, part, column)
        window = _window(batch, part, row)
        try:
            tables, memos = load(batch, {(part, row): {column: text.strip()}}, window)
        except (KeyError, IndexError):
            raise CannotDo(_("没有这一行。")) from None
        plan_again(batch, tables, memos, window)
        _note(batch, "edit", by, at, part=part, row=row, field=_field_of(tables[part], column))
        batch.save()
    return batch


def _within(batch: Batch, part: int, column: int) -> None:
    """Refuse a cell outside the table: a row is kept as long as its last cell."""
    if part >= len(batch.tables):
        raise CannotDo(_("没有这一行。"))
    width = max((index for index, *_rest in batch.tables[part]["columns"]), default=-1) + 1
    if not 0 <= column < width + SPARE_COLUMNS:
        raise CannotDo(_("没有这一列。"))


def settle(
    *, batch: Batch, part: int, row: int, order: int, answer: str, by: UUID, at: datetime
) -> Batch:
    """Answer the question of a waiting row: `known` (the one the register has, and what it has
    stays) or `new` (somebody else); "" takes the answer back.

    Raises CannotDo as `edit_cell`, and for another answer.
    """
    with transaction.atomic():
        batch = _open(batch)
        _not_entered(batch, part, row)
        if answer not in list(Answer):
            raise CannotDo(_("请选是同一人，或是另一人。"))
        window = _window(batch, part, row)
        tables, memos = load(batch, window=window)
        memo = memos.setdefault((part, row), Memo())
        if answer:
            memo.answers[str(order)] = answer
        else:
            memo.answers.pop(str(order), None)
        plan_again(batch, tables, memos, window)
        _note(batch, "settle", by, at, part=part, row=row, answer=answer)
        batch.save()
    return batch


def set_aside(
    *, batch: Batch, part: int, row: int, by: UUID, at: datetime, aside: bool = True
) -> Batch:
    """Say that a row is no data and is skipped, or (`aside` off) that it is data after all.

    Raises CannotDo as `edit_cell`.
    """
    with transaction.atomic():
        batch = _open(batch)
        _not_entered(batch, part, row)
        table = batch.tables[part]
        rows = {*table.get("set_aside", ())} - {row}
        table["set_aside"] = sorted(rows | {row}) if aside else sorted(rows)
        window = _window(batch, part, row)
        tables, memos = load(batch, window=window)
        plan_again(batch, tables, memos, window)
        _note(batch, "settle", by, at, part=part, row=row, answer="skip" if aside else "keep")
        batch.save()
    return batch


def ask_village(*, batch: Batch, part: int, row: int, by: UUID, at: datetime) -> Batch:
    """Note that the village was asked about a row: it shows so, and a waiting one goes last.

    Nothing else of the row changes. Raises CannotDo as `edit_cell`, but an entered row may be
    asked about as well.
    """
    with transaction.atomic():
        batch = _open(batch)
        found, told, key = _told(batch, part, row)
        told["a"] = {**told.get("a", {}), ASKED: ASKED_MARK}
        found.outcome = found.outcome or ASKED_MARK
        _seal(found, told, key)
        _note(batch, "ask_village", by, at, part=part, row=row)
    return batch


def note_answer(
    *, batch: Batch, part: int, row: int, question: str, said: str, by: UUID, at: datetime
) -> Batch:
    """Note what the village said to a question that no cell answers: RIGHT (as it stands; it is
    asked no more) or UNKNOWN (nobody knows; it stays open, and says so).

    `question` is its `question_key`. Raises CannotDo as `ask_village`.
    """
    with transaction.atomic():
        batch = _open(batch)
        found, told, key = _told(batch, part, row)
        told["r"] = {**told.get("r", {}), question: said}
        findings = [unpack_finding(finding) for finding in told.get("f", ())]
        found.asks = still_asks(findings, told["r"])
        _seal(found, told, key)
        _note(batch, "reply", by, at, part=part, row=row, answer=said)
    return batch


def _told(batch: Batch, part: int, row: int) -> tuple[StagedRow, dict[str, Any], bytes]:
    found = StagedRow.objects.filter(batch=batch, part=part, row=row).first()
    if found is None:
        raise CannotDo(_("没有这一行。"))
    key = keys.open_many([batch.uuid])[batch.uuid]
    return found, told_by(key, found), key


def _seal(row: StagedRow, told: Mapping[str, Any], key: bytes) -> None:
    words = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    row.sealed = crypto.seal(key, LABEL, words)
    row.save(update_fields=["sealed", "outcome", "asks"])


def map_columns(
    *,
    batch: Batch,
    part: int,
    columns: Mapping[str, str],
    by: UUID,
    at: datetime,
    kind: str = "",
    category: str = "",
) -> Batch:
    """Say what the columns of a table hold (by header; "" = not read) and, where the reading was
    wrong, what list it is. It is remembered for the next file of that shape.

    Raises CannotDo once rows have entered, or for a field there is not.
    """
    with transaction.atomic():
        batch = _open(batch)
        if batch.taken_at is not None:
            raise CannotDo(_("已有行入库，列对应不能再改；请先撤回本批。"))
        tables, memos = load(batch)
        said = {"columns": dict(columns), "kind": kind, "category": category}
        try:
            told = told_so(tables[part].told, said)
        except (UnknownField, IndexError):
            raise CannotDo(_("没有这样的栏目。")) from None
        tables[part] = read_table(part, told, tables[part].container)
        ColumnMemory.objects.update_or_create(
            area=batch.area,
            shape=told.shape[:64],
            defaults={"mapping": said, "said_by": by, "said_at": at},
        )
        main = max(tables, key=lambda table: (table.is_household_roster, len(table.rows)))
        batch.kind, batch.category = main.told.kind, main.told.category
        plan_again(batch, tables, memos)
        _note(batch, "map_columns", by, at, part=part)
        batch.save()
    return batch


def set_date(*, batch: Batch, dated_on: date | None, by: UUID, at: datetime) -> Batch:
    """Say of which day a list speaks, where it does not say so itself (None: as it says)."""
    with transaction.atomic():
        batch = _open(batch)
        batch.dated_on = dated_on
        batch.save(update_fields=["dated_on"])
        _note(batch, "set_date", by, at)
    return batch


def drop(*, batch: Batch, by: UUID, at: datetime) -> Batch:
    """Put a file aside that was handed in by mistake; nothing of it had entered."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        batch.state = states.after(batch.state, "drop")
        batch.taken_back_by, batch.taken_back_at = by, at
        batch.save(update_fields=["state", "taken_back_by", "taken_back_at"])
        _note(batch, "drop", by, at)
    return batch


def _open(batch: Batch) -> Batch:
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    states.after(batch.state, "edit")
    return batch


def _window(batch: Batch, part: int, row: int) -> Window | None:
    """In a large batch one correction reads only the households around the row."""
    if batch.rows <= MANY_ROWS or part >= len(batch.tables):
        return None
    return Window.around(batch, part, row)


def _not_entered(batch: Batch, part: int, row: int) -> None:
    where = StagedRow.objects.filter(batch=batch, part=part, row=row)
    if not where.exists():
        raise CannotDo(_("没有这一行。"))
    if where.filter(disposition=Disposition.TAKEN).exists():
        raise CannotDo(_("这一行已经入库，请到住户页更正。"))


def _field_of(table: Table, column: int) -> str:
    return next((c.field for c in table.told.columns if c.index == column), "")


def _note(
    batch: Batch, what: str, by: UUID, at: datetime, *, field: str = "", **detail: int | str
) -> None:
    audit.record(
        verb=f"rosters.batch.{what}",
        by=by,
        at=at,
        subject=batch.uuid,
        subject_kind="rosters.batch",
        area=batch.area,
        fields=[field] if field else [],
        detail=detail,
    )
