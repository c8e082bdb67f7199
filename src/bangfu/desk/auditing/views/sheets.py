"""The monthly sheets: to print, to sign, and that they were signed."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import sheets as trail
from bangfu.frame import clock
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found

from ..forms import SignForm
from .entries import reader

_WRONG = {
    "not_over": gettext_noop("这个月还没有过完，下个月再签。"),
    "empty": gettext_noop("这个月还没有封存的记录。"),
    "early": gettext_noop("签字日期要在这个月之后。"),
    "late": gettext_noop("签字日期还没有到。"),
    "signed": gettext_noop("这个月已经登记过签字。"),
}


@needs("audit.read")
@never_cache
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """List the months: which were signed on paper, by whom and when, and which were not."""
    months = trail.months(on=clock.today())
    names = offices.names_of([month.signed.signed_by for month in months if month.signed])
    rows = [(m, names.get(m.signed.signed_by, "") if m.signed else "") for m in months]
    unsigned = sum(month.over and month.signed is None for month in months)
    return render(request, "desk/auditing/sheets.html", {"rows": rows, "unsigned": unsigned})


@needs("audit.read")
@never_cache
@require_GET
def sheet(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show the sheet of one month, to print and sign."""
    return _show(request, _month(request, year, month))


@needs("audit.read")
@never_cache
@require_POST
def sign(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Record that the sheet was signed on paper (POST)."""
    first = _month(request, year, month)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            trail.sign(
                month=first,
                signed_on=form.cleaned_data["signed_on"],
                by=reader(request).uuid,
                at=clock.now(),
                on=clock.today(),
            )
        except trail.CannotSign as wrong:
            form.add_error("signed_on", _(_WRONG[wrong.code]))
        else:
            messages.success(request, _("已登记签字。纸件请锁好。"))
            return redirect("audit:sheets")
    return _show(request, first, form)


def _month(request: HttpRequest, year: int, month: int) -> date:
    try:
        first = date(year, month, 1)
    except (ValueError, OverflowError):
        not_found(request)
    if first > clock.today() or year < 2000:
        not_found(request)
    return first


def _show(request: HttpRequest, month: date, form: SignForm | None = None) -> HttpResponse:
    told = trail.month_sheet(month, on=clock.today())
    signed = told.signed
    context = {
        "sheet": told,
        "form": form or SignForm(initial={"signed_on": clock.today()}),
        "by": offices.names_of([signed.signed_by]).get(signed.signed_by, "") if signed else "",
        "now": clock.now(),
    }
    return render(request, "desk/auditing/sheet.html", context)
