"""The shape and the words of a change: one value from a day on, a whole text, a budget."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.rules.facts import CODES
from bangfu.rules.standards import Series
from bangfu.rules.values import Sort

LONGEST = 60_000
_NOTHING = frozenset({"不发", "无", "没有", "null", "none", "取消"})
_YES, _NO = frozenset({"是", "yes", "要", "对"}), frozenset({"否", "no", "不", "不要"})
_UNIT = {"persons": "人", "years": "岁", "months": "个月", "days": "天"}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]


def written(series: Series, typed: str) -> str:
    """Return what somebody typed as a standard writes it: 500.00元, 3个月, [dibao], null.

    Raises ValidationError with what may be typed.
    """
    text = " ".join(typed.split())
    if text.lower() in _NOTHING:
        return "null"
    if series.kind.sort is Sort.CODE:
        return _codes(series, text)
    if series.kind.sort is Sort.TRUTH:
        if text.lower() in _YES | _NO:
            return "yes" if text.lower() in _YES else "no"
        raise forms.ValidationError(_("请写“是”或“否”。"))
    number = _number(text)
    if series.kind.sort is Sort.MONEY:
        if number is None or number != number.quantize(Decimal("0.01")):
            raise forms.ValidationError(_("请写金额，最多两位小数，例如2500.00。"))
        return f"{number:.2f}元"
    if series.kind.sort is Sort.PERCENT:
        if number is None:
            raise forms.ValidationError(_("请写百分数，例如50。"))
        return f"{number.normalize():f}%"
    if number is None or number != int(number):
        raise forms.ValidationError(_("请写整数。"))
    return f"{int(number)}{_UNIT.get(series.kind.unit, '')}"


def _number(text: str) -> Decimal | None:
    plain = re.sub(r"(元|％|%|人|周岁|岁|年|个月|天|,|，|\s)", "", text)
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < Decimal(10) ** 11 else None


def _codes(series: Series, text: str) -> str:
    table = CODES[series.kind.unit]
    codes = {word: code for code, labels in table.items() for word in (code, *labels)}
    wanted = [part.strip() for part in re.split(r"[、,，;；]", text.strip("[]")) if part.strip()]
    unknown = [part for part in wanted if part not in codes]
    if unknown or not wanted:
        known = _("、").join(labels[0] for labels in table.values())
        raise forms.ValidationError(_("可以写：%(words)s。") % {"words": known})
    return "[" + ", ".join(dict.fromkeys(codes[part] for part in wanted)) + "]"


class ChangeForm(forms.Form):
    """One value, what it is to be, from which day."""

    what = forms.ChoiceField(label=gettext_lazy("改哪个数"))
    to = forms.CharField(
        label=gettext_lazy("改成"), max_length=200,
        help_text=gettext_lazy("金额直接写数字；类别用顿号隔开；不再发就写“不发”。"),
    )  # fmt: skip
    since = forms.DateField(label=gettext_lazy("从哪天起"), widget=_DAY)

    def __init__(self, *args: object, choices: Choices, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["what"].choices = [("", _("请选")), *choices]  # type: ignore[attr-defined]


class DraftForm(ChangeForm):
    """A change of one value that is to come in force, and why."""

    because = forms.CharField(
        label=gettext_lazy("为什么改"), max_length=200,
        help_text=gettext_lazy("写凭哪份文件、哪次会议。"),
    )  # fmt: skip


class BudgetForm(forms.Form):
    """What a budget could pay: the amount in question, and how much money there is."""

    what = forms.ChoiceField(label=gettext_lazy("哪个数"))
    budget = forms.DecimalField(
        label=gettext_lazy("一共有多少钱（元）"), min_value=1, max_value=10**11,
        max_digits=14, decimal_places=2,
    )  # fmt: skip

    def __init__(self, *args: object, choices: Choices, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["what"].choices = [("", _("请选")), *choices]  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """The whole text of a standard with its cases, and why it is changed."""

    because = forms.CharField(label=gettext_lazy("为什么改"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("标准"), max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "bf-code"}),
    )  # fmt: skip
    cases = forms.CharField(
        label=gettext_lazy("例子"), max_length=LONGEST, strip=False, required=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "bf-code"}),
    )  # fmt: skip


class WordsForm(forms.Form):
    """A change written as text: a what_if, or a changed copy of a standard."""

    text = forms.CharField(
        label=gettext_lazy("改动的全文"), max_length=LONGEST, strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "bf-code"}),
    )  # fmt: skip


class OpinionForm(forms.Form):
    """What a reviewer says."""

    opinion = forms.CharField(label=gettext_lazy("意见"), max_length=200, required=False)
