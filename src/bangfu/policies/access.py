"""Who may try out, draft, review and publish a change of a standard."""

from __future__ import annotations

from datetime import date

from bangfu.offices import access
from bangfu.offices.models import User

from .models import Revision


def span_of(area: str) -> tuple[int, int]:
    """Return the first and last number of an area given by the digits of its code; "" is all."""
    return int(area.ljust(15, "0") or 0), int(area.ljust(15, "9"))


def _covers(user: User, right: str, area: str, *, on: date) -> bool:
    lo, hi = span_of(area)
    return any(a <= lo and hi <= b for a, b in access.reach(user, right, on=on))


def can_draft(user: User, area: str, *, on: date) -> bool:
    """Return whether the account may draft a change of what holds in this area.

    The whole area must lie where its post reaches: a town does not change the province's rule.
    """
    return _covers(user, "policy.write", area, on=on)


def can_edit(user: User, revision: Revision, *, on: date) -> bool:
    """Return whether the account may change this draft: only who began it."""
    return revision.drafted_by == user.uuid and access.reaches(
        user, "policy.write", revision.place, on=on
    )


def can_review(user: User, revision: Revision, *, on: date) -> bool:
    """Return whether the account may agree to or return this change; never to its own."""
    return revision.drafted_by != user.uuid and access.reaches(
        user, "policy.review", revision.place, on=on
    )


def can_publish(user: User, revision: Revision, *, on: date) -> bool:
    """Return whether the account may put this change in force; never its own."""
    return revision.drafted_by != user.uuid and access.reaches(
        user, "policy.publish", revision.place, on=on
    )
