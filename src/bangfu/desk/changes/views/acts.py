"""Request in, one act of the register, answer out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.registry import queries as registry
from bangfu.registry.actions import changes
from bangfu.registry.models import Change
from bangfu.registry.states import ChangeKind

from .. import queries
from ..access import can_do, can_undo, reach_of, right_of
from ..doing import back_to, done
from ..forms import FindForm, OpenForm
from ..offer import find_offer, in_parts, offers_for

FOUND = 8


@needs("register.write")
@never_cache
@require_GET
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List what may have happened to this household, in plain words."""
    user, scope = _reader(request)
    family = _family(request, scope, uuid)
    offers = offers_for(user, family, on=clock.today())
    if not offers:
        refuse(request, "register.write")
    corrects = can_do(user, ChangeKind.CORRECT, family.home.area, on=clock.today())
    tells = can_do(user, ChangeKind.UPDATE, family.home.area, on=clock.today())
    return render(
        request,
        "desk/changes/choose.html",
        {"family": family, "parts": in_parts(offers), "corrects": corrects, "tells": tells},
    )


@needs("register.write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    """Show the short form of one act (GET), or do the act (POST)."""
    user, scope = _reader(request)
    family = _family(request, scope, uuid)
    offer = find_offer(slug)
    if offer is None:
        not_found(request)
    if not can_do(user, offer.kind, family.home.area, on=clock.today()):
        refuse(request, right_of(offer.kind))
    data = request.POST if request.method == "POST" else None
    reach = reach_of(user, offer.kind, on=clock.today())
    form = offer.form(
        data, family=family, scope=reach, today=clock.today(), files=request.FILES or None
    )
    if data is not None and form.is_valid():
        change = done(form, offer.do, user, at=clock.now())
        if change is not None:
            return back_to(change)
    context = {"family": family, "offer": offer, "form": form, "fits": offer.fits(family)}
    return render(request, "desk/changes/tell.html", context)


@needs("register.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_new(request: HttpRequest) -> HttpResponse:
    """Look first whether the family is there (POST look), then open a household (POST save)."""
    user, scope = _reader(request)
    reach = reach_of(user, ChangeKind.OPEN, on=clock.today())
    step = request.POST.get("step", "")
    if step == "save":
        form = _open_form(request.POST, reach)
        change = _opened(form, user) if form.is_valid() else None
        if change is not None:
            return back_to(change)
    elif step == "fill":
        form = _open_form(None, reach, initial=_typed(request.POST))
    else:
        return _look(request, scope, FindForm(request.POST if step == "look" else None))
    return render(request, "desk/changes/open.html", {"form": form})


def _look(request: HttpRequest, scope: Scope, form: FindForm) -> HttpResponse:
    """Show who is on the register under what was typed."""
    looked = form.is_bound and form.is_valid()
    typed = form.cleaned_data["text"] if looked else ""
    hits = registry.find_people(scope, typed, on=clock.today(), limit=FOUND)
    context = {"form": form, "hits": hits, "looked": looked}
    return render(request, "desk/changes/look.html", context)


def _typed(data: Any) -> dict[str, str]:
    """What was looked for becomes the head's name or number."""
    form = FindForm(data)
    typed = form.cleaned_data["text"] if form.is_valid() else ""
    return {"number" if typed[:1].isdecimal() else "name": typed}


@needs("register.write")
@never_cache
@require_POST
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back an act of one's own of the last thirty days (POST)."""
    user, scope = _reader(request)
    change = registry.find_act(scope, uuid, on=clock.today())
    if change is None:
        not_found(request, subject=uuid, kind="change")
    if not can_do(user, change.kind, change.area, on=clock.today()):
        refuse(request, right_of(change.kind))
    _take_back(request, user, change)
    gone = registry.find_household(scope, change.household.uuid, on=clock.today()) is None
    return (
        redirect("desk:households")
        if gone
        else redirect("desk:household", uuid=change.household.uuid)
    )


def _take_back(request: HttpRequest, user: User, change: Change) -> None:
    if change.done_by != user.uuid and change.kind != ChangeKind.MERGE:
        who = offices.names_of([change.done_by]).get(change.done_by, "")
        messages.error(request, _("这件事是%(who)s办的，请本人撤回。") % {"who": who})
        return
    # One that is undone already is for the act itself to refuse, in its own words.
    late = change.undone_at is None and not can_undo(user, change, on=clock.today(), at=clock.now())
    if late:
        messages.error(request, _("只能撤回30天内办的，请另行登记。"))
        return
    try:
        changes.undo(change=change.uuid, by=user.uuid, at=clock.now())
    except changes.CannotChange as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回：%(act)s。") % {"act": change.get_kind_display()})


def _reader(request: HttpRequest) -> tuple[User, Scope]:
    user = request.user
    assert isinstance(user, User)
    return user, scope_for(user, on=clock.today())


def _family(request: HttpRequest, scope: Scope, uuid: UUID) -> queries.Family:
    family = queries.find_family(scope, uuid, on=clock.today())
    if family is None:
        not_found(request, subject=uuid, kind="household")
    return family


def _open_form(data: Any, reach: Scope, **more: Any) -> OpenForm:
    return OpenForm(data, family=None, scope=reach, today=clock.today(), **more)


def _opened(form: OpenForm, user: User) -> Change | None:
    try:
        return changes.open_household(**form.asked(), told=form.told(by=user.uuid, at=clock.now()))
    except changes.NotThatDay as wrong:
        form.add_error("on", str(wrong))
    except changes.AlreadyThere as known:
        form.add_error(None, str(known))
        form.known = known.person
    except changes.CannotChange as refusal:
        form.add_error(None, str(refusal))
    return None
