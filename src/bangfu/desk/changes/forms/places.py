"""Where a household lives: village, group, address."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy

from bangfu.offices.models import Area
from bangfu.registry.actions.changes import Place


class PlaceFields(forms.Form):
    """Village, group and address of a household that is opened."""

    village = forms.ChoiceField(label=gettext_lazy("村居"))
    group = forms.CharField(
        label=gettext_lazy("村民小组"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("例如3组。"),
    )
    address = forms.CharField(label=gettext_lazy("住址"), required=False, max_length=120)

    def offer_villages(self, villages: Sequence[Area], here: int | None = None) -> None:
        """Offer these villages; ``here`` is chosen from the start, and so is the only one."""
        field = self.fields["village"]
        assert isinstance(field, forms.ChoiceField)
        found = [(str(area.lo), area.name) for area in villages]
        field.choices = found if len(found) == 1 else [("", gettext_lazy("请选")), *found]
        if here is not None:
            field.initial = str(here - here % 1000)

    def place(self) -> Place:
        """Return where the household lives; the group is told with the name of its village."""
        given = self.cleaned_data
        names = dict(self.fields["village"].choices)  # type: ignore[attr-defined]
        village, group = str(names[given["village"]]), given["group"].strip()
        if group.isdecimal():
            group = f"{group}组"
        if group and not group.startswith(village):
            group = f"{village}{group}"
        return Place(area=int(given["village"]), group=group, address=given["address"].strip())
