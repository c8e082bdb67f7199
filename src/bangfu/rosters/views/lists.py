"""The files handed in, and what the villages are asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import needs
from bangfu.offices.models import User

from .. import actions, queries, tasks
from ..forms import UploadForm
from ..models import Batch
from ..states import BatchState
from .ground import page_of, reader

PER_PAGE = 25


@needs("rosters.read")
@never_cache
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Show the drop zone and the files handed in before."""
    return _history(request, UploadForm())


def _history(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    user, scope = reader(request)
    page = page_of(request)
    found = queries.list_batches(scope)[(page - 1) * PER_PAGE : page * PER_PAGE + 1]
    shown = list(found)
    answer = {
        "form": form,
        "batches": shown[:PER_PAGE],
        "names": queries.people_of(shown),
        "can_take_in": access.has_right(user, "rosters.take_in", on=clock.today()),
        "to_ask": queries.has_questions(queries.list_batches(scope)),
        "page": page,
        "more": len(shown) > PER_PAGE,
    }
    return render(request, "rosters/batches.html", answer, status=status)


@needs("rosters.take_in")
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Receive files; a single one is shown at once, large ones are read in the background."""
    user, scope = reader(request)
    form = UploadForm(request.POST, request.FILES)
    town = queries.town_of(scope)
    if form.is_valid() and not town:
        form.add_error(None, _("您的岗位不在一个镇里，不能导入。"))
    if not form.is_valid():
        return _history(request, form, 422)
    received = [_receive(file, user, town) for file in form.cleaned_data["sheets"]]
    for words in form.refused:
        messages.error(request, words)
    alone = len(received) == 1
    _say(request, received, alone=alone)
    return redirect("rosters:batch", received[0][0].uuid) if alone else redirect("rosters:batches")


def _say(request: HttpRequest, received: list[tuple[Batch, bool]], *, alone: bool) -> None:
    """Say of each file what is worth saying; the page of a single one says itself what it is."""
    words = {
        BatchState.STAGED: _("“%(file)s”已经上传过，接着核对就行。"),
        BatchState.TAKEN: _("“%(file)s”已经入过库，没有变化。"),
    }
    for batch in (batch for batch, new in received if not new):
        template = words.get(BatchState(batch.state), _("“%(file)s”已经在办了。"))
        messages.info(request, template % {"file": batch.file_name})
    failed = [batch for batch, _new in received if batch.state == BatchState.FAILED and not alone]
    for batch in failed:
        messages.error(request, queries.reading_of_trouble(batch.file_name, batch.trouble, _))
    if (count := len(received) - len(failed)) and not alone:
        messages.success(request, _("收到%(count)d个文件，请逐个核对。") % {"count": count})


def _receive(file: Any, user: User, town: int) -> tuple[Batch, bool]:
    content, at = file.read(), clock.now()
    if len(content) <= actions.LARGE:
        return actions.stage(
            content=content, file_name=file.name, by=user.uuid, at=at, on=clock.today(), area=town
        )
    batch, new = actions.receive(
        content=content, file_name=file.name, by=user.uuid, at=at, area=town
    )
    if new:
        tasks.read.defer(batch=str(batch.uuid), by=str(user.uuid))
    return batch, new
