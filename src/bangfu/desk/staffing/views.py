"""Request in, the lines of the sheet checked or opened, answer out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock
from bangfu.offices import actions
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs
from bangfu.offices.models import User

from .forms import OpenForm, SheetForm, sealed
from .sheet import blank_sheet


@needs("users.manage")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for the sheet (GET), or show what each of its lines means (POST)."""
    by = _person(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/staffing/upload.html", {"form": form})
    lines = offices.check_staff(form.lines, by=by, on=clock.today())
    context = {
        "lines": lines,
        "new": sum(line.is_new for line in lines),
        "wrong": sum(bool(line.problems) for line in lines),
        "there": sum(line.held and not line.problems for line in lines),
        "sealed": sealed(form.lines, str(by.uuid)),
    }
    return render(request, "desk/staffing/check.html", context)


@needs("users.manage")
@never_cache
@require_GET
def blank(request: HttpRequest) -> HttpResponse:
    """Hand out the empty sheet to fill in."""
    answer = HttpResponse(
        blank_sheet(_person(request), on=clock.today()),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    name = content_disposition_header(as_attachment=True, filename=_("人员表.xlsx"))
    answer["Content-Disposition"] = str(name)
    return answer


@needs("users.manage")
@never_cache
@require_POST
def open_all(request: HttpRequest) -> HttpResponse:
    """Open accounts and posts in one act; the first passwords are on the answer, once."""
    by = _person(request)
    form = OpenForm(request.POST, who=str(by.uuid))
    again = SheetForm()
    if not form.is_valid():
        refused = [str(words) for words in form.errors.get("lines") or ()]
        context: dict[str, object] = {"form": again, "refused": refused}
        return render(request, "desk/staffing/upload.html", context)
    try:
        opened, posts = actions.open_staff(lines=form.cleaned_data["lines"], by=by, at=clock.now())
    except actions.Cannot as refusal:
        context = {"form": again, "refused": [str(refusal)]}
        return render(request, "desk/staffing/upload.html", context)
    context = {"opened": opened, "posts": posts, "today": clock.today()}
    return render(request, "desk/staffing/slips.html", context)


def _person(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
