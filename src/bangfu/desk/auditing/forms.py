"""The shape and the words of what is asked of the trail."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.audit.sheets import Typed
from bangfu.audit.states import Conclusion, Kind
from bangfu.offices import queries as offices

from .words import words_of

_UUID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


HANDED_OUT = "handed_out"


class TrailForm(forms.Form):
    """What is asked of the trail; empty asks everything."""

    account = forms.CharField(label=gettext_lazy("账号"), required=False, max_length=40)
    subject = forms.CharField(
        label=gettext_lazy("对象编号"), required=False, max_length=36, strip=True
    )
    on = forms.DateField(
        label=gettext_lazy("哪一天"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("类型"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            *Kind.choices,
            (HANDED_OUT, gettext_lazy("看号码和导出")),
        ],
    )
    verb = forms.ChoiceField(label=gettext_lazy("做了什么"), required=False)

    def __init__(self, *args: Any, verbs: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verb"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("全部")), *((verb, words_of(verb)) for verb in verbs)]

    def clean_account(self) -> UUID | None:
        """Find the account of this name, the command line's included."""
        name = self.cleaned_data["account"]
        if not name:
            return None
        found = offices.find_user(name)
        if found is None:
            raise forms.ValidationError(_("没有这个账号。"))
        return found.uuid

    def clean_subject(self) -> UUID | None:
        """Read the id of a person or a household as the trail writes it."""
        text = self.cleaned_data["subject"]
        if not text:
            return None
        if not _UUID.fullmatch(text):
            raise forms.ValidationError(_("对象编号是36位的编号，可从记录里复制。"))
        return UUID(text)

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `list_entries`."""
        given = self.cleaned_data
        return {
            "actor": given.get("account"),
            "subject": given.get("subject"),
            "on": given.get("on"),
            "kind": given.get("kind", "") if given.get("kind") != HANDED_OUT else "",
            "handed_out": given.get("kind") == HANDED_OUT,
            "verb": given.get("verb", ""),
        }


class HeadForm(forms.Form):
    """A head of the chain typed in from a signed sheet; empty compares nothing."""

    head = forms.CharField(
        label=gettext_lazy("纸上的链头"), required=False, max_length=140, strip=True
    )

    def clean_head(self) -> Typed | None:
        """Read the place and the digits as a sheet prints them."""
        text = self.cleaned_data["head"]
        if not text:
            return None
        try:
            return Typed.read(text)
        except ValueError:
            raise forms.ValidationError(
                _("照纸上抄：第几节、冒号、至少前四组字，例如 1234: 0f3a 99b1 62c0 d1e5。")
            ) from None


class SignForm(forms.Form):
    """On which day the sheet of a month was signed."""

    signed_on = forms.DateField(
        label=gettext_lazy("签字日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ConcludeForm(forms.Form):
    """What was found when an alert was looked into."""

    conclusion = forms.ChoiceField(
        label=gettext_lazy("核查结论"), choices=[("", gettext_lazy("请选")), *Conclusion.choices]
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("不要写姓名和号码。"),
    )

    def clean_note(self) -> str:
        """Refuse what looks like a number of somebody."""
        note: str = self.cleaned_data["note"]
        if re.search(r"\d{7,}", re.sub(r"[\s-]", "", note)):
            raise forms.ValidationError(_("说明里不要写号码。"))
        return note
