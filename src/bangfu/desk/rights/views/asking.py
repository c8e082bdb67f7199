"""What people ask about their own data, and the answer."""

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
from bangfu.offices.gate import needs, not_found
from bangfu.privacy import actions
from bangfu.privacy import queries as privacy
from bangfu.privacy.models import Request
from bangfu.privacy.states import SEALED, Reason, RequestKind, RequestState
from bangfu.registry import queries as registry
from bangfu.registry.actions import CannotShow, show_field

from .. import queries
from ..forms import AnswerForm, AskForm, MeetForm
from ..own import own_page
from .reach import family_of, reached, reader_of, tried

GIVES = (RequestKind.KNOW, RequestKind.COPY)
"""What is asked for is the file itself."""


@needs("register.write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take down what somebody of the family asks about his own data."""
    family = family_of(request, uuid)
    user = reached(request, "register.write", family.home.area)
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
    user, _scope = reader_of(request)
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
    reached(request, "privacy.answer", found.area)
    return found


@needs("privacy.answer")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one request, or take it in hand, meet, refuse or reopen it (POST)."""
    found = _request(request, uuid)
    act = request.POST.get("act", "")
    answer = AnswerForm(request.POST if act == "refuse" else None)
    meet = MeetForm(request.POST if act == "meet" else None, acts=queries.acts_for(found))
    if request.method == "POST" and _decide(request, found, act, answer, meet):
        return redirect("rights:request", uuid=uuid)
    return _show_request(request, found, answer, meet)


def _decide(
    request: HttpRequest, found: Request, act: str, answer: AnswerForm, meet: MeetForm
) -> bool:
    user, _scope = reader_of(request)
    acts: dict[str, Callable[..., Any]] = {"take": actions.take, "reopen": actions.reopen}
    given: dict[str, Any] = {"request": found.uuid, "by": user.uuid, "at": clock.now()}
    if act in acts:
        return tried(request, acts[act], **given)
    if act == "meet" and meet.is_valid():
        return tried(request, actions.meet, act=meet.cleaned_data["done_by"], **given)
    if act == "refuse" and answer.is_valid():
        return tried(request, actions.refuse, why=answer.cleaned_data["refusal"], **given)
    return False


def _show_request(
    request: HttpRequest, found: Request, answer: AnswerForm, meet: MeetForm, shown: str = ""
) -> HttpResponse:
    user, _scope = reader_of(request)
    trail.look(
        by=user.uuid, at=clock.now(), subject=found.subject, subject_kind=found.subject_kind,
        fields=["request"], reason=Reason.CASE, area=found.area, via="web",
    )  # fmt: skip
    (line,) = queries.asked_lines([found], on=clock.today())
    mine = found.state == RequestState.OPEN and found.handler == user.uuid
    context = {
        "line": line, "form": answer, "meet": meet, "words": privacy.words_of(found),
        "gives": mine and found.kind in GIVES, "mine": mine, "answered_by": queries.act_of(found),
        "opens": mine and found.subject_kind == "person" and found.about in SEALED,
        "erases": mine and found.kind == RequestKind.DELETE
        and access.reaches(user, "erasure.propose", found.area, on=clock.today()),
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
    user, scope = reader_of(request)
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
    meet = MeetForm(acts=queries.acts_for(found))
    return _show_request(request, found, AnswerForm(), meet, shown)


@needs("privacy.answer")
@never_cache
@require_POST
def letter(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give the letter of a decided request to print; from then on the decision stands (POST)."""
    found = _request(request, uuid)
    user, _scope = reader_of(request)
    if not tried(request, actions.note_print, request=uuid, by=user.uuid, at=clock.now()):
        return redirect("rights:request", uuid=uuid)
    (line,) = queries.asked_lines([found], on=clock.today())
    town = offices.find_town_setting(found.area)
    context = {
        "line": line, "town": town, "today": clock.today(),
        "answered_by": queries.act_of(line.request),
    }  # fmt: skip
    return render(request, "desk/rights/letter.html", context)


@needs("privacy.answer")
@never_cache
@require_POST
def own_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Give somebody his own file to print, his numbers whole: only whoever works on his request
    to see or copy it opens that, and the look is on record first (POST)."""
    found = _request(request, uuid)
    user, scope = reader_of(request)
    mine = found.state == RequestState.OPEN and found.handler == user.uuid
    if not mine or found.kind not in GIVES:
        messages.error(request, _("先由您接手这件要求，才能打印本人的档案。"))
        return redirect("rights:request", uuid=uuid)
    page = own_page(found, scope, by=user.uuid, at=clock.now(), on=clock.today())
    if page is None:
        messages.error(request, _("没有这个人，或不归您管。"))
        return redirect("rights:request", uuid=uuid)
    town = offices.find_town_setting(found.area)
    context = {"page": page, "request_uuid": uuid, "town": town, "today": clock.today()}
    return render(request, "desk/rights/own.html", context)
