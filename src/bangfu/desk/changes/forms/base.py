"""What every form of an act asks: from which day, on what ground, and a word of explanation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.offices.scope import Scope
from bangfu.registry.actions.changes import Told, Unlikely
from bangfu.registry.queries.files import Member
from bangfu.registry.states import Basis

from ...templatetags.desk import relation
from ..kin import ask_sure, words_of_doubt
from ..queries import Family
from .fields import DayField

LAST = ("on", "basis", "papers", "note", "seen")


class ChangeForm(forms.Form):
    """The part that all acts share; a form of an act adds its own fields before it."""

    on = DayField(label=gettext_lazy("生效日期"))
    basis = forms.ChoiceField(
        label=gettext_lazy("依据"), choices=Basis.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("补充说明"), required=False, max_length=200)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    day_label: Any = ""
    first: tuple[str, ...] = ()
    overtaken = False
    needs_more = False
    known: UUID | None = None
    """Who is on the register already, where that is why the act was refused."""

    def __init__(
        self,
        data: Any = None,
        *,
        family: Family | None,
        scope: Scope,
        today: date,
        initial: dict[str, Any] | None = None,
        files: Any = None,
    ) -> None:
        self.family, self.scope, self.today = family, scope, today
        seen = family.seen if family is not None else 0
        super().__init__(
            data,
            files,
            initial={"on": today.isoformat(), "seen": seen, **(initial or {})},
            use_required_attribute=False,
        )
        if self.day_label:
            self.fields["on"].label = self.day_label
        self.prepare()
        self.put_in_order()

    @property
    def home(self) -> Family:
        """The family that the form is about."""
        assert self.family is not None
        return self.family

    def prepare(self) -> None:
        """Fill the choices that depend on the family."""

    def put_in_order(self) -> None:
        """Let the fields of the act stand first, those that all acts share last."""
        own = [name for name in self.fields if name not in LAST]
        self.order_fields([*self.first, *own, *LAST])

    def asked(self) -> dict[str, Any]:
        """Return the arguments of the act, without what it is told."""
        raise NotImplementedError

    def told(self, *, by: UUID, at: datetime) -> Told:
        """Return from which day, on what ground and by whom the act is done."""
        given = self.cleaned_data
        return Told(
            on=given["on"],
            by=by,
            at=at,
            today=self.today,
            reason=given.get("reason", ""),
            basis=given["basis"],
            note=given["note"],
            seen=(given["seen"] or 0) if self.family is not None else None,
        )

    @property
    def old_sex(self) -> int:
        """The sex of who heads the family now; 0 where it is not known."""
        return self.home.heads[0].sex if self.home.heads else 0

    def ask_sure(self, odd: Unlikely) -> None:
        """Say what is odd about the relations to a new head, and ask whether it is so all the
        same."""
        ask_sure(self, odd.keys)
        for doubt in odd.doubts:
            self.add_error(None, words_of_doubt(doubt, self.home.members))
        self.put_in_order()

    def keep_up(self, seen: int) -> None:
        """Let the next try know of the act that overtook this one."""
        self.overtaken = True
        self.fill("seen", str(seen))

    def fill(self, name: str, value: str) -> None:
        """Give a field another value in the next try."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data[name] = value
        self.data = data


def choice_of(name: str, label: Any, members: Iterable[Member]) -> forms.ChoiceField:
    """Return a choice of one of these people."""
    choices = [(str(member.uuid), words_of(member)) for member in members]
    field = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
    if len(choices) == 1:
        field.initial = choices[0][0]
    return field


def words_of(member: Member) -> str:
    """Return a member's name with his relation to the head."""
    told = relation(member.relation_text)
    return _("%(name)s（%(relation)s）") % {"name": member.name, "relation": told or _("未填")}
