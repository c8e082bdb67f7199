"""The filters of the two lists; each is one choice, and an empty one asks nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.offices.models import Area
from bangfu.privacy.states import Reason
from bangfu.registry.queries import HouseholdFilter, PersonFilter
from bangfu.registry.queries.people_list import AGES
from bangfu.registry.states import CAUSES, CategoryCode, IdentityState, Sex
from bangfu.rosters.models import Layout

VERSIONS = [("masked", _("群发版（脱敏）")), ("whole", _("内部版（号码写全）"))]
YES = "1"
AGE_WORDS = {
    "0-5": _("5岁以下"),
    "6-15": _("6—15岁"),
    "16-18": _("16—18岁"),
    "19-59": _("19—59岁"),
    "60-69": _("60—69岁"),
    "70-79": _("70—79岁"),
    "80+": _("80岁以上"),
}
RELATION_WORDS = {
    "head": _("户主"),
    "spouse": _("配偶"),
    "child": _("子女"),
    "grandchild": _("孙辈"),
    "parent": _("父母"),
    "other": _("其他关系"),
}


def _one(label: Any, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", label), *choices])


class ListForm(forms.Form):
    """What both lists share: the village, and the words of what is chosen."""

    not_chips = ("order", "standing")

    village = forms.ChoiceField(label=_("村居"), required=False)

    def __init__(self, *args: Any, villages: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("village", [("", _("村居")), *((str(a.lo), a.name) for a in villages)])

    def _choices(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def given(self) -> dict[str, str]:
        """Return what is chosen and exists; another village, say, asks nothing."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    @property
    def chosen_village(self) -> int | None:
        """The village that is chosen."""
        village = self.given().get("village")
        return int(village) if village else None

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """Return value and words of every choice of a filter."""
        return list(self.fields[name].choices)  # type: ignore[attr-defined]

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return name, value and words of everything that is chosen, in the order of the form."""
        return [
            (name, value, {str(k): str(words) for k, words in self.choices_of(name)}[value])
            for name, value in self.given().items()
        ]


class HouseholdForm(ListForm):
    """The filters of the list of households."""

    group = forms.ChoiceField(label=_("小组"), required=False)
    category = _one(_("类别"), CategoryCode.choices)
    cause = _one(_("致困原因"), CAUSES.items())
    disabled = _one(_("残疾"), [(YES, _("有残疾人"))])
    in_school = _one(_("在校"), [(YES, _("有在校生"))])
    elderly = _one(_("60岁以上"), [(YES, _("有60岁以上"))])
    unverified = _one(_("核实"), [(YES, _("有号码待核实"))])
    standing = forms.ChoiceField(
        label=_("在册"),
        required=False,
        choices=[("", _("在册")), ("left", _("已退出")), ("open", _("待定类别"))],
    )
    order = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("", _("按村居、户主姓名")),
            ("changed", _("按最近变动")),
            ("entered", _("按纳入日期")),
        ],
    )

    def set_groups(self, groups: Iterable[str]) -> None:
        """Offer the groups of the chosen village; without a village there is none to choose."""
        self._choices("group", [("", _("小组")), *((one, one) for one in groups)])
        self.full_clean()

    def asked(self) -> HouseholdFilter:
        """Return what is asked."""
        given = self.given()
        return HouseholdFilter(
            village=self.chosen_village,
            category=given.get("category", ""),
            cause=given.get("cause", ""),
            disabled="disabled" in given,
            in_school="in_school" in given,
            elderly="elderly" in given,
            unverified="unverified" in given,
            standing=given.get("standing", ""),
            group=given.get("group", ""),
        )


class PersonForm(ListForm):
    """The filters of the list of people."""

    category = _one(_("类别"), CategoryCode.choices)
    sex = _one(_("性别"), [(Sex.MALE, Sex.MALE.label), (Sex.FEMALE, Sex.FEMALE.label)])
    age = _one(_("年龄"), [(key, AGE_WORDS[key]) for key in AGES])
    relation = _one(_("与户主关系"), RELATION_WORDS.items())
    disabled = _one(_("残疾"), [(YES, _("有残疾"))])
    in_school = _one(_("在校"), [(YES, _("在校生"))])
    state = _one(_("号码状态"), IdentityState.choices)
    standing = forms.ChoiceField(
        label=_("在册"),
        required=False,
        choices=[("", _("在册")), ("left", _("不在册")), ("gone", _("已去世或迁出"))],
    )

    def asked(self) -> PersonFilter:
        """Return what is asked."""
        given = self.given()
        return PersonFilter(
            village=self.chosen_village,
            category=given.get("category", ""),
            sex=int(given["sex"]) if "sex" in given else None,
            age=given.get("age", ""),
            relation=given.get("relation", ""),
            disabled="disabled" in given,
            in_school="in_school" in given,
            state=given.get("state", ""),
            standing=given.get("standing", ""),
        )


class ExportForm(forms.Form):
    """Which sheet: masked by default; the whole one asks why, picked from a list."""

    version = forms.ChoiceField(label=_("版本"), choices=VERSIONS, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("理由（内部版必填）"),
        choices=[("", _("请选")), *Reason.choices],
        error_messages={"required": _("内部版要选一个理由。")},
    )
    layout = forms.ChoiceField(label=_("列顺序"), required=False)

    def __init__(
        self, *args: Any, layouts: Iterable[Layout], may_whole: bool, **kwargs: Any
    ) -> None:
        # The browser must not ask for a reason where the masked sheet is wanted.
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        choices = [("", _("本单位的花名册")), *((str(one.uuid), one.receiver) for one in layouts)]
        self.fields["layout"].choices = choices  # type: ignore[attr-defined]
        if not may_whole:
            self.fields["version"].choices = VERSIONS[:1]  # type: ignore[attr-defined]
            del self.fields["reason"]

    def clean_layout(self) -> UUID | None:
        """Return the receiver's layout, None for the office's own."""
        chosen = self.cleaned_data["layout"]
        return UUID(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        """Ask for the reason only where the whole sheet is wanted."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("version") != "whole":
            self.errors.pop("reason", None)
        return given
