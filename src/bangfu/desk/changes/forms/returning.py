"""Across villages: who moved out comes back, and a whole household moves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.registry.models import Person

from ..queries import villages_of
from .base import ChangeForm
from .fields import RelationField
from .places import PlaceFields
from .target import target_of

NOBODY = UUID(int=0)
"""No household: one who lives nowhere may come back to any."""


class ReturnForm(PlaceFields, ChangeForm):
    """Somebody comes back: to a household of the register, or to one of his own."""

    to = forms.CharField(
        label=gettext_lazy("回到哪一户"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("填家庭编号，或那一户的人的姓名。另立一户的，留空，填下面的村居。"),
    )
    relation = RelationField(label=gettext_lazy("与那一户户主的关系"), head=True, required=False)
    day_label = gettext_lazy("回来的日期")
    first = ("to", "target", "relation", "village", "group", "address")

    def __init__(self, data: Any = None, *, person: Person, **more: Any) -> None:
        self.person = person
        super().__init__(data, family=None, **more)

    def prepare(self) -> None:
        self.offer_villages(villages_of(self.scope, on=self.today))
        self.fields["village"].required = False
        self.fields["village"].label = _("另立一户的村居")

    def clean(self) -> dict[str, Any]:
        """Ask for the relation where he joins a household, for the village where he does not."""
        given = super().clean() or {}
        typed = given.get("to")
        if typed:
            if not self.data.get("relation"):
                self.add_error("relation", _("请选关系；不知道就选“还不清楚”。"))
            given["target"] = target_of(
                self, typed, besides=NOBODY, scope=self.scope, on=self.today,
                order=self.put_in_order,
            )  # fmt: skip
        elif "to" not in self.errors and not given.get("village"):
            self.add_error("to", _("请填回到哪一户，或选另立一户的村居。"))
        return given

    @property
    def anew(self) -> bool:
        """Whether he makes a household of his own."""
        return not self.cleaned_data.get("to")

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.anew:
            return {"person": self.person.uuid, "place": self.place()}
        return {
            "person": self.person.uuid, "to": given["target"], "relation": given["relation"],
        }  # fmt: skip


class RelocateForm(PlaceFields, ChangeForm):
    """A whole household moves to another village of the clerk's reach."""

    day_label = gettext_lazy("搬走的日期")

    def prepare(self) -> None:
        here = self.home.home.area - self.home.home.area % 1000
        others = [area for area in villages_of(self.scope, on=self.today) if area.lo != here]
        self.offer_villages(others)

    def asked(self) -> dict[str, Any]:
        return {"home": self.home.home.uuid, "place": self.place()}
