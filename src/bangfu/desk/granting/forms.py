"""The shape of taking leave back."""

from __future__ import annotations

from typing import Any

from django import forms

from bangfu.offices.models import Purpose

from ..inspecting.forms import EndForm


class EndLineForm(EndForm):
    """Which line of counted grants, and why it ends."""

    principal = forms.UUIDField()
    purpose = forms.ChoiceField(choices=Purpose.choices)
    valid_from = forms.DateField()
    valid_until = forms.DateField(required=False)
    given_by = forms.UUIDField()

    def asked(self) -> dict[str, Any]:
        """Return the arguments of `close_grants`."""
        return dict(self.cleaned_data)
