"""Tags for the parts that every screen shares: ``{% load frame %}``."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils import dates, formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from bangfu.frame import shell as shells

register = template.Library()

# What each state looks like; the icon says it again for those who do not see the colour.
CHIP_ICONS = {
    "done": "circle-check",
    "doing": "progress",
    "due": "clock-exclamation",
    "stop": "alert-circle",
    "draft": "pencil",
}
CAP = 1000


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw one icon of the sprite; it carries no meaning of its own, the words beside it do."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        " icon-s" if size == "s" else "",
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def chip(state: str, words: str) -> SafeString:
    """Draw a state: one of done, doing, due, stop, draft, and two to five characters of words."""
    return format_html(
        '<span class="bf-chip {}">{}{}</span>', state, icon(CHIP_ICONS[state]), words
    )


@register.simple_tag
def comma() -> str:
    """Put a comma between two things said in a row, as wide as the language writes it."""
    return "，" if (get_language() or "").startswith("zh") else ", "


@register.simple_tag(takes_context=True)
def shell(context: template.Context) -> shells.Shell:
    """Give the template the menu, the place and the user: ``{% shell as shell %}``."""
    return shells.for_request(context.get("request"))


@register.inclusion_tag("frame/parts/field.html")
def field(bound: BoundField, **attributes: str) -> dict[str, Any]:
    """Draw a form field: label, control, hint, and what is wrong with it.

    Attributes go to the control, ``_`` standing for ``-``:
    ``{% field form.number inputmode="numeric" %}``.
    """
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    attrs: dict[str, str | bool] = {
        name.replace("_", "-"): value for name, value in attributes.items()
    }
    if kind not in ("checkbox", "radio"):
        base = "form-select" if kind == "select" else "form-control"
        attrs["class"] = f"{base} is-invalid" if bound.errors else base
    if bound.errors:
        attrs["aria-invalid"] = "true"
        attrs["aria-describedby"] = f"{bound.auto_id}_error"
    elif bound.help_text:
        attrs["aria-describedby"] = f"{bound.auto_id}_helptext"
    return {"field": bound, "control": bound.as_widget(attrs=attrs), "kind": kind}


@register.filter
def capped(total: int, cap: int = CAP) -> str:
    """Word a total: exact below the cap, ``1000+`` from there on (counting all would take long)."""
    return f"{cap}+" if total >= cap else str(total)


@register.filter
def under_five(number: int) -> str:
    """Word a figure for eyes without names: 1 to 4 become ``<5``."""
    return "<5" if 0 < number < 5 else str(number)


@register.filter
def or_blank(value: object) -> object:
    """Return the value, or 「未填」 where nothing is known: unknown is never 0."""
    return gettext("未填") if value is None or value == "" else value


@register.filter
def day(value: date | datetime | None) -> str:
    """Word a date for a table: 2026-11-23."""
    if value is None:
        return ""
    return _local(value).strftime("%Y-%m-%d")


@register.filter
def minute(value: datetime | None) -> str:
    """Word a moment for a table: 2026-11-23 10:12."""
    if value is None:
        return ""
    return _local(value).strftime("%Y-%m-%d %H:%M")


@register.filter
def in_words(value: date | datetime | None) -> str:
    """Word a date for a sentence: 2026年11月23日, in English 23 November 2026."""
    if value is None:
        return ""
    on = _local(value)
    if (get_language() or "").startswith("zh"):
        return f"{on.year}年{on.month}月{on.day}日"
    return formats.date_format(on, "j F Y")


@register.filter
def weekday(value: date) -> str:
    """Name the day of the week."""
    return str(dates.WEEKDAYS[value.weekday()])


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
