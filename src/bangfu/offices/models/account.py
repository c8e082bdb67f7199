from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password, make_password
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .organisation import Organisation

USERNAME = r"^[a-z0-9][a-z0-9._-]{1,39}$"


class ReopenReason(models.TextChoices):
    """Why a closed account is reopened; codes, since the trail holds no text."""

    MISTAKE = "closed_by_mistake", _("停错了")
    BACK = "came_back", _("调回来了")
    LEAVE = "leave_over", _("休假、借调结束")
    NEEDED = "needed_again", _("有事要他接着办")


class UserManager(BaseUserManager["User"]):
    """Finds accounts whatever the case their name is typed in."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """An account: one natural person who signs in, with no address of electronic mail.

    ``uuid`` is the principal that rooms below and the database's policies know.  What the account
    may do is in its posts, never here.
    """

    last_login = None  # the sign-ins say it better, and a GET could not write it

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(
        _("账号"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(USERNAME, _("账号用小写字母和数字，2到40个字。"))],
    )
    display_name = models.CharField(_("姓名"), max_length=60)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.RESTRICT, null=True, related_name="accounts", verbose_name=_("单位")
    )
    is_active = models.BooleanField(_("启用"), default=True)
    is_demo = models.BooleanField(_("演示账号"), default=False)
    must_change_password = models.BooleanField(default=True)
    password_changed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")), name="offices_user_name_is_lower"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def set_password(self, raw_password: str | None) -> None:
        """Take this password, hashed for this account alone; not saved here."""
        self.password = make_password(None if raw_password is None else self._bound(raw_password))
        self._password = raw_password

    def check_password(self, raw_password: str | None) -> bool:
        """Return whether this is the account's password; a weaker hash is made anew."""
        if raw_password is None:
            return False

        def make_anew(_bound: str) -> None:
            self.set_password(raw_password)
            self._password = None  # no changed password, says Django's own
            self.save(update_fields=["password"])

        return self.had_password(raw_password, self.password, make_anew)

    def had_password(
        self, raw: str, kept: str, make_anew: Callable[[str], None] | None = None
    ) -> bool:
        """Return whether a hash, the present or a past one, is of this password of this account."""
        return check_password(self._bound(raw), kept, make_anew)

    def _bound(self, raw: str) -> str:
        """Bind a password to its account: its hash opens nothing in the row of another."""
        return f"{self.uuid}:{raw}"

    def has_usable_account(self) -> bool:
        """Return whether the account is open and has a password to sign in with."""
        return self.is_active and self.has_usable_password()


class PastPassword(models.Model):
    """A password once used, as its hash: the last five may not come back."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-id"], name="offices_pastpassword_latest")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"


class SignIn(models.Model):
    """One session of one account: when it began, was last heard of and ended.

    The session carries ``uuid``, so a new session key (after login, after a changed password) keeps
    the same line, and reading this table opens no session.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-opened_at"], name="offices_signin_latest")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%Y-%m-%d %H:%M}"
