"""Forms about one person: labour, school, disability, illness, marriage and the like."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.frame import clock
from bangfu.kernel import codes, disability_certificate, money
from bangfu.kernel.disability_certificate import DisabilityCertificate
from bangfu.registry import queries as registry
from bangfu.registry.actions.changes import Costs, Learns
from bangfu.registry.models import Disability, Illness, Person
from bangfu.registry.states import TRAIT_CODES, TraitField

from ..queries import Subject
from .fields import YuanField
from .living import MistakenForm

NOT_CLEAR = ("", gettext_lazy("还不清楚"))
YEARS = 5


class FactForm(MistakenForm):
    """A form about one person; who may not correct is not asked whether it was wrong before."""

    def __init__(
        self, data: Any = None, *, subject: Subject, may_correct: bool, **more: Any
    ) -> None:
        self.subject, self.may_correct = subject, may_correct
        super().__init__(data, **more)

    @property
    def person(self) -> Person:
        """Whom the form is about."""
        return self.subject.person

    def told_before(self, something: object) -> None:
        """Ask whether what was told before was wrong, where there is something."""
        if something and self.may_correct:
            self.ask_whether_mistaken()

    def asked(self) -> dict[str, Any]:
        return {"person": self.person.uuid, "mistaken": self.mistaken}


class TraitForm(FactForm):
    """Some codes about a person. Only what was chosen anew is told."""

    traits: tuple[TraitField, ...] = ()

    def prepare(self) -> None:
        now = registry.traits_now(self.person)
        for trait in self.traits:
            held = now.get(trait, [])
            table = TRAIT_CODES[trait]
            field = forms.ChoiceField(
                label=trait.label,
                required=False,
                choices=[NOT_CLEAR, *((code, _(words)) for code, words in table.items())],
            )
            if len(held) == 1:
                field.initial = held[0]
            elif held:
                said = "、".join(_(table[code]) for code in held)
                field.help_text = _("来源说法不同：%(said)s。选定一个就以它为准。") % {"said": said}
            self.fields[trait] = field
        self.told_before(any(now.get(trait) for trait in self.traits))

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        values = {
            str(trait): given[trait]
            for trait in self.traits
            if given[trait] != (self.fields[trait].initial or "")
        }
        return {**super().asked(), "values": values}


class WorkForm(TraitForm):
    """Whether somebody can work, and what he does."""

    traits = (TraitField.LABOUR, TraitField.OCCUPATION)


class AboutForm(TraitForm):
    """Marriage, education, ethnic group, health."""

    traits = (TraitField.MARITAL, TraitField.EDUCATION, TraitField.ETHNIC, TraitField.HEALTH)


class SchoolForm(FactForm):
    """Where somebody learns in one school year."""

    year = forms.TypedChoiceField(label=gettext_lazy("学年"), coerce=int)
    stage = forms.ChoiceField(label=gettext_lazy("学段"))
    full_time = forms.ChoiceField(
        label=gettext_lazy("是不是全日制"),
        required=False,
        choices=[NOT_CLEAR, ("yes", gettext_lazy("全日制")), ("no", gettext_lazy("非全日制"))],
        widget=forms.RadioSelect,
    )
    school = forms.CharField(label=gettext_lazy("学校"), required=False, max_length=80)

    def prepare(self) -> None:
        last = self.today.year - (0 if self.today.month >= 9 else 1)
        told = registry.list_schooling(self.person)
        _choices(self, "year", [(year, _years(year)) for year in range(last, last - YEARS, -1)])
        stages = [(words, _(words)) for words in codes.SCHOOL_STAGE.values()]
        _choices(self, "stage", [("", _("请选")), *stages])
        self.fields["on"].help_text = _("这个学年第一次登记的，从9月1日算，不用改这一天。")
        if told:
            self.fields["stage"].initial = told[0].stage
            self.fields["school"].initial = told[0].school
            if (full_time := told[0].full_time) is not None:
                self.fields["full_time"].initial = "yes" if full_time else "no"
        self.told_before(any(one.school_year for one in told))

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        full_time = {"yes": True, "no": False}.get(given["full_time"])
        learns = Learns(given["year"], given["stage"], full_time, given["school"].strip())
        return {**super().asked(), "learns": learns}


class DisabilityForm(FactForm):
    """A disability by its certificate; the number says kind and grade."""

    certificate = forms.CharField(
        label=gettext_lazy("残疾证号"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("照证件填20位，补换的22位；填了就不用选类别、等级。"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("残疾类别"), required=False)
    grade = forms.ChoiceField(
        label=gettext_lazy("残疾等级"),
        required=False,
        help_text=gettext_lazy("一级最重。三项都空着，就是没有残疾证或已注销。"),
    )

    def prepare(self) -> None:
        for name, table in (
            ("kind", codes.DISABILITY_KIND), ("grade", codes.DISABILITY_GRADE),
        ):  # fmt: skip
            _choices(
                self, name, [("", _("没有")), *((code, _(words)) for code, words in table.items())]
            )
        told = Disability.objects.filter(person=self.person, superseded_at=None, valid_until=None)
        now = told.order_by("id").last()
        if now is not None:
            self.fields["kind"].initial = str(now.kind or "")
            self.fields["grade"].initial = str(now.grade or "")
        self.told_before(now)
        if self.is_bound and "of_other" in self.data:
            self._ask_of_other()

    def _ask_of_other(self) -> None:
        self.fields["of_other"] = forms.BooleanField(
            label=_("看过证，证里的身份证号就是这样"), required=False
        )
        self.order_fields(["certificate", "of_other"])

    def clean(self) -> dict[str, Any]:
        """Take kind and grade from the number, and refuse what contradicts it."""
        given = super().clean() or {}
        text = given.get("certificate", "")
        if not text:
            return given
        try:
            read = disability_certificate.parse(text, on=clock.today())
        except disability_certificate.DisabilityCertificateError as error:
            self.add_error("certificate", _sentence(error.code))
            return given
        for name, code in (("kind", str(read.kind)), ("grade", str(read.grade))):
            if given.get(name) and given[name] != code:
                self.add_error(name, _("与证号里的不同，请照证再看一遍。"))
            given[name] = code
        given["certificate"] = read.number
        self._doubt(read, given)
        return given

    def _doubt(self, read: DisabilityCertificate, given: dict[str, Any]) -> None:
        """Ask once more where the certificate holds another identity number than the person's."""
        number = read.identity.number18
        known = registry.has_number(self.person)
        if not known or registry.is_number_of(self.person, number) or given.get("of_other"):
            return
        self.needs_more = True
        if "of_other" not in self.fields:
            self._ask_of_other()
        self.add_error("of_other", _("证里的身份证号不是本人的。真是这样，请勾选再登记。"))

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **super().asked(),
            "kind": int(given["kind"]) if given["kind"] else None,
            "grade": int(given["grade"]) if given["grade"] else None,
            "certificate": given["certificate"],
        }


class IllnessForm(FactForm):
    """What an illness cost in one year. What is left empty stays as it was told."""

    year = forms.TypedChoiceField(label=gettext_lazy("年度"), coerce=int)
    total = YuanField(label=gettext_lazy("总费用（元）"))
    reimbursed = YuanField(label=gettext_lazy("报销（元）"))
    own_paid = YuanField(
        label=gettext_lazy("自付（元）"), help_text=gettext_lazy("照结算单填；不清楚的留空。")
    )
    disease = forms.CharField(
        label=gettext_lazy("病种"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("加密保存，选了理由才能看。已登记的，留空就不改。"),
    )

    def prepare(self) -> None:
        last = self.today.year
        years = range(last, last - YEARS, -1)
        _choices(self, "year", [(year, _("%(year)s年") % {"year": year}) for year in years])
        self.fields["on"].widget = forms.HiddenInput()
        told = registry.list_illness(self.person)
        self.held = {one.year: one for one in told}
        if last in self.held:
            for name, fen in _amounts(self.held[last]).items():
                self.fields[name].initial = money.format_yuan(fen) if fen is not None else ""
        self.told_before(told)
        if "mistaken" in self.fields:
            self.fields["mistaken"].help_text = _(
                "勾上就照这张表整年重填；都空着，就是没有这一年。"
            )

    def clean(self) -> dict[str, Any]:
        """Keep what is left empty, and refuse parts greater than the whole."""
        given = super().clean() or {}
        given["on"] = self.today
        self.errors.pop("on", None)
        held = self.held.get(given.get("year", 0))
        if held is not None and not given.get("mistaken"):
            for name, fen in _amounts(held).items():
                if name in given and given[name] is None:
                    given[name] = fen
        total = given.get("total")
        for name in ("reimbursed", "own_paid"):
            if total is not None and (given.get(name) or 0) > total:
                self.add_error(name, _("比总费用还多，请核对。"))
        for name in ("total", "reimbursed", "own_paid"):
            if (given.get(name) or 0) < 0:
                self.add_error(name, _("金额不能是负数。"))
        return given

    def asked(self) -> dict[str, Any]:
        given = self.cleaned_data
        costs = Costs(
            given["year"], given["total"], given["reimbursed"], given["own_paid"],
            given["disease"].strip() or None,
        )  # fmt: skip
        return {**super().asked(), "costs": costs}


def _choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _years(first: int) -> str:
    return _("%(first)s—%(next)s学年") % {"first": first, "next": first + 1}


def _amounts(one: Illness) -> dict[str, int | None]:
    return {
        "total": one.total_fen, "reimbursed": one.reimbursed_fen, "own_paid": one.own_paid_fen,
    }  # fmt: skip


def _sentence(code: str) -> str:
    return {
        "length": _("残疾证号应是20位，补换的22位。"),
        "shortened": _("号码后几位像被表格改成了0，请照证件填。"),
        "kind": _("证号第19位是类别，应是1到7。"),
        "grade": _("证号第20位是等级，应是1到4。"),
        "reissue": _("补换的证号末两位应像B1。"),
    }.get(code, _("号码校验不对，请照证件再看一遍。"))
