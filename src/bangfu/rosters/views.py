"""Request in, one act or one question, answer out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import needs, not_found
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for

from . import actions, queries, tasks
from .forms import AnswerForm, CellForm, ColumnsForm, DateForm, UploadForm
from .models import Batch
from .states import BatchState, CannotDo, Disposition

MANY_ROWS = 3000
"""Rows from which on taking in is a job of its own."""
STUCK = timedelta(minutes=3)
PER_PAGE = 25


def _reader(request: HttpRequest) -> tuple[User, Scope]:
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user, scope_for(user, on=clock.today())


def _find(request: HttpRequest, uuid: UUID) -> Batch:
    _user, scope = _reader(request)
    found = queries.find_batch(scope, uuid)
    if found is None:
        not_found(request, subject=uuid, kind="rosters.batch")
    return found


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


@needs("rosters.read")
@never_cache
@require_GET
def batches(request: HttpRequest) -> HttpResponse:
    """Show the drop zone and the files handed in before."""
    return _history(request, UploadForm())


def _history(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    user, scope = _reader(request)
    page = _page(request)
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
    user, scope = _reader(request)
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
        tasks.read.defer(**_job(batch, user))
    return batch, new


def _job(batch: Batch, user: User) -> dict[str, Any]:
    return {"batch": str(batch.uuid), "by": str(user.uuid)}


@needs("rosters.read")
@never_cache
@require_GET
def batch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one file: what was read, what can enter, what must be asked."""
    found = _find(request, uuid)
    show = request.GET.get("show", "")
    return render(request, "rosters/batch.html", _told(request, found, show, _page(request)))


_SHOWN = {"asks", *Disposition.values}


def _told(request: HttpRequest, found: Batch, show: str, page: int, at: str = "") -> dict[str, Any]:
    user, _scope = _reader(request)
    asking = queries.count_asking(found)
    if show not in _SHOWN:
        show = Disposition.WAITING if found.waiting or not asking else "asks"
    can = access.has_right(user, "rosters.take_in", on=clock.today())
    trouble = found.trouble and queries.reading_of_trouble(found.file_name, found.trouble, _)
    return {
        "batch": found,
        "doubts": queries.doubts(found, show, page=page, at=at),
        "asking": asking,
        "tables": queries.tables_of(found),
        "tidied": queries.tidied(found),
        "skipped": queries.skipped(found),
        "dated": queries.dated(found),
        "date_form": DateForm(initial={"dated_on": queries.dated(found)}),
        "said": [*([trouble] if trouble else []), *queries.findings_of(found)],
        "names": queries.people_of([found]),
        "trouble": trouble,
        "can_take_in": can,
        "can_edit": can and found.state in (BatchState.STAGED, BatchState.TAKEN),
        "stuck": _stuck(found),
    }


def _stuck(found: Batch) -> bool:
    busy = found.state in (BatchState.READING, BatchState.TAKING)
    return busy and clock.now() - (found.job or found.read_at) > STUCK


@needs("rosters.read")
@never_cache
@require_GET
def progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say how far a job is; when it is done, the page is loaded anew."""
    found = _find(request, uuid)
    if found.state not in (BatchState.READING, BatchState.TAKING):
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("rosters:batch", args=[uuid])
        return answer
    return render(request, "rosters/progress.html", {"batch": found, "stuck": _stuck(found)})


@needs("rosters.take_in")
@require_POST
def open_cell(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Open one cell for correcting; its whole value is shown, and that is recorded."""
    found, form = _find(request, uuid), CellForm(request.POST)
    if not form.is_valid():
        not_found(request)
    return _opened(request, found, form.cleaned_data["show"], form.cleaned_data["page"] or 1,
                   form.cleaned_data["key"])  # fmt: skip


def _opened(request: HttpRequest, found: Batch, show: str, page: int, at: str) -> HttpResponse:
    told = _told(request, found, show, page, at)
    user, _scope = _reader(request)
    for line in told["doubts"].lines:
        if line.is_open:
            audit.look(
                by=user.uuid, at=clock.now(), subject=found.uuid, subject_kind="rosters.batch",
                fields=["cell"], reason="verify", area=found.area, via="web",
            )  # fmt: skip
    return render(request, "rosters/doubts.html", told | {"swap": True})


@needs("rosters.take_in")
@require_POST
def edit(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Write a corrected cell and go to the next doubt."""
    user, _scope = _reader(request)
    found, form = _find(request, uuid), CellForm(request.POST)
    if not form.is_valid():
        not_found(request)
    part, row, column = form.place()
    show = form.cleaned_data["show"]
    try:
        found = actions.edit_cell(
            batch=found, part=part, row=row, column=column, text=form.cleaned_data["text"],
            by=user.uuid, at=clock.now(),
        )  # fmt: skip
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return _reload(request, uuid)
    page, key = queries.next_doubt(found, show, form.cleaned_data["key"])
    return _opened(request, found, show, page, key)


@needs("rosters.take_in")
@require_POST
def settle(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer who a waiting row is."""
    user, _scope = _reader(request)
    found, form = _find(request, uuid), AnswerForm(request.POST)
    if not form.is_valid():
        not_found(request)
    told = form.cleaned_data
    try:
        found = actions.settle(
            batch=found, part=told["part"], row=told["row"], order=told["order"] or 0,
            answer=told["answer"], by=user.uuid, at=clock.now(),
        )  # fmt: skip
    except CannotDo as refusal:
        messages.error(request, str(refusal))
        return _reload(request, uuid)
    context = _told(request, found, Disposition.WAITING, 1) | {"swap": True}
    return render(request, "rosters/doubts.html", context)


def _reload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    target = reverse("rosters:batch", args=[uuid])
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(target)
    answer = HttpResponse()
    answer["HX-Redirect"] = target
    return answer


@needs("rosters.take_in")
@never_cache
def columns(request: HttpRequest, uuid: UUID, part: int) -> HttpResponseBase:
    """Say what the columns hold; remembered for the next file of that shape."""
    user, _scope = _reader(request)
    found = _find(request, uuid)
    tables = queries.tables_of(found)
    if part >= len(tables):
        not_found(request)
    table = tables[part]
    form = ColumnsForm(table, request.POST or None)
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
    user, _scope = _reader(request)
    found, form = _find(request, uuid), DateForm(request.POST)
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


@needs("rosters.take_in")
@require_POST
def take_in(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Take in what is good; a large batch is a job."""
    user, _scope = _reader(request)
    found = _find(request, uuid)
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
    """Take a batch back."""
    user, _scope = _reader(request)
    found = _find(request, uuid)
    try:
        actions.take_back(batch=found, by=user.uuid, at=clock.now())
        messages.success(request, _("已撤回本批，台账回到入库以前。"))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batch", uuid)


@needs("rosters.take_in")
@require_POST
def drop(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Put a file aside that was handed in by mistake."""
    user, _scope = _reader(request)
    found = _find(request, uuid)
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
    user, _scope = _reader(request)
    found = _find(request, uuid)
    try:
        actions.start_again(batch=found, at=clock.now())
        task = tasks.read if found.state == BatchState.READING else tasks.take_in
        task.defer(**_job(found, user))
    except CannotDo as refusal:
        messages.error(request, str(refusal))
    return redirect("rosters:batch", uuid)


@needs("rosters.read")
@never_cache
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """Show what the villages are asked, a village at a time or all for the printer."""
    user, scope = _reader(request)
    asked = request.GET.get("batch", "")
    try:
        only = UUID(asked) if asked else None
    except ValueError:
        not_found(request)
    chosen = queries.to_ask_about(queries.list_batches(scope), only)
    audit.look(
        by=user.uuid, at=clock.now(), subject=user.uuid, subject_kind="rosters.worklist",
        fields=["rows"], reason="verify", via="web",
    )  # fmt: skip
    context = {
        "list": queries.worklist(chosen, request.GET.get("village", "")),
        "only": chosen[0] if only and chosen else None,
        "today": clock.today(),
        "user_name": user.display_name,
    }
    return render(request, "rosters/worklist.html", context)
