"""Every request in one transaction, with the visitor's scope; pages that only show cannot write."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import url_str_to_user_pk
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.mfa.adapter import get_adapter as second_factors
from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve

from bangfu.audit import actions as audit
from bangfu.frame import clock

from . import access, actions, gate, queries
from .models import User
from .scope import Scope, at_door, enter, scope_for, scoped
from .signin import SIGN_IN

Answer = Callable[[HttpRequest], HttpResponseBase]

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
_FREE = frozenset({"account_login", "account_logout"})
_PASSWORD = _FREE | {"account_change_password", "account_reauthenticate"}
_SECOND = _PASSWORD | {"mfa_activate_totp", "mfa_reauthenticate"}
_OPEN = frozenset({"set_language", "set_size", "jsi18n"})


class ScopeMiddleware:
    """Finds out who is there, opens the transaction, and closes it as the answer deserves."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        on = clock.today()
        turned_away = self._meet(request, on=on)
        if turned_away is not None:
            return turned_away
        read_only = request.method in LOOKING
        user = request.user
        if not isinstance(user, User):
            with at_door(_pending(request), read_only=read_only):
                return self._answer(request)
        detour = _detour(request, user, on=on)
        if detour is not None:
            return detour
        with scoped(scope_for(user, on=on), on=on, read_only=read_only):
            response = self._answer(request)
        self._record_refusals(request, user.uuid, on=on)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Mark the transaction for rollback; allauth's own ways of answering are no failures."""
        if not isinstance(exception, ImmediateHttpResponse | ReauthenticationRequired):
            request.__dict__["view_failed"] = True

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.__dict__.get("view_failed") or response.status_code >= 500:
            transaction.set_rollback(True)
        return response

    def _meet(self, request: HttpRequest, *, on: date) -> HttpResponseBase | None:
        """Set ``request.user``; return an answer only for a session that has run out."""
        key = request.session.get(SESSION_KEY)
        if key is None:
            request.user = AnonymousUser()
            return None
        with at_door(str(key)):
            user = get_user(request)
            if not isinstance(user, User) or not user.is_active:
                request.session.flush()
                request.user = AnonymousUser()
                return None
            enter(Scope(user.uuid), on=on)
            if not self._still_there(request, user):
                request.session.flush()
                request.user = AnonymousUser()
                return None if _route(request) in _FREE else gate.to_login(request, why="idle")
            access.posts_of(user, on=on)
            # Asked only where a post demands one: it decides nothing for anybody else.
            request.__dict__["has_second_factor"] = access.needs_second_factor(
                user, on=on
            ) and second_factors().is_mfa_enabled(user)
        request.user = user
        return None

    def _still_there(self, request: HttpRequest, user: User) -> bool:
        """Return whether the session is open and was heard of lately; note that it is now."""
        at = clock.machine_time()
        mark = request.session.get(SIGN_IN)
        line = queries.find_sign_in(UUID(mark)) if mark else None
        if line is None or line.user_id != user.pk:
            line = actions.open_sign_in(
                user=user,
                at=at,
                address=request.META.get("REMOTE_ADDR"),
                browser=request.headers.get("User-Agent", ""),
            )
            request.session[SIGN_IN] = str(line.uuid)
            return True
        if queries.has_run_out(line, at=at, idle_minutes=settings.IDLE_MINUTES):
            return False
        actions.hear(line, at=at)
        return True

    def _record_refusals(self, request: HttpRequest, principal: UUID, *, on: date) -> None:
        refusals: list[gate.Refusal] = request.__dict__.get("refusals", [])
        if not refusals:
            return
        with scoped(Scope(principal), on=on):
            for refusal in refusals:
                audit.record(
                    verb="offices.gate.refuse",
                    by=principal,
                    at=clock.now(),
                    subject=refusal.subject,
                    subject_kind=refusal.subject_kind,
                    detail={"route": refusal.route, "rule": refusal.rule},
                    via="web",
                )


def _pending(request: HttpRequest) -> str:
    """The key of the account whose second factor is still asked for, or nothing."""
    stash = request.session.get(LOGIN_SESSION_KEY)
    key = stash.get("user_pk") if isinstance(stash, dict) else None
    return str(url_str_to_user_pk(key)) if key else ""


def _route(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _detour(request: HttpRequest, user: User, *, on: date) -> HttpResponseBase | None:
    """Lead to a new password or to the second factor before anything else."""
    route = _route(request)
    if route in _OPEN:
        return None
    kept = access.kept_at(
        user, on=on, at=clock.now(), has_factor=bool(request.__dict__.get("has_second_factor"))
    )
    if kept in ("first_password", "old_password"):
        return None if route in _PASSWORD else _go("account_change_password")
    if kept == "second_factor":
        return None if route in _SECOND else _go("mfa_activate_totp")
    return None


def _go(route: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(resolve_url(route))
