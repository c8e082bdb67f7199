"""How an account gets in: what allauth and axes ask of this installation."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from bangfu.frame import clock

from . import actions, queries, scope
from .models import User

SIGN_IN = "sign_in"
"""The session's key for the uuid of its line in the table of sign-ins."""

BACKEND = "bangfu.offices.signin.DoorBackend"


class DoorBackend(ModelBackend):
    """Checks name and password of somebody whom the database does not know yet."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the open account of this name with this password, or None."""
        if not username or not password:
            return None
        name = scope.as_counted(username)
        scope.knock(name)
        return super().authenticate(request, username=name, password=password)


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the name under which failures are counted: however it is typed, it is one account."""
    given = credentials or {}
    name = given.get("username") or given.get("login") or request.POST.get("login", "")
    return scope.as_counted(str(name))


class Adapter(DefaultAccountAdapter):
    """allauth's questions, answered: nobody signs up, nothing is mailed, all is recorded."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: accounts are opened by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: accounts have no address."""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password, under the account if the name is one."""
        actions.note_failure(
            user=queries.find_user(counted_name(request, credentials)),
            at=clock.now(),
            factor="password",
        )

    def login(self, request: HttpRequest, user: User) -> None:
        """Begin a session under a new key; the rest of the request sees with the account's eyes."""
        scope.enter(scope.Scope(user.uuid), on=clock.today())
        user.backend = BACKEND
        super().login(request, user)
        request.session.pop(SIGN_IN, None)
        actions.note_sign_in(user=user, at=clock.now())

    def logout(self, request: HttpRequest) -> None:
        """End the session and its line among the sign-ins."""
        if isinstance(request.user, User):
            mark = request.session.get(SIGN_IN)
            actions.leave(user=request.user, mark=UUID(mark) if mark else None, at=clock.now())
        super().logout(request)

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Return whether to ask again; who signed in within the last minutes is not asked twice."""
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return clock.machine_time().timestamp() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the desk: a first password is changed on the way there."""
        return settings.LOGIN_REDIRECT_URL

    def set_password(self, user: User, password: str) -> None:
        """Keep the password that its owner chose."""
        actions.set_own_password(user=user, password=password, at=clock.now())


class SecondFactors(DefaultMFAAdapter):
    """Keeps the secrets of one-time codes encrypted under a key outside the database."""

    def encrypt(self, text: str) -> str:
        """Return the text as the database keeps it."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what ``encrypt`` was given.  Raises InvalidToken under another key."""
        return _safe().decrypt(encrypted_text.encode()).decode()


def _safe() -> Fernet:
    material = f"bangfu.offices.second_factor:{settings.SECRET_KEY}".encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(material).digest()))
