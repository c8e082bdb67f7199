"""Words for standards and what-ifs: ``{% load policies %}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from bangfu.frame.templatetags.frame import chip
from bangfu.kernel.money import format_yuan
from bangfu.rules.standards import Words

from ..models import Revision
from ..queries.plain import chinese
from ..states import RevisionState

register = template.Library()
_LOOKS = {
    RevisionState.DRAFT: "draft",
    RevisionState.SUBMITTED: "due",
    RevisionState.RETURNED: "stop",
    RevisionState.AGREED: "doing",
    RevisionState.PUBLISHED: "done",
    RevisionState.DROPPED: "draft",
}


@register.simple_tag
def revision_chip(revision: Revision) -> SafeString:
    """Draw how far a change of a standard is."""
    return chip(_LOOKS[RevisionState(revision.state)], revision.get_state_display())


@register.simple_tag
def effect_chip(effect: str) -> SafeString:
    """Draw what a change does to somebody."""
    words = {
        "gains": ("done", _("多得")),
        "loses": ("stop", _("少得")),
        "opens": ("due", _("变得不清楚")),
        "closes": ("doing", _("清楚了")),
    }
    return chip(*words[effect])


@register.simple_tag
def diff_line(line: str) -> SafeString:
    """Draw a line of what differs: taken out, put in, or around it."""
    tag = {"+": "ins", "-": "del"}.get(line[:1], "span")
    return format_html("<{}>{}</{}>", tag, line, tag)


@register.filter
def said(words: Words) -> str:
    """Word a text that stands in both languages in the reader's."""
    return words.zh if chinese() else words.en


@register.filter
def named(figures: Mapping[str, Any]) -> str:
    """Word the name of a standard in what was kept of a what-if."""
    return str(figures["zh"] if chinese() else figures["en"])


@register.filter
def yuan(fen: int | None) -> str:
    """Word an amount of fen in yuan: 77,250.00."""
    return "" if fen is None else format_yuan(fen)


@register.filter
def signed(fen: int | None) -> str:
    """Word a difference in yuan with its sign."""
    if fen is None:
        return ""
    sign = "+" if fen > 0 else "−" if fen < 0 else ""
    return f"{sign}{format_yuan(abs(fen))}"


@register.filter
def few(count: int | None) -> str:
    """Word a count; one that is hidden because it is about few says so."""
    return _("少") if count is None else f"{count:,}"


@register.filter
def name_in(who: UUID | None, names: Mapping[UUID, str]) -> str:
    """Give the name of an account, "" where it is not known."""
    return names.get(who, "") if who else ""
