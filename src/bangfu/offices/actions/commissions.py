from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import Area, Commission, EndReason, Errand, Post, Role, User
from .acting import Cannot, acting, day_of

_LAST_MOMENT = date(9999, 12, 31)


class CannotCommission(Cannot):
    """No right there, or the letter, the dates or the villages do not fit the inspector's post."""


class CannotEndCommission(Cannot):
    """No right there, or it has ended already."""


def commission(
    *,
    inspector: User,
    area: Area,
    villages: Sequence[int],
    covers: tuple[date, date],
    errand: str,
    letter: str,
    issuer: str,
    valid: tuple[date, date],
    percent: int,
    least: int,
    by: User | UUID,
    at: datetime,
    seed: str = "",
) -> Commission:
    """Write down for what an inspector was sent; the sample is drawn by the room above.

    ``area`` is the town, ``villages`` area numbers in it; ``covers`` the period of the records,
    ``valid`` the days of the inspection, all days included. The seed of the draw is made here from
    the system's randomness (32 hex digits) unless a test gives it. Raises CannotCommission.
    """
    with acting(by, at=at) as who:
        _check_right(who, inspector, area, on=day_of(at))
        _check_words(errand, letter, issuer, percent, least)
        _check_days(covers, valid, on=day_of(at))
        _check_post(inspector, area, villages, valid)
        _refuse_twice(inspector, area, villages, letter, valid)
        made = Commission.objects.create(
            inspector=inspector,
            area=area.lo,
            villages=sorted(set(villages)),
            covers_from=covers[0],
            covers_until=covers[1],
            errand=errand,
            letter=letter.strip(),
            issuer=issuer.strip(),
            valid_from=valid[0],
            valid_until=valid[1],
            percent=percent,
            least=least,
            seed=seed or secrets.token_hex(16),
            given_by=who.uuid,
            given_at=at,
        )
        detail = {"commission": str(made.uuid), "purpose": errand, "villages": len(made.villages)}
        _note(made, "offices.commission.give", who, at, detail=detail)
        return made


def _check_right(who: User, inspector: User, area: Area, *, on: date) -> None:
    if inspector.uuid == who.uuid or not access.can_commission(who, area.lo, on=on):
        raise CannotCommission(_("检查委托由当地的安全管理员登记，不能登记自己。"))


def _check_words(errand: str, letter: str, issuer: str, percent: int, least: int) -> None:
    if errand not in Errand.values or not letter.strip() or not issuer.strip():
        raise CannotCommission(_("请写明检查用途、文号和发文单位。"))
    if not 1 <= percent <= 100 or least < 1:
        raise CannotCommission(_("抽取比例是1到100，至少抽1户。"))


def _check_days(covers: tuple[date, date], valid: tuple[date, date], *, on: date) -> None:
    if covers[1] < covers[0]:
        raise CannotCommission(_("记录的截止日期早于起始日期。"))
    if valid[1] < valid[0]:
        raise CannotCommission(_("检查的结束日期早于开始日期。"))
    if valid[1] < on:
        raise CannotCommission(_("检查的结束日期已经过去。"))


def _check_post(
    inspector: User, area: Area, villages: Sequence[int], valid: tuple[date, date]
) -> None:
    if not villages or not all(area.lo <= village <= area.hi for village in villages):
        raise CannotCommission(_("请至少选一个本镇的村居。"))
    posts = Post.objects.filter(user=inspector, role=Role.INSPECTOR).select_related("area")
    if not any(_covers(post, villages, valid) for post in posts):
        raise CannotCommission(
            _("这个账号在这些日子、这些村居没有检查人员的岗位。请先由系统管理员任命。")
        )


def _refuse_twice(
    inspector: User, area: Area, villages: Sequence[int], letter: str, valid: tuple[date, date]
) -> None:
    """Refuse what is recorded already: a second draw would open a second sample."""
    User.objects.select_for_update(no_key=True).get(pk=inspector.pk)
    same = Commission.objects.filter(
        inspector=inspector, area=area.lo, villages=sorted(set(villages)), letter=letter.strip(),
        valid_from=valid[0], valid_until=valid[1], ended_by=None,
    )  # fmt: skip
    if same.exists():
        raise CannotCommission(_("这份委托已经登记过：同一个人、同一文号、同样的村居和日期。"))


def _covers(post: Post, villages: Sequence[int], valid: tuple[date, date]) -> bool:
    in_time = post.valid_from <= valid[0] and valid[1] <= (post.valid_until or _LAST_MOMENT)
    return in_time and all(post.area.lo <= village <= post.area.hi for village in villages)


def end_commission(
    *, commission: Commission, reason: str, by: User | UUID, at: datetime
) -> Commission:
    """Call an inspector back: nothing opens any more, and his sample is closed at once.

    Raises CannotEndCommission.
    """
    with acting(by, at=at) as who:
        held = Commission.objects.select_for_update().get(pk=commission.pk)
        on = day_of(at)
        if not access.can_commission(who, held.area, on=on):
            raise CannotEndCommission(_("这项检查不由您管。"))
        if reason not in EndReason.values:
            raise CannotEndCommission(_("请选一个理由。"))
        if held.ended_by is not None or held.valid_until < on:
            raise CannotEndCommission(_("这项检查已经结束了。"))
        held.valid_until = max(min(held.valid_until, on), held.valid_from)
        held.ended_by, held.ended_reason = who.uuid, reason
        held.save(update_fields=["valid_until", "ended_by", "ended_reason"])
        with connection.cursor() as cursor:
            cursor.execute("select offices_sample_end(%s, %s, %s)", [held.pk, on, reason])
        held.inspector.__dict__.pop("_commissions_on", None)
        _note(held, "offices.commission.end", who, at, reason=reason)
        return held


def _note(
    made: Commission,
    verb: str,
    who: User,
    at: datetime,
    *,
    detail: dict[str, object] | None = None,
    reason: str = "",
) -> None:
    audit.record(
        verb=verb,
        by=who.uuid,
        at=at,
        subject=made.inspector.uuid,
        subject_kind="account",
        area=made.area,
        fields=["villages", "valid_from", "valid_until"],
        detail=detail or {"commission": str(made.uuid)},
        reason=reason,
    )
