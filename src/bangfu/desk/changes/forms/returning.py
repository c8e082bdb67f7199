"""Across villages: who moved out comes back, and a whole household moves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.registry.models import Person

from ..queries import FormerHome, villages_of
from .base import ChangeForm
from .fields import RelationField
from .places import PlaceFields
from .target import target_of, target_words

NOBODY = UUID(int=0)
"""No household: one who lives nowhere may come back to any."""


OLD, OTHER, ANEW = "old", "other", "anew"


class ReturnForm(PlaceFields, ChangeForm):
    """Somebody comes back: to where he lived before, to another household, or to one of his own."""

    where = forms.ChoiceField(label=gettext_lazy("回到哪里"), widget=forms.RadioSelect)
    relation = RelationField(
        label=gettext_lazy("与那一户户主的关系"),
        head=True,
        error_messages={"required": gettext_lazy("请选关系；不知道就选“还不清楚”。")},
    )
    to = forms.CharField(
        label=gettext_lazy("回到哪一户"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("回到别的户才填：家庭编号，或那一户的人的姓名。"),
    )
    day_label = gettext_lazy("回来的日期")
    first = ("where", "relation", "to", "target", "village", "group", "address")

    def __init__(
        self, data: Any = None, *, person: Person, old: FormerHome | None = None, **more: Any
    ) -> None:
        self.person, self.old = person, old
        super().__init__(data, family=None, **more)

    def prepare(self) -> None:
        self.offer_villages(villages_of(self.scope, on=self.today))
        self.fields["village"].required = False
        self.fields["village"].label = _("另立一户的村居")
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [(OTHER, _("回到别的户")), (ANEW, _("另立一户"))]
        if self.old is not None:
            words = _("回到原来的户：%(home)s") % {"home": target_words(self.old.home)}
            where.choices = [(OLD, words), *where.choices]
            where.initial = OLD
            self.fields["relation"].initial = self.old.relation

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen way back needs: a household and a relation, or a village."""
        given = super().clean() or {}
        where = given.get("where")
        if where == ANEW:
            self.errors.pop("relation", None)
        if where == OLD and self.old is not None:
            given["target"] = self.old.home.uuid
        elif where == OTHER:
            self._look(given)
        elif where == ANEW and not given.get("village"):
            self.add_error("village", _("请选另立一户的村居。"))
        return given

    def _look(self, given: dict[str, Any]) -> None:
        typed = given.get("to")
        if typed:
            given["target"] = target_of(
                self, typed, besides=NOBODY, scope=self.scope, on=self.today,
                order=self.put_in_order,
            )  # fmt: skip
        elif "to" not in self.errors:
            self.add_error("to", _("请填回到哪一户。"))

    @property
    def anew(self) -> bool:
        """Whether he makes a household of his own."""
        return bool(self.cleaned_data["where"] == ANEW)

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
