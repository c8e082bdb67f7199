"""Forms about what a household stands on the register for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from bangfu.registry.actions.changes import Standing
from bangfu.registry.states import CAUSES, CategoryCode, LeaveReason

from .base import ChangeForm
from .fields import YuanField
from .papers import PaperFields


class StandingFields(forms.Form):
    """Category, amount a month, and the main cause."""

    category = forms.ChoiceField(
        label=gettext_lazy("类别"), choices=CategoryCode.choices, widget=forms.RadioSelect
    )
    cause = forms.ChoiceField(
        label=gettext_lazy("主要致困原因"),
        required=False,
        choices=[("", gettext_lazy("请选")), *CAUSES.items()],
    )
    monthly = YuanField(
        label=gettext_lazy("月保障金额（元）"), help_text=gettext_lazy("没有的，留空。")
    )

    def standing(self) -> Standing:
        """Return what the household stands on the register for."""
        given = self.cleaned_data
        return Standing(
            category=given["category"], monthly_fen=given["monthly"], cause=given["cause"],
            reason=given.get("why", ""),
        )  # fmt: skip


class EnterForm(StandingFields, PaperFields, ChangeForm):
    """A household comes onto the register, or comes back."""

    why = forms.CharField(label=gettext_lazy("纳入原因"), required=False, max_length=60)
    day_label = gettext_lazy("纳入日期")

    def asked(self) -> dict[str, Any]:
        return {
            "home": self.home.home.uuid, "standing": self.standing(),
            "papers": self.cleaned_data["papers"],
        }  # fmt: skip


class CategoryForm(StandingFields, PaperFields, ChangeForm):
    """A household gets another category, or another amount."""

    def prepare(self) -> None:
        self.fields["category"].initial = self.home.home.category
        self.fields["cause"].help_text = gettext_lazy("没有变的，留空。")

    def asked(self) -> dict[str, Any]:
        return {
            "home": self.home.home.uuid, "standing": self.standing(),
            "papers": self.cleaned_data["papers"],
        }  # fmt: skip


class LeaveForm(PaperFields, ChangeForm):
    """A household leaves hardship, for a reason."""

    reason = forms.ChoiceField(
        label=gettext_lazy("退出原因"), choices=LeaveReason.choices, widget=forms.RadioSelect
    )
    day_label = gettext_lazy("退出日期")

    def asked(self) -> dict[str, Any]:
        return {"home": self.home.home.uuid, "papers": self.cleaned_data["papers"]}
