"""What is kept how long, what is held, and since when it is due."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.privacy import actions
from bangfu.privacy import queries as privacy
from bangfu.privacy.models import Erasure, Hold
from bangfu.privacy.retention import KINDS
from bangfu.privacy.states import ErasureState
from bangfu.registry import queries as registry

from .. import queries
from ..forms import TermForm
from .reach import part_of, reader_of, tried

_TOWN = 10**6


@needs("erasure.propose", "erasure.confirm")
@never_cache
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """List how long what is kept, what is held or due, and the erasures that wait or were done."""
    user, _scope = reader_of(request)
    today = clock.today()
    rights = access.rights_of(user, on=today)
    scope = part_of(user, "erasure.propose", "erasure.confirm")
    terms = privacy.terms_of(_place(user))
    waiting = _inside(privacy.list_erasures([ErasureState.PROPOSED]), scope)
    context = {
        "terms": list(terms.values()),
        "due": registry.list_due(scope, terms, on=today),
        "held": queries.hold_lines(_inside(privacy.list_holds(on=today), scope)),
        "waiting": queries.erasure_lines(waiting),
        "pending": {one.subject for one in waiting},
        "done": queries.erasure_lines(_inside(privacy.list_erasures([ErasureState.DONE]), scope)),
        "may_propose": "erasure.propose" in rights,
        "may_set": _own_town(user) is not None,
    }
    return render(request, "desk/rights/retention.html", context)


_Kept = TypeVar("_Kept", Erasure, Hold)


def _inside(found: list[_Kept], scope: Scope) -> list[_Kept]:
    return [one for one in found if scope.covers(one.area)]


def _place(user: User) -> int:
    return next(
        (lo for right in ("erasure.propose", "erasure.confirm")
         for lo, _hi in access.reach(user, right, on=clock.today())), 0,
    )  # fmt: skip


def _own_town(user: User) -> int | None:
    """The town whose terms the reader sets: he answers for all of it, not for a village."""
    for lo, hi in access.reach(user, "erasure.confirm", on=clock.today()):
        town = lo // _TOWN * _TOWN
        if lo <= town and town + _TOWN - 1 <= hi:
            return town
    return None


@needs("erasure.propose")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what holds a family's data; lift it before its day (POST)."""
    user, _scope = reader_of(request)
    found = privacy.find_hold(uuid)
    if found is None:
        not_found(request, subject=uuid, kind="privacy.hold")
    if not access.reaches(user, "erasure.propose", found.area, on=clock.today()):
        refuse(request, "erasure.propose")
    if request.method == "POST":
        if tried(request, actions.lift, hold=uuid, by=user.uuid, at=clock.now()):
            messages.success(request, _("已解除“暂不删除”。"))
        return redirect("rights:hold", uuid=uuid)
    (line,) = queries.hold_lines([found])
    return render(request, "desk/rights/hold.html", {"line": line})


@needs("erasure.confirm")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def term(request: HttpRequest, kind: str) -> HttpResponse:
    """Show how long the town keeps a kind of record, and set it (POST)."""
    user, _scope = reader_of(request)
    town = _own_town(user)
    if kind not in KINDS:
        not_found(request, kind="privacy.term")
    if town is None:
        refuse(request, "erasure.confirm")
    now = privacy.terms_of(town)[kind]
    initial = {"years": now.years, "clause": now.clause}
    form = TermForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.set_term(
                area=town, kind=kind, by=user.uuid, at=clock.now(), **form.cleaned_data
            )
        except actions.CannotKeep as refusal:
            form.add_error("years", str(refusal))
        else:
            messages.success(request, _("保存期限已改。"))
            return redirect("rights:retention")
    context = {"term": now, "least": KINDS[kind], "form": form}
    return render(request, "desk/rights/term.html", context)
