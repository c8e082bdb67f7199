from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connections
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import SignIn, User
from .acting import Cannot, acting, day_of


class CannotResetSecondFactor(Cannot):
    """No right over that account's second factor, or it has none."""


def reset_second_factor(*, user: User, by: User | UUID, at: datetime) -> None:
    """Take off a second factor that its owner has lost, recovery codes too; his sessions end now.

    The command line acts as the database's owner: the application's role is let in for a security
    administrator alone.  Raises CannotResetSecondFactor.
    """
    operator = access.OPERATOR in (by, getattr(by, "uuid", None))
    using = "owner" if operator else "default"
    with acting(by, at=at, using=using) as who:
        if not access.can_reset_second_factor(who, user, on=day_of(at)):
            raise CannotResetSecondFactor(_("您不能重置这个账号的两步验证。"))
        audit.record(
            verb="offices.account.reset_second_factor",
            by=who.uuid,
            at=at,
            subject=user.uuid,
            subject_kind="account",
            area=user.organisation.area_id if user.organisation else None,
            fields=["second_factor"],
            via="cli" if operator else "web",
            using=using,
        )
        # After the entry: the database asks for it.
        with connections[using].cursor() as cursor:
            cursor.execute("select offices_reset_second_factor(%s)", [user.uuid])
            if cursor.fetchone() != (True,):
                raise CannotResetSecondFactor(_("这个账号没有开启两步验证。"))
        SignIn.objects.using(using).filter(user_id=user.pk, ended_at=None).update(
            ended_at=at, ended_by=who.uuid
        )


def note_second_factor(*, user: User, act: str, at: datetime) -> None:
    """Put on record what somebody did with his own second factor, in the transaction that did it.

    ``act`` is set_up_second_factor, take_off_second_factor or renew_recovery_codes.
    """
    audit.record(
        verb=f"offices.account.{act}",
        by=user.uuid,
        at=at,
        subject=user.uuid,
        subject_kind="account",
        area=user.organisation.area_id if user.organisation else None,
        fields=["second_factor"],
        via="web",
    )
