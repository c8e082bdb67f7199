"""Request in, one question or one act about people's rights, answer out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.audit import actions as trail
from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.privacy import actions
from bangfu.privacy import queries as privacy
from bangfu.privacy.models import Erasure, Request
from bangfu.privacy.states import SEALED, ErasureState, Ground, Reason, RequestState
from bangfu.registry import queries as registry
from bangfu.registry.actions import CannotShow, show_field
from bangfu.registry.actions.erase import (
    confirm_erasure,
    propose_erasure,
    refuse_erasure,
    withdraw_erasure,
)

from . import queries
from .forms import AnswerForm, AskForm, HoldForm

_WRONG = (actions.CannotAnswer, actions.CannotErase, actions.CannotHold)


def _reader(request: HttpRequest) -> tuple[User, Scope]:
    user = request.user
    assert isinstance(user, User)
    return user, scope_for(user, on=clock.today())


def _family(request: HttpRequest, uuid: UUID) -> queries.Family:
    _user, scope = _reader(request)
    family = queries.find_family(scope, uuid, on=clock.today())
    if family is None:
        not_found(request, subject=uuid, kind="household")
    return family


def _reached(request: HttpRequest, right: str, area: int) -> User:
    """Ask for the right at the place itself: a post elsewhere does not serve."""
    user, _scope = _reader(request)
    if not access.reaches(user, right, area, on=clock.today()):
        refuse(request, right)
    return user


def _try(page: HttpRequest, act: Callable[..., Any], /, **words: Any) -> bool:
    """Do an act, or say in the words of the room why not."""
    try:
        act(**words)
    except _WRONG as refusal:
        messages.error(page, str(refusal))
        return False
    return True


@needs("privacy.answer")
@never_cache
@require_GET
def looks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who looked at a family; on paper for the family, without names of staff."""
    family = _family(request, uuid)
    user = _reached(request, "privacy.answer", family.home.area)
    trail.look(
        by=user.uuid, at=clock.now(), subject=uuid, subject_kind="audit.subject", fields=[],
        reason="", area=family.home.area, via="web",
    )  # fmt: skip
    context = {"family": family, "seen": queries.looks_at(family), "today": clock.today()}
    return render(request, "desk/rights/looks.html", context)


@needs("register.write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take down what somebody of the family asks about his own data."""
    family = _family(request, uuid)
    user = _reached(request, "register.write", family.home.area)
    today = clock.today()
    initial = {"asked_on": today.isoformat()}
    form = AskForm(request.POST or None, family=family, initial=initial)
    if form.is_valid():
        given = dict(form.cleaned_data)
        subject = UUID(given.pop("subject"))
        kind = "household" if subject == family.home.uuid else "person"
        asked = actions.Asked(subject=subject, subject_kind=kind, area=family.home.area, **given)
        try:
            made = actions.ask(
                asked, by=user.uuid, at=clock.now(), on=today,
                calendar=offices.calendar_of(family.home.area),
            )  # fmt: skip
        except actions.CannotAnswer as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("已记下，%(due)s前答复。") % {"due": made.due_on.isoformat()}
            )
            return redirect("desk:household", uuid=uuid)
    return render(request, "desk/rights/ask.html", {"family": family, "form": form})


@needs("privacy.answer")
@never_cache
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """List what people asked: what waits by its limit, then what was decided."""
    user, _scope = _reader(request)
    today = clock.today()
    mine = access.reach(user, "privacy.answer", on=today)
    waiting = queries.asked_lines(
        list(privacy.list_requests(mine, state=RequestState.OPEN)[:200]), on=today
    )
    decided = queries.asked_lines(list(privacy.list_requests(mine)[:50]), on=today)
    return render(request, "desk/rights/requests.html", {"waiting": waiting, "decided": decided})


def _request(request: HttpRequest, uuid: UUID) -> Request:
    found = privacy.find_request(uuid)
    if found is None:
        not_found(request, subject=uuid, kind="privacy.request")
    _reached(request, "privacy.answer", found.area)
    return found


@needs("privacy.answer")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one request, or take it in hand, meet, refuse or reopen it (POST)."""
    found = _request(request, uuid)
    form = AnswerForm(request.POST if request.POST.get("act") == "refuse" else None)
    if request.method == "POST":
        done = _decide(request, found, form)
        if done:
            return redirect("rights:request", uuid=uuid)
    return _show_request(request, found, form)


def _decide(request: HttpRequest, found: Request, form: AnswerForm) -> bool:
    user, _scope = _reader(request)
    act = request.POST.get("act", "")
    acts: dict[str, Callable[..., Any]] = {
        "take": actions.take, "meet": actions.meet, "reopen": actions.reopen,
    }  # fmt: skip
    given: dict[str, Any] = {"request": found.uuid, "by": user.uuid, "at": clock.now()}
    if act in acts:
        return _try(request, acts[act], **given)
    if act == "refuse" and form.is_valid():
        return _try(request, actions.refuse, why=form.cleaned_data["refusal"], **given)
    return False


def _show_request(
    request: HttpRequest, found: Request, form: AnswerForm, shown: str = ""
) -> HttpResponse:
    user, _scope = _reader(request)
    trail.look(
        by=user.uuid, at=clock.now(), subject=found.subject, subject_kind=found.subject_kind,
        fields=["request"], reason=Reason.CASE, area=found.area, via="web",
    )  # fmt: skip
    (line,) = queries.asked_lines([found], on=clock.today())
    mine = found.state == RequestState.OPEN and found.handler == user.uuid
    context = {
        "line": line, "form": form, "words": privacy.words_of(found), "mine": mine,
        "opens": mine and found.subject_kind == "person" and found.about in SEALED,
        "own": found.decided_by == user.uuid, "shown": shown, "reader": user,
        "now": clock.now(),
    }  # fmt: skip
    return render(request, "desk/rights/request.html", context)


@needs("privacy.answer")
@never_cache
@require_POST
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Open the one field that a request in one's own hands is about: the work itself is the
    reason (POST)."""
    found = _request(request, uuid)
    user, scope = _reader(request)
    person = registry.find_person(scope, found.subject, on=clock.today())
    own = found.state == RequestState.OPEN and found.handler == user.uuid
    if person is None or not own or found.about not in SEALED:
        not_found(request, subject=uuid, kind="privacy.request")
    try:
        shown = show_field(
            person=person, field=found.about, reason=Reason.CASE, by=user.uuid, at=clock.now()
        )
    except CannotShow:
        shown = ""
        messages.error(request, _("没有存这一项，或已按规定销毁。"))
    return _show_request(request, found, AnswerForm(), shown)


@needs("privacy.answer")
@never_cache
@require_POST
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the letter of a decided request to print; from then on the decision stands (POST)."""
    found = _request(request, uuid)
    user, _scope = _reader(request)
    if not _try(request, actions.note_print, request=uuid, by=user.uuid, at=clock.now()):
        return redirect("rights:request", uuid=uuid)
    (line,) = queries.asked_lines([found], on=clock.today())
    town = offices.find_town_setting(found.area)
    context = {"line": line, "town": town, "today": clock.today()}
    return render(request, "desk/rights/letter.html", context)


@needs("erasure.propose", "erasure.confirm")
@never_cache
@require_GET
def retention(request: HttpRequest) -> HttpResponse:
    """List how long what is kept, what is due, and the erasures that wait or were done."""
    user, _scope = _reader(request)
    today = clock.today()
    rights = access.rights_of(user, on=today)
    scope = _part(user, "erasure.propose", "erasure.confirm")
    place = next((lo for right in ("erasure.propose", "erasure.confirm")
                  for lo, _hi in access.reach(user, right, on=today)), 0)  # fmt: skip
    terms = privacy.terms_of(place)
    waiting = _mine(privacy.list_erasures([ErasureState.PROPOSED]), scope)
    context = {
        "terms": list(terms.values()),
        "due": registry.list_due(scope, terms, on=today),
        "waiting": queries.erasure_lines(waiting),
        "pending": {one.subject for one in waiting},
        "done": queries.erasure_lines(_mine(privacy.list_erasures([ErasureState.DONE]), scope)),
        "may_propose": "erasure.propose" in rights,
    }
    return render(request, "desk/rights/retention.html", context)


@needs("erasure.propose")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def due(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show what is due of one family or person; propose its erasure, or hold it (POST)."""
    user, _scope = _reader(request)
    today = clock.today()
    scope = _part(user, "erasure.propose")
    listed = registry.list_due(scope, privacy.terms_of(_place_of(scope)), on=today)
    found = next((one for one in listed if one.subject == uuid), None)
    if found is None:
        not_found(request, subject=uuid, kind="household")
    act = request.POST.get("act", "")
    form = HoldForm(request.POST if act == "hold" else None)
    hold = queries.hold_of(uuid, on=today)
    done = False
    if act == "propose":
        done = _try(
            request, propose_erasure, subject=uuid, kind=found.kind, ground=found.ground,
            by=user, at=clock.now(), on=today,
        )  # fmt: skip
    elif act == "hold" and form.is_valid():
        done = _try(
            request, actions.place, subject=uuid, area=found.area, by=user.uuid, at=clock.now(),
            on=today, **form.cleaned_data,
        )  # fmt: skip
    if done:
        return redirect("rights:retention")
    context = {"due": found, "form": form, "hold": hold, "ground": Ground(found.ground).label}
    return render(request, "desk/rights/due.html", context)


def _part(user: User, *rights: str) -> Scope:
    """The part of what the account sees where one of these rights is its own: a post elsewhere
    does not serve."""
    on = clock.today()
    places = {place for right in rights for place in access.reach(user, right, on=on)}
    return Scope(user.uuid, tuple(sorted(places)))


def _mine(erasures: list[Erasure], scope: Scope) -> list[Erasure]:
    return [one for one in erasures if scope.covers(one.area)]


def _place_of(scope: Scope) -> int:
    return scope.areas[0][0] if scope.areas else 0


@needs("erasure.propose", "erasure.confirm")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one proposed erasure; confirm, refuse or withdraw it (POST)."""
    user, _scope = _reader(request)
    found = privacy.find_erasure(uuid)
    if found is None:
        not_found(request, subject=uuid, kind="privacy.erasure")
    acts: dict[str, Callable[..., Any]] = {
        "confirm": confirm_erasure, "refuse": refuse_erasure, "withdraw": withdraw_erasure,
    }  # fmt: skip
    act = acts.get(request.POST.get("act", ""))
    if act is not None:
        _try(request, act, erasure=uuid, by=user, at=clock.now(), on=clock.today())
        return redirect("rights:erasure", uuid=uuid)
    may = access.reaches(user, "erasure.confirm", found.area, on=clock.today())
    (line,) = queries.erasure_lines([found])
    context = {
        "line": line, "may_confirm": may and found.proposed_by != user.uuid,
        "mine": found.proposed_by == user.uuid, "waits": found.state == ErasureState.PROPOSED,
    }  # fmt: skip
    return render(request, "desk/rights/erasure.html", context)
