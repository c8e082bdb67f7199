"""The shape and the words of what is asked on the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from bangfu.privacy.states import PICKED

SHOWABLE = [
    ("identity", _("身份证号")),
    ("phone", _("电话")),
    ("account", _("开户账号")),
    ("certificate", _("残疾证号")),
    ("disease", _("病种")),
]


class ShowForm(forms.Form):
    """What to show whole, and why: both are picked, nothing is typed."""

    field = forms.ChoiceField(label=_("看什么"), choices=SHOWABLE)
    reason = forms.ChoiceField(label=_("为什么看"), choices=[("", _("请选")), *PICKED])


class SearchForm(forms.Form):
    """What was typed into the search box."""

    text = forms.CharField(label=_("搜索"), max_length=40, required=False)


class OnForm(forms.Form):
    """The day that a question is asked about; today where none is given."""

    on = forms.DateField(
        label=_("问哪一天"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
