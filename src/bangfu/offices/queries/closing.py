"""What nobody does in a place where nobody holds a role: said before an account is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Post, Role, User

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

STANDS_STILL: dict[str, StrPromise] = {
    Role.CLERK: _("没有人导入花名册，登记住户的变化，答复本人要求。"),
    Role.APPROVER: _("提出的依法删除没有人确认。"),
    Role.VILLAGE_WORKER: _("村里看到的变化没有村居干部登记，要由镇经办人登记。"),
    Role.SECURITY_ADMIN: _("没有人解锁账号，关掉丢失的两步验证，任免三员，委托检查。"),
    Role.AUDITOR: _("没有人看留痕，每月的链头没有人签字。"),
}
"""Other roles leave nothing behind that somebody else does not do."""


def what_stands_still(user: User, held: QuerySet[Post]) -> list[str]:
    """Return a sentence for each post of the account that nobody else covers.

    ``held`` are the posts of open accounts on the day, his among them.
    """
    posts = list(held.select_related("area"))
    return [
        gettext("%(role)s（%(area)s）：%(still)s")
        % {
            "role": post.get_role_display(),
            "area": post.area.name,
            "still": STANDS_STILL[post.role],
        }
        for post in posts
        if post.user_id == user.pk and not any(_covers(one, post) for one in posts)
    ]


def _covers(other: Post, post: Post) -> bool:
    same = other.role == post.role and other.user_id != post.user_id
    return same and other.area.lo <= post.area.lo and post.area.hi <= other.area.hi
