"""What takes longer than a page may: reading and taking in large files."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from bangfu.frame import clock
from bangfu.offices.scope import Scope, scoped

from . import actions, queries
from .states import BatchState


def _scope(by: str, areas: list[list[int]]) -> Scope:
    return Scope(UUID(by), tuple((lo, hi) for lo, hi in areas))


@app.task(name="rosters.read", queue="rosters")
def read(*, batch: str, by: str, areas: list[list[int]]) -> None:
    """Read a large file; told again, it starts over, and a batch already read is left alone."""
    on, scope = clock.today(), _scope(by, areas)
    with scoped(scope, on=on):
        found = queries.get_batch(UUID(batch))
        if found.state != BatchState.READING:
            return
        opened = actions.open_received(found)
    with scoped(scope, on=on):
        actions.note_progress(found, opened.rows)
    with scoped(scope, on=on):
        actions.read(batch=found, by=UUID(by), at=clock.now(), on=on, opened=opened)


@app.task(name="rosters.take_in", queue="rosters")
def take_in(*, batch: str, by: str, areas: list[list[int]]) -> None:
    """Take a large batch in: one transaction, so that an end in the middle changes nothing."""
    on = clock.today()
    with scoped(_scope(by, areas), on=on):
        found = queries.get_batch(UUID(batch))
        if found.state == BatchState.TAKING:
            actions.take_in(batch=found, by=UUID(by), at=clock.now(), on=on)
