"""Words for the codes of the register: ``{% load desk %}``."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from bangfu.frame.templatetags.frame import chip, day
from bangfu.kernel import relations
from bangfu.kernel.codes import DISABILITY_GRADE, DISABILITY_KIND, LABOUR
from bangfu.kernel.money import format_yuan
from bangfu.registry.models import Assets, Income
from bangfu.registry.states import (
    CAUSES,
    Basis,
    CategoryCode,
    DepartureKind,
    IdentityState,
    LeaveReason,
    NeedKind,
    NeedState,
    Precision,
    Sex,
    SourceKind,
)

from .. import living

register = template.Library()
# The relation 女 and the sex 女 are one message, and two English words.
DAUGHTER = gettext_noop("女儿")


@register.filter
def category(code: str) -> str:
    """Word a category of aid: 低保."""
    return str(CategoryCode(code).label) if code else ""


@register.filter
def cause(code: str) -> str:
    """Word a cause of hardship: 因病."""
    return str(CAUSES.get(code, code))


@register.filter
def leave_reason(code: str) -> str:
    """Word why a household left: 就业; what a roster wrote stays as it is."""
    return str(LeaveReason(code).label) if code in LeaveReason.values else code


@register.filter
def gone(departure: Any) -> str:
    """Word that somebody died or moved away, and when: 已去世，2012-12-01."""
    words = gettext("已去世") if departure.kind == DepartureKind.DIED else gettext("已迁出")
    return gettext("%(words)s，%(on)s") % {"words": words, "on": day(departure.valid_from)}


@register.filter
def sex(code: int) -> str:
    """Word a sex of GB/T 2261.1; what is not known is empty."""
    return str(Sex(code).label) if code in (Sex.MALE, Sex.FEMALE) else ""


@register.filter
def disability(code: str) -> str:
    """Word a disability written as kind/grade, ``4/2``: 肢体二级."""
    if not code:
        return ""
    kind, _slash, grade = code.partition("/")
    words = [
        gettext(DISABILITY_KIND.get(kind, "")) if kind != "0" else "",
        gettext(DISABILITY_GRADE.get(grade, "")) if grade != "0" else "",
    ]
    gap = "" if (get_language() or "").startswith("zh") else " "
    return gap.join(word for word in words if word) or gettext("有")


@register.filter
def labour(code: str) -> str:
    """Word a labour ability of `kernel.codes.LABOUR`: 普通劳动力."""
    return gettext(LABOUR[code]) if code in LABOUR else ""


@register.filter
def known(word: str) -> str:
    """Translate a word of a small table (a relation, a stage of schooling) where it is known."""
    return gettext(word) if word else ""


@register.filter
def relation(word: str) -> str:
    """Word a relation: as the roster says it, in English by its code of GB/T 4761."""
    if not word or (get_language() or "").startswith("zh"):
        return word
    code = relations.code_for(word, Sex.UNKNOWN) or next(
        (code for code, label in relations.LABELS.items() if label == word), ""
    )
    if not code:
        return word
    label = relations.LABELS[code]
    return gettext(DAUGHTER if label == "女" else label)


@register.filter
def relation_code(code: str) -> str:
    """Word a relation given by its code of GB/T 4761."""
    return relation(relations.label(code)) if code else ""


@register.simple_tag
def identity_chip(state: str) -> SafeString:
    """Draw how far the number of a person can be trusted; nothing where it is verified."""
    if state == IdentityState.VERIFIED:
        return SafeString("")
    return chip("due", str(IdentityState(state).label))


@register.simple_tag
def birth(born_on: date | None, precision: str) -> str:
    """Word a birth as far as it is known, to the month: the day would complete a masked number."""
    if born_on is None:
        return ""
    if precision == Precision.YEAR:
        return gettext("%(year)s年") % {"year": born_on.year}
    return gettext("%(year)s年%(month)s月") % {"year": born_on.year, "month": born_on.month}


@register.filter
def need_kind(code: str) -> str:
    """Word a kind of need: 就业."""
    return str(NeedKind(code).label)


@register.simple_tag
def need_chip(state: str) -> SafeString:
    """Draw whether a need is open, met or dropped."""
    looks = {NeedState.OPEN: "due", NeedState.MET: "done", NeedState.DROPPED: "draft"}
    return chip(looks[NeedState(state)], str(NeedState(state).label))


@register.filter
def ground(source: Any) -> str:
    """Word what a fact rests on: the roster, or what was seen or said at the desk."""
    if source.kind == SourceKind.COUNTER and source.issuer in Basis.values:
        return str(Basis(source.issuer).label)
    return str(source)


@register.filter
def income_kinds(income: Income | None) -> list[tuple[str, str]]:
    """Word an income kind by kind: label and yuan."""
    return living.income_kinds(income) if income is not None else []


@register.filter
def assets_kinds(assets: Assets | None) -> list[tuple[str, str]]:
    """Word what a family owns kind by kind: label and yuan."""
    return living.assets_kinds(assets) if assets is not None else []


@register.filter
def name_among(who: UUID, names: dict[UUID, str]) -> str:
    """Give the name of an account, "" where it is not known."""
    return names.get(who, "")


@register.filter
def yuan(fen: int | None) -> str:
    """Word an amount of fen in yuan: 77,250.00."""
    return "" if fen is None else format_yuan(fen)


@register.filter
def numbers(rows: Sequence[int]) -> str:
    """Word row numbers: 3、5; of many only the first six, and that there are more."""
    comma = "、" if (get_language() or "").startswith("zh") else ", "
    shown = comma.join(str(row) for row in rows[:6])
    return f"{shown}…" if len(rows) > 6 else shown


@register.filter
def origin(told: Any) -> str:
    """Word where a fact or a change comes from: the file, and its row as the spreadsheet shows."""
    if told.row is None:
        return str(told.source)
    return gettext("%(source)s 第%(row)s行") % {"source": told.source, "row": told.row}
