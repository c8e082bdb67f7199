from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import Area, Organisation, Post, Role, User
from .acting import Cannot, acting, day_of
from .last import leaves_none


class CannotGivePost(Cannot):
    """No right to appoint there, or the post clashes with one held at those dates."""


class CannotEndPost(Cannot):
    """No right to relieve there, a date before the beginning, or no administrator is left."""


def give_post(
    *,
    user: User,
    role: str,
    organisation: Organisation,
    by: User | UUID,
    at: datetime,
    valid_from: date,
    valid_until: date | None = None,
    area: Area | None = None,
) -> Post:
    """Give the account a role in an organisation, in its area or another one, between two dates.

    Both dates belong to the post; an inspector's must have an end.  Raises CannotGivePost.
    """
    place = area or organisation.area
    with acting(by, at=at) as who:
        if not access.can_give_post(who, user, role, place.lo, on=day_of(at)):
            raise CannotGivePost(_("这个岗位不由您任命。"))
        if role == Role.INSPECTOR and valid_until is None:
            raise CannotGivePost(_("检查人员要写明离任日期。"))
        if valid_until is not None and valid_until < valid_from:
            raise CannotGivePost(_("离任日期早于任职日期。"))
        post = Post(
            user=user,
            role=role,
            organisation=organisation,
            area=place,
            valid_from=valid_from,
            valid_until=valid_until,
            given_by=who.uuid,
            given_at=at,
        )
        _save_new(post)
        _note(who, post, "offices.post.give", at)
        user.__dict__.pop("_posts_on", None)
        return post


def _save_new(post: Post) -> None:
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise CannotGivePost(_clash(error)) from error


def end_post(*, post: Post, valid_until: date, by: User | UUID, at: datetime) -> Post:
    """Set the last day of a post.  Raises CannotEndPost."""
    with acting(by, at=at) as who:
        if not access.can_give_post(who, post.user, post.role, post.area_id, on=day_of(at)):
            raise CannotEndPost(_("这个岗位不由您任免。"))
        if valid_until < post.valid_from:
            raise CannotEndPost(_("离任日期早于任职日期。"))
        after = valid_until + timedelta(days=1)
        if post.role == Role.SYSTEM_ADMIN and leaves_none(post.user, post.area, on=after):
            raise CannotEndPost(
                _("%(who)s是这里唯一的系统管理员。请先任命另一位，再免去岗位。")
                % {"who": post.user.display_name}
            )
        post.valid_until = valid_until
        post.ended_by = who.uuid
        post.save(update_fields=["valid_until", "ended_by"])
        _note(who, post, "offices.post.end", at)
        post.user.__dict__.pop("_posts_on", None)
        return post


def _clash(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    text = f"{error} {getattr(diagnosis, 'constraint_name', '')}"
    if "offices_post_admins_apart" in text:
        return _("三员岗位要分开：不能和别的岗位由同一人同时担任。")
    if "offices_post_no_overlap" in text:
        return _("这段日子里已经有同样的岗位。")
    if "offices_standin_no_administrator" in text:
        return _("他在这段日子里有代班：三员不替人代班，也不请人代班。")
    return _("这个岗位没有登记上，请检查日期和单位。")


def _note(who: User, post: Post, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb,
        by=who.uuid,
        at=at,
        subject=post.user.uuid,
        subject_kind="account",
        area=post.area_id,
        fields=["role", "valid_from", "valid_until"],
        detail={"post": str(post.uuid), "role": post.role},
    )
