"""The shape and the words of what is asked of the trail."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.audit.states import Kind
from bangfu.offices import queries as offices

from .words import words_of

_UUID = re.compile(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}")


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
        choices=[("", gettext_lazy("全部")), *Kind.choices],
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
            "kind": given.get("kind", ""),
            "verb": given.get("verb", ""),
        }
