"""What looked odd: the list, one alert with its entries, and what was found on asking."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import alerts as trail
from bangfu.audit import queries
from bangfu.audit.models import Alert
from bangfu.frame import clock
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found

from ..forms import ConcludeForm
from ..watch import limits
from .entries import reach, reader, rows_of

_WRONG = {
    "conclusion": gettext_noop("请选一个结论。"),
    "own": gettext_noop("这是您自己的，请别的审计员核查。"),
    "checked": gettext_noop("别人已经核查过了。"),
}


@dataclass(frozen=True)
class AlertLine:
    """An alert with the names a reader needs."""

    alert: Alert
    who: str
    checked_by: str


@needs("audit.read")
@never_cache
@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """List what is to be looked into, by day; with ``checked=1`` what was."""
    checked = request.GET.get("checked") == "1"
    found = _lines(trail.list_alerts(reach(request), checked=checked))
    context = {"lines": found, "checked": checked, "limits": limits()}
    return render(request, "desk/auditing/alerts.html", context)


@needs("audit.read")
@never_cache
@require_GET
def alert(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one alert with its entries."""
    return _show(request, _found(request, uuid), ConcludeForm())


@needs("audit.read")
@never_cache
@require_POST
def conclude(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Record what was found on asking (POST)."""
    found = _found(request, uuid)
    form = ConcludeForm(request.POST)
    if form.is_valid():
        try:
            trail.conclude(
                alert=found, by=reader(request).uuid, at=clock.now(), **form.cleaned_data
            )
        except trail.CannotConclude as wrong:
            form.add_error(None, _(_WRONG[wrong.code]))
        else:
            messages.success(request, _("已登记核查结论。"))
            return redirect("audit:alerts")
    return _show(request, found, form)


def _found(request: HttpRequest, uuid: UUID) -> Alert:
    found = trail.find_alert(uuid, reach(request))
    if found is None:
        not_found(request, subject=uuid, kind="alert")
    return found


def _lines(found: list[Alert]) -> list[AlertLine]:
    people = {one.actor for one in found} | {one.checked_by for one in found if one.checked_by}
    names = offices.names_of(list(people))
    return [
        AlertLine(
            one,
            names.get(one.actor, str(one.actor)[:8]),
            names.get(one.checked_by, "") if one.checked_by else "",
        )
        for one in found
    ]


def _show(request: HttpRequest, found: Alert, form: ConcludeForm) -> HttpResponse:
    (line,) = _lines([found])
    shown = found.entries[: queries.PAGE]
    account = offices.find_by_uuid(found.actor)
    context = {
        "line": line,
        "alert": found,
        "rows": rows_of(queries.list_by_ids(shown, reach=reach(request))),
        "more": max(0, found.count - len(shown)),
        "username": account.username if account else "",
        "form": form,
    }
    return render(request, "desk/auditing/alert.html", context)
