"""The page on which two sources that differ are looked at, and one of them is let hold."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bangfu.desk import differ
from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import scope_for
from bangfu.registry.actions import changes
from bangfu.registry.states import ChangeKind

from .. import queries
from ..access import can_do, reach_of
from ..doing import back_to, done
from ..forms.settle import SettleForm


@needs("register.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, uuid: UUID, subject: UUID, kind: str) -> HttpResponse:
    """Show what two sources say (GET), or let one of them hold (POST)."""
    user, on = request.user, clock.today()
    assert isinstance(user, User)
    scope = scope_for(user, on=on)
    family = queries.find_family(scope, uuid, on=on)
    if family is None:
        not_found(request, subject=uuid, kind="household")
    if not can_do(user, ChangeKind.SETTLE, family.home.area, on=on):
        refuse(request, "register.decide")
    found = differ.find(family.home, [one.uuid for one in family.members], subject, kind)
    data = request.POST if request.method == "POST" else None
    context: dict[str, Any] = {"family": family, "found": found}
    if found is not None:
        reach = reach_of(user, ChangeKind.SETTLE, on=on)
        form = SettleForm(data, found=found, family=family, scope=reach, today=on)
        form.choose(request.GET.get("said", ""))
        if data is not None and form.is_valid():
            change = done(form, changes.settle, user, at=clock.now())
            if change is not None:
                return back_to(change)
        context["form"] = form
    return render(request, "desk/changes/settle.html", context)
