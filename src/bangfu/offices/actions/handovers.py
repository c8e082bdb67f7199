from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access, queries
from ..models import ADMIN_ROLES, HandOver, Post, User
from .acting import Cannot, acting, day_of


class CannotHandOver(Cannot):
    """No right to it, somebody who may not take the post, or the work has changed meanwhile."""


def propose_handover(
    *, post: Post, taker: User, begins_on: date, by: User | UUID, at: datetime
) -> HandOver:
    """Propose to hand a post and its open work over; the taker's first day is ``begins_on``.

    By the leaver it is his confirmation too. Nothing moves before the taker confirms.
    Raises CannotHandOver.
    """
    with acting(by, at=at) as who:
        on = day_of(at)
        if not access.can_propose_handover(who, post, on=on):
            raise CannotHandOver(_("这个岗位不由您移交。"))
        _refuse_post(post, begins_on, on=on)
        _refuse_taker(who, post, taker, begins_on)
        own = who.pk == post.user_id
        made = HandOver(
            area=post.area,
            post=post,
            leaver=post.user,
            taker=taker,
            begins_on=begins_on,
            mark=_mark(post),
            proposed_by=who.uuid,
            proposed_at=at,
            leaver_confirmed_by=who.uuid if own else None,
            leaver_confirmed_at=at if own else None,
        )
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise CannotHandOver(_("这个岗位已经有一份移交在办，请先撤回那一份。")) from error
        _note(who, made, "propose", at)
        return made


def _refuse_post(post: Post, begins_on: date, *, on: date) -> None:
    if post.role in queries.NOT_HANDED_OVER:
        raise CannotHandOver(_("三员和检查人员的岗位要重新任命，不办移交。"))
    if begins_on < on:
        raise CannotHandOver(_("接手日期已经过去了。"))
    if begins_on <= post.valid_from:
        raise CannotHandOver(_("接手日期要在任职日期之后。"))
    if post.valid_until is not None and begins_on > post.valid_until:
        raise CannotHandOver(_("这个岗位在那之前已经离任。"))


def _refuse_taker(who: User, post: Post, taker: User, begins_on: date) -> None:
    words = {"who": taker.display_name}
    if taker.pk == post.user_id:
        raise CannotHandOver(_("不能移交给自己。"))
    if taker.pk == who.pk:
        raise CannotHandOver(_("接手的人不能自己提出移交。"))
    if not taker.is_active:
        raise CannotHandOver(_("%(who)s的账号已停用。") % words)
    place = taker.organisation.area_id if taker.organisation else 0
    if place // 10**6 != post.area_id // 10**6:
        raise CannotHandOver(_("%(who)s不在这个镇。") % words)
    held = Post.objects.filter(user=taker).filter(
        Q(valid_until=None) | Q(valid_until__gte=begins_on)
    )
    if held.filter(role__in=ADMIN_ROLES).exists():
        raise CannotHandOver(_("%(who)s是三员，不能兼任别的岗位。") % words)
    if who.pk != post.user_id:
        return
    same = held.filter(role=post.role, area__lo__lte=post.area.lo, area__hi__gte=post.area.hi)
    if not same.filter(valid_from__lte=begins_on).exists():
        raise CannotHandOver(_("%(who)s没有这个岗位的权限，请系统管理员来提出移交。") % words)


def confirm_handover(*, handover: HandOver, by: User | UUID, at: datetime) -> HandOver:
    """Confirm for the leaver the work as it is now; the administrator may where he is gone.

    Raises CannotHandOver.
    """
    with acting(by, at=at) as who:
        made = _open(handover)
        if not access.can_confirm_leaving(who, made.leaver, made.area_id, on=day_of(at)):
            raise CannotHandOver(_("要由移交的人确认。"))
        made.mark = _mark(made.post)
        made.leaver_confirmed_by, made.leaver_confirmed_at = who.uuid, at
        made.save(update_fields=["mark", "leaver_confirmed_by", "leaver_confirmed_at"])
        _note(who, made, "confirm", at)
        return made


def take_over(*, handover: HandOver, by: User | UUID, at: datetime) -> int:
    """Confirm as the taker: the post changes hands and every room carries its work over, at once.

    Returns how many pieces of work the rooms above carried. Raises CannotHandOver; then nothing
    has changed.
    """
    with acting(by, at=at) as who:
        made = _open(handover)
        if who.pk != made.taker_id:
            raise CannotHandOver(_("要由接手的人确认。"))
        if made.leaver_confirmed_at is None:
            raise CannotHandOver(_("要先由移交的人确认。"))
        _refuse_post(made.post, made.begins_on, on=day_of(at))
        if made.mark != _mark(made.post):
            raise CannotHandOver(_("确认以后，手上的工作有变化：请移交的人看过再确认一次。"))
        _note(who, made, "take_over", at)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("select offices_take_over(%s, %s)", [made.uuid, at])
        except IntegrityError as error:
            raise CannotHandOver(_clash(error)) from error
        rooms = [room for room in queries.rooms_with_work() if room.hand_over]
        count = sum(room.hand_over(handover=made, by=who.uuid, at=at) for room in rooms)  # type: ignore[misc]
        for one in (who, made.leaver):
            one.__dict__.pop("_posts_on", None)
        return count


def hand_over_requests(*, handover: HandOver, by: UUID, at: datetime) -> int:
    """Carry what people asked of the leaver over to the taker; part of ``take_over``.

    Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute("select offices_take_over_requests(%s)", [handover.uuid])
        count: int = cursor.fetchone()[0]
    if count:
        audit.record(
            verb="privacy.request.hand_over",
            by=by,
            at=at,
            subject=handover.uuid,
            subject_kind="handover",
            area=handover.area_id,
            detail={"requests": count},
        )
    return count


def withdraw_handover(*, handover: HandOver, by: User | UUID, at: datetime) -> HandOver:
    """Withdraw a hand-over that is not done: either side, or the administrator.

    Raises CannotHandOver.
    """
    with acting(by, at=at) as who:
        made = _open(handover)
        sides = (made.leaver_id, made.taker_id)
        if who.pk not in sides and not access.can_confirm_leaving(
            who, made.leaver, made.area_id, on=day_of(at)
        ):
            raise CannotHandOver(_("这份移交不由您撤回。"))
        made.withdrawn_by, made.withdrawn_at = who.uuid, at
        made.save(update_fields=["withdrawn_by", "withdrawn_at"])
        _note(who, made, "withdraw", at)
        return made


def _open(handover: HandOver) -> HandOver:
    made = (
        HandOver.objects.select_for_update(no_key=True, of=("self",))
        .select_related("post__area", "leaver__organisation", "taker__organisation")
        .get(pk=handover.pk)
    )
    if made.done_at is not None:
        raise CannotHandOver(_("这份移交已经办完了。"))
    if made.withdrawn_at is not None:
        raise CannotHandOver(_("这份移交已经撤回了。"))
    for one in (made.leaver, made.taker):
        if not one.is_active:
            raise CannotHandOver(_("%(who)s的账号已停用。") % {"who": one.display_name})
    return made


def _mark(post: Post) -> str:
    return queries.mark_of(queries.all_open_work(post.user.uuid, post.area))


def _clash(error: IntegrityError) -> str:
    name = str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", ""))
    if name == "offices_post_admins_apart":
        return _("三员岗位要分开：不能和别的岗位由同一人同时担任。")
    if name == "offices_handover_nobody_is_promoted":
        return _("接手的人已经没有这个岗位的权限，请系统管理员来提出移交。")
    return _("没有移交成，请撤回后重新提出。")


def _note(who: User, made: HandOver, act: str, at: datetime) -> None:
    audit.record(
        verb=f"offices.handover.{act}",
        by=who.uuid,
        at=at,
        subject=made.uuid,
        subject_kind="handover",
        area=made.area_id,
        fields=["begins_on"] if act == "propose" else [],
        detail={
            "leaver": str(made.leaver.uuid),
            "taker": str(made.taker.uuid),
            "post": str(made.post.uuid),
            "role": made.post.role,
        },
    )
