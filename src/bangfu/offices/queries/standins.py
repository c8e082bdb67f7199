from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from .. import access
from ..models import ADMIN_ROLES, Post, Role, StandIn, User
from .places import in_ranges


def find_stand_in(uuid: UUID) -> StandIn | None:
    """Return who stands in for whom under this uuid, or None."""
    made = StandIn.objects.select_related("user__organisation", "for_user__organisation")
    return made.filter(uuid=uuid).first()


def list_stand_ins(user: User, *, since: date) -> QuerySet[StandIn]:
    """Return the stand-ins for or by the account that are not over on this day."""
    return (
        StandIn.objects.filter(Q(user=user) | Q(for_user=user), ended_at=None)
        .filter(valid_until__gte=since)
        .select_related("user", "for_user")
    )


def current_stand_ins(user: User, *, on: date) -> QuerySet[StandIn]:
    """Return for whom the account stands in on this day, and who stands in for it."""
    return list_stand_ins(user, since=on).filter(valid_from__lte=on)


def hands_of(user: User, *, on: date) -> frozenset[UUID]:
    """Return whose record the account may not review on this day: its own, and across a stand-in.

    Who stands in for somebody does not judge what that one wrote, nor the other way round.
    """
    pairs = current_stand_ins(user, on=on).values_list("user__uuid", "for_user__uuid")
    return frozenset({user.uuid, *(one for pair in pairs for one in pair)})


def who_may_stand_in(for_user: User, by: User, *, on: date) -> QuerySet[User]:
    """Return the accounts of the town that may stand in for this one: open, and neither
    administrators nor inspectors."""
    held = Post.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    town = for_user.organisation.area_id // 10**6 * 10**6 if for_user.organisation else 0
    return (
        User.objects.filter(is_active=True)
        .filter(in_ranges("organisation__area_id", [(town, town + 10**6 - 1)]))
        .filter(pk__in=held.values("user"))
        .exclude(pk__in=held.filter(role__in={*ADMIN_ROLES, Role.INSPECTOR}).values("user"))
        .exclude(pk__in=[for_user.pk, by.pk])
        .select_related("organisation")
        .order_by("organisation__area_id", "username")
    )


def lends(user: User, *, on: date) -> bool:
    """Return whether the account holds a post on this day that can be stood in for."""
    own = (post.role for post in access.posts_of(user, on=on) if post.user_id == user.pk)
    return bool(set(own) & access.LENT)
