"""The page of one file: what was read of it, how far its job is, the file itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices.gate import needs
from bangfu.registry import queries as registry

from .. import queries
from .ground import find, page_of, reader, told

SIDES = ("came", "left", "changed")


@needs("rosters.read")
@never_cache
@require_GET
def batch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one file: what was read, what can enter, what must be asked."""
    found = find(request, uuid)
    show = request.GET.get("show", "")
    if queries.doing(found):
        job = queries.progress_of(found, at=clock.now())
        return render(request, "rosters/batch.html", {"batch": found, "job": job})
    return render(request, "rosters/batch.html", told(request, found, show, page_of(request)))


@needs("rosters.read")
@never_cache
@require_GET
def difference(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who came, left and changed since an earlier issue of the list: the one before this, or
    that of the day somebody chose."""
    user, _scope = reader(request)
    found = find(request, uuid)
    audit.look(
        by=user.uuid, at=clock.now(), subject=found.uuid, subject_kind="rosters.batch",
        fields=["rows"], reason="verify", area=found.area, via="web",
    )  # fmt: skip
    until, show = _day(request.GET.get("until", "")), request.GET.get("show", "")
    context = {
        "batch": found,
        "found": registry.difference_of(found.uuid, until=until, page=page_of(request)),
        "until": until,
        "show": show if show in SIDES else "",
    }
    return render(request, "rosters/difference.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@needs("rosters.read")
@never_cache
@require_GET
def progress(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Say how far a job is; when it is done, the page is loaded anew."""
    found = find(request, uuid)
    if not queries.doing(found):
        answer = HttpResponse()
        answer["HX-Redirect"] = reverse("rosters:batch", args=[uuid])
        return answer
    job = queries.progress_of(found, at=clock.now())
    return render(request, "rosters/progress.html", {"batch": found, "job": job})


@needs("rosters.take_in")
@never_cache
@require_POST
def original(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Give the file as it was handed in; it holds everybody whole, so that is recorded first."""
    user, _scope = reader(request)
    found = find(request, uuid)
    try:
        content = queries.original_of(found)
    except queries.CannotGive:
        messages.error(request, _("原表读不出来，请找管理员查看留存的原件。"))
        return redirect("rosters:batch", uuid)
    audit.look(
        by=user.uuid, at=clock.now(), subject=found.uuid, subject_kind="rosters.batch",
        verb="rosters.batch.download", fields=["rows"], reason="verify", area=found.area,
        via="web",
    )  # fmt: skip
    answer = HttpResponse(content, content_type="application/octet-stream")
    name = content_disposition_header(True, found.file_name)
    answer["Content-Disposition"] = name or "attachment"
    return answer
