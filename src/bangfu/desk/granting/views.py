"""Request in, one question or one act, answer out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.frame import clock
from bangfu.offices import actions as offices
from bangfu.offices import queries as leave
from bangfu.offices.gate import needs, not_found
from bangfu.offices.models import User
from bangfu.offices.scope import scope_for

from ..inspecting.forms import EndForm
from . import queries
from .forms import EndLineForm


def _reader(request: HttpRequest) -> User:
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user


@needs("register.decide")
@never_cache
@require_GET
def grants(request: HttpRequest) -> HttpResponse:
    """List who sees which families of one's villages by grant, until when and why."""
    user, on = _reader(request), clock.today()
    ended = request.GET.get("ended") == "1"
    lines, more = queries.grant_lines(user, scope_for(user, on=on), on=on, ended=ended)
    context = {"lines": lines, "more": more, "ended": ended, "form": EndForm(), "cap": queries.CAP}
    return render(request, "desk/granting/grants.html", context)


@needs("register.decide")
@never_cache
@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take one grant back at once, with a reason (POST)."""
    user = _reader(request)
    grant = leave.find_grant(user, uuid, on=clock.today())
    if grant is None:
        not_found(request, subject=uuid, kind="grant")
    form = EndForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        offices.close_grant(grant=grant, reason=reason, by=user, at=clock.now())
    except offices.CannotEndGrant as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("授权已收回，从现在起看不到这一户。"))
    return redirect("granting:grants")


@needs("security.manage")
@never_cache
@require_GET
def counted(request: HttpRequest) -> HttpResponse:
    """List who sees how many families by grant, until when and why; no family is named."""
    ended = request.GET.get("ended") == "1"
    lines, more = queries.counted_lines(on=clock.today(), ended=ended)
    context = {"lines": lines, "more": more, "ended": ended, "form": EndForm(), "cap": queries.CAP}
    return render(request, "desk/granting/counted.html", context)


@needs("security.manage")
@never_cache
@require_POST
def end_line(request: HttpRequest) -> HttpResponse:
    """Take back at once all grants given alike, with a reason (POST)."""
    form = EndLineForm(request.POST)
    if not form.is_valid():
        words = (
            _("请选一个理由。")
            if "reason" in form.errors
            else _("没有这样的授权，或者已经结束了。")
        )
        messages.error(request, words)
        return redirect("granting:counted")
    try:
        closed = offices.close_grants(by=_reader(request), at=clock.now(), **form.asked())
    except offices.CannotEndGrant as error:
        messages.error(request, str(error))
    else:
        said = ngettext("已收回%(n)d户的授权。", "已收回%(n)d户的授权。", closed) % {"n": closed}
        messages.success(request, said)
    return redirect("granting:counted")
