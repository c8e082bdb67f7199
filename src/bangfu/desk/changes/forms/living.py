"""Forms about how a family lives: what it needs, its house, what comes in, what it owns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.money import format_yuan
from bangfu.registry.actions.changes import AssetsTold, HousingTold, IncomeTold
from bangfu.registry.models import Assets, Housing, Income
from bangfu.registry.states import (
    HouseGrade,
    HouseWork,
    NeedKind,
    NeedState,
    Structure,
    Tenure,
    WithinRule,
)

from .base import ChangeForm, choice_of
from .fields import DayField, FloorField, YuanField

NOT_KNOWN = ("", gettext_lazy("还不清楚"))


class MistakenForm(ChangeForm):
    """A form of something that is one at a time: what was told before was true then, or wrong."""

    def ask_whether_mistaken(self) -> None:
        """Ask only where something was told before."""
        self.fields["mistaken"] = forms.BooleanField(
            label=_("原来记错了"),
            required=False,
            help_text=_("勾上就从头改正；不勾，就是从生效日期起变了。"),
        )

    @property
    def mistaken(self) -> bool:
        """Whether what was told before was wrong all along."""
        return bool(self.cleaned_data.get("mistaken"))


class NeedForm(ChangeForm):
    """The family needs something."""

    kind = forms.ChoiceField(
        label=gettext_lazy("哪一类"), choices=NeedKind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=gettext_lazy("要什么"),
        max_length=120,
        help_text=gettext_lazy("一句话，例如想找离家近的半天工。"),
    )
    day_label = gettext_lazy("哪天提出的")

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"home": self.home.home.uuid, "kind": given["kind"], "text": given["text"]}


class NeedDoneForm(ChangeForm):
    """A need is met, or is none any more."""

    state = forms.ChoiceField(
        label=gettext_lazy("结果"),
        choices=[(code, NeedState(code).label) for code in (NeedState.MET, NeedState.DROPPED)],
        widget=forms.RadioSelect,
    )
    first = ("need", "state")
    day_label = gettext_lazy("哪天办结的")

    def prepare(self) -> None:
        words = _("%(kind)s：%(text)s（%(on)s提出）")
        choices = [
            (
                str(need.thread),
                words % {"kind": NeedKind(need.kind).label, "text": need.text, "on": need.since},
            )
            for need in self.home.needs
        ]
        field = forms.ChoiceField(label=_("哪个需求"), choices=choices, widget=forms.RadioSelect)
        if len(choices) == 1:
            field.initial = choices[0][0]
        self.fields["need"] = field

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "home": self.home.home.uuid, "need": UUID(given["need"]), "state": given["state"],
        }  # fmt: skip


class HousingForm(MistakenForm):
    """The house of the family, as it was told last."""

    tenure = forms.ChoiceField(
        label=gettext_lazy("住房来源"), choices=Tenure.choices, widget=forms.RadioSelect
    )
    structure = forms.ChoiceField(
        label=gettext_lazy("房屋结构"), required=False, choices=[NOT_KNOWN, *Structure.choices]
    )
    floor_m2 = FloorField(label=gettext_lazy("面积（平方米）"))
    grade = forms.ChoiceField(
        label=gettext_lazy("安全等级"),
        required=False,
        choices=[NOT_KNOWN, *HouseGrade.choices],
        help_text=gettext_lazy("照鉴定书填；没有鉴定的，选还不清楚。"),
    )
    work = forms.ChoiceField(
        label=gettext_lazy("打算怎么改造"),
        required=False,
        choices=[("", gettext_lazy("不改造")), *HouseWork.choices],
    )
    cost_fen = YuanField(label=gettext_lazy("改造预计费用（元）"))
    granted_on = DayField(label=gettext_lazy("上次得到住房补助的日期"), required=False)

    def prepare(self) -> None:
        now = Housing.objects.filter(
            household=self.home.home, superseded_at=None, valid_until=None
        ).first()
        if now is None:
            return
        self.ask_whether_mistaken()
        for name in ("tenure", "structure", "grade", "work"):
            self.fields[name].initial = getattr(now, name)
        self.fields["floor_m2"].initial = "" if now.floor_m2 is None else f"{now.floor_m2:g}"
        self.fields["cost_fen"].initial = typed_of(now.cost_fen)
        self.fields["granted_on"].initial = now.granted_on.isoformat() if now.granted_on else ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("cost_fen") is not None and not given.get("work"):
            self.add_error("work", _("填了费用，请选怎么改造。"))
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("tenure", "structure", "floor_m2", "grade", "work", "cost_fen", "granted_on")
        housing = HousingTold(**{name: given[name] for name in names})
        return {"home": self.home.home.uuid, "housing": housing, "mistaken": self.mistaken}


class IncomeForm(MistakenForm):
    """What comes in for one member each month."""

    wages_fen = YuanField(label=gettext_lazy("工资，每月（元）"))
    business_fen = YuanField(
        label=gettext_lazy("经营，每月（元）"), help_text=gettext_lazy("种养、摆摊、开店的净收入。")
    )
    property_fen = YuanField(
        label=gettext_lazy("财产，每月（元）"), help_text=gettext_lazy("租金、分红、利息。")
    )
    transfer_fen = YuanField(
        label=gettext_lazy("转移，每月（元）"),
        help_text=gettext_lazy("养老金、赡养费、补贴。没有收入的，在一格里填0。"),
    )
    months = forms.IntegerField(
        label=gettext_lazy("按几个月平均"), min_value=1, max_value=12, initial=6,
        error_messages={
            "min_value": gettext_lazy("请填1到12。"), "max_value": gettext_lazy("请填1到12。"),
            "invalid": gettext_lazy("请填1到12。"),
        },
    )  # fmt: skip
    first = ("person", "wages_fen", "business_fen", "property_fen", "transfer_fen", "months")

    def prepare(self) -> None:
        self.fields["person"] = choice_of("person", _("谁的收入"), self.home.members)
        people = [member.uuid for member in self.home.members]
        told = Income.objects.filter(person__uuid__in=people, superseded_at=None, valid_until=None)
        if told.exists():
            self.ask_whether_mistaken()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wrong = any(name in self.errors for name in Income.KINDS)
        if not wrong and all(given.get(name) is None for name in Income.KINDS):
            self.add_error("wages_fen", _("请至少填一项收入；没有收入就填0。"))
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        income = IncomeTold(**{name: given[name] for name in (*Income.KINDS, "months")})
        return {"person": UUID(given["person"]), "income": income, "mistaken": self.mistaken}


class AssetsForm(MistakenForm):
    """What the family owns, as it was told last, and whether the local rule allows it."""

    within = forms.ChoiceField(
        label=gettext_lazy("符合财产规定吗"),
        choices=WithinRule.choices,
        widget=forms.RadioSelect,
        initial=WithinRule.UNKNOWN,
    )
    savings_fen = YuanField(label=gettext_lazy("存款（元）"))
    vehicle_fen = YuanField(label=gettext_lazy("车辆（元）"))
    property_fen = YuanField(
        label=gettext_lazy("别的房产（元）"), help_text=gettext_lazy("自己住的这一处不算。")
    )
    business_fen = YuanField(label=gettext_lazy("经营性资产（元）"))
    other_fen = YuanField(
        label=gettext_lazy("其他财产（元）"),
        help_text=gettext_lazy("没有的填0，不清楚的留空。"),
    )

    def prepare(self) -> None:
        now = Assets.objects.filter(
            household=self.home.home, superseded_at=None, valid_until=None
        ).first()
        if now is None:
            return
        self.ask_whether_mistaken()
        self.fields["within"].initial = now.within
        for name in Assets.KINDS:
            self.fields[name].initial = typed_of(getattr(now, name))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wrong = any(name in self.errors for name in Assets.KINDS)
        silent = given.get("within") == WithinRule.UNKNOWN
        if not wrong and silent and all(given.get(name) is None for name in Assets.KINDS):
            self.add_error("within", _("请至少填一项财产，或选是否符合规定。"))
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        assets = AssetsTold(**{name: given[name] for name in (*Assets.KINDS, "within")})
        return {"home": self.home.home.uuid, "assets": assets, "mistaken": self.mistaken}


def typed_of(fen: int | None) -> str:
    """Return an amount as one would type it."""
    return "" if fen is None else format_yuan(fen).removesuffix(".00")
