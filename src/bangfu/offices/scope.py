"""Whose eyes a transaction has: the settings that the database's policies read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connections, transaction

from bangfu.audit import actions as audit

from . import access
from .access import OPERATOR
from .models import User

EVERYWHERE = ((10**14, 10**15 - 1),)

_SETTINGS = ("bangfu.principal", "bangfu.areas", "bangfu.today", "bangfu.at_door")


@dataclass(frozen=True)
class Scope:
    """A principal and the ranges of area numbers, both ends included, that it sees by post."""

    principal: UUID
    areas: tuple[tuple[int, int], ...] = ()
    standing: tuple[tuple[UUID, int, int], ...] = ()
    """For whom the principal stands in today and where only that lets it act."""

    def covers(self, area: int) -> bool:
        """Return whether the area number lies in the scope."""
        return any(lo <= area <= hi for lo, hi in self.areas)

    def as_multirange(self) -> str:
        """Return the areas as the text of an int8multirange, ``{[lo,hi],…}``."""
        return "{" + ",".join(f"[{lo},{hi}]" for lo, hi in self.areas) + "}"


def scope_for(user: User, *, on: date) -> Scope:
    """Return what the account sees by the areas of its posts on this day; grants come on top.

    Only roles that work with cases count: leaders see figures, the three administrators nothing,
    and an inspector the villages of his commissions of this day.
    It may be called outside any scope: the posts are read with the account's own eyes.
    """
    if user.uuid == OPERATOR:
        return operator_scope()
    if not access.posts_are_read(user, on=on):
        with scoped(Scope(user.uuid), on=on):
            access.posts_of(user, on=on)
    found = {
        place
        for post in access.posts_of(user, on=on)
        if post.role in access.BY_AREA
        for place in access.places_of(user, post, on=on)
    }
    return Scope(user.uuid, tuple(sorted(found)), access.standing_of(user, on=on))


def scope_by_right(principal: UUID, right: str, *, on: date) -> Scope | None:
    """Return what a principal sees on this day, or None if it has not this right, or no more.

    For work that was asked for earlier: what somebody could do then says nothing of today.
    """
    if principal == OPERATOR:
        return operator_scope()
    with scoped(Scope(principal), on=on):
        user = User.objects.filter(uuid=principal).first()
        if user is None or not access.has_right(user, right, on=on):
            return None
        return scope_for(user, on=on)


def operator_scope() -> Scope:
    """Return the scope of the command line: the operator, in every area."""
    return Scope(OPERATOR, EVERYWHERE)


@contextmanager
def scoped(
    scope: Scope, *, on: date, read_only: bool = False, using: str = "default"
) -> Iterator[Scope]:
    """Open a transaction in which the database shows what the scope may see on this day.

    Inside another transaction it is a savepoint, and the outer scope comes back at its end (SET
    LOCAL alone would outlive the savepoint).  With ``read_only`` the connection refuses to write.
    """
    values = (str(scope.principal), scope.as_multirange(), on.isoformat(), "")
    with (
        _settings(values, read_only=read_only, using=using),
        audit.on_behalf(scope.principal, scope.standing),
    ):
        yield scope


@contextmanager
def at_door(name: str, *, read_only: bool = False, using: str = "default") -> Iterator[None]:
    """Open a transaction of somebody not signed in, who may find the account of this name.

    ``name`` is a username or the account's key; with an empty one nothing at all is visible.
    """
    with _settings(("", "", "", name), read_only=read_only, using=using):
        yield


def as_counted(name: str) -> str:
    """Return an account's name as it is looked for and counted, however it was typed."""
    return name.strip().lower()[:150]


def knock(name: str, *, using: str = "default") -> None:
    """Let the running transaction see the account of this name, until it ends."""
    _set({"bangfu.at_door": name}, using)


def enter(scope: Scope, *, on: date, using: str = "default") -> None:
    """Give the running transaction this scope, until it ends: the moment somebody signs in."""
    values = (str(scope.principal), scope.as_multirange(), on.isoformat())
    _set(dict(zip(_SETTINGS, values, strict=False)), using)


@contextmanager
def _settings(values: tuple[str, ...], *, read_only: bool, using: str) -> Iterator[None]:
    connection = connections[using]
    nested = connection.in_atomic_block
    with transaction.atomic(using=using):
        before = _current(using) if nested else None
        _set(dict(zip(_SETTINGS, values, strict=True)), using, read_only=read_only)
        yield
        # After a failure the rollback brings the old settings back by itself.
        if before is not None and not connection.needs_rollback:
            _set(dict(zip(_SETTINGS, before, strict=True)), using)


def _current(using: str) -> tuple[str, ...]:
    with connections[using].cursor() as cursor:
        calls = ", ".join(f"coalesce(current_setting('{name}', true), '')" for name in _SETTINGS)
        cursor.execute(f"select {calls}")
        row: tuple[str, ...] = cursor.fetchone()
        return row


def _set(values: dict[str, str], using: str, *, read_only: bool = False) -> None:
    calls = ["set_config(%s, %s, true)"] * len(values)
    if read_only:
        calls.append("set_config('transaction_read_only', 'on', true)")
    flat = [text for pair in values.items() for text in pair]
    with connections[using].cursor() as cursor:
        cursor.execute(f"select {', '.join(calls)}", flat)
