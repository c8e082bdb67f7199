"""A clerk mends a batch: its cells, its answers, its columns, its day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found

from .. import actions, queries
from ..forms import AnswerForm, CellForm, ColumnsForm, DateForm
from ..models import Batch
from ..states import CannotDo, Disposition
from .ground import find, reader, reload, told

Said = dict[str, Any]


@needs("rosters.take_in")
@require_POST
def open_cell(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Open one cell for correcting; what it holds is shown, unless it is a number, and recorded."""
    found, form = find(request, uuid), CellForm(request.POST)
    if not form.is_valid():
        not_found(request)
    return _opened(request, found, form.cleaned_data["show"], form.cleaned_data["page"] or 1,
                   form.cleaned_data["key"])  # fmt: skip


def _opened(request: HttpRequest, found: Batch, show: str, page: int, at: str) -> HttpResponse:
    context = told(request, found, show, page, at)
    user, _scope = reader(request)
    for line in context["doubts"].lines:
        if line.is_open and not line.hides:
            audit.look(
                by=user.uuid, at=clock.now(), subject=found.uuid, subject_kind="rosters.batch",
                fields=["cell"], reason="verify", area=found.area, via="web",
            )  # fmt: skip
    return render(request, "rosters/doubts.html", context | {"swap": True})


@needs("rosters.take_in")
@require_POST
def edit(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Write a corrected cell and go to the next doubt."""
    user, _scope = reader(request)
    found, form = find(request, uuid), CellForm(request.POST)
    if not form.is_valid():
        not_found(request)
    part, row, column = form.place()
    show = form.cleaned_data["show"]
    text = queries.typed_over(found, part, row, column, form.cleaned_data["text"])
    try:
        if text is not None:
            found = actions.edit_cell(
                batch=found, part=part, row=row, column=column, text=text,
                by=user.uuid, at=clock.now(),
            )  # fmt: skip
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return reload(request, uuid)
    page, key = queries.next_doubt(found, show, form.cleaned_data["key"])
    return _opened(request, found, show, page, key)


@needs("rosters.take_in")
@require_POST
def settle(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer who a waiting row is."""

    def answer(said: Said, **by: Any) -> Batch:
        return actions.settle(order=said["order"] or 0, answer=said["answer"], **by)

    return _answered(request, uuid, answer, show=Disposition.WAITING)


@needs("rosters.take_in")
@require_POST
def ask(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Note that the village was asked about a row."""

    def answer(_said: Said, **by: Any) -> Batch:
        return actions.ask_village(**by)

    return _answered(request, uuid, answer, show=request.POST.get("show", ""))


@needs("rosters.take_in")
@require_POST
def skip(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Skip a row that is no data, or take that back."""
    aside = request.POST.get("answer") != "keep"

    def answer(_said: Said, **by: Any) -> Batch:
        return actions.set_aside(aside=aside, **by)

    return _answered(request, uuid, answer, show=Disposition.WAITING if aside else None)


def _answered(
    request: HttpRequest, uuid: UUID, answer: Callable[..., Batch], *, show: str | None
) -> HttpResponseBase:
    """Do one act on a row of a batch and show the questions that are left, or the whole page."""
    user, _scope = reader(request)
    found, form = find(request, uuid), AnswerForm(request.POST)
    if not form.is_valid():
        not_found(request)
    said = form.cleaned_data
    try:
        found = answer(
            said, batch=found, part=said["part"], row=said["row"], by=user.uuid, at=clock.now()
        )
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return reload(request, uuid)
    return reload(request, uuid) if show is None else _again(request, found, show)


def _again(request: HttpRequest, found: Batch, show: str) -> HttpResponse:
    """Show the first page of the questions as they are now."""
    return render(request, "rosters/doubts.html", told(request, found, show, 1) | {"swap": True})


@needs("rosters.take_in")
@never_cache
def columns(request: HttpRequest, uuid: UUID, part: int) -> HttpResponseBase:
    """Say what the columns hold; remembered for the next file of that shape."""
    user, _scope = reader(request)
    found = find(request, uuid)
    tables = queries.tables_of(found)
    if part >= len(tables):
        not_found(request)
    table = tables[part]
    form = ColumnsForm(table, queries.columns_of(found, part), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.map_columns(
                batch=found, part=part, columns=form.mapping(), kind=form.cleaned_data["kind"],
                category=form.cleaned_data["category"], by=user.uuid, at=clock.now(),
            )  # fmt: skip
        except CannotDo as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("已按新的列对应重新核对，下次同样的表照此读。"))
        return redirect("rosters:batch", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"batch": found, "table": table, "form": form}
    return render(request, "rosters/columns.html", context, status=status)


@needs("rosters.take_in")
@require_POST
def set_date(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Say of which day the list speaks."""
    user, _scope = reader(request)
    found, form = find(request, uuid), DateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日期没认出来，请写成2012-12-31。"))
        return redirect("rosters:batch", uuid)
    try:
        actions.set_date(
            batch=found, dated_on=form.cleaned_data["dated_on"], by=user.uuid, at=clock.now()
        )
        messages.success(request, _("名单日期已改。"))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batch", uuid)
