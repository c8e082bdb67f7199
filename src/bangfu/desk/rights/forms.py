"""The shape and the words of what is asked about people's rights."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.privacy.states import (
    SEALED,
    About,
    Asker,
    Channel,
    Ground,
    HoldReason,
    Refusal,
    RequestKind,
)

from ..changes.forms.fields import DayField
from .queries import Family


class AskForm(forms.Form):
    """What somebody of the family asks, in his own words."""

    subject = forms.ChoiceField(label=_("谁的资料"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("要求什么"), choices=RequestKind.choices, widget=forms.RadioSelect
    )
    about = forms.ChoiceField(label=_("哪一项"), choices=About.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("本人怎么说"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("简短记下，例如“电话换了，还是旧的”。加密保存。"),
    )  # fmt: skip
    asker = forms.ChoiceField(label=_("谁提出"), choices=Asker.choices, widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=_("怎么提出"), choices=Channel.choices, widget=forms.RadioSelect
    )
    asked_on = DayField(label=_("提出日期"))

    def __init__(self, data: Any = None, *, family: Family, **more: Any) -> None:
        super().__init__(data, use_required_attribute=False, **more)
        field = self.fields["subject"]
        assert isinstance(field, forms.ChoiceField)
        people = [(str(member.uuid), member.name) for member in family.members]
        field.choices = [*people, (str(family.home.uuid), _("整户"))]

    def clean(self) -> dict[str, Any]:
        """Refuse what a household has none of: a number is one person's."""
        given = super().clean() or {}
        subject, about = given.get("subject"), given.get("about")
        whole = self.fields["subject"].choices[-1][0]  # type: ignore[attr-defined]
        if subject == whole and about in SEALED:
            self.add_error("subject", _("号码、电话、账号是一个人的，请选是谁。"))
        return given


class AnswerForm(forms.Form):
    """Why a request is not met."""

    refusal = forms.ChoiceField(
        label=_("不能照办的理由"), choices=Refusal.choices, widget=forms.RadioSelect
    )


class HoldForm(forms.Form):
    """Why and until when something is held."""

    reason = forms.ChoiceField(
        label=_("为什么留"), choices=HoldReason.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(label=_("留到"), widget=forms.DateInput(attrs={"type": "date"}))


class MeetForm(forms.Form):
    """By which act of the register a request was met, where there is one."""

    done_by = forms.TypedChoiceField(
        label=_("凭哪一次登记"), coerce=UUID, empty_value=None, required=False,
        help_text=_("选了，答复书上会写明改了什么、哪天生效。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, acts: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["done_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("没有动台账")), *acts]


class EraseForm(forms.Form):
    """Why something is erased before its term is over, and by which clause."""

    ground = forms.ChoiceField(
        label=_("依据"),
        choices=[(one.value, one.label) for one in (Ground.REQUEST, Ground.UNLAWFUL)],
        widget=forms.RadioSelect,
    )
    clause = forms.CharField(
        label=_("条款"), max_length=200,
        help_text=_("例如：个人信息保护法第四十七条第一款第三项。不写当事人的姓名。"),
    )  # fmt: skip


class TermForm(forms.Form):
    """How long a kind of record is kept in the town, and by which clause."""

    years = forms.IntegerField(label=_("留几年"), min_value=1, max_value=100)
    clause = forms.CharField(
        label=_("条款"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("写明凭哪份文件、哪一条。"),
    )  # fmt: skip
