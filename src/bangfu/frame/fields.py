"""What no field of any form takes: characters that cannot be seen, and days out of all reason.

`FrameConfig.ready` gives these to Django's own fields, so that none can be forgotten.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

FIRST, LAST = date(1850, 1, 1), date(2199, 12, 31)
# Tab and the ends of lines are typed; the others break sheets, and NUL the database.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unseen(BadRequest):
    """A request with characters in it that nobody can see."""


def has_control(text: str) -> bool:
    """Return whether a control character stands in a text, other than tab and ends of lines."""
    return _CONTROL.search(text) is not None


def refuse_control(text: object) -> None:
    """Raise ValidationError for a text with a control character in it."""
    if has_control(str(text)):
        raise ValidationError(_("这里有看不见的控制字符，请删掉后重新输入。"), code="control")


def refuse_far(day: date) -> None:
    """Raise ValidationError for a day with which no calendar here can reckon."""
    plain = day.date() if isinstance(day, datetime) else day
    if not FIRST <= plain <= LAST:
        raise ValidationError(_("日期应在1850年到2199年之间。"), code="far")


def strengthen() -> None:
    """Let every field of text and of days refuse them, whoever writes the form."""
    forms.CharField.default_validators = [refuse_control]
    forms.DateField.default_validators = [refuse_far]


def refuse_unseen(request: HttpRequest) -> None:
    """Raise Unseen for control characters in an address, or a NUL in what was sent.

    It is the net for what no form reads. Other control characters that were sent reach a form,
    which says so at the field.
    """
    asked = [request.path_info, *request.GET, *(v for vs in request.GET.lists() for v in vs[1])]
    sent = [*request.POST, *(v for vs in request.POST.lists() for v in vs[1])]
    if any(has_control(text) for text in asked) or any("\x00" in str(text) for text in sent):
        raise Unseen("control characters")
