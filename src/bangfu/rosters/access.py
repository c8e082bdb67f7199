"""Who may take a list with him, and of which places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.offices.scope import Scope

Ranges = tuple[tuple[int, int], ...]


def handed(user: User, scope: Scope, *, whole: bool, on: date) -> Scope:
    """Return the part of what the account sees of which it may have the sheet.

    Somebody may see one village by one post and hand out another by another: only where a post
    gives the right itself. ``whole``: with numbers, telephones and addresses in full, so only
    where it may see those as well. The command line may: who runs it has the register itself.
    """
    if user.uuid == access.OPERATOR:
        return scope
    areas = _common(scope.areas, access.reach(user, "export", on=on))
    if whole:
        areas = _common(areas, access.reach(user, "register.unmask", on=on))
    return replace(scope, areas=areas)


def can_hand_out(user: User, scope: Scope, *, whole: bool, on: date) -> bool:
    """Return whether there is any place of which the account may have the sheet."""
    return bool(handed(user, scope, whole=whole, on=on).areas)


def _common(these: Iterable[tuple[int, int]], those: Ranges) -> Ranges:
    """The places that lie in both, each once."""
    found = {
        (max(lo, other_lo), min(hi, other_hi))
        for lo, hi in these
        for other_lo, other_hi in those
        if max(lo, other_lo) <= min(hi, other_hi)
    }
    wider = [one for one in found if not any(_within(one, two) for two in found if two != one)]
    return tuple(sorted(wider))


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1]
