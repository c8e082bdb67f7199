from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import Area, Organisation, PastPassword, SignIn, User
from ..models.account import USERNAME
from .acting import Cannot, acting, day_of

KEPT_PASSWORDS = 5

# No 0 O 1 l I: the first password is read from a slip of paper.
_SMALL = "abcdefghjkmnpqrstuvwxyz"
_LARGE = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


class CannotOpenAccount(Cannot):
    """No right at that organisation, or the name is taken or badly formed."""


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
        keep_password(user, at)
        note_account(who, user, "offices.account.open", at)
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
        keep_password(user, at)
        SignIn.objects.filter(user=user, ended_at=None).update(ended_at=at, ended_by=who.uuid)
        note_account(who, user, "offices.account.reset_password", at, fields=["password"])
        return first


def set_own_password(*, user: User, password: str, at: datetime) -> None:
    """Set the password that its owner chose and that the rules have accepted."""
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = False
        user.password_changed_at = at
        user.save(update_fields=["password", "must_change_password", "password_changed_at"])
        keep_password(user, at)
        note_account(user, user, "offices.account.change_password", at, fields=["password"])


def first_password() -> str:
    """Return a random password of 14 characters (about 53 bits) that satisfies the rules."""

    def pick(letters: str, count: int) -> str:
        return "".join(secrets.choice(letters) for _ in range(count))

    return f"{pick(_LARGE, 4)}-{pick(_DIGITS, 4)}-{pick(_SMALL, 4)}"


def keep_password(user: User, at: datetime) -> None:
    """Remember the hash, and forget those before the last five; ids count, the day may be set."""
    PastPassword.objects.create(user=user, password=user.password, set_at=at)
    kept = user.past_passwords.order_by("-id").values_list("pk", flat=True)
    user.past_passwords.exclude(pk__in=list(kept[:KEPT_PASSWORDS])).delete()


def note_account(
    who: User,
    user: User,
    verb: str,
    at: datetime,
    *,
    fields: Iterable[str] = (),
    detail: Mapping[str, str | int] | None = None,
    reason: str = "",
) -> None:
    """Put what was done with an account on record."""
    audit.record(
        verb=verb,
        by=who.uuid,
        at=at,
        subject=user.uuid,
        subject_kind="account",
        area=user.organisation.area_id if user.organisation else None,
        fields=fields,
        detail=detail,
        reason=reason,
    )
