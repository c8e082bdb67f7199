"""What a person can do, where he learns and what an illness cost, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.frame.templatetags.frame import comma
from bangfu.kernel.money import format_yuan
from bangfu.registry.models import Illness, Schooling
from bangfu.registry.queries.files import Told
from bangfu.registry.states import TRAIT_CODES, TraitField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

LABELS: dict[str, StrPromise] = {
    TraitField.LABOUR: TraitField.LABOUR.label,
    TraitField.OCCUPATION: TraitField.OCCUPATION.label,
    "schooling": gettext_lazy("就读"),
    "illness": gettext_lazy("大病费用"),
    TraitField.HEALTH: TraitField.HEALTH.label,
    TraitField.MARITAL: TraitField.MARITAL.label,
    TraitField.EDUCATION: TraitField.EDUCATION.label,
    TraitField.ETHNIC: TraitField.ETHNIC.label,
}
KINDS = tuple(str(kind) for kind in LABELS)
_OF_MEANS = frozenset({"illness", str(TraitField.HEALTH)})


def label(kind: str) -> str:
    """Word what a fact is about."""
    return str(LABELS[kind])


def labels(*, sees_means: bool) -> list[tuple[str, str]]:
    """Return kind and label of the lines of a person's page, in their order.

    A helper has no line for health: 未填 would say that nothing is written.
    """
    return [(kind, label(kind)) for kind in KINDS if sees_means or kind not in _OF_MEANS]


def said(told: Told) -> tuple[str, str, str]:
    """Word a fact: the words, no state, and a note to it."""
    if told.kind == "schooling":
        return schooling(told.value), "", told.note
    if told.kind == "illness":
        return illness(told.value), "", ""
    return trait(told.kind, told.value), "", ""


def trait(field: str, code: str) -> str:
    """Word a code of `states.TRAIT_CODES`: 丧偶."""
    return _(TRAIT_CODES[field].get(code, code))


def school_year(first: int) -> str:
    """Word a school year: 2012—2013学年."""
    return _("%(first)s—%(next)s学年") % {"first": first, "next": first + 1}


def schooling(one: Schooling) -> str:
    """Word where somebody learns: 高中，2012—2013学年，全日制."""
    words = [_(one.stage)]
    if one.school_year is not None:
        words.append(school_year(one.school_year))
    if one.full_time is not None:
        words.append(_("全日制") if one.full_time else _("非全日制"))
    return comma().join(words)


def illness(one: Illness) -> str:
    """Word what an illness cost in a year; what is not known is 未填, never 0."""
    parts = [_("%(year)s年") % {"year": one.year}]
    for name, fen in (
        (_("总费用"), one.total_fen),
        (_("报销"), one.reimbursed_fen),
        (_("自付"), one.own_paid_fen),
    ):
        amount = _("%(amount)s元") % {"amount": format_yuan(fen)} if fen is not None else _("未填")
        parts.append(f"{name} {amount}")
    return comma().join(parts)
