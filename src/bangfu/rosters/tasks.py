"""What takes longer than a page may: reading large files, taking them in and back.

A job names the batch and who asked for it; what that person may do is found out when it runs, so a
job that waited too long, or that somebody made up, does no more than the person could do himself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from itertools import islice
from threading import Event
from uuid import UUID

from django.db import Error, connections
from procrastinate.contrib.django import app

from bangfu.frame import clock
from bangfu.offices import queries as offices
from bangfu.offices.scope import Scope, operator_scope, scope_by_right, scoped
from bangfu.registry.queries import HandedRow
from bangfu.registry.queries.handed import AT_ONCE

from . import access, actions, queries
from .models import Handout
from .states import BatchState, HandoutState

log = logging.getLogger(__name__)


@app.task(name="rosters.read", queue="rosters")
def read(*, batch: str, by: str) -> None:
    """Read a large file; told again, it starts over, and a batch already read is left alone."""
    on = clock.today()
    scope = _scope(batch, by, on=on)
    if scope is None:
        return
    with scoped(scope, on=on):
        found = queries.get_batch(UUID(batch))
        if found.state != BatchState.READING:
            return
        with actions.telling(found, (), "read"):
            opened = actions.open_received(found)
    with scoped(scope, on=on):
        actions.note_progress(found, opened.rows)
    with scoped(scope, on=on), actions.telling(found, actions.READING):
        actions.read(batch=found, by=UUID(by), at=clock.now(), on=on, opened=opened)


@app.task(name="rosters.take_in", queue="rosters")
def take_in(*, batch: str, by: str) -> None:
    """Take a large batch in: one transaction, so that an end in the middle changes nothing."""
    on = clock.today()
    scope = _scope(batch, by, on=on)
    if scope is None:
        return
    with scoped(scope, on=on):
        found = queries.get_batch(UUID(batch))
        if found.state == BatchState.TAKING:
            with actions.telling(found, actions.TAKING):
                actions.take_in(batch=found, by=UUID(by), at=clock.now(), on=on)


@app.task(name="rosters.take_back", queue="rosters")
def take_back(*, batch: str, by: str) -> None:
    """Take a large batch back: one transaction, as the taking in."""
    on = clock.today()
    scope = _scope(batch, by, on=on)
    if scope is None:
        return
    with scoped(scope, on=on):
        found = queries.get_batch(UUID(batch))
        with actions.telling(found, actions.TAKING_BACK):
            actions.finish_taking_back(batch=found, by=UUID(by), at=clock.now())


def _scope(batch: str, by: str, *, on: date) -> Scope | None:
    """Give the scope of the person as it is today; one out of office is refused, on the batch."""
    uuid, person = UUID(batch), UUID(by)
    scope = scope_by_right(person, "rosters.take_in", on=on)
    with scoped(operator_scope(), on=on):
        found = queries.get_batch(uuid)
        if scope is not None and scope.covers(found.area):
            return scope
        actions.refuse_job(batch=found, asked_by=person, at=clock.now())
        actions.stop_taking_back(batch=found, trouble={"code": actions.OUT_OF_OFFICE})
    return None


@app.task(name="rosters.hand_out", queue="rosters")
def hand_out(*, handout: str, by: str) -> None:
    """Make a large sheet for whoever asked, as far as he may have it on the day it is made."""
    on, person = clock.today(), UUID(by)
    scope = scope_by_right(person, "export", on=on)
    with scoped(scope or Scope(person), on=on):
        user = offices.get_user(person)
        found = queries.find_handout(user, UUID(handout))
        if found is None or found.state != HandoutState.WAITING:
            return
        if scope is None:
            actions.fail_handout(handout=found)
            return
        part = access.handed(user, scope, whole=found.whole, on=on)
    try:
        rows = _paced(found, part, on)
        with scoped(scope, on=on):
            actions.finish_handout(
                handout=found, by=user, scope=scope, on=on, at=clock.now(), rows=rows
            )
    except Exception:
        with scoped(scope, on=on):
            actions.fail_handout(handout=found)
        raise


def _paced(handout: Handout, scope: Scope, on: date) -> Iterator[HandedRow]:
    """Read the rows a thousand at a time, and say on the connection how far it is."""
    actions.note_rows(handout, 0)
    rows = actions.rows_of(actions.order_of(handout), scope, on=on)
    done = 0
    while some := list(islice(rows, AT_ONCE)):
        yield from some
        done += len(some)
        actions.note_rows(handout, done)


def forget_forever(stop: Event, *, first: float = 600.0, interval: float = 86_400.0) -> None:
    """Empty the sheets that waited too long, soon after the start and once a day, until `stop`."""
    wait = first
    while not stop.wait(wait):
        wait = interval
        try:
            with scoped(operator_scope(), on=clock.today()):
                gone = actions.forget_old(at=clock.now())
            log.info("%d sheets that waited too long were emptied", gone)
        except Error as trouble:
            log.error("emptying sheets failed, trying again: %s", type(trouble).__name__)
        finally:
            connections["default"].close()
