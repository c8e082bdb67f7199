from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access, queries
from ..models import Area, Organisation, PastPassword, Post, Role, SignIn, User
from ..models.account import USERNAME
from .acting import Cannot, acting, day_of
from .last import leaves_none

KEPT_PASSWORDS = 5

# No 0 O 1 l I: the first password is read from a slip of paper.
_SMALL = "abcdefghjkmnpqrstuvwxyz"
_LARGE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


class CannotOpenAccount(Cannot):
    """No right at that organisation, or the name is taken or badly formed."""


class CannotCloseAccount(Cannot):
    """Work is still open in its hands; it is named, and handed over first."""


class CannotResetPassword(Cannot):
    """No right over that account."""


@dataclass(frozen=True)
class Opened:
    """A new account and its first password, which is shown once and kept nowhere."""

    user: User
    password: str = field(repr=False)


def open_organisation(
    *,
    name: str,
    kind: str,
    area: Area,
    by: User | UUID,
    at: datetime,
    short_name: str = "",
    credit_code: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Enter an organisation of this place.  Raises CannotOpenAccount without the right there."""
    with acting(by, at=at) as who:
        if not access.can_open_account(who, area.lo, on=day_of(at)):
            raise CannotOpenAccount(_("您不能在这里登记单位。"))
        organisation = Organisation.objects.create(
            name=name,
            kind=kind,
            area=area,
            short_name=short_name,
            credit_code=credit_code,
            is_demo=is_demo,
        )
        audit.record(
            verb="offices.organisation.open",
            by=who.uuid,
            at=at,
            subject=organisation.uuid,
            subject_kind="organisation",
            area=area.lo,
        )
        return organisation


def open_account(
    *,
    username: str,
    display_name: str,
    organisation: Organisation,
    by: User | UUID,
    at: datetime,
    phone: str = "",
    password: str | None = None,
    is_demo: bool = False,
    must_change_password: bool = True,
) -> Opened:
    """Open an account in an organisation and return it with its first password.

    Without ``password`` one is made up.  The account can do nothing until it is given a post.
    Raises CannotOpenAccount.
    """
    username = username.strip().lower()
    with acting(by, at=at) as who:
        _refuse_account(who, username, organisation, on=day_of(at))
        user = User(
            username=username,
            display_name=display_name.strip(),
            phone=phone.strip(),
            organisation=organisation,
            is_demo=is_demo,
            opened_at=at,
            opened_by=who.uuid,
            must_change_password=must_change_password,
            password_changed_at=at,
        )
        if password is not None and not is_demo:
            validate_password(password, user)
        first = password or first_password()
        user.set_password(first)
        _save_new(user)
        _keep(user, at)
        _note(who, user, "offices.account.open", at)
        return Opened(user, first)


def _refuse_account(who: User, username: str, organisation: Organisation, *, on: date) -> None:
    if not access.can_open_account(who, organisation.area_id, on=on):
        raise CannotOpenAccount(_("您不能在这个单位开账号。"))
    if not re.fullmatch(USERNAME, username):
        raise CannotOpenAccount(_("账号用小写字母和数字，2到40个字。"))


def _save_new(user: User) -> None:
    """Let the database say whether the name is free: two may ask for it at once."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise CannotOpenAccount(_("这个账号已经有人用了。")) from error


def close_account(*, user: User, by: User | UUID, at: datetime) -> None:
    """Close an account for good: it signs in no more, and its sessions end now.

    Raises CannotResetPassword without the right, CannotCloseAccount while work is open.
    """
    with acting(by, at=at) as who:
        if not access.can_reset_password(who, user, on=day_of(at)):
            raise CannotResetPassword(_("您不能停用这个账号。"))
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        _refuse_last_administrator(user, on=day_of(at))
        _refuse_open_work(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at, ended_by=who.uuid)
        _note(who, user, "offices.account.close", at, fields=["is_active"])


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


def _refuse_open_work(user: User) -> None:
    counts: dict[str, int] = {}
    for work in queries.all_open_work(user.uuid):
        counts[work.words] = counts.get(work.words, 0) + 1
    if counts:
        named = "；".join(_("%(what)s%(n)d件") % {"what": w, "n": n} for w, n in counts.items())
        raise CannotCloseAccount(
            _("%(who)s手上还有没办完的：%(work)s。请先办移交，再停用账号。")
            % {"who": user.display_name, "work": named}
        )


def reset_password(*, user: User, by: User | UUID, at: datetime) -> str:
    """Give the account a new first password and return it; its sessions end now.

    Raises CannotResetPassword.
    """
    with acting(by, at=at) as who:
        if not access.can_reset_password(who, user, on=day_of(at)):
            raise CannotResetPassword(_("您不能重置这个账号的密码。"))
        first = first_password()
        user.set_password(first)
        user.must_change_password = True
        user.password_changed_at = at
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        _keep(user, at)
        SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at, ended_by=who.uuid)
        _note(who, user, "offices.account.reset_password", at, fields=["password"])
        return first


def set_own_password(*, user: User, password: str, at: datetime) -> None:
    """Set the password that its owner chose and that the rules have accepted."""
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = at
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        _keep(user, at)
        _note(user, user, "offices.account.change_password", at, fields=["password"])


def first_password() -> str:
    """Return a random password of 14 characters (about 53 bits) that satisfies the rules."""

    def pick(letters: str, count: int) -> str:
        return "".join(secrets.choice(letters) for _ in range(count))

    return f"{pick(_LARGE, 4)}-{pick(_DIGITS, 4)}-{pick(_SMALL, 4)}"


def _keep(user: User, at: datetime) -> None:
    """Remember the hash, and forget those before the last five; ids count, the day may be set."""
    PastPassword.objects.create(user=user, password=user.password, set_at=at)
    kept = user.past_passwords.order_by("-id").values_list("pk", flat=True)
    user.past_passwords.exclude(pk__in=list(kept[:KEPT_PASSWORDS])).delete()


def _note(who: User, user: User, verb: str, at: datetime, *, fields: Iterable[str] = ()) -> None:
    audit.record(
        verb=verb,
        by=who.uuid,
        at=at,
        subject=user.uuid,
        subject_kind="account",
        area=user.organisation.area_id if user.organisation else None,
        fields=fields,
    )
