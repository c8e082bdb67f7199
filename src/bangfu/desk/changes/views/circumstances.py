"""The pages on which the circumstances of one person are told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.privacy.states import Clearance
from bangfu.registry.actions import changes
from bangfu.registry.models import Change
from bangfu.registry.queries import get_person_file
from bangfu.registry.states import ChangeKind

from ...queries import lines_about
from .. import forms, queries
from ..access import can_do, right_of
from ..doing import back_to, done
from ..groups import GROUPS

FORMS: dict[str, tuple[type[forms.FactForm], Callable[..., Change]]] = {
    "work": (forms.WorkForm, changes.set_traits),
    "school": (forms.SchoolForm, changes.set_schooling),
    "disability": (forms.DisabilityForm, changes.set_disability),
    "illness": (forms.IllnessForm, changes.set_illness),
    "about": (forms.AboutForm, changes.set_traits),
}


@needs("register.write")
@never_cache
@require_GET
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List what may be told of this person."""
    _user, _scope, subject, family = _found(request, uuid)
    context = {"subject": subject, "family": family, "groups": GROUPS}
    return render(request, "desk/changes/facts.html", context)


@needs("register.write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    """Show the form of one group of facts (GET), or tell them (POST)."""
    user, scope, subject, family = _found(request, uuid)
    group = next((one for one in GROUPS if one.slug == slug), None)
    if group is None:
        not_found(request)
    today = clock.today()
    kind_of_form, do = FORMS[group.slug]
    data = request.POST if request.method == "POST" else None
    form = kind_of_form(
        data, subject=subject, family=family, scope=scope, today=today,
        may_correct=can_do(user, ChangeKind.CORRECT, family.home.area, on=today),
    )  # fmt: skip
    if data is not None and form.is_valid():
        change = done(form, do, user, at=clock.now())
        if change is not None:
            return back_to(change)
    file = get_person_file(scope, uuid, on=today, clearance=Clearance.STAFF)
    lines = lines_about(file, group.kinds) if file is not None else []
    context = {
        "subject": subject, "family": family, "group": group, "form": form, "lines": lines,
    }  # fmt: skip
    return render(request, "desk/changes/fact.html", context)


def _found(request: HttpRequest, uuid: UUID) -> tuple[User, Scope, queries.Subject, queries.Family]:
    """The person and his household, for who may tell of people there; nobody else."""
    user = request.user
    assert isinstance(user, User)
    on = clock.today()
    scope = scope_for(user, on=on)
    found = queries.find_subject(scope, uuid, on=on)
    family = queries.find_family(scope, found[1], on=on) if found is not None else None
    if found is None or family is None:
        not_found(request, subject=uuid, kind="person")
    if not can_do(user, ChangeKind.UPDATE, family.home.area, on=on):
        refuse(request, right_of(ChangeKind.UPDATE))
    return user, scope, found[0], family
