"""Request in, one decision about a pair, answer out."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry
from bangfu.registry.actions import changes, doubts, pairs
from bangfu.registry.models import Pair
from bangfu.registry.states import Basis, PairState

from ..changes.kin import words_of_doubt
from .compare import in_one_line, lines_of, outcome_of, sides_of, unlike_words, why
from .forms import AnswerForm, OtherForm
from .paper import mark_of, questions_for, villages_asked

SHOWN = 25
FOUND = 8


@needs("register.decide")
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits to be compared, what the village was asked, and what was decided last."""
    user, scope = _reader(request)
    on = clock.today()
    waiting = registry.waiting_pairs(scope, on=on)[:SHOWN]
    asked = registry.waiting_pairs(scope, on=on, state=PairState.ASKED)[:SHOWN]
    decided = [one for one in registry.list_decided(scope, on=on) if one.state != PairState.ASKED]
    names = offices.names_of([one.decided_by for one in decided if one.decided_by])
    context = {
        "progress": _progress(user, scope),
        "waiting": [(one, why(one)) for one in waiting],
        "asked": [(one, why(one), mark_of(one)) for one in asked],
        "decided": [
            (one, names.get(one.decided_by, "") if one.decided_by else "") for one in decided
        ],
    }
    return render(request, "desk/pairs/index.html", context)


@needs("register.decide")
@never_cache
@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """Show what one village was asked, to be printed; looking at it is on record."""
    user, scope = _reader(request)
    on = clock.today()
    villages = villages_asked(scope, on=on)
    chosen = request.GET.get("village", "")
    here = next((one for one in villages if str(one.lo) == chosen), None)
    if chosen and here is None:
        not_found(request)
    here = here or next(iter(villages), None)
    context: dict[str, Any] = {"villages": villages, "here": here, "most": registry.ON_PAPER}
    if here is not None:
        audit.look(
            by=user.uuid, at=clock.now(), subject=user.uuid, subject_kind="registry.pairs",
            fields=["rows"], reason="verify", area=here.lo, via="web",
        )  # fmt: skip
        context["questions"] = questions_for(scope, here.lo, on=on)
    return render(request, "desk/pairs/asked.html", context)


@needs("register.decide")
@never_cache
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Let the register look again for who may be there twice (POST)."""
    user, _scope = _reader(request)
    found = doubts.find_doubts(by=user.uuid, at=clock.now())
    if found:
        messages.success(request, _("新找到%(n)d对，请比对。") % {"n": found})
    else:
        messages.success(request, _("找过了，没有新的。"))
    return redirect("pairs:index")


@needs("register.decide")
@never_cache
@require_GET
def pair(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show two entries side by side, and ask."""
    user, scope = _reader(request)
    found = _pair(request, scope, uuid)
    return _page(request, user, scope, found)


@needs("register.decide")
@never_cache
@require_POST
def decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep the answer: the same, not the same, or the village is asked (POST)."""
    user, scope = _reader(request)
    found = _pair(request, scope, uuid)
    form = AnswerForm(request.POST, stay=_stay(scope, found), old_sex=pairs.sides(found)[1].sex)
    if not form.is_valid():
        return _page(
            request, user, scope, found, form=form, wrong=in_one_line(form.non_field_errors())
        )
    try:
        _decided(form, found, user)
    except changes.NeedsHead as asks:
        form.ask_for_head()
        return _page(request, user, scope, found, form=form, wrong=str(asks))
    except pairs.Unlike as unlike:
        form.ask_sure([unlike.KEY])
        return _page(request, user, scope, found, form=form, wrong=unlike_words(unlike.differs))
    except changes.Unlikely as odd:
        form.ask_sure(odd.keys)
        wrong = in_one_line(words_of_doubt(doubt, form.stay) for doubt in odd.doubts)
        return _page(request, user, scope, found, form=form, wrong=wrong)
    except pairs.Decided:
        late = _pair(request, scope, uuid)
        return _page(request, user, scope, late, wrong=_("别人先定了，您这次没有记。"))
    except changes.CannotChange as refusal:
        return _page(request, user, scope, found, wrong=str(refusal))
    words = {"same": PairState.SAME, "apart": PairState.APART, "ask": PairState.ASKED}
    said = words[form.cleaned_data["answer"]].label
    messages.success(request, _("已记下：%(what)s。") % {"what": said})
    following = registry.next_pair(scope, on=clock.today(), after=found)
    return redirect("pairs:pair", uuid=following.uuid) if following else redirect("pairs:index")


def _decided(form: AnswerForm, found: Pair, user: User) -> None:
    answer, now, on = form.cleaned_data["answer"], clock.now(), clock.today()
    if answer == "same":
        told = changes.Told(on=on, by=user.uuid, at=now, today=on, basis=Basis.COMPARED)
        pairs.same(pair=found.uuid, told=told, head=form.head(), sure=form.sure)
    elif answer == "apart":
        pairs.apart(pair=found.uuid, by=user.uuid, at=now)
    else:
        pairs.ask_village(pair=found.uuid, by=user.uuid, at=now)


@needs("register.decide")
@never_cache
@require_POST
def reopen(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take back what was decided about a pair (POST)."""
    user, scope = _reader(request)
    found = _pair(request, scope, uuid)
    try:
        pairs.reopen(pair=found.uuid, by=user.uuid, at=clock.now())
    except changes.CannotChange as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已撤回，请再比对。"))
    return redirect("pairs:pair", uuid=uuid)


@needs("register.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Look for another entry of this person (POST text), and compare the two (POST other)."""
    user, scope = _reader(request)
    on = clock.today()
    person = registry.find_person(scope, uuid, on=on)
    if person is None:
        not_found(request, subject=uuid, kind="person")
    other = _uuid(request.POST.get("other"))
    if other is not None and registry.find_person(scope, other, on=on) is not None:
        try:
            made = pairs.pair_up(one=uuid, two=other, by=user.uuid, at=clock.now())
        except changes.CannotChange as refusal:
            messages.error(request, str(refusal))
        else:
            return redirect("pairs:pair", uuid=made.uuid)
    form = OtherForm(request.POST if "text" in request.POST else None)
    typed = form.cleaned_data["text"] if form.is_bound and form.is_valid() else ""
    hits = registry.find_people(scope, typed, on=on, limit=FOUND)
    context = {
        "person": person, "form": form, "hits": [hit for hit in hits if hit.person != uuid],
        "looked": bool(typed),
    }  # fmt: skip
    return render(request, "desk/pairs/choose.html", context)


def _page(
    request: HttpRequest, user: User, scope: Scope, found: Pair, *,
    form: AnswerForm | None = None, wrong: str = "",
) -> HttpResponse:  # fmt: skip
    on = clock.today()
    keep, gone = pairs.sides(found)
    left, right = sides_of(scope, keep, gone, on=on)
    progress = _progress(user, scope)
    last = registry.last_decided(scope, on=on, by=user.uuid, since=_morning())
    context: dict[str, Any] = {
        "pair": found, "why": why(found), "left": left, "right": right,
        "lines": lines_of(left, right), "outcome": outcome_of(scope, left, right, on=on),
        "progress": progress, "place": min(progress.seen + 1, max(progress.total, 1)),
        "last": last if last != found else None, "form": form, "wrong": wrong,
        "asked": found.state == PairState.ASKED,
        "decided": found.state in (PairState.SAME, PairState.APART),
        "merged": next((one for one in (found.one, found.two) if one.canonical_id), None),
        "who": offices.names_of([found.decided_by]).get(found.decided_by, "")
        if found.decided_by
        else "",
    }  # fmt: skip
    return render(request, "desk/pairs/pair.html", context)


def _stay(scope: Scope, found: Pair) -> list[Any]:
    """Who stays in the household of the entry that would be merged."""
    _keep, gone = pairs.sides(found)
    home = registry.find_household(scope, gone.home, on=clock.today()) if gone.home else None
    members = registry.list_members(home, on=clock.today()) if home else []
    return [one for one in members if one.uuid != gone.uuid]


def _reader(request: HttpRequest) -> tuple[User, Scope]:
    """The account, and the part of what it sees in which it may decide."""
    user = request.user
    assert isinstance(user, User)
    return user, Scope(user.uuid, access.reach(user, "register.decide", on=clock.today()))


def _pair(request: HttpRequest, scope: Scope, uuid: UUID) -> Pair:
    found = registry.find_pair(scope, uuid, on=clock.today())
    if found is None:
        not_found(request, subject=uuid, kind="pair")
    return found


def _progress(user: User, scope: Scope) -> registry.Progress:
    return registry.progress_of(scope, on=clock.today(), by=user.uuid, since=_morning())


def _morning() -> datetime:
    """The beginning of the day: what was decided since then is this sitting."""
    return datetime.combine(clock.today(), time(), tzinfo=timezone.get_default_timezone())


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(str(text or ""))
    except ValueError:
        return None
