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
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock
from bangfu.offices import actions as offices
from bangfu.offices import queries as leave
from bangfu.offices.gate import needs, not_found
from bangfu.offices.models import Commission, User
from bangfu.offices.scope import scope_for
from bangfu.registry.actions import send_inspector

from . import evidence as papers
from . import queries
from .forms import EndForm, SendForm


def _reader(request: HttpRequest) -> User:
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user


@needs("security.manage")
@never_cache
@require_GET
def commissions(request: HttpRequest) -> HttpResponse:
    """List who was sent where, by whose letter and until when; counts of families, no family."""
    on = clock.today()
    lines = queries.sent_lines(_reader(request), on=on)
    return render(request, "desk/inspecting/commissions.html", {"lines": lines, "form": EndForm()})


@needs("security.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send an inspector: write the commission down and have the sample drawn (POST)."""
    by = _reader(request)
    form = SendForm(request.POST or None, by=by, on=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            made = send_inspector(by=by, at=clock.now(), **form.asked())
        except offices.CannotCommission as error:
            form.add_error(None, str(error))
        else:
            said = ngettext("已登记，抽中%(n)d户。", "已登记，抽中%(n)d户。", made.households) % {
                "n": made.households
            }
            messages.success(request, said)
            return redirect("inspecting:commissions")
    return render(request, "desk/inspecting/send.html", {"form": form})


@needs("security.manage")
@never_cache
@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Call an inspector back, at once, with a reason (POST)."""
    by = _reader(request)
    found = leave.find_commission(by, uuid, on=clock.today())
    if found is None:
        not_found(request, subject=uuid, kind="commission")
    form = EndForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        offices.end_commission(commission=found, reason=reason, by=by, at=clock.now())
    except offices.CannotEndCommission as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("检查已提前结束，从现在起什么也打不开。"))
    return redirect("inspecting:commissions")


@needs("inspect")
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Show an inspector what he was sent for, and until when."""
    lines = queries.own_lines(_reader(request), on=clock.today())
    return render(request, "desk/inspecting/mine.html", {"lines": lines})


def _open(request: HttpRequest, uuid: UUID) -> Commission:
    found = leave.open_commission(_reader(request), uuid, on=clock.today())
    if found is None:
        not_found(request, subject=uuid, kind="commission")
    return found


@needs("inspect")
@never_cache
@require_GET
def sample(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the families drawn, in the order drawn."""
    user, on = _reader(request), clock.today()
    found = _open(request, uuid)
    (line,) = queries.lines_of([found], on=on)
    drawn = queries.sample_lines(found, scope_for(user, on=on), on=on)
    return render(request, "desk/inspecting/sample.html", {"line": line, "drawn": drawn})


@needs("inspect")
@never_cache
@require_POST
def evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out the evidence package of a sample, on record first (POST)."""
    user, on, at = _reader(request), clock.today(), clock.now()
    content = papers.make(_open(request, uuid), by=user, scope=scope_for(user, on=on), on=on, at=at)
    answer = HttpResponse(content, content_type="application/zip")
    name = f"evidence-{uuid.hex[:8]}-{on:%Y%m%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
