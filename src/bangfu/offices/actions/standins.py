from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import Post, Role, StandIn, User
from .acting import Cannot, acting, day_of

LONGEST = timedelta(days=183)
"""Who is away for longer hands his post over; ``offices_standin_has_an_end`` says the same."""


class CannotStandIn(Cannot):
    """No right there, or the two, their posts or the dates do not allow it."""


def arrange_stand_in(
    *,
    for_user: User,
    user: User,
    valid_from: date,
    valid_until: date,
    by: User | UUID,
    at: datetime,
) -> StandIn:
    """Let ``user`` act for ``for_user`` between two dates, both included.

    He has the other's posts beside his own on those days, and the trail says for whom he acted.
    Raises CannotStandIn.
    """
    with acting(by, at=at) as who:
        on = day_of(at)
        if not access.can_arrange_stand_in(who, for_user, user, on=on):
            raise CannotStandIn(_("这两个人的代班不由您登记。"))
        _refuse_dates(valid_from, valid_until, on=on)
        _refuse_people(for_user, user, valid_from, valid_until)
        assert for_user.organisation is not None
        made = StandIn(
            area=for_user.organisation.area,
            user=user,
            for_user=for_user,
            valid_from=valid_from,
            valid_until=valid_until,
            given_by=who.uuid,
            given_at=at,
        )
        _save_new(made)
        _note(who, made, "offices.stand_in.arrange", at)
        for one in (user, for_user):
            one.__dict__.pop("_posts_on", None)
        return made


def _refuse_dates(valid_from: date, valid_until: date, *, on: date) -> None:
    if valid_until < valid_from:
        raise CannotStandIn(_("止日早于起日。"))
    if valid_until < on:
        raise CannotStandIn(_("这段日子已经过去了。"))
    if valid_until - valid_from > LONGEST:
        raise CannotStandIn(_("代班最长半年；更久的请办移交。"))


def _refuse_people(for_user: User, user: User, since: date, until: date) -> None:
    if user.pk == for_user.pk:
        raise CannotStandIn(_("不能自己替自己代班。"))
    for one in (for_user, user):
        if not one.is_active:
            raise CannotStandIn(_("%(who)s的账号已停用。") % {"who": one.display_name})
    if not _one_town(for_user, user):
        raise CannotStandIn(_("两个人不在同一个镇。"))
    if _posts(user, since, until).filter(role=Role.INSPECTOR).exists():
        raise CannotStandIn(_("检查人员不能给别人代班：查的人不办所查的事。"))
    held = set(_posts(for_user, since, until).values_list("role", flat=True))
    if not held & access.LENT:
        raise CannotStandIn(
            _("%(who)s在这段日子里没有可以代班的岗位。") % {"who": for_user.display_name}
        )


def _posts(user: User, since: date, until: date) -> QuerySet[Post]:
    """The posts an account holds on any of these days."""
    begun = Post.objects.filter(user=user, valid_from__lte=until)
    return begun.filter(Q(valid_until=None) | Q(valid_until__gte=since))


def _one_town(one: User, other: User) -> bool:
    """Towns are numbered by millions, their villages between them."""
    places = [user.organisation.area_id // 10**6 for user in (one, other) if user.organisation]
    return len(places) == 2 and places[0] == places[1]


def _save_new(made: StandIn) -> None:
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise CannotStandIn(_clash(error)) from error


def _clash(error: IntegrityError) -> str:
    diagnosis = getattr(error.__cause__, "diag", None)
    names = str(getattr(diagnosis, "constraint_name", "") or error)
    if "offices_standin_no_administrator" in names:
        return _("三员不替人代班，也不请人代班。")
    if "offices_standin_no_chain" in names:
        return _("代班的人自己在这段日子里也有代班：一个人不能又代班又请人代班。")
    if "offices_standin_one_at_a_time" in names:
        return _("这段日子里已经有人代班了。")
    return _("代班没有登记上，请检查日期。")


def end_stand_in(*, stand_in: StandIn, by: User | UUID, at: datetime) -> StandIn:
    """End a stand-in now; an ended one stays as it is.  Raises CannotStandIn."""
    with acting(by, at=at) as who:
        on = day_of(at)
        if not access.can_arrange_stand_in(who, stand_in.for_user, stand_in.user, on=on):
            raise CannotStandIn(_("这两个人的代班不由您登记。"))
        made = StandIn.objects.select_for_update(no_key=True, of=("self",)).get(pk=stand_in.pk)
        if made.ended_at is None:
            made.ended_at, made.ended_by = at, who.uuid
            made.save(update_fields=["ended_at", "ended_by"])
            _note(who, made, "offices.stand_in.end", at)
        stand_in.user.__dict__.pop("_posts_on", None)
        return made


def _note(who: User, made: StandIn, verb: str, at: datetime) -> None:
    audit.record(
        verb=verb,
        by=who.uuid,
        at=at,
        subject=made.user.uuid,
        subject_kind="account",
        area=made.area_id,
        fields=["valid_from", "valid_until"],
        detail={"stand_in": str(made.uuid), "for": str(made.for_user.uuid)},
    )
