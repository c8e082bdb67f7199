"""The pages of what a family is entitled to: today, on another day, and as it was kept."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.policies import actions as policies
from bangfu.policies import queries as policy
from bangfu.registry import queries as registry
from bangfu.registry.models import Household

from ..forms import OnForm
from ..queries import clearance_of
from . import words as pages


def _found(request: HttpRequest, uuid: UUID) -> tuple[User, Scope, Household]:
    """The household, for who sees what it lives on: an entitlement tells of income and illness."""
    user = request.user
    assert isinstance(user, User)
    scope = scope_for(user, on=clock.today())
    home = registry.find_household(scope, uuid, on=clock.today())
    if home is None or not registry.sees_means(clearance_of(scope)):
        not_found(request, subject=uuid, kind="household")
    return user, scope, home


def _look(user: User, home: Household) -> None:
    audit.look(
        by=user.uuid, at=clock.now(), subject=home.uuid, subject_kind="household",
        fields=["entitlement"], reason="", area=home.area, via="web",
    )  # fmt: skip


def _day(form: OnForm) -> date:
    asked = form.cleaned_data.get("on") if form.is_bound and form.is_valid() else None
    return asked or clock.today()


@needs("register.read")
@never_cache
@require_GET
def entitled(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what a household is entitled to on a day, why, and what is missing to know."""
    user, _scope, home = _found(request, uuid)
    form = OnForm(request.GET or None)
    on = _day(form)
    page = pages.page_of(home, on=on)
    if page is None:
        not_found(request, subject=uuid, kind="household")
    _look(user, home)
    kept = policy.list_kept(home)
    context = {
        "home": home,
        "page": page,
        "form": form if form.is_bound else OnForm(initial={"on": on}),
        "may_change": access.reaches(user, "register.write", home.area, on=clock.today()),
        "may_keep": access.reaches(user, "register.decide", home.area, on=clock.today()),
        "kept": kept,
        "names": offices.names_of([one.kept_by for one in kept]),
    }
    return render(request, "desk/entitled.html", context)


@needs("register.decide")
@never_cache
@require_POST
def keep(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep every answer of a day with what it rests on (POST)."""
    user, _scope, home = _found(request, uuid)
    if not access.reaches(user, "register.decide", home.area, on=clock.today()):
        not_found(request, subject=uuid, kind="household")
    form = OnForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("日期写错了，没有存。"))
        return redirect("desk:entitled", uuid)
    batch = policies.keep_answers(home=home, by=user, on=_day(form), at=clock.now())
    if batch is None:
        not_found(request, subject=uuid, kind="household")
    return redirect(reverse("desk:kept_entitled", args=[uuid, batch]))


@needs("register.read")
@never_cache
@require_GET
def kept(request: HttpRequest, uuid: UUID, batch: UUID) -> HttpResponse:
    """Show answers as they were kept, and whether they come out the same when given again."""
    user, _scope, home = _found(request, uuid)
    rows = policy.replay_batch(home, batch)
    if not rows:
        not_found(request, subject=batch, kind="household")
    _look(user, home)
    first = rows[0].assessment
    context = {
        "home": home,
        "first": first,
        "by": offices.names_of([first.kept_by]).get(first.kept_by, ""),
        "lines": pages.kept_lines(rows),
        "same": all(row.same for row in rows),
        "erased": any(row.record is None for row in rows),
    }
    return render(request, "desk/kept.html", context)
