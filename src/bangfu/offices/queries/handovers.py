from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .. import access
from ..models import ADMIN_ROLES, HandOver, Post, Role, User
from .places import in_ranges

NOT_HANDED_OVER = ADMIN_ROLES | {Role.INSPECTOR, Role.OPERATOR}
"""Posts that one is appointed to each time: administrators and inspectors."""


def list_handovers(user: User, *, on: date) -> QuerySet[HandOver]:
    """Return the hand-overs the account takes part in or answers for, the latest first."""
    places = access.reach(user, "users.manage", on=on)
    mine = Q(leaver=user) | Q(taker=user) | in_ranges("area_id", places)
    return HandOver.objects.filter(mine).select_related(
        "leaver__organisation", "taker__organisation", "post__organisation", "post__area", "area"
    )


def find_handover(user: User, uuid: UUID, *, on: date) -> HandOver | None:
    """Return the hand-over, if the account takes part in it or answers for it, or None."""
    return list_handovers(user, on=on).filter(uuid=uuid).first()


def open_handovers(user: User, *, on: date) -> QuerySet[HandOver]:
    """Return those that are neither done nor withdrawn."""
    return list_handovers(user, on=on).filter(done_at=None, withdrawn_at=None)


def waiting_for(user: User, *, on: date) -> list[HandOver]:
    """Return the hand-overs that wait for this account's own confirmation."""
    return [
        one
        for one in open_handovers(user, on=on).filter(Q(leaver=user) | Q(taker=user))
        if (one.taker_id == user.pk) == (one.leaver_confirmed_at is not None)
    ]


def posts_to_hand_over(user: User, *, on: date) -> QuerySet[Post]:
    """Return the account's own posts that can be handed over on this day or a later one."""
    return (
        Post.objects.filter(user=user)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .exclude(role__in=NOT_HANDED_OVER)
        .select_related("area", "organisation")
    )


def who_may_take_over(post: Post, by: User, *, on: date) -> QuerySet[User]:
    """Return the open accounts of the town to which ``by`` may hand the post over.

    The administrator, to anybody but administrators; the leaver, to who holds such a post there.
    """
    held = Post.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    town = post.area_id // 10**6 * 10**6
    found = (
        User.objects.filter(is_active=True)
        .filter(in_ranges("organisation__area_id", [(town, town + 10**6 - 1)]))
        .exclude(pk__in=held.filter(role__in=ADMIN_ROLES).values("user"))
        .exclude(pk__in=[post.user_id, by.pk])
        .select_related("organisation")
        .order_by("organisation__area_id", "username")
    )
    if post.user_id == by.pk:
        same = held.filter(role=post.role, area__lo__lte=post.area.lo, area__hi__gte=post.area.hi)
        found = found.filter(pk__in=same.filter(valid_from__lte=on).values("user"))
    return found
