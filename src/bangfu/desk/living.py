"""How a family lives, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from bangfu.frame.templatetags.frame import comma
from bangfu.kernel.money import format_yuan
from bangfu.registry.models import Assets, Housing, Income
from bangfu.registry.queries.files import Told
from bangfu.registry.states import NeedKind, WithinRule

Words = list[tuple[str, str]]


def need_words(told: Told) -> Words:
    """Word a need: its kind, and what was written of it."""
    return [(str(NeedKind(told.value.kind).label), told.note)]


def house(one: Housing) -> str:
    """Word a house: whose, of what, how large, how safe, what is to be done to it."""
    said = [str(one.get_tenure_display())]
    if one.structure:
        said.append(str(one.get_structure_display()))
    if one.floor_m2 is not None:
        said.append(_("%(size)s平方米") % {"size": f"{one.floor_m2:f}".removesuffix(".0")})
    if one.grade:
        said.append(str(one.get_grade_display()))
    if one.work:
        said.append(_("要%(work)s") % {"work": one.get_work_display()})
    return comma().join(said)


def monthly(fen: int) -> str:
    """Word an amount a month: 每月1,200.00元."""
    return _("每月%(amount)s元") % {"amount": format_yuan(fen)}


def income_kinds(one: Income) -> Words:
    """Word what was told of an income, kind by kind."""
    labels = (_("工资性"), _("经营性"), _("财产性"), _("转移性"))
    amounts = [getattr(one, name) for name in Income.KINDS]
    return [
        (label, format_yuan(fen))
        for label, fen in zip(labels, amounts, strict=True)
        if fen is not None
    ]


def assets_kinds(one: Assets) -> Words:
    """Word what was told of what a family owns, kind by kind."""
    labels = (_("存款"), _("车辆"), _("别的房产"), _("经营性资产"), _("其他财产"))
    amounts = [getattr(one, name) for name in Assets.KINDS]
    return [
        (label, format_yuan(fen))
        for label, fen in zip(labels, amounts, strict=True)
        if fen is not None
    ]


def within_rule(one: Assets | None) -> str:
    """Word whether what a family owns keeps within the rule."""
    return str(WithinRule(one.within if one is not None else WithinRule.UNKNOWN).label)


def assets_words(told: Told) -> Words:
    """Word what a family owns, and whether that keeps within the rule."""
    said = [f"{label} {amount}" for label, amount in assets_kinds(told.value)]
    said.append(_("财产规定：%(word)s") % {"word": within_rule(told.value)})
    return [(_("财产"), comma().join(said))]


def income_words(told: Told) -> Words:
    """Word an income, with whose it is where the page is of the family."""
    amount = monthly(told.value.monthly_fen)
    return [(_("收入"), f"{told.note} {amount}" if told.note else amount)]


WORDS: dict[str, Callable[[Told], Words]] = {
    "need": need_words,
    "housing": lambda told: [(_("住房"), house(told.value))],
    "assets": assets_words,
    "income": income_words,
}
