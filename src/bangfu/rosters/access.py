"""Who may take a list with him."""

from __future__ import annotations

from datetime import date

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope


def can_hand_out(user: User, scope: Scope, *, whole: bool, on: date) -> bool:
    """Return whether the account may have the sheet of what it sees by area.

    ``whole``: with numbers, telephones and addresses in full. The command line may: who runs it
    has the register itself.
    """
    if not scope.areas or not access.has_right(user, "export", on=on):
        return False
    if not whole or user.uuid == access.OPERATOR:
        return True
    return access.has_right(user, "register.unmask", on=on)
