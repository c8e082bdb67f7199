"""Proving loaded standards: their cases, conditions that cannot fail, overrides that widen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from random import Random
from typing import Final

from bangfu.kernel.money import format_yuan
from bangfu.rules import nodes
from bangfu.rules.answers import NO, YES, Answer
from bangfu.rules.assess import assess
from bangfu.rules.documents import Item
from bangfu.rules.errors import FactsError, Fault
from bangfu.rules.loading.folder import Standards
from bangfu.rules.loading.form import Faults, Form
from bangfu.rules.loading.values import scalar
from bangfu.rules.one import Context, evaluate
from bangfu.rules.reading import case_of
from bangfu.rules.samples import Maker
from bangfu.rules.standards import Condition, Standard
from bangfu.rules.values import MONEY, NONE

# Cases drawn before a condition is said never to differ, and to look for one an override lets in.
# A condition of three codes holds in one of some hundred draws: the search ends when both were met.
_DRAWS: Final = 20_000
_DRAWS_OVER: Final = 1_500
_ENDING: Final = ".cases.yaml"


def prove(standards: Standards, cases: Mapping[str, Item]) -> list[Fault]:
    """This function will prove a set of standards and give every fault found."""
    found: list[Fault] = []
    left = dict(cases)
    for base in standards.bases:
        name = base.file.removesuffix(".yaml") + _ENDING
        item = left.pop(name, None)
        if item is None:
            zh, en = f"旁边没有例子文件 {name}。", f"There are no cases beside it: {name}."
            found.append(Fault(base.file, 1, zh, en))
        else:
            found += _cases(base, item, name, standards)
        found += _conditions(base)
    for name in left:
        zh, en = "没有它所属的标准。", "Its standard is not there."
        found.append(Fault(name, 1, zh, en))
    for over, below, above in standards.variants():
        if not over.widens and (who := _widened(below, above, over.area)):
            found.append(
                Fault(
                    over.file,
                    over.line,
                    f"这个改动会让原来不符合的人符合({who}):是有意的就写 widens: yes。",
                    f"It lets in who was not entitled ({who}): write widens: yes if that is meant.",
                )
            )
        if over.area != above.area:
            found += [
                Fault(over.file, over.line, fault.zh, fault.en) for fault in _conditions(above)
            ]
    return found


def _cases(base: Standard, item: Item, file: str, standards: Standards) -> list[Fault]:
    faults = Faults(file)
    form = Form(item, faults, "cases")
    signed = form.take("signed")
    if signed is not None:
        by = Form(signed, faults, "signed")
        by.text("by")
        by.day("on")
        by.close()
    seen: set[str] = set()
    for row in form.list("cases"):
        seen.add(_case(base, row, faults, standards))
    form.close()
    if not {YES, NO} <= seen and not faults.found:
        zh, en = "例子里至少要一个给的、一个不给的。", "At least one yes and one no are needed."
        faults.add(item.line, zh, en)
    return faults.found


def _case(base: Standard, row: Item, faults: Faults, standards: Standards) -> str:
    form = Form(row, faults, "case")
    name, subject = form.text("name"), form.text("subject")
    expect, facts = form.take("expect"), form.take("facts")
    form.close()
    if expect is None or facts is None:
        return ""
    try:
        case = case_of(facts, standards={one.id for one in standards.bases})
    except FactsError as error:
        faults.add(
            facts.line, f"“{name}”：{error.path} {error.zh}", f"“{name}”: {error.path} {error.en}"
        )
        return ""
    area = case.facts["area"].value if "area" in case.facts else None
    held = standards.of_area(str(area) if area else None)
    answers = [
        one for one in assess(held, case) if one.standard == base.id and one.subject == subject
    ]
    if not answers:
        zh, en = (
            f"“{name}”：没有“{subject}”这个对象。",
            f"“{name}”: there is no subject “{subject}”.",
        )
        faults.add(row.line, zh, en)
        return ""
    return _expected(name, answers[0], expect, faults)


def _expected(name: str, answer: Answer, expect: Item, faults: Faults) -> str:
    form = Form(expect, faults, "expect")
    wanted = form.one_of("answer", ("yes", "no", "unknown"))
    amount, needs = form.take("amount", must=False), form.take("needs", must=False)
    paid_by = form.take("paid_by", must=False)
    form.close()

    def differs(what_zh: str, want: object, got: object) -> None:
        faults.add(
            expect.line,
            f"“{name}”：{what_zh}应为 {want}，算出 {got}。",
            f"“{name}”: {want} was expected, the rule gives {got}.",
        )

    if wanted != answer.answer:
        differs("回答", wanted, f"{answer.answer} {list(answer.needs) or ''}".strip())
    fen = int(scalar("amount", amount, MONEY, faults)) if amount is not None else None
    if fen != answer.amount_fen:
        differs("金额", _yuan(fen), _yuan(answer.amount_fen))
    if needs is not None and [part.text for part in needs.items or ()] != list(answer.needs):
        differs("缺的事实", [part.text for part in needs.items or ()], list(answer.needs))
    if paid_by is not None and paid_by.mapping is not None:
        want = {
            fund: int(scalar("paid_by", part, MONEY, faults))
            for fund, part in paid_by.mapping.items()
        }
        if want != dict(answer.paid_by):
            differs("出资", want, dict(answer.paid_by))
    return wanted


def _yuan(fen: int | None) -> str:
    return "·" if fen is None else f"{format_yuan(fen)}元"


def _days(standard: Standard) -> Iterator[date]:
    """Every day from which something is different, while the standard holds."""
    days = {standard.begins}
    days |= {step.since for one in standard.values.values() for step in one.steps}
    return (day for day in sorted(days) if standard.in_force(day))


def _conditions(standard: Standard) -> list[Fault]:
    found: list[Fault] = []
    for condition in standard.who:
        for day in _days(standard):
            values = standard.values_on(day)
            if NONE in [values[name] for name in nodes.values_of(condition.node)]:
                continue
            always = _always(standard, condition, day)
            if always is not None:
                zh = "总是成立" if always else "永远不成立"
                en = "always" if always else "never"
                found.append(
                    Fault(
                        standard.file,
                        1,
                        f"从{day}起，条件“{condition.words.zh}”{zh}。",
                        f"From {day} on the condition “{condition.words.en}” {en} holds.",
                    )
                )
                break
    return found


def _always(standard: Standard, condition: Condition, day: date) -> bool | None:
    """True or False where the condition came out so in every draw, else None."""
    maker = _maker(standard, day)
    values = standard.values_on(day)
    seen: set[object] = set()
    for _ in range(_DRAWS):
        case = maker.case()
        for person in case.persons or (None,):
            who = person if standard.subject == "person" else None
            seen.add(evaluate(condition.node, Context(case, who, values)).value)
        if {True, False} <= seen:
            return None
    return True in seen


def _maker(standard: Standard, day: date) -> Maker:
    area = (standard.area or "442000109201").ljust(12, "0")
    return Maker([standard], on=day, area=area, random=Random(standard.id))


def _widened(below: Standard, above: Standard, area: str) -> str:
    """Somebody whom the override lets in, in words; empty where nobody was found."""
    for day in sorted({*_days(below), *_days(above)}):
        random = Random(above.id)
        where = area.ljust(12, "0")
        makers = [Maker([one], on=day, area=where, random=random) for one in (below, above)]
        for draw in range(_DRAWS_OVER):
            case = makers[draw % 2].case()
            for old, new in zip(assess([below], case), assess([above], case), strict=True):
                if old.answer == NO and new.answer == YES:
                    return f"{day}, {new.subject}: {_facts(new)}"
    return ""


def _facts(answer: Answer) -> str:
    lines = [f"{line['fact']}={line['value']}" for line in answer.trail if "step" not in line]
    return ", ".join(dict.fromkeys(lines))[:160]
