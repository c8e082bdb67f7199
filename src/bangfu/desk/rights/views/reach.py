"""Whose page it is, and whether the reader's right reaches there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest

from bangfu.frame import clock
from bangfu.offices import access
from bangfu.offices.gate import not_found, refuse
from bangfu.offices.models import User
from bangfu.offices.scope import Scope, scope_for
from bangfu.privacy import actions

from .. import queries

_WRONG = (actions.CannotAnswer, actions.CannotErase, actions.CannotHold, actions.CannotKeep)


def reader_of(request: HttpRequest) -> tuple[User, Scope]:
    """Return who asks, and what he may see today."""
    user = request.user
    assert isinstance(user, User)
    return user, scope_for(user, on=clock.today())


def part_of(user: User, *rights: str) -> Scope:
    """Return the part of what the account sees where one of these rights is its own: a post
    elsewhere does not serve."""
    on = clock.today()
    places = {place for right in rights for place in access.reach(user, right, on=on)}
    return Scope(user.uuid, tuple(sorted(places)))


def family_of(request: HttpRequest, uuid: UUID) -> queries.Family:
    """Return a household of the reader's scope with its people; for a stranger it is not there."""
    _user, scope = reader_of(request)
    family = queries.find_family(scope, uuid, on=clock.today())
    if family is None:
        not_found(request, subject=uuid, kind="household")
    return family


def reached(request: HttpRequest, right: str, area: int) -> User:
    """Ask for the right at the place itself: a post elsewhere does not serve."""
    user, _scope = reader_of(request)
    if not access.reaches(user, right, area, on=clock.today()):
        refuse(request, right)
    return user


def tried(page: HttpRequest, act: Callable[..., Any], /, **words: Any) -> bool:
    """Do an act, or say in the words of the room why not."""
    try:
        act(**words)
    except _WRONG as refusal:
        messages.error(page, str(refusal))
        return False
    return True
