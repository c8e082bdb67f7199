"""Forms about a fact that is said otherwise: it was wrong all along, or changed from a day."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel import text as words
from bangfu.registry.actions.changes import Who
from bangfu.registry.models import Person
from bangfu.registry.states import CAUSES, IdentityState, Sex

from ..queries import Subject, address_of
from .base import ChangeForm
from .fields import BirthField, NameField, NumberField, PhoneField, RelationField, birth_of
from .newcomer import SEXES

WRONG, CHANGED = "wrong", "changed"
HOW = [
    (WRONG, gettext_lazy("原来就记错了")),
    (CHANGED, gettext_lazy("从某天起变了")),
]
_ACCOUNT = re.compile(r"[0-9]{8,30}")


class CorrectionForm(ChangeForm):
    """Whether the old fact was wrong all along, or ended; what was wrong asks for no day."""

    how = forms.ChoiceField(
        label=gettext_lazy("是记错了，还是变了"), choices=HOW, widget=forms.RadioSelect
    )
    day_label = gettext_lazy("从哪天起变的")
    says_how = True

    def put_in_order(self) -> None:
        self.fields["on"].required = False
        self.fields["on"].help_text = gettext_lazy("原来就记错的，不用改这一天。")
        super().put_in_order()
        own = [name for name in self.fields if name != "how"]
        self.order_fields([*own[: own.index("on")], "how", *own[own.index("on") :]])

    def clean(self) -> dict[str, Any]:
        """Let what was wrong all along be told today, whatever day stands in the form."""
        given = super().clean() or {}
        if given.get("how") == WRONG:
            self.errors.pop("on", None)
            given["on"] = self.today
        elif not given.get("on") and "on" not in self.errors:
            self.add_error("on", self.fields["on"].error_messages["required"])
        return given

    @property
    def mistaken(self) -> bool:
        """Whether the old fact was wrong all along."""
        return bool(self.cleaned_data["how"] == WRONG)


class PersonForm(CorrectionForm):
    """A correction about one person, whose page it was opened from."""

    def __init__(self, data: Any = None, *, subject: Subject, **more: Any) -> None:
        self.subject = subject
        super().__init__(data, **more)

    def asked(self) -> dict[str, Any]:
        return {"person": self.subject.person.uuid, "mistaken": self.mistaken}


class IdentityForm(PersonForm):
    """Name, number, sex and birth. The number is typed again whole, or stays as it is."""

    name = NameField(label=gettext_lazy("姓名"))
    number = NumberField()
    keep = forms.BooleanField(label=gettext_lazy("号码不变"), required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("性别"), choices=SEXES, required=False, widget=forms.RadioSelect
    )
    born = BirthField(
        label=gettext_lazy("出生日期"),
        required=False,
        help_text=gettext_lazy("有号码的不用填。只知年月也可以。"),
    )

    def prepare(self) -> None:
        person = self.subject.person
        self.fields["name"].initial = person.name
        if person.sex in (Sex.MALE, Sex.FEMALE):
            self.fields["sex"].initial = str(person.sex)
        if person.born_on is not None and person.identity_state != IdentityState.VERIFIED:
            self.fields["born"].initial = _loose(person)
        self.fields["number"].help_text = gettext_lazy("要改的，照证件填完整。没有的，留空。")
        if self.subject.number:
            self.fields["keep"].initial = True
            self.fields["keep"].label = _("号码不变：%(number)s") % {"number": self.subject.number}
        else:
            del self.fields["keep"]

    def clean(self) -> dict[str, Any]:
        """Refuse what the number contradicts."""
        given = super().clean()
        if given.get("keep") and given.get("number"):
            self.add_error("number", _("号码要改，就去掉“号码不变”。"))
        number, born, sex = given.get("number"), given.get("born"), given.get("sex")
        if number is not None and born is not None and not born.agrees_with(number.born):
            self.add_error("born", _("与号码里的出生日期不同。"))
        if number is not None and sex and int(sex) != number.sex:
            self.add_error("sex", _("与号码里的性别不同。"))
        return given

    def asked(self) -> dict[str, Any]:
        given, number = self.cleaned_data, self.cleaned_data["number"]
        born_on, precision = birth_of(number, given.get("born"))
        person, keep = self.subject.person, bool(given.get("keep"))
        if keep and born_on is None:
            born_on, precision = person.born_on, person.born_precision
        sex = int(number.sex) if number is not None else int(given["sex"] or 0)
        who = Who(given["name"], number, sex, born_on, precision, keep_number=keep)
        return {**super().asked(), "who": who}


class RelationForm(PersonForm):
    """How somebody is related to the head; it was wrong, or not said."""

    relation = RelationField(label=gettext_lazy("与户主关系"))

    def prepare(self) -> None:
        del self.fields["how"]
        self.fields["on"].widget = forms.HiddenInput()
        self.fields["relation"].initial = self.subject.relation

    def put_in_order(self) -> None:
        ChangeForm.put_in_order(self)

    def clean(self) -> dict[str, Any]:
        """A wrong relation is put right today, for as long as he lives there."""
        given = super().clean()
        given["on"] = self.today
        self.errors.pop("on", None)
        return given

    def asked(self) -> dict[str, Any]:
        return {"person": self.subject.person.uuid, "relation": self.cleaned_data["relation"]}


class ContactForm(PersonForm):
    """A telephone, put right or changed."""

    phone = PhoneField(label=gettext_lazy("电话"), help_text=gettext_lazy("没有电话的，留空。"))

    def asked(self) -> dict[str, Any]:
        return {**super().asked(), "number": self.cleaned_data["phone"]}


class AccountField(forms.CharField):
    """A bank account: digits, spaces and dashes between them; empty where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=50, **kwargs)

    def clean(self, value: Any) -> str:
        """Return the digits."""
        text = words.to_half_width(super().clean(value) or "")
        digits = re.sub(r"[\s-]", "", text)
        if digits and not _ACCOUNT.fullmatch(digits):
            raise forms.ValidationError(_("账号没认出来，应是8到30位数字。"))
        return digits


class AccountForm(PersonForm):
    """A bank account with its bank, and in whose name it stands."""

    account = AccountField(
        label=gettext_lazy("开户账号"), help_text=gettext_lazy("照存折填完整。没有账户的，留空。")
    )
    bank = forms.CharField(label=gettext_lazy("开户行"), required=False, max_length=60)
    holder = forms.CharField(
        label=gettext_lazy("开户名"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("是本人的，留空。"),
    )

    def prepare(self) -> None:
        self.fields["bank"].initial = self.subject.bank
        self.fields["holder"].initial = self.subject.holder

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().asked(),
            "number": given["account"],
            "bank": given["bank"].strip() if given["account"] else "",
            "holder": given["holder"].strip() if given["account"] else "",
        }


class AddressForm(CorrectionForm):
    """Where a household lives within its village."""

    group = forms.CharField(
        label=gettext_lazy("村民小组"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("例如3组。"),
    )
    address = forms.CharField(label=gettext_lazy("住址"), required=False, max_length=120)

    def prepare(self) -> None:
        group, address = address_of(self.home, self.scope, on=self.today)
        # A place that is the village alone names no group.
        self.fields["group"].initial = group.removeprefix(self.home.village).strip()
        self.fields["address"].initial = address

    def clean(self) -> dict[str, Any]:
        """Refuse to say nothing at all."""
        given = super().clean()
        if not given.get("group") and not given.get("address") and "address" not in self.errors:
            self.add_error("address", _("请填小组或住址。"))
        return given

    def asked(self) -> dict[str, Any]:
        given, village = self.cleaned_data, self.home.village
        group = given["group"].strip()
        group = f"{group}组" if group.isdecimal() else group
        if group and not group.startswith(village):
            group = f"{village}{group}"
        return {
            "home": self.home.home.uuid, "group": group, "address": given["address"].strip(),
            "mistaken": self.mistaken,
        }  # fmt: skip


class CausesForm(CorrectionForm):
    """Why a family is hard up: the main cause, and at most two more."""

    main = forms.ChoiceField(label=gettext_lazy("主要致困原因"))
    second = forms.ChoiceField(label=gettext_lazy("第二原因"), required=False)
    third = forms.ChoiceField(label=gettext_lazy("第三原因"), required=False)

    def prepare(self) -> None:
        now = [*self.home.causes, "", "", ""]
        for place, name in enumerate(("main", "second", "third")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            empty = _("请选") if name == "main" else _("没有")
            field.choices = [("", empty), *CAUSES.items()]
            field.initial = now[place]

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = [given[name] for name in ("main", "second", "third") if given[name]]
        return {"home": self.home.home.uuid, "causes": chosen, "mistaken": self.mistaken}


def _loose(person: Person) -> str:
    born = person.born_on
    assert born is not None
    if person.born_precision == "year":
        return f"{born:%Y}"
    return f"{born:%Y-%m}" if person.born_precision == "month" else f"{born:%Y-%m-%d}"
