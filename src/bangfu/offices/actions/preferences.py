from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from .. import access
from ..models import Preference, User
from ..models.preference import MOST_LETTERS
from .acting import Cannot

_KEY = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")


class CannotPrefer(Cannot):
    """The value is too large to keep, or nobody is there to keep it for."""


def prefer(*, by: User, key: str, value: Any, at: datetime) -> None:
    """Keep what the account likes under this key, in place of what it liked before.

    ``value`` is any JSON. The trail says which key, never the value. Raises CannotPrefer for more
    than MOST_LETTERS of JSON and for the command line; ValueError for a key that is none.
    """
    if not _KEY.fullmatch(key) or len(key) > 80:
        raise ValueError(f"{key!r} is not the key of a preference")
    if by.uuid == access.OPERATOR or by.pk is None:
        raise CannotPrefer(_("命令行没有个人设置。"))
    if len(json.dumps(value, ensure_ascii=False)) > MOST_LETTERS:
        raise CannotPrefer(_("内容太多，保存不下。请先删去一些。"))
    with transaction.atomic():
        Preference.objects.update_or_create(
            user=by, key=key, defaults={"value": value, "changed_at": at}
        )
        _note(by, "offices.preference.set", key, at)


def forget_preference(*, by: User, key: str, at: datetime) -> None:
    """Go back to what everybody gets under this key; nothing happens where nothing was kept."""
    with transaction.atomic():
        gone, _each = Preference.objects.filter(user=by, key=key).delete()
        if gone:
            _note(by, "offices.preference.forget", key, at)


def _note(by: User, verb: str, key: str, at: datetime) -> None:
    audit.record(
        verb=verb, by=by.uuid, at=at, subject=by.uuid, subject_kind="account", fields=[key]
    )
