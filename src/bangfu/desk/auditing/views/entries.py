"""Request in, one question to the trail or one act, answer out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import actions as trail
from bangfu.audit import alerts, queries, verify
from bangfu.audit.states import Kind
from bangfu.frame import clock
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs, not_found
from bangfu.offices.models import User

from ..details import details_of, fields_of, people_in, reason_of, way_of
from ..forms import HeadForm, TrailForm
from ..queries import reach_of
from ..words import AREA_UNITS, words_of


@dataclass(frozen=True)
class Row:
    """One entry with the words a reader needs."""

    line: queries.EntryLine
    actor: str
    username: str
    verb: str
    subject: str
    kind: str
    place: str
    fields: str
    reason: str
    way: str
    details: list[tuple[str, str]]


@needs("audit.read")
@never_cache
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """List the entries of the auditor's areas, newest first, a page at a time."""
    form = TrailForm(request.GET, verbs=queries.list_verbs())
    lines: list[queries.EntryLine] = []
    if form.is_valid():
        asked = form.asked()
        before = request.GET.get("before", "")
        mark = int(before) if before.isdecimal() and len(before) < 19 else None
        lines = queries.list_entries(reach=reach(request), **asked, before=mark)
        _record_look(request, asked)
    return _page(request, form=form, rows=rows_of(lines), next_url=_next(request, lines))


@needs("audit.read")
@never_cache
@require_GET
def entry(request: HttpRequest, number: int) -> HttpResponse:
    """Show one entry whole; one of another area is not there."""
    line = queries.find_entry(number, reach=reach(request)) if number < 2**63 else None
    if line is None:
        not_found(request)
    (row,) = rows_of([line])
    return render(request, "desk/audit_entry.html", {"row": row, "line": line})


@needs("audit.read")
@never_cache
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Verify the whole chain, record that, and say what was found."""
    typed = HeadForm(request.POST)
    head = typed.cleaned_data["head"] if typed.is_valid() else None
    verdict = verify.verify()
    agrees = head.agrees() if head else None
    detail = {"ok": verdict.ok, "checked": verdict.checked, "head": verdict.head.seq}
    trail.record(
        verb="audit.chain.verify",
        by=reader(request).uuid,
        at=clock.now(),
        detail=detail | ({"on_paper": agrees} if head else {}),
        via="web",
    )
    form = TrailForm({}, verbs=queries.list_verbs())
    form.is_valid()
    lines = queries.list_entries(reach=reach(request))
    return _page(
        request,
        form=form,
        rows=rows_of(lines),
        next_url=_next(request, lines),
        verdict=verdict,
        typed=typed,
        agrees=agrees,
    )


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    context = {"typed": HeadForm(), **context}
    waiting = alerts.count_open(reach(request))
    return render(
        request,
        "desk/audit.html",
        {"state": queries.seal_state(), "waiting": waiting, **context},
    )


def reader(request: HttpRequest) -> User:
    """Return who reads the trail."""
    user = request.user
    assert isinstance(user, User)
    return user


def reach(request: HttpRequest) -> queries.Reach:
    """Return the part of the trail that the reader answers for."""
    return reach_of(reader(request), on=clock.today())


def _record_look(request: HttpRequest, asked: dict[str, Any]) -> None:
    """Whoever follows one person or one account through the trail leaves a trace himself."""
    for name, kind in (("subject", "audit.subject"), ("actor", "audit.account")):
        if asked[name] is not None:
            trail.look(
                by=reader(request).uuid,
                at=clock.now(),
                subject=asked[name],
                subject_kind=kind,
                fields=[],
                reason="",
                via="web",
            )


def rows_of(lines: list[queries.EntryLine]) -> list[Row]:
    """Return entries with the words a reader needs."""
    named = set().union(*(people_in(line.detail) for line in lines))
    names = offices.names_of([*(line.actor for line in lines if line.actor), *named])
    accounts = offices.usernames_of([line.actor for line in lines if line.actor])
    places = _places({line.area for line in lines if line.area})
    return [
        Row(
            line=line,
            actor=names.get(line.actor, str(line.actor)) if line.actor else _("系统"),
            username=accounts.get(line.actor, "") if line.actor else "",
            verb=words_of(line.verb),
            subject=words_of(line.subject_kind) if line.subject_kind else "",
            kind=str(Kind(line.kind).label),
            place=places.get(line.area, str(line.area // AREA_UNITS)) if line.area else "",
            fields=fields_of(line.fields),
            reason=reason_of(line.reason),
            way=way_of(line.via),
            details=details_of(line.detail, names),
        )
        for line in lines
    ]


def _places(numbers: set[int]) -> dict[int, str]:
    ranges = [(number, number) for number in numbers]
    return {area.lo: area.name for area in offices.list_areas(within=ranges)} if ranges else {}


def _next(request: HttpRequest, lines: list[queries.EntryLine]) -> str:
    """The query of the page after this one, or nothing on the last."""
    if len(lines) < queries.PAGE or request.method != "GET":
        return "" if len(lines) < queries.PAGE else f"?before={lines[-1].id}"
    given = [(name, value) for name, value in request.GET.items() if value and name != "before"]
    return "?" + urlencode([*given, ("before", str(lines[-1].id))])
