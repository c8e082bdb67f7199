"""The office's year: days off, days worked in exchange, and the office's own days."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import dates
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock

from .. import access, actions, forms, gate, queries
from ..gate import needs, signed_in
from ..models import Area, OfficeDay
from .own import person

FIRST_YEAR = 2004


def _town(request: HttpRequest) -> Area:
    town = queries.town_of(person(request))
    if town is None:
        gate.not_found(request, kind="calendar")
    return town


def _year(request: HttpRequest, year: int | None) -> int:
    """The year asked for; from the first that is known to five years from now."""
    now = clock.today().year
    if year is not None and not FIRST_YEAR <= year <= now + 5:
        gate.not_found(request, kind="calendar")
    return year or now


@signed_in
@never_cache
@require_GET
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the twelve months of a year."""
    town, shown, on = _town(request), _year(request, year), clock.today()
    page = queries.year_page(town.lo, shown)
    context = {
        "town": town,
        "page": page,
        "by": _publisher(page),
        "heads": _heads(),
        "days": queries.list_office_days(town.lo),
        "today": on,
        "previous": shown - 1 if shown > FIRST_YEAR else None,
        "next": shown + 1 if shown < on.year + 5 else None,
        "may_keep": access.can_keep_calendar(person(request), town.lo, on=on),
        "form": forms.OfficeDayForm(),
    }
    return render(request, "offices/calendar.html", context)


@needs("calendar.write")
@never_cache
@require_http_methods(["GET", "POST"])
def publish_year(request: HttpRequest, year: int) -> HttpResponse:
    """Type or paste the year's notice, see the year as it would be, publish it."""
    town, shown = _town(request), _year(request, year)
    page = queries.year_page(town.lo, shown)
    initial = forms.notice_of(page.table, page.published)
    form = forms.YearForm(request.POST or None, year=shown, initial=initial)
    seen = None
    if request.method == "POST" and form.is_valid():
        seen = queries.year_page(town.lo, shown, instead=form.table)
        if "publish" in request.POST and _published(request, town, form):
            return redirect("offices:calendar_of", year=shown)
    context = {
        "town": town,
        "page": page,
        "form": form,
        "seen": seen,
        "heads": _heads(),
        "today": clock.today(),
    }
    return render(request, "offices/calendar_year.html", context)


def _published(request: HttpRequest, town: Area, form: forms.YearForm) -> bool:
    try:
        actions.publish_year(
            area=town, table=form.table, document=form.cleaned_data["document"],
            by=person(request), at=clock.now(),
        )  # fmt: skip
    except actions.CannotKeepCalendar as refusal:
        form.add_error(None, str(refusal))
        return False
    said = _("%(year)d年的放假安排已公布，期限从现在起按它算。") % {"year": form.table.year}
    messages.success(request, said)
    return True


@needs("calendar.write")
@require_POST
def withdraw_year(request: HttpRequest, year: int) -> HttpResponse:
    """Take back the town's own table of a year."""
    shown = _year(request, year)
    try:
        actions.withdraw_year(area=_town(request), year=shown, by=person(request), at=clock.now())
    except actions.CannotKeepCalendar as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回%(year)d年的安排。") % {"year": shown})
    return redirect("offices:calendar_of", year=shown)


@needs("calendar.write")
@require_POST
def add_office_day(request: HttpRequest) -> HttpResponse:
    """Add a day or a season to the office's year."""
    town = _town(request)
    form = forms.OfficeDayForm(request.POST)
    if form.is_valid():
        try:
            actions.add_office_day(
                area=town, by=person(request), at=clock.now(), **form.cleaned_data
            )
        except actions.CannotKeepCalendar as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, _("已加进年历。"))
            return redirect("offices:calendar")
    context = {"town": town, "form": form, "days": queries.list_office_days(town.lo)}
    return render(request, "offices/office_day.html", context)


@needs("calendar.write")
@require_POST
def end_office_day(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a day off the office's year."""
    one: OfficeDay | None = queries.find_office_day(uuid)
    if one is None or not _keeps(request, one):
        gate.not_found(request, subject=uuid, kind="office_day")
    try:
        actions.end_office_day(one=one, by=person(request), at=clock.now())
    except actions.CannotKeepCalendar as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已从年历去掉。"))
    return redirect("offices:calendar")


def _keeps(request: HttpRequest, one: OfficeDay) -> bool:
    return access.can_keep_calendar(person(request), one.area_id, on=clock.today())


def _publisher(page: queries.YearPage) -> str:
    if page.published is None:
        return ""
    uuid = page.published.recorded_by
    return queries.names_of([uuid]).get(uuid, _("命令行"))


def _heads() -> list[str]:
    """Monday to Sunday in a narrow column: 一 to 日, Mon to Sun."""
    chinese = (get_language() or "").startswith("zh")
    return [str(day)[-1] if chinese else str(day) for day in dates.WEEKDAYS_ABBR.values()]
