"""Closing an account, and reopening it: what stands still is said first, posts are given anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from .. import access, queries
from ..models import Post, ReopenReason, Role, SignIn, User
from .accounts import CannotResetPassword, first_password, keep_password, note_account
from .acting import Cannot, acting, day_of
from .last import leaves_none


class CannotCloseAccount(Cannot):
    """Work is still open in its hands; it is named, and handed over first."""


class AsksAgain(CannotCloseAccount):
    """Nobody else does there what this account does; ``still`` names it, sentence by sentence."""

    def __init__(self, words: str, still: Sequence[str]) -> None:
        super().__init__(words)
        self.still = list(still)


class CannotReopenAccount(Cannot):
    """It is open, or no reason is given, or a post of its begins on a later day."""


def close_account(*, user: User, by: User | UUID, at: datetime, known: bool = False) -> None:
    """Close an account: it signs in no more, its sessions end now and its posts today.

    ``known`` says that whoever closes it has read what will stand still. Raises
    CannotResetPassword without the right, AsksAgain where nobody else does what it does,
    CannotCloseAccount while work is open in its hands.
    """
    with acting(by, at=at) as who:
        on = day_of(at)
        if not access.can_reset_password(who, user, on=on):
            raise CannotResetPassword(_("您不能停用这个账号。"))
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _refuse_last_administrator(user, on=on)
        _refuse_open_work(user)
        if not known:
            _ask_about_the_last(user, on=on)
        user.is_active = False
        user.save(update_fields=["is_active"])
        posts = _end_posts(user, last=on)
        SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at, ended_by=who.uuid)
        note_account(
            who,
            user,
            "offices.account.close",
            at,
            fields=["is_active", *(["valid_until"] if posts else [])],
            detail={"posts": posts},
        )


def reopen_account(*, user: User, reason: str, by: User | UUID, at: datetime) -> str:
    """Reopen a closed account and return its new first password; it comes back without a post.

    Posts that ran on while it was closed end with the day before. Raises CannotReopenAccount.
    """
    with acting(by, at=at) as who:
        on = day_of(at)
        if not access.can_reset_password(who, user, on=on):
            raise CannotReopenAccount(_("您不能恢复这个账号。"))
        if reason not in ReopenReason.values:
            raise CannotReopenAccount(_("请选为什么恢复。"))
        user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if user.is_active:
            raise CannotReopenAccount(_("这个账号在用，不用恢复。"))
        posts = _end_posts(user, last=on - timedelta(days=1))
        _refuse_later_post(user, on=on)
        note_account(
            who,
            user,
            "offices.account.reopen",
            at,
            fields=["is_active", "password"],
            detail={"posts": posts},
            reason=reason,
        )
        first = first_password()
        user.set_password(first)
        user.is_active = user.must_change_password = True
        user.password_changed_at = at
        user.save(
            update_fields=["is_active", "password", "must_change_password", "password_changed_at"]
        )
        keep_password(user, at)
        return first


def _end_posts(user: User, *, last: date) -> int:
    """End the account's posts with this day; one that begins later keeps its first day."""
    runs = Post.objects.filter(user=user).filter(
        Q(valid_until=None) | Q(valid_until__gt=Greatest(F("valid_from"), Value(last)))
    )
    ended = runs.update(valid_until=Greatest(F("valid_from"), Value(last)))
    user.__dict__.pop("_posts_on", None)
    return ended


def _refuse_later_post(user: User, *, on: date) -> None:
    later = Post.objects.filter(user=user).filter(Q(valid_until=None) | Q(valid_until__gt=on))
    first = later.order_by("valid_from").first()
    if first is not None:
        raise CannotReopenAccount(
            _("%(who)s还有一个%(since)s的岗位，那天过后才能恢复；急用请另开账号。")
            % {"who": user.display_name, "since": max(first.valid_from, on)}
        )


def _holders(roles: Sequence[str], *, on: date) -> QuerySet[Post]:
    """The posts of these roles held on this day, their accounts locked and open: so that two are
    not closed at the same time, each the other's reason to be closed."""
    held = (
        Post.objects.filter(role__in=roles, valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .order_by("id")
    )
    people = User.objects.select_for_update(no_key=True).filter(
        pk__in=held.values("user"), is_active=True
    )
    return held.filter(user__in=[one.pk for one in people.order_by("pk")])


def _refuse_last_administrator(user: User, *, on: date) -> None:
    held = Post.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        user=user, role=Role.SYSTEM_ADMIN, valid_from__lte=on,
    )  # fmt: skip
    if any(leaves_none(user, post.area, on=on) for post in held.select_related("area")):
        raise CannotCloseAccount(
            _("%(who)s是这里唯一的系统管理员。请先任命另一位，再停用账号。")
            % {"who": user.display_name}
        )


def _ask_about_the_last(user: User, *, on: date) -> None:
    roles = [role for role in queries.STANDS_STILL if role in access.roles_of(user, on=on)]
    held = _holders(roles, on=on) if roles else Post.objects.none()
    still = queries.what_stands_still(user, held)
    if still:
        raise AsksAgain(
            _("停用%(who)s以后，这里有事没有人办。") % {"who": user.display_name}, still
        )


def _refuse_open_work(user: User) -> None:
    counts: dict[str, int] = {}
    stays: dict[str, str] = {}
    for work in queries.all_open_work(user.uuid):
        counts[work.words] = counts.get(work.words, 0) + 1
        if work.way_out:
            stays[work.way_out] = ""
    if not counts:
        return
    named = "；".join(_("%(what)s%(n)d件") % {"what": w, "n": n} for w, n in counts.items())
    words = _("%(who)s手上还有没办完的：%(work)s。请先办移交，再停用账号。") % {
        "who": user.display_name,
        "work": named,
    }
    raise CannotCloseAccount("".join([words, *stays]))
