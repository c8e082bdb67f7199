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
    """Why a masked field was shown whole: picked from a list, never typed."""

    CHECK_IDENTITY = "check_identity", _("核对身份或证件")
    CONTACT = "contact", _("联系本人或家属")
    PAY = "pay", _("核对发放账户")
    REPORT = "report", _("填报上级系统或部门")
    ANSWER = "answer", _("答复查询、信访或检查")
