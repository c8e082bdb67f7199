"""The acts on a whole batch: taken in, taken back, put aside; the large ones are jobs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.frame import clock
from bangfu.offices.gate import needs
from bangfu.offices.models import User

from .. import actions, queries, tasks
from ..models import Batch
from ..states import CannotDo
from .ground import find, reader

MANY_ROWS = 3000
"""Rows from which on taking in or back is a job of its own."""


def _job(batch: Batch, user: User) -> dict[str, Any]:
    return {"batch": str(batch.uuid), "by": str(user.uuid)}


@needs("rosters.take_in")
@require_POST
def take_in(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take in what is good; a large batch is a job."""
    user, _scope = reader(request)
    found = find(request, uuid)
    try:
        if found.rows > MANY_ROWS:
            found = actions.begin_taking(batch=found, by=user.uuid, at=clock.now())
            tasks.take_in.defer(**_job(found, user))
        else:
            found = actions.take_in(batch=found, by=user.uuid, at=clock.now(), on=clock.today())
            messages.success(
                request, _("已入库%(taken)d行，待核实%(waiting)d行留着。")
                % {"taken": found.taken, "waiting": found.waiting},
            )  # fmt: skip
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batch", uuid)


@needs("rosters.take_in")
@require_POST
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take a batch back; a large one is a job."""
    user, _scope = reader(request)
    found = find(request, uuid)
    try:
        if found.rows > MANY_ROWS:
            found = actions.begin_taking_back(batch=found, by=user.uuid, at=clock.now())
            tasks.take_back.defer(**_job(found, user))
        else:
            actions.take_back(batch=found, by=user.uuid, at=clock.now())
            messages.success(request, _("已撤回本批，台账回到入库以前。"))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batch", uuid)


@needs("rosters.take_in")
@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Put a file aside that was handed in by mistake."""
    user, _scope = reader(request)
    found = find(request, uuid)
    try:
        actions.drop(batch=found, by=user.uuid, at=clock.now())
        messages.success(request, _("这个文件不入库，已放到一边。"))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batches")


@needs("rosters.take_in")
@require_POST
def go_on(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Go on with a job that was cut off; nothing of it had entered."""
    user, _scope = reader(request)
    found = find(request, uuid)
    what = queries.doing(found)
    try:
        if what == "taking_back":
            actions.begin_taking_back(batch=found, by=user.uuid, at=clock.now())
        else:
            actions.start_again(batch=found, at=clock.now())
        task = {"reading": tasks.read, "taking": tasks.take_in}.get(what, tasks.take_back)
        task.defer(**_job(found, user))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batch", uuid)
