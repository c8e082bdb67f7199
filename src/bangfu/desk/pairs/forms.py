"""Whom one is compared with; and, where a merged entry headed a family, who heads it now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.registry.actions.changes import NewHead
from bangfu.registry.queries.files import Member

from ..changes.forms.base import choice_of
from ..changes.forms.people import add_relations, new_head, spare_head
from ..changes.kin import SURE, ask_sure, fill_likely, sure_of

ANSWERS = [("same", ""), ("apart", ""), ("ask", "")]


class AnswerForm(forms.Form):
    """The answer; with a new head for the family that the merged entry headed."""

    answer = forms.ChoiceField(choices=ANSWERS, widget=forms.HiddenInput)
    needs = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, stay: list[Member], old_sex: int = 0) -> None:
        super().__init__(data, use_required_attribute=False)
        self.stay, self.old_sex = stay, old_sex
        self.sure = sure_of(self)
        if data.get("needs") == "head" and data.get("answer") == "same":
            self.ask_for_head()

    def ask_for_head(self) -> None:
        """Show the fields for a new head."""
        self.fields["head"] = choice_of("head", _("新户主"), self.stay)
        add_relations(self, self.stay, self.old_sex)

    def ask_sure(self, keys: Collection[str]) -> None:
        """Show the box that stands by these doubts, and by those stood by before."""
        ask_sure(self, {*keys, *self.sure})

    @property
    def stood(self) -> str:
        """What was stood by, for the next form to send along."""
        return ",".join(sorted(self.sure))

    @property
    def asks_more(self) -> bool:
        """Whether anything is asked beyond the answer."""
        return self.asks or SURE in self.fields

    @property
    def asks(self) -> bool:
        """Whether the fields for a new head are shown."""
        return "head" in self.fields

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.asks:
            spare_head(self)
            fill_likely(self, self.stay, self.old_sex)
        return given

    def head(self) -> NewHead | None:
        """Return the new head, where one was asked for."""
        return new_head(self, self.stay) if self.asks else None


class OtherForm(forms.Form):
    """Whom somebody is to be compared with."""

    text = forms.CharField(
        label=gettext_lazy("另一条登记是谁"),
        max_length=40,
        help_text=gettext_lazy("姓名、拼音、号码尾数或电话尾数。"),
    )
