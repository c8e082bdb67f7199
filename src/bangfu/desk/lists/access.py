"""Who may take a list with him."""

from __future__ import annotations

from datetime import date

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope


def can_export(user: User, scope: Scope, *, on: date) -> bool:
    """Return whether the account may have the masked sheet of what it sees by area."""
    return bool(scope.areas) and access.has_right(user, "export", on=on)


def can_export_whole(user: User, scope: Scope, *, on: date) -> bool:
    """Return whether the account may have the sheet with whole numbers, for a reason."""
    return can_export(user, scope, on=on) and access.has_right(user, "register.unmask", on=on)
