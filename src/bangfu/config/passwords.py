"""The rule for passwords beyond their length."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class ThreeOfFourClasses:
    """Three of: capital letters, small letters, digits, other characters (GB/T 22239, level 3)."""

    def validate(self, password: str, user: Any = None) -> None:
        """This function will refuse a password with fewer than three classes of characters.

        :raises ValidationError: code `password_classes`.
        """
        classes = (
            any(c.isupper() for c in password),
            any(c.islower() for c in password),
            any(c.isdigit() for c in password),
            any(not c.isalnum() for c in password),
        )
        if sum(classes) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self) -> str:
        """This function will say the rule to the person who chooses a password."""
        return _("密码要包含大写字母、小写字母、数字、符号中的至少三种。")
