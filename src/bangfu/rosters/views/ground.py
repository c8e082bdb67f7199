"""What every view of the rosters begins and ends with: who asks, for which batch, what is told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import not_found
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for

from .. import queries
from ..forms import DateForm
from ..models import Batch
from ..states import BatchState, Disposition

_QUESTIONS = frozenset(("asks", "tidied", Disposition.WAITING))


def reader(request: HttpRequest) -> tuple[User, Scope]:
    """Return who asks and what he sees."""
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user, scope_for(user, on=clock.today())


def find(request: HttpRequest, uuid: UUID) -> Batch:
    """Return the batch that is asked for; one out of scope does not exist."""
    _user, scope = reader(request)
    found = queries.find_batch(scope, uuid)
    if found is None:
        not_found(request, subject=uuid, kind="rosters.batch")
    return found


def page_of(request: HttpRequest) -> int:
    """Return the page of a list that is asked for."""
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 6 else 1


def told(request: HttpRequest, found: Batch, show: str, page: int, at: str = "") -> dict[str, Any]:
    """Return what the page of a batch shows; `at` is the key of the cell that is open."""
    user, _scope = reader(request)
    asking = queries.count_asking(found)
    asked_for = show in _QUESTIONS | queries.SHOWN_BY_ROW
    if not asked_for:
        show = Disposition.WAITING if found.waiting or not asking else "asks"
    can = access.has_right(user, "rosters.take_in", on=clock.today())
    by_row = show in queries.SHOWN_BY_ROW
    rows = (
        queries.lines(found, show, page=page)
        if by_row
        else queries.doubts(found, show, page=page, at=at)
    )
    trouble = queries.trouble_of(found)
    return {
        "batch": found,
        "doubts": rows,
        "by_row": by_row,
        "has_list": asked_for or rows.rows > 0,
        "asking": asking,
        "parts": queries.parts_of(found),
        "kept_only": queries.kept_only(found),
        "tables": queries.tables_of(found),
        "tidied": queries.tidied(found),
        "dated": queries.dated(found),
        "date_form": DateForm(initial={"dated_on": queries.dated(found)}),
        "said": [*([trouble] if trouble else []), *queries.findings_of(found)],
        "names": queries.people_of([found]),
        "trouble": trouble,
        "can_take_in": can,
        "can_edit": can and found.state in (BatchState.STAGED, BatchState.TAKEN),
    }


def reload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Lead back to the page of a batch, also from a part of it."""
    target = reverse("rosters:batch", args=[uuid])
    if request.headers.get("HX-Request") != "true":
        return HttpResponseRedirect(target)
    answer = HttpResponse()
    answer["HX-Redirect"] = target
    return answer
