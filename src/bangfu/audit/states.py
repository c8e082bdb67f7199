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
