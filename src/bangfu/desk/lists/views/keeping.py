"""What one keeps of a list: views with a name, and the columns that are shown."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found

from .. import actions, queries
from ..columns import KINDS, ListKind, columns_of, move
from .pages import form_of, reader


def _kind(request: HttpRequest, name: str) -> ListKind:
    return KINDS[name] if name in KINDS else not_found(request)


def back_to(kind: ListKind) -> str:
    """Return the address of the list."""
    return reverse(f"desk:{kind.name}")


@needs("register.read")
@never_cache
@require_POST
def keep(request: HttpRequest, name: str) -> HttpResponseBase:
    """Keep what the list is narrowed by now as a view (POST)."""
    user, scope = reader(request)
    kind = _kind(request, name)
    form = form_of(kind, dict(parse_qsl(request.POST.get("asked", "")[:2000])), scope)
    asked = list(form.given().items())
    try:
        view = actions.keep(user, kind, request.POST.get("name", ""), asked, at=clock.now())
    except actions.CannotKeep as refusal:
        views = queries.views_of(user, kind)
        context = {"kind": kind, "views": views, "wrong": str(refusal), "back": back_to(kind)}
        context["typed"] = request.POST.get("name", "")
        context["query"] = request.POST.get("asked", "")
        return render(request, "desk/lists/views.html", context, status=422)
    messages.success(request, _("已保存视图“%(name)s”。") % {"name": view.name})
    return redirect(f"{back_to(kind)}?{view.query}")


@needs("register.read")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show the views one has kept (GET); rename, remove, or open the list with one (POST)."""
    user, _scope = reader(request)
    kind = _kind(request, name)
    wrong, order = "", -1
    if request.method == "POST":
        order = _number(request.POST.get("view"))
        try:
            _do(request, kind, order)
            return redirect("desk:list_views", kind.name)
        except actions.CannotKeep as refusal:
            wrong = str(refusal)
    context = {"kind": kind, "views": queries.views_of(user, kind), "wrong": wrong, "at": order}
    context["back"] = back_to(kind)
    if wrong:
        context["typed_name"] = request.POST.get("name", "")
    return render(request, "desk/lists/views.html", context, status=422 if wrong else 200)


def _do(request: HttpRequest, kind: ListKind, order: int) -> None:
    user, _scope = reader(request)
    act, now = request.POST.get("act", ""), clock.now()
    if act == "rename":
        actions.rename(user, kind, order, request.POST.get("name", ""), at=now)
        messages.success(request, _("已改名。"))
    elif act == "remove":
        actions.remove(user, kind, order, at=now)
        messages.success(request, _("已删去这个视图。"))
    elif act in ("open", "close"):
        actions.open_with(user, kind, order if act == "open" else None, at=now)
        messages.success(request, _("已改好打开列表时的样子。"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else -1


@needs("register.read")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, name: str) -> HttpResponse:
    """Choose the columns of a list and their order; every press of a button keeps it."""
    user, _scope = reader(request)
    kind = _kind(request, name)
    if request.method == "POST":
        keys = [column.key for column in columns_of(user, kind)]
        act, _colon, key = request.POST.get("act", "").partition(":")
        now = clock.now()
        if act == "default":
            actions.show_default_columns(user, kind, at=now)
        else:
            step = {"up": -1, "down": 1}.get(act, 0)
            if step:
                keys = move(keys, key, step)
            elif act == "show":
                keys.append(key)
            elif act == "hide":
                keys = [one for one in keys if one != key]
            actions.show_columns(user, kind, keys, at=now)
        return redirect("desk:list_columns", kind.name)
    shown = columns_of(user, kind)
    rest = [column for column in kind.columns if column not in shown]
    context = {"kind": kind, "shown": shown, "rest": rest, "back": back_to(kind)}
    return render(request, "desk/lists/columns.html", context)
