"""What later issues of a list wrote anew about people: the old value and the new one."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel import relations
from bangfu.kernel.money import format_yuan

from .. import models
from ..models import Category, Membership
from ..models.facts import HouseholdFact, PersonFact
from ..states import CategoryCode
from . import any_of  # noqa: F401, the lookup of that name


def changes(entries: Collection[UUID], people: Collection[int]) -> dict[int, list[str]]:
    """Return by person what these acts wrote anew about him or his household, in words.

    Category, amount and relation with the old value and the new one, the rest by its name.
    """
    there = Membership.objects.filter(person__any_of=people, superseded_at=None, valid_until=None)
    homes = dict(there.values_list("person", "household"))
    told: dict[int, list[str]] = {}
    for model in PersonFact.__subclasses__():
        lines = model._default_manager.filter(person__any_of=list(people))
        known = _relations(entries, lines) if model is Membership else {}
        written = lines.filter(entry__in=entries).values_list("person", flat=True).distinct()
        for person in written:
            told.setdefault(person, []).extend(known.get(person) or [_word(model)])
    for fact in HouseholdFact.__subclasses__():
        about = fact._default_manager.filter(household__any_of=list(set(homes.values())))
        known = _categories(entries, about) if fact is Category else {}
        there_too = set(about.filter(entry__in=entries).values_list("household", flat=True))
        for person in [person for person, home in homes.items() if home in there_too]:
            told.setdefault(person, []).extend(known.get(homes[person]) or [_word(fact)])
    return told


def _relations(entries: Collection[UUID], lines: Any) -> dict[int, list[str]]:
    found = lines.order_by("valid_from", "recorded_at", "pk").values_list(
        "person", "entry", "relation", "relation_text"
    )
    told = ((who, entry, relations.label(code) if code else text)
            for who, entry, code, text in found)  # fmt: skip
    return {
        who: [_("关系：%(old)s→%(new)s") % {"old": old, "new": new}]
        for who, (old, new) in _old_and_new(entries, told).items()
    }


def _categories(entries: Collection[UUID], lines: Any) -> dict[int, list[str]]:
    found = list(
        lines.order_by("valid_from", "recorded_at", "pk").values_list(
            "household", "entry", "code", "monthly_fen"
        )
    )
    codes = _old_and_new(entries, ((home, entry, code) for home, entry, code, _fen in found))
    sums = _old_and_new(entries, ((home, entry, fen) for home, entry, _code, fen in found))
    told: dict[int, list[str]] = {}
    for home, (old, new) in codes.items():
        words = {"old": CategoryCode(old).label, "new": CategoryCode(new).label}
        told.setdefault(home, []).append(_("类别：%(old)s→%(new)s") % words)
    for home, (before, now) in sums.items():
        amounts = {"old": _yuan(before), "new": _yuan(now)}
        told.setdefault(home, []).append(_("月保障金额：%(old)s→%(new)s") % amounts)
    return told


def _old_and_new(
    entries: Collection[UUID], lines: Iterable[tuple[int, UUID, Any]]
) -> dict[int, tuple[Any, Any]]:
    """By subject what was last said before these acts and what they said last, where it differs."""
    old: dict[int, Any] = {}
    new: dict[int, Any] = {}
    for who, entry, value in lines:
        if entry in entries:
            new[who] = value
        elif who not in new:
            old[who] = value
    return {
        who: (old[who], value) for who, value in new.items() if who in old and old[who] != value
    }


def _yuan(fen: int | None) -> str:
    return _("未填") if fen is None else _("%(yuan)s元") % {"yuan": format_yuan(fen)}


def _word(model: type[Model]) -> str:
    words: dict[type[Model], str] = {
        models.Identity: _("姓名或号码"),
        models.Membership: _("户和关系"),
        models.Category: _("类别或金额"),
        models.Cause: _("致困原因"),
        models.Address: _("住址"),
        models.Disability: _("残疾"),
        models.Schooling: _("就读"),
        models.Phone: _("电话"),
        models.BankAccount: _("账号"),
        models.Departure: _("去向"),
    }
    return words.get(model, _("其他情况"))
