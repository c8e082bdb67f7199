"""The rules for a password that its owner chooses; ``AUTH_PASSWORD_VALIDATORS`` names them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .models import User

KEPT = 5


class NotTheAccount:
    """The password may not hold the account's name, nor the other way round."""

    def validate(self, password: str, user: Any = None) -> None:
        """This function will refuse a password made of the account's name.

        :raises ValidationError: code `password_is_the_name`.
        """
        name = str(getattr(user, "username", "") or "").lower()
        if name and (name in password.lower() or password.lower() in name):
            raise ValidationError(_("密码里不能有账号名。"), code="password_is_the_name")

    def get_help_text(self) -> str:
        """This function will say the rule to the person who chooses a password."""
        return _("密码里不能有账号名。")


class NotUsedBefore:
    """The password may not be the present one or one of the last five."""

    def validate(self, password: str, user: Any = None) -> None:
        """This function will refuse a password that the account had lately.

        It costs one Argon2 computation for each of up to five kept hashes.

        :raises ValidationError: code `password_used_before`.
        """
        if not isinstance(user, User) or user.pk is None:
            return
        kept = user.past_passwords.order_by("-id").values_list("password", flat=True)
        hashes = {user.password, *kept[:KEPT]}
        if any(user.had_password(password, old) for old in hashes):
            raise ValidationError(_("最近五次用过的密码不能再用。"), code="password_used_before")

    def get_help_text(self) -> str:
        """This function will say the rule to the person who chooses a password."""
        return _("最近五次用过的密码不能再用。")
