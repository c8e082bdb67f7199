"""The form on which one of several sources is let hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from .base import ChangeForm

if TYPE_CHECKING:
    from bangfu.desk.differ import Question


class SettleForm(ChangeForm):
    """Which of them holds; from the day it says itself, so that no day is asked."""

    first = ("keep",)

    def __init__(self, data: Any = None, *, found: Question, **more: Any) -> None:
        self.found = found
        super().__init__(data, **more)

    def prepare(self) -> None:
        self.fields["on"].required = False
        self.fields["on"].widget = forms.HiddenInput()
        words = _("%(said)s（%(source)s，%(on)s）")
        choices = [
            (
                str(one.fact.pk),
                words % {"said": one.words, "source": one.source, "on": one.fact.valid_from},
            )
            for one in self.found.said
        ]
        self.fields["keep"] = forms.ChoiceField(
            label=_("以哪个为准"), choices=choices, widget=forms.RadioSelect
        )

    def choose(self, said: str) -> None:
        """Mark the one that was clicked on, by its place in the order of the page."""
        if said.isdecimal() and 1 <= int(said) <= len(self.found.said):
            self.fields["keep"].initial = str(self.found.said[int(said) - 1].fact.pk)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["on"] = self.today
        self.errors.pop("on", None)
        return given

    def asked(self) -> dict[str, Any]:
        return {
            "home": self.home.home.uuid,
            "kind": self.found.kind,
            "subject": self.found.subject,
            "keep": int(self.cleaned_data["keep"]),
        }
