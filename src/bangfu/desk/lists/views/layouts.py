"""How receivers want a list: made on the screen, or learned from the sample they sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found
from bangfu.rosters import actions as rosters
from bangfu.rosters import queries as sheets
from bangfu.rosters.models import Layout
from bangfu.rosters.reading import UnreadableFile, text_of_unreadable
from bangfu.rosters.writing import COLUMNS, Chosen, default_for, read_chosen
from bangfu.rosters.writing.columns import MOST_COLUMNS, chosen, forms_of

from ..columns import ListKind
from .exporting import kind_of, listed
from .pages import reader

LARGEST_SAMPLE = 10_000_000
EMPTY_LINES = 2


@needs("export")
@never_cache
@require_GET
def layouts(request: HttpRequest, name: str) -> HttpResponse:
    """List the receivers whose order of columns the office has kept."""
    _user, scope = reader(request)
    kind = kind_of(request, name)
    context = {"kind": kind, "layouts": sheets.list_layouts(scope, kind.name)}
    return render(request, "desk/lists/layouts.html", context)


@needs("export")
@never_cache
@require_POST
def learn(request: HttpRequest, name: str) -> HttpResponse:
    """Read the heads of a receiver's sample and show what they mean; nothing is kept yet (POST)."""
    _user, scope = reader(request)
    kind = kind_of(request, name)
    file = request.FILES.get("sample")
    wrong = ""
    if file is None:
        wrong = _("请先选文件。")
    elif (file.size or 0) > LARGEST_SAMPLE:
        wrong = _("样表超过10MB，请只留表头和几行。")
    else:
        try:
            sample = sheets.learn(file.read(), file.name or "", kind.name)
            return _editor(
                request,
                kind,
                None,
                "",
                sample.columns,
                learned=True,
                unknown=listed(sample.unknown),
            )
        except UnreadableFile as refusal:
            wrong = text_of_unreadable(refusal, gettext)
    context = {"kind": kind, "layouts": sheets.list_layouts(scope, kind.name), "wrong": wrong}
    return render(request, "desk/lists/layouts.html", context, status=422)


@needs("export")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, name: str) -> HttpResponseBase:
    """Make the order of columns for a receiver (GET shows the office's own to begin with)."""
    kind = kind_of(request, name)
    if request.method == "POST":
        return _save(request, kind, None)
    return _editor(request, kind, None, "", default_for(kind.name))


@needs("export")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def layout(request: HttpRequest, name: str, uuid: UUID) -> HttpResponseBase:
    """Change the order of columns of a receiver."""
    kind = kind_of(request, name)
    found = _find(request, kind, uuid)
    if request.method == "POST":
        return _save(request, kind, found)
    columns = read_chosen(found.columns, kind.name)
    return _editor(request, kind, found, found.receiver, columns)


@needs("export")
@never_cache
@require_POST
def drop(request: HttpRequest, name: str, uuid: UUID) -> HttpResponseBase:
    """Offer a receiver no longer (POST)."""
    user, scope = reader(request)
    kind = kind_of(request, name)
    found = _find(request, kind, uuid)
    try:
        rosters.drop_layout(layout=found, by=user, scope=scope, on=clock.today(), at=clock.now())
        messages.success(request, _("不再列出这个收表单位。"))
    except rosters.CannotKeepLayout as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:layouts", kind.name)


def _save(request: HttpRequest, kind: ListKind, found: Layout | None) -> HttpResponseBase:
    """Keep what the form says; a press of 上移 or 加一列 only shows it anew."""
    user, scope = reader(request)
    columns = _told(request, kind)
    receiver = request.POST.get("receiver", "")
    act, _colon, place = request.POST.get("act", "").partition(":")
    if act != "save":
        moved = _moved(columns, act, int(place) if place.isdecimal() and len(place) < 4 else -1)
        return _editor(request, kind, found, receiver, moved, more=act == "add")
    try:
        kept = rosters.keep_layout(
            layout=found, name=kind.name, receiver=receiver, columns=columns, by=user,
            scope=scope, on=clock.today(), at=clock.now(),
        )  # fmt: skip
    except rosters.CannotKeepLayout as refusal:
        return _editor(request, kind, found, receiver, columns, wrong=str(refusal))
    messages.success(request, _("已保存给%(receiver)s的列顺序。") % {"receiver": kept.receiver})
    return redirect("desk:layouts", kind.name)


def _told(request: HttpRequest, kind: ListKind) -> list[Chosen]:
    """The columns as the form has them; a line without content and header is no column."""
    told = zip(
        request.POST.getlist("key")[: MOST_COLUMNS + 1],
        request.POST.getlist("header"),
        request.POST.getlist("form"),
        strict=False,
    )
    return [
        chosen(key, header, form, kind.name) for key, header, form in told if key or header.strip()
    ]


def _moved(columns: list[Chosen], act: str, place: int) -> list[Chosen]:
    moved = list(columns)
    if not 0 <= place < len(moved):
        return moved
    one = moved.pop(place)
    if act in ("up", "down"):
        moved.insert(max(place + (-1 if act == "up" else 1), 0), one)
    elif act != "remove":
        moved.insert(place, one)
    return moved


def _editor(
    request: HttpRequest,
    kind: ListKind,
    found: Layout | None,
    receiver: str,
    columns: list[Chosen],
    *,
    wrong: str = "",
    more: bool = False,
    **said: Any,
) -> HttpResponse:
    lines = columns + [Chosen("", "")] * (EMPTY_LINES if more else 0)
    context = {
        "kind": kind,
        "layout": found,
        "receiver": receiver,
        "lines": [(one, list(forms_of(one.key).items())) for one in lines],
        "choices": [(key, held.label) for key, held in COLUMNS.items() if kind.name in held.lists],
        "wrong": wrong,
        **said,
    }
    status = 422 if wrong else 200
    return render(request, "desk/lists/layout.html", context, status=status)


def _find(request: HttpRequest, kind: ListKind, uuid: UUID) -> Layout:
    _user, scope = reader(request)
    found = sheets.find_layout(scope, uuid, kind.name)
    return found if found is not None else not_found(request, subject=uuid, kind="rosters.layout")
