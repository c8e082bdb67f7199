"""The fields of somebody whom the register does not know yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.registry.actions.changes import Newcomer
from bangfu.registry.states import Sex

from .fields import BirthField, NameField, NumberField, RelationField, birth_of

SEXES = [(str(Sex.MALE.value), Sex.MALE.label), (str(Sex.FEMALE.value), Sex.FEMALE.label)]


class NewcomerFields(forms.Form):
    """Name, number, relation, and sex and birth where no number says them."""

    name = NameField(label=gettext_lazy("姓名"))
    number = NumberField()
    relation = RelationField(label=gettext_lazy("与户主关系"))
    sex = forms.ChoiceField(
        label=gettext_lazy("性别"), choices=SEXES, required=False, widget=forms.RadioSelect
    )
    born = BirthField(
        label=gettext_lazy("出生日期"),
        required=False,
        help_text=gettext_lazy("有号码的不用填。只知年月也可以。"),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a sex or a birth that the number contradicts, and a newcomer with neither."""
        given = super().clean() or {}
        number, born, sex = given.get("number"), given.get("born"), given.get("sex")
        if number is not None and born is not None and not born.agrees_with(number.born):
            self.add_error("born", _("与号码里的出生日期不同。"))
        if number is not None and sex and int(sex) != number.sex:
            self.add_error("sex", _("与号码里的性别不同。"))
        if "number" in given and number is None and not sex and given.get("name"):
            self.add_error("sex", _("没有号码的，请选性别。"))
        return given

    def newcomer(self) -> Newcomer:
        """Return the person as the register is told of him."""
        return newcomer_of(self.cleaned_data)


def newcomer_of(given: dict[str, Any]) -> Newcomer:
    """Return a newcomer from clean fields; what the number says is taken from the number."""
    number = given["number"]
    born_on, precision = birth_of(number, given.get("born"))
    return Newcomer(
        name=given["name"],
        relation=given["relation"],
        number=number,
        sex=int(number.sex) if number is not None else int(given["sex"] or 0),
        born_on=born_on,
        born_precision=precision,
    )
