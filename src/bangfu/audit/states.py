"""The kinds of entries, and what a verdict on the chain can say."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an entry tells: something done, something looked at, somebody coming in."""

    ACT = "act", _("办理")
    LOOK = "look", _("查看")
    LOGIN = "login", _("登录")


class Break(StrEnum):
    """How a chain can be broken; the value is stable and may be stored or compared."""

    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "reordered"
    TAIL_CUT = "tail_cut"
    ANCHOR_MISSING = "anchor_missing"
    ANCHOR_DIFFERS = "anchor_differs"
    ANCHOR_DAMAGED = "anchor_damaged"
    KEY_MISSING = "key_missing"


class Oddity(models.TextChoices):
    """What may look odd in a day of somebody's work; a question to look into, never a verdict."""

    MANY_FILES = "many_files", _("看了很多没有经手的户")
    MANY_NUMBERS = "many_numbers", _("查看了很多完整号码")
    ODD_HOURS = "odd_hours", _("夜里或休息日看了很多")
    OWN_FAMILY = "own_family", _("看了自己或同电话的户")
    MANY_MISSES = "many_misses", _("多次打开范围外的页面")
    LARGE_EXPORT = "large_export", _("导出比平常多")


class Conclusion(models.TextChoices):
    """What the auditor found when he asked."""

    WORK = "work", _("工作需要")
    SLIP = "slip", _("误操作，已提醒")
    PASSED_ON = "passed_on", _("已转有关部门核实")
    LIMIT = "limit", _("标准定得不合适")
