"""The shape and the words of a commission."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import EndReason, Errand, User

TOWN_UNITS = 10**6


def _day(label: Any, **more: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class InspectorChoice(forms.ModelChoiceField):
    """Accounts by name and office."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name}（{obj.username}）"


class SendForm(forms.Form):
    """A commission: whom, by whose letter, where, which records, when, and how many are drawn."""

    inspector = InspectorChoice(
        label=_("检查人员"),
        queryset=User.objects.none(),
        empty_label=_("请选"),
        help_text=_("先由系统管理员任命检查人员的岗位。"),
    )
    errand = forms.ChoiceField(label=_("检查用途"), choices=[("", _("请选")), *Errand.choices])
    letter = forms.CharField(
        label=_("文号"), max_length=60, help_text=_("凭哪份文件，例如 三民函〔2012〕8号。")
    )
    issuer = forms.CharField(label=_("发文单位"), max_length=60)
    villages = forms.MultipleChoiceField(label=_("看哪些村居"))
    covers_from = _day(_("看哪段时间的记录，从"))
    covers_until = _day(_("记录到哪天"))
    valid_from = _day(_("检查从哪天起"))
    valid_until = _day(_("检查到哪天止"), help_text=_("当天还能看，过了这天什么也打不开。"))
    percent = forms.IntegerField(label=_("抽多少（%）"), min_value=1, max_value=100, initial=5)
    least = forms.IntegerField(
        label=_("至少抽几户"),
        min_value=1,
        max_value=500,
        initial=10,
        help_text=_("由系统随机抽一次，只有抽中的户可以查看完整号码。"),
    )

    def __init__(self, *args: Any, by: User, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": on, "covers_until": on})
        super().__init__(*args, **kwargs)
        places = access.reach(by, "security.manage", on=on)
        inspectors = offices.list_inspectors(places, on=on)
        self.fields["inspector"].queryset = inspectors  # type: ignore[attr-defined]
        self.fields["villages"].choices = [  # type: ignore[attr-defined]
            (str(area.lo), area.name) for area in offices.list_villages(within=places, on=on)
        ]

    def clean_villages(self) -> list[int]:
        """Read the villages as area numbers; they lie in one town."""
        villages = [int(village) for village in self.cleaned_data["villages"]]
        if len({village // TOWN_UNITS for village in villages}) > 1:
            raise forms.ValidationError(gettext("一份委托只能写同一个镇的村居。"))
        return villages

    def clean(self) -> dict[str, Any]:
        """Say at the field which date lies before which."""
        given = super().clean() or {}
        for first, last in (("covers_from", "covers_until"), ("valid_from", "valid_until")):
            if given.get(first) and given.get(last) and given[last] < given[first]:
                self.add_error(last, gettext("结束日期早于开始日期。"))
        return given

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `send_inspector`."""
        given = self.cleaned_data
        town = offices.get_area(given["villages"][0] // TOWN_UNITS * TOWN_UNITS)
        plain = ("inspector", "villages", "errand", "letter", "issuer", "percent", "least")
        return {
            **{name: given[name] for name in plain},
            "area": town,
            "covers": (given["covers_from"], given["covers_until"]),
            "valid": (given["valid_from"], given["valid_until"]),
        }


class EndForm(forms.Form):
    """Why leave to see is taken back."""

    reason = forms.ChoiceField(label=_("理由"), choices=[("", _("请选")), *EndReason.choices])
