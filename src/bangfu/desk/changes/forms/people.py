"""Forms about who lives with whom: joining, birth, death, moving, parting, the head."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.relations import HEAD_CODES
from bangfu.registry.actions.changes import NewHead, Place

from ..kin import fill_likely, likely_relations, sure_of
from ..queries import villages_of
from .base import ChangeForm, choice_of, words_of
from .fields import PhoneField, RelationField, relation_choices
from .newcomer import NewcomerFields, newcomer_of
from .places import PlaceFields
from .target import target_of, uuid_of

STAYS = ""


class JoinForm(NewcomerFields, ChangeForm):
    """Somebody joins: married in, come back."""

    day_label = gettext_lazy("从哪天起")

    def asked(self) -> dict[str, Any]:
        return {"home": self.home.home.uuid, "who": self.newcomer()}


class BirthForm(NewcomerFields, ChangeForm):
    """A child is born; the day of birth is the day of the act."""

    day_label = gettext_lazy("出生日期")
    born = None  # type: ignore[assignment]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        number, on = given.get("number"), given.get("on")
        if number is not None and on is not None and number.born != on:
            self.add_error("on", _("与号码里的出生日期不同。"))
        return given

    def asked(self) -> dict[str, Any]:
        who = newcomer_of(self.cleaned_data)
        born = {"born_on": self.cleaned_data["on"], "born_precision": "day"}
        values = {name: getattr(who, name) for name in ("name", "relation", "number", "sex")}
        return {"home": self.home.home.uuid, "who": type(who)(**values, **born), "birth": True}


class DepartForm(ChangeForm):
    """Somebody leaves. Who heads the family then, and whether the household leaves the register
    with its last member, is asked only where the act asks for it (`ask_for`)."""

    needs = forms.CharField(required=False, widget=forms.HiddenInput)
    first = ("person", "to", "target", "relation", "head")

    def prepare(self) -> None:
        self.fields["person"] = choice_of("person", _("是谁"), self.home.members)
        needs = self.data.get("needs", "")
        if needs == "head" and self._leaver() in {str(head.uuid) for head in self.home.heads}:
            self._add_head()
        if needs == "close":
            self._add_close()

    def _leaver(self) -> str:
        return str(self.data.get("person", ""))

    def _stay(self) -> list[Any]:
        return [one for one in self.home.members if str(one.uuid) != self._leaver()]

    def _add_head(self) -> None:
        self.fields["head"] = choice_of("head", _("新户主"), self._stay())
        add_relations(self, self._stay(), self.old_sex)

    def _add_close(self) -> None:
        self.fields["close"] = forms.BooleanField(label=_("这一户一并退出"))

    def ask_for(self, what: str) -> None:
        """Show the fields for a new head, or the box to close the household, on this rendering."""
        self.fill("needs", what)
        self.needs_more = True
        if what == "head" and "head" not in self.fields:
            self._add_head()
            if len(self._stay()) == 1:
                self.fill("head", str(self._stay()[0].uuid))
        if what == "close" and "close" not in self.fields:
            self._add_close()
        self.put_in_order()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        who = self.home.member(uuid_of(given.get("person")))
        on = given.get("on")
        born = who.born_on if who is not None and who.born_precision == "day" else None
        if who is not None and on is not None and born is not None and on < born:
            self.add_error("on", _("早于%(name)s的出生日期，请核对。") % {"name": who.name})
        if "head" in self.fields:
            spare_head(self)
            fill_likely(self, self._stay(), self.old_sex)
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "person": UUID(given["person"]),
            "head": new_head(self, self._stay()) if "head" in self.fields else None,
            "close": bool(given.get("close")),
        }


class DeathForm(DepartForm):
    """Somebody died."""

    day_label = gettext_lazy("去世日期")


class MoveOutForm(DepartForm):
    """Somebody moved away, out of the register's reach."""

    day_label = gettext_lazy("迁出日期")


class MoveForm(DepartForm):
    """Somebody moves to another household: typed, then chosen from what was found."""

    to = forms.CharField(
        label=gettext_lazy("转到哪一户"),
        max_length=40,
        help_text=gettext_lazy("填家庭编号，或那一户的人的姓名。"),
    )
    relation = RelationField(label=gettext_lazy("与那一户户主的关系"), head=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        typed = given.get("to")
        if typed:
            given["target"] = target_of(
                self, typed, besides=self.home.home.uuid, scope=self.scope, on=self.today,
                order=self.put_in_order,
            )  # fmt: skip
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**super().asked(), "to": given["target"], "relation": given["relation"]}


class HeadForm(ChangeForm):
    """Another member becomes the head."""

    def prepare(self) -> None:
        others = [one for one in self.home.members if one.relation not in HEAD_CODES]
        self.fields["head"] = choice_of("head", _("新户主"), others)
        add_relations(self, self.home.members, self.old_sex)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        spare_head(self)
        fill_likely(self, self.home.members, self.old_sex)
        return given

    def asked(self) -> dict[str, Any]:
        return {"home": self.home.home.uuid, "head": new_head(self, self.home.members)}


class SplitForm(PlaceFields, ChangeForm):
    """Some members part and make a household of their own."""

    day_label = gettext_lazy("分户日期")

    def prepare(self) -> None:
        for member in self._may_leave():
            field = forms.ChoiceField(
                label=words_of(member),
                required=False,
                choices=[(STAYS, _("留在本户")), ("02", _("分出去，做户主")), *_parted()],
            )
            self.fields[f"to_{member.uuid}"] = field
        self.order_fields([f"to_{member.uuid}" for member in self._may_leave()])
        self.offer_villages(villages_of(self.scope, on=self.today), self.home.home.area)

    def _may_leave(self) -> list[Any]:
        return [one for one in self.home.members if one.relation not in HEAD_CODES]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        leaving = self._leaving(given)
        first = f"to_{self._may_leave()[0].uuid}" if self._may_leave() else None
        if not leaving:
            self.add_error(first, _("请选谁分出去。"))
        elif list(leaving.values()).count("02") != 1:
            self.add_error(first, _("分出去的人里，请选一位户主。"))
        return given

    def _leaving(self, given: dict[str, Any]) -> dict[UUID, str]:
        chosen = {one.uuid: given.get(f"to_{one.uuid}", STAYS) for one in self._may_leave()}
        return {uuid: code for uuid, code in chosen.items() if code != STAYS}

    def asked(self) -> dict[str, Any]:
        leaving = {
            uuid: "" if code == "-" else code
            for uuid, code in self._leaving(self.cleaned_data).items()
        }
        place: Place = self.place()
        return {
            "home": self.home.home.uuid, "leaving": leaving, "place": place, "standing": None,
            "sure": sure_of(self),
        }  # fmt: skip


class PhoneForm(ChangeForm):
    """A telephone changes; empty says that there is none."""

    phone = PhoneField(
        label=gettext_lazy("新电话"), help_text=gettext_lazy("不用了的，留空就是没有电话。")
    )

    first = ("person", "phone")

    def prepare(self) -> None:
        self.fields["person"] = choice_of("person", _("谁的电话"), self.home.members)

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"person": UUID(given["person"]), "number": given["phone"]}


def _parted() -> list[tuple[str, str]]:
    words = _("分出去，是新户主的%(relation)s")
    return [
        (code, words % {"relation": label} if code != "-" else _("分出去，关系还不清楚"))
        for code, label in relation_choices()
        if code
    ]


def add_relations(form: forms.Form, members: Any, old_sex: int) -> None:
    """Add, for each member, the relation to the new head; of one alone there is none to ask.

    Where only one can be the head, what follows from that stands there at once.
    """
    if len(members) == 1:
        return
    told = likely_relations(form.fields["head"].initial or "", members, old_sex)
    for member in members:
        form.fields[f"is_{member.uuid}"] = RelationField(
            label=_("%(name)s与新户主的关系") % {"name": member.name},
            initial=told.get(str(member.uuid), ""),
            error_messages={"required": _("请选关系；不知道就选“还不清楚”。")},
        )
    form.fields["head"].help_text = _("新户主本人的关系不用选。")


def spare_head(form: forms.Form) -> None:
    """Ask everybody but the new head himself how he is related to the head."""
    form.errors.pop(f"is_{form.cleaned_data.get('head')}", None)


def new_head(form: forms.Form, members: Any) -> NewHead:
    """Return the chosen head and everybody's relation to him."""
    head = UUID(form.cleaned_data["head"])
    told = {one.uuid: form.cleaned_data.get(f"is_{one.uuid}", "") for one in members}
    relations = {uuid: code for uuid, code in told.items() if uuid != head}
    return NewHead(head, relations, sure_of(form))
