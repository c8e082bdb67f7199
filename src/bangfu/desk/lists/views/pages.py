"""The pages of the two lists."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.gate import needs
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.registry import queries as registry
from bangfu.rosters import queries as sheets

from .. import queries
from ..columns import HOUSEHOLDS, PEOPLE, ListKind
from ..forms import HouseholdForm, ListForm, PersonForm

FORMS = {HOUSEHOLDS.name: HouseholdForm, PEOPLE.name: PersonForm}


def reader(request: HttpRequest) -> tuple[User, Scope]:
    """Return who asks and what he sees."""
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user, scope_for(user, on=clock.today())


def form_of(kind: ListKind, data: Any, scope: Scope) -> ListForm:
    """Return the filters of a list as they are chosen, offering what the scope holds."""
    on = clock.today()
    villages = list(offices.list_villages(within=scope.areas, on=on)) if scope.areas else []
    form = FORMS[kind.name](data, villages=villages)
    if isinstance(form, HouseholdForm):
        village = form.chosen_village
        form.set_groups(registry.groups_of(scope, village, on=on) if village else [])
    return form


@needs("register.read")
@never_cache
@require_GET
def households(request: HttpRequest) -> HttpResponseBase:
    """List the households in scope, narrowed by the filters, 25 a page."""
    user, scope = reader(request)
    kept = queries.kept_of(user, HOUSEHOLDS)
    opened = _opened_with(request, kept)
    if opened is not None:
        return opened
    today = clock.today()
    form = form_of(HOUSEHOLDS, request.GET, scope)
    assert isinstance(form, HouseholdForm)
    found = queries.household_list(
        user,
        scope,
        form.asked(),
        on=today,
        order=form.given().get("order", ""),
        **_anchor(request),
    )
    context = _context(user, scope, HOUSEHOLDS, kept, form, found.page)
    context |= {
        "list": found,
        "others": _others(form),
        "may_open": access.has_right(user, "register.decide", on=today),
    }
    return render(request, "desk/lists/households.html", context)


@needs("register.read")
@never_cache
@require_GET
def people(request: HttpRequest) -> HttpResponseBase:
    """List the people in scope, narrowed by the filters, 25 a page."""
    user, scope = reader(request)
    kept = queries.kept_of(user, PEOPLE)
    opened = _opened_with(request, kept)
    if opened is not None:
        return opened
    form = form_of(PEOPLE, request.GET, scope)
    assert isinstance(form, PersonForm)
    found = queries.people_list(scope, form.asked(), on=clock.today(), **_anchor(request))
    context = _context(user, scope, PEOPLE, kept, form, found.page)
    context |= {"list": found, "others": _others(form)}
    return render(request, "desk/lists/people.html", context)


def _opened_with(request: HttpRequest, kept: queries.Kept) -> HttpResponse | None:
    """Lead to the view that the list opens with, where nothing else is asked."""
    if request.GET:
        return None
    view = kept.default
    return redirect(f"{request.path}?{view.query}") if view and view.asked else None


def _context(
    user: User,
    scope: Scope,
    kind: ListKind,
    kept: queries.Kept,
    form: ListForm,
    page: registry.Page | registry.PeoplePage,
) -> dict[str, Any]:
    chosen = form.chosen()
    given = [(name, value) for name, value, _words in chosen]
    may_export = sheets.may_hand_out(user, scope, whole=False, on=clock.today())
    return {
        "kind": kind,
        "form": form,
        "given": given,
        "tags": [
            (words, urlencode([(n, v) for n, v in given if n != name]) or "all=1")
            for name, _value, words in chosen
            if name != "order"
        ],
        "columns": [(one, _sorted_by(form, given, one.order)) for one in kept.columns],
        "views": [(view, sorted(view.asked) == sorted(given)) for view in kept.views],
        "query": urlencode(given),
        "pages": _pages(given, page),
        "helper": not scope.areas,
        "may_export": may_export,
        "layouts": sheets.list_layouts(scope, kind.name)[:8] if may_export else [],
    }


def _sorted_by(
    form: ListForm, given: list[tuple[str, str]], order: str | None
) -> tuple[str, bool] | None:
    """Return the address that sorts by a column, and whether the list is sorted so now."""
    if order is None or "order" not in form.fields:
        return None
    rest = [(name, value) for name, value in given if name != "order"]
    query = urlencode([*rest, ("order", order)] if order else rest) or "all=1"
    return query, dict(given).get("order", "") == order


def _others(form: ListForm) -> list[tuple[str, str]]:
    """Return words and query for what is not on the register today."""
    given = [(name, value) for name, value, _words in form.chosen() if name != "standing"]
    return [
        (str(words), urlencode([*given, ("standing", value)]))
        for value, words in form.choices_of("standing")
        if value
    ]


def _anchor(request: HttpRequest) -> dict[str, UUID | None]:
    return {name: _uuid(request.GET.get(name)) for name in ("after", "before")}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _pages(
    given: list[tuple[str, str]], page: registry.Page | registry.PeoplePage
) -> dict[str, str]:
    links = {}
    if page.before:
        links["previous_url"] = "?" + urlencode([*given, ("before", str(page.before))])
    if page.after:
        links["next_url"] = "?" + urlencode([*given, ("after", str(page.after))])
    return links
