"""What a family is entitled to, in words: a line for each standard, and the trail behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bangfu.kernel.money import format_yuan
from bangfu.policies import queries as policies
from bangfu.policies.queries import Entitlement, Right, Standing
from bangfu.policies.queries.plain import UNITS, fund_words
from bangfu.registry.models import Household
from bangfu.registry.states import Basis
from bangfu.rules import HOUSEHOLD
from bangfu.rules.facts import FACTS, words
from bangfu.rules.standards import Words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

CHIPS: Mapping[Standing, tuple[str, StrPromise]] = {
    Standing.YES: ("done", gettext_lazy("可以得到")),
    Standing.UNLESS: ("doing", gettext_lazy("没领过就给")),
    Standing.ON_REQUEST: ("draft", gettext_lazy("遇上时申请")),
    Standing.OPEN: ("due", gettext_lazy("还要知道")),
    Standing.NO: ("draft", gettext_lazy("不符合")),
}
# Which form tells a fact: the beginning of its name, the words of the form, its route and slug.
_FORMS: tuple[tuple[str, StrPromise, str, str], ...] = (
    ("household.monthly_income_fen", gettext_lazy("收入"), "changes:tell", "income"),
    ("household.assets_ok", gettext_lazy("财产规定"), "changes:tell", "assets"),
    ("household.housing.", gettext_lazy("住房"), "changes:tell", "housing"),
    ("person.school.", gettext_lazy("就读"), "changes:fact", "school"),
    ("person.disability.", gettext_lazy("残疾证"), "changes:fact", "disability"),
    ("person.illness.", gettext_lazy("大病费用"), "changes:fact", "illness"),
    ("person.labour", gettext_lazy("劳动能力"), "changes:fact", "work"),
    ("person.born", gettext_lazy("出生日期"), "changes:wrong_about", ""),
)


@dataclass(frozen=True)
class TrailLine:
    """One line of why: whether it holds, the clause, what is known, from where and since when."""

    holds: bool | None
    clause: str
    text: str
    source: str
    since: date
    own: bool


@dataclass(frozen=True)
class Part:
    """Those of a family to whom a standard answers the same: in a word why not, and the trail."""

    who: str
    amount: str
    note: str
    paid_by: str
    trail: tuple[TrailLine, ...]


@dataclass(frozen=True)
class RightLine:
    """One standard as a page shows it, for all to whom it stands the same."""

    name: str
    who: str
    amount: str
    look: str
    chip: StrPromise
    basis: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Missing:
    """What is missing to know: the form that tells it, and of whom, each with its address."""

    label: str
    of: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EntitledPage:
    """The rights of a family on a day."""

    on: date
    sums: tuple[RightLine, ...]
    on_request: tuple[str, ...]
    missing: tuple[Missing, ...]
    sections: tuple[tuple[StrPromise, str, tuple[RightLine, ...]], ...]


_SECTIONS: tuple[tuple[StrPromise, tuple[Standing, ...]], ...] = (
    (gettext_lazy("可以得到的"), (Standing.YES, Standing.UNLESS)),
    (gettext_lazy("还要知道的"), (Standing.OPEN,)),
    (gettext_lazy("遇上时可以申请的"), (Standing.ON_REQUEST,)),
    (gettext_lazy("不符合的，为什么"), (Standing.NO,)),
)


def page_of(home: Household, *, on: date) -> EntitledPage | None:
    """Return what a household, found in scope before, is entitled to on a day."""
    found = policies.entitlement_of(home.pk, on=on)
    if found is None:
        return None
    whom = found.names
    sections = [
        (title, str(standings[0]), _lines(found.of(*standings), whom))
        for title, standings in _SECTIONS
    ]
    on_request = dict.fromkeys(said(right.standard.name) for right in found.of(Standing.ON_REQUEST))
    return EntitledPage(
        on=on,
        sums=_lines(found.of(Standing.YES, Standing.UNLESS), whom),
        on_request=tuple(on_request),
        missing=_missing(found, home, whom),
        sections=tuple(section for section in sections if section[2]),
    )


def said(text: Words) -> str:
    """Word what a standard says in both languages, in the reader's."""
    return text.zh if _chinese() else text.en


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _who(subject: str, whom: Mapping[str, str]) -> str:
    return _("全家") if subject == HOUSEHOLD else whom.get(subject, _("不在本户的人"))


def _lines(rights: Sequence[Right], whom: Mapping[str, str]) -> tuple[RightLine, ...]:
    """A line for each standard and standing, in the order of the standards."""
    groups: dict[tuple[str, Standing], list[Right]] = {}
    for right in rights:
        groups.setdefault((right.standard.id, right.standing), []).append(right)
    return tuple(_line(found, whom) for found in groups.values())


def _line(rights: Sequence[Right], whom: Mapping[str, str]) -> RightLine:
    standard, standing = rights[0].standard, rights[0].standing
    look, chip = CHIPS[standing]
    alike: dict[Part, list[str]] = {}
    for right in rights:
        alike.setdefault(_part(right, whom), []).append(_who(right.answer.subject, whom))
    return RightLine(
        name=said(standard.name),
        who=_("、").join(_who(right.answer.subject, whom) for right in rights),
        amount=_amounts(rights) if standing in (Standing.YES, Standing.UNLESS) else "",
        look=look,
        chip=chip,
        basis=_("%(document)s，%(clause)s")
        % {"document": standard.source.document, "clause": standard.source.clause},
        parts=tuple(replace(part, who=_("、").join(names)) for part, names in alike.items()),
    )


def _part(right: Right, whom: Mapping[str, str]) -> Part:
    """What is said to one subject; ``who`` is empty, so that those who are alike are one."""
    note = ""
    if right.standing == Standing.NO:
        failing = next((line for line in right.answer.trail if line["holds"] is False), None)
        note = _told(failing, whom) if failing is not None else ""
    elif right.missing:
        lacks = dict.fromkeys(_form_of(name) or _label(name, {}, whom) for name in right.missing)
        note = _("还缺：%(facts)s") % {"facts": _("、").join(lacks)}
    funds = [(fund, fen) for fund, fen in right.answer.paid_by if fen]
    return Part(
        who="",
        amount=_amounts([right]) if right.standing in (Standing.YES, Standing.UNLESS) else "",
        note=note,
        paid_by=_("、").join(f"{fund_words(fund)} {format_yuan(fen or 0)}" for fund, fen in funds),
        trail=tuple(_trail(line, whom) for line in right.answer.trail),
    )


def _form_of(name: str) -> str:
    return next((str(words) for begins, words, *_rest in _FORMS if name.startswith(begins)), "")


def _amounts(rights: Sequence[Right]) -> str:
    """How much for each; where they differ, from the least to the most."""
    unit = str(UNITS[rights[0].standard.unit])
    amounts = sorted({right.amount_fen for right in rights if right.amount_fen is not None})
    if not amounts:
        return _by_case(rights[0])
    told = format_yuan(amounts[0])
    if len(amounts) > 1:
        told = f"{told}–{format_yuan(amounts[-1])}"
    return _("%(unit)s%(amount)s元") % {"unit": unit, "amount": told}


def _by_case(right: Right) -> str:
    return _("不发钱") if right.standard.amount.shape == "none" else _("金额逐件定")


def _trail(line: Mapping[str, Any], whom: Mapping[str, str]) -> TrailLine:
    return TrailLine(
        holds=line["holds"],
        clause=str(line["clause"]),
        text=_told(line, whom),
        source=source_of(str(line.get("source", ""))),
        since=date.fromisoformat(str(line["since"])),
        own=bool(line.get("example")),
    )


def source_of(source: str) -> str:
    """Word where a fact comes from: the file, or what was seen or said at the desk."""
    kind, _colon, basis = source.partition(":")
    return str(Basis(basis).label) if kind == "counter" and basis in Basis.values else source


def _told(line: Mapping[str, Any], whom: Mapping[str, str]) -> str:
    """Word a line of a trail: what fact, its value, what it was held against."""
    name = str(line["fact"])
    label = _label(name, line, whom)
    kind = "received" if line.get("step") == "received" else name
    text = _("%(fact)s：%(value)s") % {"fact": label, "value": value_of(kind, line["value"])}
    against = line.get("against")
    if against:
        held = _("、").join(value_of(name, value) for value in against.values())
        text = _("%(told)s（标准：%(held)s）") % {"told": text, "held": held}
    return text


def _label(name: str, line: Mapping[str, Any], whom: Mapping[str, str]) -> str:
    if name == "amount_fen":
        return str(_STEPS.get(str(line.get("step")), _STEPS["formula"]))
    if name.startswith("received"):
        return _("已经领过、申请过的")
    if name == "on":
        return _("问的日期")
    if name.startswith("persons."):
        _persons, ident, rest = name.split(".", 2)
        fact = FACTS.get(f"person.{rest}")
        return f"{whom.get(ident, '')} {_fact(fact.zh, fact.en) if fact else rest}".strip()
    fact = FACTS.get(name)
    return _fact(fact.zh, fact.en) if fact else name


_STEPS: Mapping[str, StrPromise] = {
    "formula": gettext_lazy("金额"),
    "percent": gettext_lazy("按比例以后"),
    "at_most": gettext_lazy("封顶以后"),
    "received": gettext_lazy("已经给过的"),
    "top_up": gettext_lazy("补足的差额"),
}


def _fact(zh: str, en: str) -> str:
    return zh if _chinese() else en


def value_of(name: str, value: object) -> str:
    """Word the value of a fact: a code by its label, an amount in yuan, 未填 where nobody told."""
    if value is None:
        return _("还查不到") if name.startswith("received") else _("未填")
    if value == "none" and name != "household.category":
        return _("没有")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return _("、").join(value_of(name, part) for part in value)
    fact = FACTS.get(f"person.{name.split('.', 2)[2]}" if name.startswith("persons.") else name)
    told = words(fact.kind, value) if fact is not None else None
    if told is not None:
        return _fact(*told)
    if name.endswith("_fen") and isinstance(value, int):
        return _("%(amount)s元") % {"amount": format_yuan(value)}
    return str(value)


def _missing(found: Entitlement, home: Household, whom: Mapping[str, str]) -> tuple[Missing, ...]:
    """What would settle the open rights, by the form that tells it."""
    asked: dict[int, dict[str, str]] = {}
    for right in found.of(Standing.OPEN):
        for name in right.missing:
            at = next((at for at, form in enumerate(_FORMS) if name.startswith(form[0])), None)
            if at is None:
                continue
            _begins, _words, route, slug = _FORMS[at]
            subject = right.answer.subject
            people = [subject] if subject != HOUSEHOLD else list(whom)
            if name.startswith("household."):
                asked.setdefault(at, {})[_("全家")] = reverse(route, args=[home.uuid, slug])
                continue
            for person in people:
                args = [person, slug] if slug else [person]
                asked.setdefault(at, {})[whom.get(person, "")] = reverse(route, args=args)
    return tuple(Missing(str(_FORMS[at][1]), tuple(asked[at].items())) for at in sorted(asked))


@dataclass(frozen=True)
class KeptLine:
    """An answer as it was kept: whose, what it was, whether it comes out the same again."""

    name: str
    who: str
    answer: str
    amount: str
    same: bool | None
    trail: tuple[TrailLine, ...]


_ANSWERS: Mapping[str, StrPromise] = {
    "yes": gettext_lazy("可以得到"),
    "no": gettext_lazy("不符合"),
    "unknown": gettext_lazy("还要知道"),
    "": gettext_lazy("已依法删除"),
}


def kept_lines(rows: Sequence[policies.Replayed]) -> list[KeptLine]:
    """Word answers that were kept, each with its trail as it was then."""
    names = {one.id: said(one.name) for one in policies.standards().bases}
    people = [row.assessment.person for row in rows if row.assessment.person]
    whom = policies.names_by_uuid(people)
    return [
        KeptLine(
            name=names.get(row.assessment.standard, row.assessment.standard),
            who=_who(str(row.assessment.person or HOUSEHOLD), whom),
            answer=str(_ANSWERS[row.assessment.answer]),
            amount=value_of("amount_fen", row.assessment.amount_fen)
            if row.assessment.amount_fen is not None
            else "",
            same=row.same,
            trail=tuple(_trail(line, whom) for line in row.record["answer"]["trail"])
            if row.record
            else (),
        )
        for row in rows
    ]
