"""The shape and the words of what is asked on the desk."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.offices.models import Area
from bangfu.privacy.states import Reason
from bangfu.registry.queries import HouseholdFilter
from bangfu.registry.states import CAUSES, CategoryCode

SHOWABLE = [
    ("identity", _("身份证号")),
    ("phone", _("电话")),
    ("account", _("开户账号")),
    ("certificate", _("残疾证号")),
]
YES = "1"


class FilterForm(forms.Form):
    """The filters of the list of households; each is one choice, empty asks nothing."""

    village = forms.ChoiceField(label=_("村居"), required=False)
    category = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("类别")), *CategoryCode.choices]
    )
    cause = forms.ChoiceField(
        label=_("致困原因"), required=False, choices=[("", _("致困原因")), *CAUSES.items()]
    )
    disabled = forms.ChoiceField(
        label=_("残疾"), required=False, choices=[("", _("残疾")), (YES, _("有残疾人"))]
    )
    in_school = forms.ChoiceField(
        label=_("在校"), required=False, choices=[("", _("在校")), (YES, _("有在校生"))]
    )
    elderly = forms.ChoiceField(
        label=_("60岁以上"), required=False, choices=[("", _("60岁以上")), (YES, _("有60岁以上"))]
    )
    unverified = forms.ChoiceField(
        label=_("核实"), required=False, choices=[("", _("核实")), (YES, _("有号码待核实"))]
    )

    standing = forms.ChoiceField(
        label=_("在册"),
        required=False,
        choices=[("", _("在册")), ("left", _("已退出")), ("open", _("待定类别"))],
    )

    def __init__(self, *args: object, villages: Iterable[Area], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("村居")), *((str(area.lo), area.name) for area in villages)]

    def asked(self) -> HouseholdFilter:
        """Return what is asked; a choice that does not exist asks nothing."""
        self.is_valid()
        given = self.cleaned_data
        village = given.get("village")
        return HouseholdFilter(
            village=int(village) if village else None,
            category=given.get("category", ""),
            cause=given.get("cause", ""),
            disabled=given.get("disabled") == YES,
            in_school=given.get("in_school") == YES,
            elderly=given.get("elderly") == YES,
            unverified=given.get("unverified") == YES,
            standing=given.get("standing", ""),
        )

    def choices_of(self, name: str) -> list[tuple[str, str]]:
        """Return value and words of every choice of a filter."""
        return list(self.fields[name].choices)  # type: ignore[attr-defined]

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return name, value and words of every filter that is set."""
        self.is_valid()
        found = []
        for name, value in self.cleaned_data.items():
            if value:
                words = {str(key): str(label) for key, label in self.choices_of(name)}
                found.append((name, str(value), words[value]))
        return found


class ShowForm(forms.Form):
    """What to show whole, and why: both are picked, nothing is typed."""

    field = forms.ChoiceField(label=_("看什么"), choices=SHOWABLE)
    reason = forms.ChoiceField(label=_("为什么看"), choices=[("", _("请选")), *Reason.choices])


class SearchForm(forms.Form):
    """What was typed into the search box."""

    text = forms.CharField(label=_("搜索"), max_length=40, required=False)
