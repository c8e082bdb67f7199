"""A list handed out as a sheet: the choice of version and receiver, the file, the large ones."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry
from bangfu.registry.queries import HouseholdFilter
from bangfu.rosters import actions as rosters
from bangfu.rosters import queries as sheets
from bangfu.rosters import tasks
from bangfu.rosters.models import Handout

from ..columns import KINDS, ListKind
from ..forms import ExportForm, HouseholdForm, ListForm, PersonForm
from .pages import form_of, reader

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def listed(words: list[str]) -> str:
    """Return the words one after the other, parted as the reader's language does."""
    parted = "、" if (get_language() or "").startswith("zh") else ", "
    return parted.join(words)


def kind_of(request: HttpRequest, name: str) -> ListKind:
    """Return the list of this name, or 404."""
    return KINDS[name] if name in KINDS else not_found(request)


@needs("export")
@never_cache
@require_GET
def choose(request: HttpRequest, name: str) -> HttpResponse:
    """Ask for version, reason and receiver; the filter comes along in the address."""
    user, scope = reader(request)
    kind = kind_of(request, name)
    form = form_of(kind, request.GET, scope)
    receiver = request.GET.get("layout", "")
    asked = _export_form(None, kind, user, scope, receiver)
    return _page(request, kind, form, asked)


@needs("export")
@never_cache
@require_POST
def export(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give the sheet, on record; a large one is made by a job (POST)."""
    user, scope = reader(request)
    kind = kind_of(request, name)
    query = dict(parse_qsl(request.POST.get("asked", "")[:2000]))
    form = form_of(kind, query, scope)
    asked = _export_form(request.POST, kind, user, scope, "")
    if not asked.is_valid():
        return _page(request, kind, form, asked, status=422)
    order = _order(kind, form, asked, scope)
    rows = _count(order, scope)
    on, at = clock.today(), clock.now()
    try:
        if rows > rosters.MANY:
            handout = rosters.begin_handout(order, by=user, scope=scope, on=on, at=at, of_rows=rows)
            tasks.hand_out.defer(handout=str(handout.uuid), by=str(user.uuid))
            return redirect("desk:handout", handout.uuid)
        with tempfile.TemporaryDirectory(
            prefix="bangfu-", dir=settings.FILE_UPLOAD_TEMP_DIR
        ) as place:
            path = Path(place) / "sheet.xlsx"
            rosters.hand_out(order, path, by=user, scope=scope, on=on, at=at)
            return _file(path.read_bytes(), order)
    except rosters.CannotHandOut as refusal:
        asked.add_error(None, str(refusal))
        return _page(request, kind, form, asked, status=422)


def _export_form(data: Any, kind: ListKind, user: User, scope: Scope, receiver: str) -> ExportForm:
    on = clock.today()
    return ExportForm(
        data,
        layouts=sheets.list_layouts(scope, kind.name),
        may_whole=sheets.may_hand_out(user, scope, whole=True, on=on),
        initial={"layout": receiver, "version": "masked"},
    )


def _page(
    request: HttpRequest, kind: ListKind, form: ListForm, asked: ExportForm, status: int = 200
) -> HttpResponse:
    user, scope = reader(request)
    if not sheets.may_hand_out(user, scope, whole=False, on=clock.today()):
        refuse(request, "export")
    chosen = form.chosen()
    order = _order(kind, form, None, scope)
    rows = _count(order, scope)
    context = {
        "kind": kind,
        "asked": asked,
        "words": order.words,
        "query": urlencode([(n, v) for n, v, _words in chosen]),
        "rows": rows,
        "large": rows > rosters.MANY,
        "handouts": [
            (one, sheets.is_stuck(one, at=clock.now())) for one in sheets.list_handouts(user)[:5]
        ],
    }
    return render(request, "desk/lists/export.html", context, status=status)


def _order(kind: ListKind, form: ListForm, asked: ExportForm | None, scope: Scope) -> rosters.Order:
    assert isinstance(form, HouseholdForm | PersonForm)
    given = asked.cleaned_data if asked is not None else {}
    layout = sheets.find_layout(scope, given.get("layout"), kind.name)
    words = [words for name, _value, words in form.chosen() if name != "order"]
    return rosters.Order(
        name=kind.name,
        asked=form.asked(),
        words=listed(words),
        order=form.given().get("order", ""),
        whole=given.get("version") == "whole",
        reason=given.get("reason", "") if given.get("version") == "whole" else "",
        layout=layout,
    )


def _count(order: rosters.Order, scope: Scope) -> int:
    """How many rows the sheet has, as far as it matters: past the most it is refused anyway."""
    on, cap = clock.today(), rosters.MOST
    if isinstance(order.asked, HouseholdFilter):
        return registry.count_households(scope, order.asked, on=on, cap=cap)
    return registry.count_people(scope, order.asked, on=on, cap=cap)


def _file(content: bytes, order: rosters.Order) -> HttpResponse:
    """No name stands in the name of a file, for files go on by chat."""
    what = _("救助对象花名册") if order.name == "households" else _("救助对象人员名册")
    version = _("内部版") if order.whole else _("群发版")
    answer = HttpResponse(content, content_type=SHEET)
    name = f"{what}_{version}_{clock.today():%Y%m%d}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


@needs("export")
@never_cache
@require_GET
def handout(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say how far a large sheet is; the page asks again by itself."""
    found = _find(request, uuid)
    context = {
        "handout": found,
        "written": sheets.rows_written(found),
        "stuck": sheets.is_stuck(found, at=clock.now()),
    }
    part = request.headers.get("HX-Request") == "true"
    name = "desk/lists/handout_progress.html" if part else "desk/lists/handout.html"
    return render(request, name, context)


@needs("export")
@never_cache
@require_POST
def again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask once more for a large sheet of which nothing came (POST)."""
    user, scope = reader(request)
    on, at = clock.today(), clock.now()
    try:
        fresh = rosters.make_again(handout=_find(request, uuid), by=user, scope=scope, on=on, at=at)
    except rosters.CannotHandOut as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:handout", uuid)
    tasks.hand_out.defer(handout=str(fresh.uuid), by=str(user.uuid))
    return redirect("desk:handout", fresh.uuid)


@needs("export")
@never_cache
@require_POST
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Give the large sheet to whoever asked for it, after the look is on record (POST)."""
    user, scope = reader(request)
    found = _find(request, uuid)
    if not sheets.may_fetch(user, scope, found, on=clock.today()):
        refuse(request, "export")
    content = sheets.file_of(found, at=clock.now())
    if content is None:
        return redirect("desk:handout", uuid)
    audit.look(
        by=user.uuid, at=clock.now(), subject=found.uuid, subject_kind="rosters.handout",
        verb="rosters.handout.download", fields=["rows"], reason=found.reason or "case",
        area=found.area, via="web",
    )  # fmt: skip
    return _file(content, rosters.order_of(found))


def _find(request: HttpRequest, uuid: UUID) -> Handout:
    user, _scope = reader(request)
    found = sheets.find_handout(user, uuid)
    return found if found is not None else not_found(request, subject=uuid, kind="rosters.handout")
