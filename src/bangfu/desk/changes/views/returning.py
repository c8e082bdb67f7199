"""The page on which somebody who moved out comes back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import scope_for
from bangfu.registry.actions import changes
from bangfu.registry.queries import find_person
from bangfu.registry.states import ChangeKind

from ..access import can_do, reach_of
from ..doing import back_to, done
from ..forms import ReturnForm
from ..queries import find_former_home


@needs("register.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask where somebody comes back to (GET), and let him come back (POST)."""
    user = request.user
    assert isinstance(user, User)
    on = clock.today()
    person = find_person(scope_for(user, on=on), uuid, on=on)
    if person is None:
        not_found(request, subject=uuid, kind="person")
    if not can_do(user, ChangeKind.RETURN, person.area, on=on):
        refuse(request, "register.decide")
    data = request.POST if request.method == "POST" else None
    reach = reach_of(user, ChangeKind.RETURN, on=on)
    old = find_former_home(reach, person, on=on)
    form = ReturnForm(data, person=person, old=old, scope=reach, today=on)
    if data is not None and form.is_valid():
        do = changes.come_back_anew if form.anew else changes.come_back
        change = done(form, do, user, at=clock.now())
        if change is not None:
            return back_to(change)
    return render(request, "desk/changes/return.html", {"person": person, "form": form})
