"""An erasure: proposed because the term is over or because the law asks for it, then decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import needs, not_found
from bangfu.offices.scope import Scope
from bangfu.privacy import actions
from bangfu.privacy import queries as privacy
from bangfu.privacy.states import ErasureState, Ground
from bangfu.registry import queries as registry
from bangfu.registry.actions.erase import (
    confirm_erasure,
    propose_erasure,
    refuse_erasure,
    withdraw_erasure,
)

from .. import queries
from ..forms import EraseForm, HoldForm
from .reach import part_of, reached, reader_of, tried


@needs("erasure.propose")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what is due of one family or person; propose its erasure, or hold it (POST)."""
    user, _scope = reader_of(request)
    today = clock.today()
    scope = part_of(user, "erasure.propose")
    listed = registry.list_due(scope, privacy.terms_of(_place_of(scope)), on=today)
    found = next((one for one in listed if one.subject == uuid), None)
    if found is None:
        not_found(request, subject=uuid, kind="household")
    act = request.POST.get("act", "")
    form = HoldForm(request.POST if act == "hold" else None)
    hold = queries.hold_of(uuid, on=today)
    done = False
    if act == "propose":
        done = tried(
            request, propose_erasure, subject=uuid, kind=found.kind, ground=found.ground,
            by=user, at=clock.now(), on=today,
        )  # fmt: skip
    elif act == "hold" and form.is_valid():
        done = tried(
            request, actions.place, subject=uuid, area=found.area, by=user.uuid, at=clock.now(),
            on=today, **form.cleaned_data,
        )  # fmt: skip
    if done:
        return redirect("rights:retention")
    context = {"due": found, "form": form, "hold": hold, "ground": Ground(found.ground).label}
    return render(request, "desk/rights/due.html", context)


def _place_of(scope: Scope) -> int:
    return scope.areas[0][0] if scope.areas else 0


@needs("erasure.propose", "erasure.confirm")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one proposed erasure; confirm, refuse or withdraw it (POST)."""
    user, _scope = reader_of(request)
    found = privacy.find_erasure(uuid)
    if found is None:
        not_found(request, subject=uuid, kind="privacy.erasure")
    acts: dict[str, Callable[..., Any]] = {
        "confirm": confirm_erasure, "refuse": refuse_erasure, "withdraw": withdraw_erasure,
    }  # fmt: skip
    act = acts.get(request.POST.get("act", ""))
    if act is not None:
        tried(request, act, erasure=uuid, by=user, at=clock.now(), on=clock.today())
        return redirect("rights:erasure", uuid=uuid)
    may = access.reaches(user, "erasure.confirm", found.area, on=clock.today())
    (line,) = queries.erasure_lines([found])
    context = {
        "line": line, "may_confirm": may and found.proposed_by != user.uuid,
        "mine": found.proposed_by == user.uuid, "waits": found.state == ErasureState.PROPOSED,
    }  # fmt: skip
    return render(request, "desk/rights/erasure.html", context)


@needs("erasure.propose")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """Propose an erasure before its term is over: asked for, or never to have been kept (POST)."""
    user, scope = reader_of(request)
    today = clock.today()
    found = queries.find_erasable(scope, kind, uuid, on=today)
    if found is None:
        not_found(request, subject=uuid, kind=kind)
    reached(request, "erasure.propose", found.area)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = propose_erasure(
                subject=uuid, kind=kind, by=user, at=clock.now(), on=today, **form.cleaned_data
            )
        except actions.CannotErase as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("rights:erasure", uuid=made.uuid)
    return render(request, "desk/rights/erase.html", {"found": found, "form": form})
