"""Fields for what people type: a day, a name, a number, money; each error is a sentence."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.frame import clock
from bangfu.kernel import dates, identity, money, names, phones, relations
from bangfu.kernel.dates import LooseDate
from bangfu.kernel.identity import IdentityNumber
from bangfu.kernel.text import to_half_width
from bangfu.registry.models.living import LARGEST_M2

NOT_SAID = "-"
NO_NUMBER = ("missing", "being_issued")
_FLOOR = re.compile(r"([0-9]{1,5}(?:\.[0-9])?)\s*(?:平方米|平方|平米|平|㎡|m2|m²)?", re.IGNORECASE)

_OFFERED = tuple(
    "10 20 30 28 38 41 42 43 44 51 52 55 56 53 54 61 62 63 64 70 93 94 95 96 97 99 80".split()  # noqa: SIM905
)
"""The relations of GB/T 4761 that families have, the nearest first."""


def relation_choices(*, head: bool = False) -> list[tuple[str, str]]:
    """Return code and words of the relations on offer; ``head`` offers the head too."""
    codes = ["02", *_OFFERED] if head else _OFFERED
    return [
        ("", _("请选")),
        *((code, _(relations.LABELS[code])) for code in codes),
        (NOT_SAID, _("还不清楚")),
    ]


class RelationField(forms.ChoiceField):
    """A relation to the head; what is not clear yet is said so and kept empty."""

    def __init__(self, *, head: bool = False, **kwargs: Any) -> None:
        super().__init__(choices=lambda: relation_choices(head=head), **kwargs)

    def clean(self, value: Any) -> str:
        """Return the code, or nothing for a relation that is not known."""
        found = str(super().clean(value))
        return "" if found == NOT_SAID else found


class DayField(forms.CharField):
    """A day as people type it, not after today: 2012-12-3, 2012年12月3日, 20121203."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return the day; refuse what is no day, and a day to come."""
        text = super().clean(value)
        if not text:
            return None
        found = read_date(text)
        if found.day is None:
            raise forms.ValidationError(_("请写到哪一天，例如2012年12月3日。"))
        return found.day


class BirthField(forms.CharField):
    """A birth as far as it is known: a day, a month or a year."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Return the loose date, or None where nothing was typed."""
        text = super().clean(value)
        return read_date(text) if text else None


def read_date(text: str) -> LooseDate:
    """Read a typed date that is not after today, or raise the form's error."""
    try:
        found = dates.parse(text)
    except dates.DateError as error:
        raise forms.ValidationError(_sentence_of_date(error.code)) from error
    if found.first > clock.today():
        raise forms.ValidationError(_("日期不能晚于今天。"))
    return found


def _sentence_of_date(code: str) -> str:
    return {
        "impossible": _("没有这一天，请核对。"),
        "range": _("年份不对，请核对。"),
        "two_digit_year": _("年份请写四位，例如2012年。"),
        "order": _("请按年、月、日的次序写。"),
    }.get(code, _("日期没认出来，请写成2012-12-3这样。"))


class NameField(forms.CharField):
    """A name, cleaned of spaces and of notes in brackets."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """Return the clean name; digits are no name."""
        text = super().clean(value)
        if not text:
            return ""
        name = names.clean(text).name
        if not name:
            raise forms.ValidationError(_("请填姓名。"))
        if any(char.isdigit() for char in name):
            raise forms.ValidationError(_("姓名里不能有数字。"))
        return name


class NumberField(forms.CharField):
    """An identity number; empty, or 办理中, where there is none yet."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("身份证号"))
        kwargs.setdefault("help_text", gettext_lazy("没有或在办的，留空；以后补上。"))
        super().__init__(required=False, max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the number that passes the standard, or None; say what is wrong with another."""
        text = super().clean(value)
        try:
            return identity.parse(text, on=clock.today()) if text else None
        except identity.IdentityError as error:
            if error.code in NO_NUMBER:
                return None
            raise forms.ValidationError(_sentence_of_number(error.code, text)) from error


def _sentence_of_number(code: str, text: str) -> str:
    digits = len([char for char in text if char.isalnum()])
    return {
        "length": _("号码应是18位，现在是%(digits)d位。") % {"digits": digits},
        "characters": _("号码里有认不出的字，请核对。"),
        "date": _("号码里的出生日期不对，请核对。"),
        "shortened": _("号码后几位像被表格改成了0，请照证件填。"),
    }.get(code, _("号码校验不对，请照证件再看一遍。"))


class PhoneField(forms.CharField):
    """A telephone number of any kind that offices write; empty where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=30, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the number in its one form."""
        text = super().clean(value)
        try:
            return phones.parse(text).number if text else ""
        except phones.PhoneError as error:
            if error.code == "prefix":
                raise forms.ValidationError(_("座机请带区号，例如0760-85409789。")) from error
            raise forms.ValidationError(_("电话没认出来，手机是11位。")) from error


class YuanField(forms.CharField):
    """An amount a month, typed in yuan and kept in fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return fen, or None where nothing was typed."""
        text = super().clean(value)
        try:
            return money.parse_yuan(text) if text else None
        except money.MoneyError as error:
            raise forms.ValidationError(_sentence_of_money(error.code)) from error


def _sentence_of_money(code: str) -> str:
    return {
        "negative": _("金额不能是负数。"),
        "too_large": _("金额太大，请核对。"),
        "precision": _("金额最多写到分，例如350.50。"),
    }.get(code, _("金额没认出来，例如350或350.50。"))


class FloorField(forms.CharField):
    """The floor of a house in square metres: 85, 85.5, 85平方米."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return square metres to a tenth, or None where nothing was typed."""
        text = to_half_width(super().clean(value)).strip()
        if not text:
            return None
        found = _FLOOR.fullmatch(text)
        if found is None:
            raise forms.ValidationError(_("面积没认出来，例如85或85.5。"))
        size = Decimal(found[1])
        if not 0 < size <= LARGEST_M2:
            raise forms.ValidationError(_("面积要在0到%(most)d平方米之间。") % {"most": LARGEST_M2})
        return size


def birth_of(number: IdentityNumber | None, typed: LooseDate | None) -> tuple[date | None, str]:
    """Return a birth and how much of it is known: a number says it, else what was typed."""
    if number is not None:
        return number.born, "day"
    return (typed.first, typed.precision) if typed is not None else (None, "")
