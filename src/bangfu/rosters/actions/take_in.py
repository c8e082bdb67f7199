"""What is good of a batch enters the register: one transaction, one act of the trail."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bangfu.audit import actions as audit
from bangfu.registry import actions as registry

from .. import states
from ..models import Batch
from ..states import BatchState
from .entries import entries_of
from .pace import few_collections
from .places import Places
from .planning import Planned, persons_of, plan_tables
from .storing import Memo, Memos, Window, answers_of, load, store
from .tables import Table


def begin_taking(*, batch: Batch, by: UUID, at: datetime) -> Batch:
    """Say that the batch is being taken in, in a transaction of its own, before the long one.

    If that is cut off the register is as before and the batch says so.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        batch.state = states.after(batch.state, "begin_taking")
        batch.job, batch.trouble = at, {}
        batch.save(update_fields=["state", "job", "trouble"])
    return batch


def start_again(*, batch: Batch, at: datetime) -> Batch:
    """Note that a reading or taking that was cut off begins anew.

    Raises CannotDo for a batch that is doing neither.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        act = "read" if batch.state == BatchState.READING else "begin_taking"
        if batch.state not in (BatchState.READING, BatchState.TAKING):
            raise states.CannotDo(_("这批没有在办的事。"))
        states.after(batch.state, act)
        batch.job = at
        batch.save(update_fields=["job"])
    return batch


def stop_taking(*, batch: Batch) -> Batch:
    """Bring a batch whose taking was cut off back to where it was: nothing had entered."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        state = states.after(batch.state, "stop_taking")
        batch.state = BatchState.TAKEN if batch.taken_at else state
        batch.save(update_fields=["state"])
    return batch


def take_in(*, batch: Batch, by: UUID, at: datetime, on: date) -> Batch:
    """Take every row in that can be told; those that cannot stay waiting.

    Taking in a second time takes only what was settled since: with nothing new, nothing changes.
    Raises CannotDo in a state where it is not possible.
    """
    with few_collections(), transaction.atomic():
        registry.hold_entry()
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        state = states.after(batch.state, "take_in")
        if batch.ready == 0 and batch.taken_at is not None:
            batch.state = state
            batch.save(update_fields=["state"])
            return batch
        tables, memos = load(batch)
        enter(batch, tables, memos, by=by, at=at, on=on)
        batch.trouble = {}
        batch.save()
    return batch


def enter(
    batch: Batch, tables: list[Table], memos: Memos, *, by: UUID, at: datetime, on: date
) -> None:
    """Plan, enter and store a batch's tables (`batch` is not saved here)."""
    places = Places.of_town(batch.area)
    planned = plan_tables(tables, places, answers_of(memos), at=at)
    before = {place: set(memo.people) for place, memo in memos.items()}

    def wanted(table: int, row: int, person: UUID) -> bool:
        return person not in before.get((table, row), ())

    outcomes: dict[tuple[int, int], Counter[str]] = {}
    entries = entries_of(batch, tables, planned, places, on=on, wanted=wanted)
    households = [table for table in tables if table.is_household_roster]
    for table, entry in zip(households, entries, strict=True):
        if not (entry.households or entry.sightings or entry.restated):
            continue
        outcome = registry.enter_roster(entry, by=by, at=at)
        for (row, _person), what in outcome.rows.items():
            outcomes.setdefault((table.no, row), Counter())[what] += 1
        batch.counts["new_households"] = (
            batch.counts.get("new_households", 0) + outcome.new_households
        )
        batch.counts["new_people"] = batch.counts.get("new_people", 0) + outcome.new_people
    _remember(tables, planned, memos, outcomes)
    store(batch, tables, planned, places, memos)
    _sign(batch, memos, by=by, at=at)


def _remember(
    tables: list[Table],
    planned: Planned,
    memos: Memos,
    outcomes: Mapping[tuple[int, int], Counter[str]],
) -> None:
    """Note at each row whom it became; a row with somebody left over still waits."""
    for table in tables:
        if not table.is_household_roster:
            continue
        for row in table.rows:
            place = (table.no, row.number)
            if row.disposition == "skip" or not planned.by_row.get(place):
                continue
            memo = memos.setdefault(place, Memo())
            memo.people = list(dict.fromkeys(persons_of(planned, *place)))
            if place in outcomes:
                memo.outcome = next(
                    what for what in ("new", "changed", "same") if outcomes[place][what]
                )
            memo.taken = not planned.waits(*place)


def _sign(batch: Batch, memos: Memos, *, by: UUID, at: datetime) -> None:
    """Close the act: who, when, and one entry of the trail whose hash covers every row."""
    if batch.taken_at is None:
        batch.taken_by, batch.taken_at = by, at
    batch.state = BatchState.TAKEN
    outcomes = Counter(memo.outcome for memo in memos.values() if memo.taken)
    batch.counts = {**batch.counts, **{k: outcomes[k] for k in ("new", "changed", "same")}}
    digest = hashlib.sha256()
    for (table, row), memo in sorted(memos.items()):
        for person in memo.people:
            digest.update(f"{table}:{row}:{person}:{memo.outcome}\n".encode())
    audit.record(
        verb="rosters.batch.take_in",
        by=by,
        at=at,
        subject=batch.uuid,
        subject_kind="rosters.batch",
        area=batch.area,
        detail={
            "rows": batch.rows,
            "taken": batch.taken,
            "waiting": batch.waiting,
            "skipped": batch.skipped,
            "kept": batch.kept,
            "new_people": batch.counts.get("new_people", 0),
            "items": digest.hexdigest(),
        },
    )


def replan(*, batch: Batch) -> Batch:
    """Compare a batch with the register anew, for it may have changed since; counts follow."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        states.after(batch.state, "edit")
        tables, memos = load(batch)
        plan_again(batch, tables, memos)
        batch.save()
    return batch


def plan_again(
    batch: Batch, tables: list[Table], memos: Memos, window: Window | None = None
) -> None:
    """Plan a batch's tables with their corrections and store their rows (`batch` not saved).

    With a window only its rows: what they share with rows outside is judged at the take-in.
    """
    places = Places.of_town(batch.area)
    planned = plan_tables(tables, places, answers_of(memos))
    store(batch, tables, planned, places, memos, window)


__all__ = [
    "begin_taking",
    "enter",
    "plan_again",
    "replan",
    "start_again",
    "stop_taking",
    "take_in",
]
