"""A new household: first a look whether it is there already, then the family."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..queries import villages_of
from .base import ChangeForm
from .newcomer import NewcomerFields
from .places import PlaceFields
from .standing import StandingFields

MOST = 8


class FindForm(forms.Form):
    """Whom to look for before a household is opened."""

    text = forms.CharField(
        label=gettext_lazy("户主姓名或身份证号"),
        max_length=40,
        help_text=gettext_lazy("先查有没有登记过，免得重复。"),
    )


class MemberForm(NewcomerFields):
    """One person of the new household; a row left empty is nobody."""

    def __init__(self, data: Any, *, prefix: str, head: bool, initial: dict[str, Any]) -> None:
        super().__init__(
            data,
            prefix=prefix,
            initial=initial,
            empty_permitted=not head,
            use_required_attribute=False,
        )
        if head:
            del self.fields["relation"]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        given.setdefault("relation", "02")
        return given


class OpenForm(PlaceFields, StandingFields, ChangeForm):
    """Where a new household lives and why it is on the register; its people are `members`."""

    day_label = gettext_lazy("纳入日期")
    first = ("village", "group", "address")

    def prepare(self) -> None:
        self.offer_villages(villages_of(self.scope, on=self.today))
        data = self.data if self.is_bound else None
        self.members = [
            MemberForm(data, prefix=f"m{place}", head=place == 0, initial=self._first(place))
            for place in range(MOST)
        ]

    def _first(self, place: int) -> dict[str, Any]:
        if place:
            return {}
        return {name: self.initial[name] for name in ("name", "number") if name in self.initial}

    def is_valid(self) -> bool:
        """Check the household and every person; two people may not share a number."""
        whole = all([super().is_valid(), *(member.is_valid() for member in self.members)])
        return whole and self._numbers_differ()

    def _numbers_differ(self) -> bool:
        seen: set[str] = set()
        for member in self._filled():
            number = member.cleaned_data["number"]
            if number is not None and number.number18 in seen:
                member.add_error("number", _("这个号码上面已填过。"))
                return False
            if number is not None:
                seen.add(number.number18)
        return True

    def _filled(self) -> list[MemberForm]:
        return [one for one in self.members if one.has_changed() and one.cleaned_data.get("name")]

    def asked(self) -> dict[str, Any]:
        return {
            "place": self.place(),
            "people": [member.newcomer() for member in self._filled()],
            "standing": self.standing(),
        }
