"""What a column of a sheet can hold, in which forms, and in which order a receiver wants them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ..reading.groups import base_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

HOUSEHOLDS, PEOPLE = "households", "people"
MOST_COLUMNS = 60
LONGEST_HEADER = 40

FORMATS: dict[str, dict[str, StrPromise]] = {
    "identity": {
        "whole": _("18位，X大写"),
        "lower": _("18位，x小写"),
        "spaced": _("分段：6 8 4"),
        "masked": _("遮住生日"),
        "last6": _("只要后6位"),
        "last4": _("只要后4位"),
    },
    "date": {
        "iso": _("2026-11-23"),
        "compact": _("20261123"),
        "chinese": _("2026年11月23日"),
        "month": _("2026年11月"),
    },
    "money": {"yuan": _("元"), "wan": _("万元")},
    "sex": {"word": _("男、女"), "code": _("1、2（国标）")},
    "relation": {"word": _("文字"), "code": _("两位代码（国标）")},
    "place": {"place": _("村和组"), "group": _("只要组")},
}
"""The forms each kind of value can be written in; the first is the one it has at first."""


@dataclass(frozen=True)
class Kind:
    """What a column can hold: its words, the kind of value, how wide it is.

    ``private`` is left empty in the sheet for the group (illness, disability, numbers, where
    somebody lives). ``sealed`` names what has to be opened for it.
    """

    label: StrPromise
    value: str = "text"
    width: int = 12
    private: bool = False
    sealed: str = ""
    summed: bool = False
    lists: tuple[str, ...] = (HOUSEHOLDS, PEOPLE)


COLUMNS: dict[str, Kind] = {
    "serial": Kind(_("序号"), "serial", 6),
    "village": Kind(_("村（居）"), width=14),
    "place": Kind(_("村组"), "place", 16),
    "number": Kind(_("家庭编号"), width=20),
    "name": Kind(_("姓名"), "name", 12, lists=(PEOPLE,)),
    "head": Kind(_("户主"), "name", 12),
    "identity": Kind(_("身份证号"), "identity", 22, private=True, sealed="identity"),
    "relation": Kind(_("与户主关系"), "relation", 12, lists=(PEOPLE,)),
    "sex": Kind(_("性别"), "sex", 6),
    "age": Kind(_("年龄"), "number", 6),
    "born": Kind(_("出生日期"), "date", 14, private=True),
    "category": Kind(_("类别"), width=10),
    "size": Kind(_("家庭人数"), "number", 8, summed=True),
    "covered": Kind(_("保障人数"), "blank", 8, lists=(HOUSEHOLDS,)),
    "monthly": Kind(_("月保障金额"), "money", 12, summed=True, lists=(HOUSEHOLDS,)),
    "cause": Kind(_("主要致困原因"), width=14, private=True),
    "disability": Kind(_("残疾类别等级"), width=14, private=True),
    "stage": Kind(_("学段"), width=10, private=True, lists=(PEOPLE,)),
    "students": Kind(_("在校学生数"), "number", 10, summed=True, lists=(HOUSEHOLDS,)),
    "phone": Kind(_("联系电话"), width=16, private=True, sealed="phone"),
    "address": Kind(_("住址"), width=28, private=True, sealed="address"),
    "bank": Kind(_("开户银行"), width=16, private=True, sealed="account"),
    "account": Kind(_("银行账号"), width=24, private=True, sealed="account"),
    "state": Kind(_("号码状态"), width=12),
    "entered": Kind(_("纳入日期"), "date", 14),
    "unit": Kind(_("帮扶单位"), "blank", 16),
    "review": Kind(_("下次复核日"), "blank", 14),
    "remark": Kind(_("备注"), "blank", 16),
}

# Sheet 8 of the offices (救助对象花名册); the people's is made after it.
_DEFAULT = {
    HOUSEHOLDS: (
        "serial place number head identity sex age category size covered cause disability"
        " students unit review remark"
    ),
    PEOPLE: (
        "serial place number head name relation identity sex age category disability stage state"
        " remark"
    ),
}

# Fields of the rosters that are read → columns of the sheets that are written.
_OF_FIELD = {
    "serial": "serial", "household_no": "number", "head_name": "head", "relation": "relation",
    "sex": "sex", "born": "born", "age": "age", "phone": "phone", "stated_size": "size",
    "village": "village", "group": "place", "address": "address", "category": "category",
    "cause": "cause", "monthly": "monthly", "bank_account": "account", "bank_name": "bank",
    "disability_kind": "disability", "disability_grade": "disability", "stage": "stage",
    "unit_name": "unit", "entered_on": "entered", "remark": "remark",
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """One column of a sheet: what it holds ("" = nothing we know), its header, its form."""

    key: str
    header: str
    form: str = ""

    @property
    def kind(self) -> Kind | None:
        return COLUMNS.get(self.key)

    def as_json(self) -> dict[str, str]:
        """Return what is kept of it."""
        return {"key": self.key, "header": self.header, "form": self.form}


def forms_of(key: str) -> dict[str, StrPromise]:
    """Return the forms that a column can have; none where there is only one."""
    kind = COLUMNS.get(key)
    return FORMATS.get(kind.value, {}) if kind else {}


def default_for(name: str) -> list[Chosen]:
    """Return the columns of a list's sheet where no receiver asks for others."""
    return [Chosen(key, str(COLUMNS[key].label)) for key in _DEFAULT[name].split()]


def chosen(key: str, header: str, form: str, name: str) -> Chosen:
    """Return a column with only what exists: what is strange is no column."""
    if key not in COLUMNS or name not in COLUMNS[key].lists:
        key = ""
    forms = forms_of(key)
    form = form if form in forms else next(iter(forms), "")
    words = " ".join(header.split())[:LONGEST_HEADER]
    return Chosen(key, words or (str(COLUMNS[key].label) if key else ""), form)


def read_chosen(kept: Iterable[Any], name: str) -> list[Chosen]:
    """Return the columns as they are kept of a receiver."""
    return [
        chosen(str(one.get("key", "")), str(one.get("header", "")), str(one.get("form", "")), name)
        for one in kept
        if isinstance(one, dict)
    ][:MOST_COLUMNS]


def learned(heads: Sequence[tuple[str, str]], name: str) -> list[Chosen]:
    """Return the columns of a sample: (header, field as the reading knows it) from left to right.

    A header that names nothing of the register stays, with nothing in it.
    """
    found = []
    for header, field in heads[:MOST_COLUMNS]:
        base = base_of(field) if field else ""
        key = _OF_FIELD.get(base, "")
        if base == "name":
            key = "head" if name == HOUSEHOLDS else "name"
        elif base in ("number", "head_number") and (base == "number" or name == HOUSEHOLDS):
            key = "identity"
        found.append(chosen(key, header.replace("/", " "), "", name))
    return found
