"""A change of a standard, from the draft to the day it is published."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found, signed_in
from bangfu.rules import StandardError
from bangfu.rules.proposing import propose

from .. import access, actions, queries
from ..forms import DraftForm, OpinionForm, TextForm, written
from ..models import Revision
from ..queries import plain
from ..queries.plain import chinese
from ..states import EDITABLE, RevisionState
from .ground import area_of, choices_of, names_of, reader, values_of


@needs("policy.write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, ident: str) -> HttpResponse:
    """Ask for one value that is to change, and draft it (POST)."""
    user, _scope = reader(request)
    on, area = clock.today(), area_of(user)
    held = queries.standards()
    page = plain.page_of(held, ident, area, on=on)
    if page is None:
        not_found(request, kind="policies.standard")
    values = values_of(held, area, ident=ident)
    chosen = request.GET.get("what", "")
    initial = {"since": on, "what": chosen if chosen in values else ""}
    form = DraftForm(request.POST or None, choices=choices_of(held, values), initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        file, name, series = values[asked["what"]]
        try:
            made = actions.draft_value(
                file=file, name=name, written=written(series, asked["to"]),
                since=asked["since"], because=asked["because"], by=user, on=on, at=clock.now(),
            )  # fmt: skip
            return redirect("policies:revision", made.uuid)
        except ValidationError as error:
            form.add_error("to", error)
        except StandardError as error:
            form.add_error(None, [_said(fault) for fault in error.faults])
        except actions.CannotChangeStandard as refusal:
            form.add_error(None, str(refusal))
    return render(request, "policies/change.html", {"page": page, "form": form})


def _said(fault: Any) -> str:
    words: str = fault.zh if chinese() else fault.en
    return f"{fault.file}:{fault.line} {words}" if fault.file else words


@needs("policy.write")
@never_cache
@require_POST
def begin_text(request: HttpRequest, ident: str) -> HttpResponse:
    """Draft a change of the whole text of a standard, or of the area's own part of it (POST)."""
    user, _scope = reader(request)
    page = plain.page_of(queries.standards(), ident, area_of(user), on=clock.today())
    file = request.POST.get("file", "")
    if page is None or file not in page.files:
        not_found(request, kind="policies.standard")
    try:
        made = actions.draft(
            file=file, because=_("改全文"), by=user, on=clock.today(), at=clock.now()
        )
    except actions.CannotChangeStandard as refusal:
        messages.error(request, str(refusal))
        return redirect("policies:standard", ident)
    return redirect("policies:edit", made.uuid)


def _found(request: HttpRequest, uuid: UUID) -> Revision:
    found = queries.find_revision(uuid)
    if found is None:
        not_found(request, subject=uuid, kind="policies.revision")
    return found


@signed_in
@never_cache
@require_GET
def revision(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a change: what differs, whether it is proved, what it does, who agreed."""
    return _page(request, _found(request, uuid), OpinionForm())


def _page(
    request: HttpRequest,
    found: Revision,
    form: OpinionForm,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    user, _scope = reader(request)
    on = clock.today()
    done = found.state in (RevisionState.PUBLISHED, RevisionState.DROPPED)
    checked = None if done else queries.check(found, on=on)
    mine = access.can_edit(user, found, on=on) and found.state in EDITABLE
    figures = queries.figures_of(found.whatif) if found.whatif is not None else None
    context = {
        "it": found,
        "check": checked,
        "faults": [_said(fault) for fault in checked.faults] if checked else [],
        "figures": figures[0] if figures else None,
        "names": names_of(found.drafted_by, found.reviewed_by, found.published_by),
        "mine": mine,
        "may_review": found.state == RevisionState.SUBMITTED
        and access.can_review(user, found, on=on),
        "may_return": found.state == RevisionState.AGREED
        and access.can_publish(user, found, on=on),
        "may_publish": found.state == RevisionState.AGREED
        and access.can_publish(user, found, on=on),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "policies/revision.html", context, status=status)


@needs("policy.write")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Write a draft anew; faults are said and nothing is lost, a draft may be wrong."""
    user, _scope = reader(request)
    found = _found(request, uuid)
    first = {"because": found.because, "text": found.text, "cases": found.cases}
    form = TextForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            actions.edit(revision=found, by=user, on=clock.today(), at=clock.now(), **asked)
            return redirect("policies:revision", uuid)
        except actions.CannotChangeStandard as refusal:
            form.add_error(None, str(refusal))
    return render(request, "policies/edit.html", {"it": found, "form": form})


@needs("policy.write")
@never_cache
@require_POST
def try_out(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Try a draft out on the register and put the figures beside it (POST)."""
    user, scope = reader(request)
    found = _found(request, uuid)
    on = clock.today()
    try:
        day = queries.day_to_ask(found, on=on)
        proposal = propose(queries.texts(), found.text, file=found.file, on=day)
        actions.keep_whatif(
            proposal=proposal, text=found.text, by=user, scope=scope, on=on, at=clock.now(),
            revision=found,
        )  # fmt: skip
    except StandardError as error:
        return _page(request, found, OpinionForm(), refusal=_said(error.faults[0]), status=400)
    except (actions.CannotTry, actions.CannotChangeStandard) as refusal:
        return _page(request, found, OpinionForm(), refusal=str(refusal), status=400)
    return redirect("policies:revision", uuid)


@needs("policy.write", "policy.review", "policy.publish")
@never_cache
@require_POST
def move(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand in, agree, return, publish or give up a change (POST)."""
    user, _scope = reader(request)
    found = _found(request, uuid)
    form = OpinionForm(request.POST)
    told: dict[str, Any] = {"revision": found, "by": user, "on": clock.today(), "at": clock.now()}
    act = request.POST.get("act", "")
    if not form.is_valid():
        return _page(request, found, form, status=400)
    opinion = form.cleaned_data["opinion"]
    try:
        if act == "agree":
            actions.agree(opinion=opinion, **told)
        elif act == "return":
            actions.send_back(opinion=opinion, **told)
        elif act in ("submit", "publish", "drop"):
            {"submit": actions.submit, "publish": actions.publish, "drop": actions.drop}[act](
                **told
            )
        else:
            return _page(request, found, form, refusal=_("没有这个办法。"), status=400)
    except actions.CannotChangeStandard as refusal:
        return _page(request, found, form, refusal=str(refusal), status=400)
    return redirect("policies:revision", uuid)
