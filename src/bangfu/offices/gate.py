"""The rule at every address: each view says who may come in, and a test reads it there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, NoReturn, TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from bangfu.frame import clock

from . import access

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class AccessRule:
    """Who may open an address: right, signed_in or open; value: rights or the reason."""

    kind: str
    value: str


@dataclass(frozen=True)
class Refusal:
    """What was asked for and refused; the middleware records it once the request is over."""

    route: str
    rule: str
    subject: UUID | None = None
    subject_kind: str = ""


def needs(*rights: str) -> Callable[[View], View]:
    """Return a decorator that lets in accounts with one of these rights, and records refusals.

    A visitor is sent to the page of login, an account without the right gets the page 403.
    """
    if not rights or not access.ALL_RIGHTS.issuperset(rights):
        raise ValueError(f"no role has the rights {rights!r}")

    def check(request: HttpRequest) -> None:
        on = clock.today()
        if not any(access.has_right(request.user, right, on=on) for right in rights):
            refuse(request, " ".join(rights))

    return _gate(AccessRule("right", " ".join(rights)), check)


def signed_in(view: View) -> View:
    """Decorate a view that every account may open, whatever its posts."""
    return _gate(AccessRule("signed_in", ""), lambda request: None)(view)


def open_page(reason: str) -> Callable[[View], View]:
    """Return a decorator for a page that strangers may open; the reason stands in the tests."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        inner.access_rule = AccessRule("open", reason)  # type: ignore[attr-defined]
        return inner  # type: ignore[return-value]

    return decorate


def refuse(request: HttpRequest, rule: str) -> NoReturn:
    """Refuse with the page 403 and have it recorded."""
    _remember(request, Refusal(_route(request), rule))
    raise PermissionDenied(_("您的岗位不能打开这一页。"))


def not_found(request: HttpRequest, *, subject: UUID | None = None, kind: str = "") -> NoReturn:
    """Refuse with the page 404, as for something that does not exist, and have it recorded.

    For the objects of other offices: 403 would tell a stranger that the family is in the register.
    """
    _remember(request, Refusal(_route(request), "not_found", subject, kind))
    raise Http404(_("没有这一页，或不在您的范围内。"))


def to_login(request: HttpRequest, *, why: str = "") -> HttpResponseBase:
    """Return the answer that leads to the page of login and from there back to this page."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else _page_before(request)
    htmx = request.headers.get("HX-Request") == "true"
    if htmx:
        back = _path_of(request.headers.get("HX-Current-URL", "")) or "/"
    query = urlencode({"next": back, **({"why": why} if why else {})})
    target = f"{resolve_url('account_login')}?{query}"
    if htmx:
        answer = HttpResponse(status=200)
        answer["HX-Redirect"] = target
        return answer
    return HttpResponseRedirect(target)


def _gate(rule: AccessRule, check: Callable[[HttpRequest], None]) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            check(request)
            return view(request, *args, **kwargs)

        inner.access_rule = rule  # type: ignore[attr-defined]
        return inner  # type: ignore[return-value]

    return decorate


def _remember(request: HttpRequest, refusal: Refusal) -> None:
    request.__dict__.setdefault("refusals", []).append(refusal)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or "") if match else ""


def _page_before(request: HttpRequest) -> str:
    """The page whose form was sent, so that its draft is found again."""
    return _path_of(request.headers.get("Referer", "")) or "/"


def _path_of(address: str) -> str:
    if not address:
        return ""
    parts = urlsplit(address)
    path = parts.path if parts.path.startswith("/") and not parts.path.startswith("//") else ""
    return f"{path}?{parts.query}" if path and parts.query else path
