"""How much somebody may see, and the five reasons for seeing something whole."""

from __future__ import annotations

from enum import IntEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Clearance(IntEnum):
    """What a mask leaves. A room above derives it from post and grant; masks know no roles."""

    PUBLIC = 0
    HELPER = 1
    STAFF = 2
    FULL = 3


class Reason(models.TextChoices):
    """Why a masked field was shown whole: picked from a list, never typed.

    The codes stand in the trail for ever: one may be added, none may change its meaning.
    """

    CASE = "case", _("办理此户事项")
    VERIFY = "verify", _("核对身份")
    PAYMENT = "payment", _("核对发放账户")
    CONTACT = "contact", _("联系本人")
    INSPECTION = "inspection", _("检查或审计")
