"""The pages on which a fact about one person is said otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bangfu.frame import clock
from bangfu.offices.gate import needs, not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.registry.actions import changes
from bangfu.registry.models import Change
from bangfu.registry.queries import find_person
from bangfu.registry.states import ChangeKind, IdentityState

from .. import forms, queries
from ..access import can_do, reach_of
from ..doing import back_to, done

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise


@dataclass(frozen=True)
class Correction:
    """What may be put right about a person: its address, its words, its form, what is called."""

    slug: str
    label: StrPromise
    about: StrPromise
    form: type[forms.PersonForm]
    do: Callable[..., Change]


CORRECTIONS = (
    Correction("identity", gettext_lazy("姓名、号码、性别、出生"),
               gettext_lazy("抄错了，或在派出所改过。原来的留着。"),
               forms.IdentityForm, changes.set_identity),
    Correction("relation", gettext_lazy("与户主关系"),
               gettext_lazy("关系记错了，或原来没填。换户主另办。"),
               forms.RelationForm, changes.set_relation),
    Correction("contact", gettext_lazy("电话"), gettext_lazy("电话记错了，或换了号。"),
               forms.ContactForm, changes.set_phone),
    Correction("account", gettext_lazy("开户账号"), gettext_lazy("账号、开户行、开户名。"),
               forms.AccountForm, changes.set_account),
)  # fmt: skip


@needs("register.decide")
@never_cache
@require_GET
def choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List what may be wrong about this person, with what stands there today."""
    _user, _scope, subject, family = _found(request, uuid)
    now = {
        "contact": subject.phone, "account": subject.account, "identity": subject.number,
    }  # fmt: skip
    lines = [(one, now.get(one.slug, "")) for one in _fitting(subject)]
    context = {"subject": subject, "family": family, "lines": lines}
    return render(request, "desk/changes/wrong_about.html", context)


@needs("register.decide")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, uuid: UUID, slug: str) -> HttpResponse:
    """Show the form of one correction (GET), or do it (POST)."""
    user, scope, subject, family = _found(request, uuid)
    offer = next((one for one in _fitting(subject) if one.slug == slug), None)
    if offer is None:
        not_found(request)
    data = request.POST if request.method == "POST" else None
    form = offer.form(data, subject=subject, family=family, scope=scope, today=clock.today())
    if data is not None and form.is_valid():
        change = done(form, offer.do, user, at=clock.now())
        if change is not None:
            _say_what_waits(request, scope, uuid)
            return back_to(change)
    context = {"subject": subject, "family": family, "offer": offer, "form": form}
    return render(request, "desk/changes/correct.html", context)


def _fitting(subject: queries.Subject) -> list[Correction]:
    lives = subject.person.home is not None
    return [one for one in CORRECTIONS if lives or one.slug != "relation"]


def _found(request: HttpRequest, uuid: UUID) -> tuple[User, Scope, queries.Subject, queries.Family]:
    """The person and his household, for who may put facts right there; nobody else."""
    user = request.user
    assert isinstance(user, User)
    on = clock.today()
    scope = scope_for(user, on=on)
    found = queries.find_subject(scope, uuid, on=on)
    family = queries.find_family(scope, found[1], on=on) if found is not None else None
    if found is None or family is None:
        not_found(request, subject=uuid, kind="person")
    if not can_do(user, ChangeKind.CORRECT, family.home.area, on=on):
        refuse(request, "register.decide")
    return user, reach_of(user, ChangeKind.CORRECT, on=on), found[0], family


def _say_what_waits(request: HttpRequest, scope: Scope, uuid: UUID) -> None:
    """A number that somebody else has is kept as a question, and the clerk is told so."""
    person = find_person(scope, uuid, on=clock.today())
    if person is not None and person.identity_state == IdentityState.UNVERIFIED:
        messages.warning(request, _("%(name)s的号码还待核实。") % {"name": person.name})
    elif person is not None and person.identity_state == IdentityState.DISPUTED:
        messages.warning(
            request, _("%(name)s的号码另有人在用，记作有疑问，请对证件。") % {"name": person.name}
        )
