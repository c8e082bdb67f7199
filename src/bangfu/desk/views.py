"""Request in, one question to `queries` or one act, answer out."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bangfu.audit import actions as audit
from bangfu.frame import clock
from bangfu.frame import views as frame
from bangfu.offices import access
from bangfu.offices.gate import needs, not_found, open_page, refuse, signed_in
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.registry import queries as registry
from bangfu.registry.actions import CannotShow, show_field
from bangfu.registry.models import Household, Person

from . import home as homes
from . import queries
from .forms import SHOWABLE, SearchForm, ShowForm

PER_PAGE = 25
AS_ONE_TYPES = 8


def _reader(request: HttpRequest) -> tuple[User, Scope]:
    user = request.user
    assert not isinstance(user, AnonymousUser)
    return user, scope_for(user, on=clock.today())


@signed_in
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show what is first today, for the posts of the reader."""
    user, scope = _reader(request)
    today = clock.today()
    panels = homes.panels_for(user, scope, on=today, at=clock.now())
    return render(request, "desk/home.html", {"panels": panels, "today": today})


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


@needs("register.read")
@never_cache
@require_GET
def household(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the file of one household."""
    user, scope = _reader(request)
    today = clock.today()
    page = queries.find_household_page(scope, uuid, user=user, on=today, at=clock.now())
    if page is None:
        gone = queries.find_erased(scope, Household, uuid, on=today)
        if gone is not None:
            return render(request, "desk/rights/erased.html", {"erasure": gone})
        not_found(request, subject=uuid, kind="household")
    _note(user, uuid, "household", page.file.household.area)
    done = page.just_done(_uuid(request.GET.get("done")))
    return render(request, "desk/household.html", {"page": page, "today": today, "done": done})


@needs("register.read")
@never_cache
@require_GET
def person(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show every fact of one person, numbers masked."""
    user, scope = _reader(request)
    page = queries.find_person_page(scope, uuid, user=user, on=clock.today(), at=clock.now())
    if page is None:
        gone = queries.find_erased(scope, Person, uuid, on=clock.today())
        if gone is not None:
            return render(request, "desk/rights/erased.html", {"erasure": gone})
        not_found(request, subject=uuid, kind="person")
    _note(user, uuid, "person", page.file.person.area)
    form = None
    if page.showable and _may_unmask(user, page):
        form = _show_form(page.showable)
    return render(request, "desk/person.html", {"page": page, "form": form})


def _note(user: User, subject: UUID, kind: str, area: int) -> None:
    """Whoever opens a file leaves a look, masked though it is: a family may ask who did."""
    audit.look(
        by=user.uuid, at=clock.now(), subject=subject, subject_kind=kind, fields=[], reason="",
        area=area, via="web",
    )  # fmt: skip


def _may_unmask(user: User, page: queries.PersonPage) -> bool:
    person = page.file.person
    return access.can_unmask(user, home=person.home, area=person.area, on=clock.today())


def _show_form(showable: list[str], data: object = None) -> ShowForm:
    form = ShowForm(data)  # type: ignore[arg-type]
    choices = [choice for choice in SHOWABLE if choice[0] in showable]
    form.fields["field"].choices = choices  # type: ignore[attr-defined]
    return form


@needs("register.unmask")
@never_cache
@require_POST
def show(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one number whole, after the look is on record (POST)."""
    user, scope = _reader(request)
    page = queries.find_person_page(scope, uuid, user=user, on=clock.today(), at=clock.now())
    if page is None:
        not_found(request, subject=uuid, kind="person")
    if not _may_unmask(user, page):
        refuse(request, "register.unmask")
    form = _show_form(page.showable, request.POST)
    shown, now = None, clock.now()
    if form.is_valid():
        given = form.cleaned_data
        try:
            shown = show_field(
                person=page.file.person,
                field=given["field"],
                reason=given["reason"],
                by=user.uuid,
                at=now,
            )
        except CannotShow:
            form.add_error("field", _("没有存这一项，或已按规定销毁。"))
    context = {"page": page, "form": form, "shown": shown, "reader": user, "now": now}
    return render(request, _part(request, "desk/person.html", "desk/shown.html"), context)


def _part(request: HttpRequest, whole: str, part: str) -> str:
    return part if request.headers.get("HX-Request") == "true" else whole


@needs("register.read")
@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Show the search page; what is typed comes by POST, so that no address holds a name."""
    _user, scope = _reader(request)
    form = SearchForm(request.POST or None)
    asked = form.cleaned_data["text"] if form.is_valid() else ""
    hits = registry.find_people(scope, asked, on=clock.today(), limit=PER_PAGE * 2)
    context = {"asked": asked, "hits": hits, "full": len(hits) == PER_PAGE * 2}
    return render(request, _part(request, "desk/search.html", "desk/results.html"), context)


@needs("register.read")
@never_cache
@require_POST
def found(request: HttpRequest) -> HttpResponse:
    """List the first few that match, under the search box, as one types (POST)."""
    _user, scope = _reader(request)
    form = SearchForm(request.POST)
    asked = form.cleaned_data["text"] if form.is_valid() else ""
    hits = registry.find_people(scope, asked, on=clock.today(), limit=AS_ONE_TYPES)
    context = {"asked": asked, "hits": hits, "full": len(hits) == AS_ONE_TYPES}
    return render(request, "desk/found.html", context)


@signed_in
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain the first quarter of an hour, the marks and the keys."""
    user, _scope = _reader(request)
    return render(request, "desk/help.html", {"rights": access.rights_of(user, on=clock.today())})


@open_page("a stranger at the page of login chooses the language too")
@require_POST
def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language and go back to the page that asked (POST)."""
    return frame.switch_language(request)


@open_page("who can not read small type must be able to choose before signing in")
def switch_size(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen size of type and go back to the page that asked (POST)."""
    return frame.switch_size(request)
