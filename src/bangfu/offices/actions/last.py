"""A town is never left without a system administrator: nobody could open an account again."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from ..models import Area, Post, Role, User


def leaves_none(user: User, area: Area, *, on: date) -> bool:
    """Return whether nobody else is system administrator of an area, or of a wider one, on a day.

    Every account that is one stays locked until the act is over, so that two who go at the same
    time are not each the other's reason to go.
    """
    held = Post.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        role=Role.SYSTEM_ADMIN, valid_from__lte=on,
        area__lo__lte=area.lo, area__hi__gte=area.hi,
    )  # fmt: skip
    admins = User.objects.select_for_update(no_key=True).filter(
        pk__in=held.values("user"), is_active=True
    )
    return not {one.pk for one in admins.order_by("pk")} - {user.pk}
