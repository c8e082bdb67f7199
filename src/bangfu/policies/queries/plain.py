"""A standard as a page for anybody: made from the same text that is computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from bangfu.rules import Standards
from bangfu.rules.facts import FACTS
from bangfu.rules.facts import words as code_words
from bangfu.rules.loading.folder import Override
from bangfu.rules.nodes import Node, ValueOf
from bangfu.rules.standards import Series, Standard, Words
from bangfu.rules.wording import Reader, value_words, worded

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

UNITS: Mapping[str, StrPromise] = {
    "person-year": gettext_lazy("每人每年"),
    "pupil-year": gettext_lazy("每人每学年"),
    "patient-year": gettext_lazy("每人每年"),
    "person": gettext_lazy("每人"),
    "household": gettext_lazy("每户"),
    "household-month": gettext_lazy("每户每月"),
}
FUNDS: Mapping[str, StrPromise] = {
    "charity_federation": gettext_lazy("慈善会"),
    "city_housing": gettext_lazy("市住房改造资金"),
    "dibao": gettext_lazy("低保资金"),
    "disabled_employment_security": gettext_lazy("残疾人就业保障金"),
    "disaster_relief": gettext_lazy("救灾资金"),
    "education": gettext_lazy("困难群众子女助学资金"),
    "goods": gettext_lazy("生活物资采购"),
    "serious_illness": gettext_lazy("大病救助资金"),
    "startup_chamber_of_commerce": gettext_lazy("商会创业资金"),
    "startup_charity_federation": gettext_lazy("慈善会创业资金"),
    "startup_disabled_federation": gettext_lazy("残联创业资金"),
    "startup_private_association": gettext_lazy("私营企业协会创业资金"),
    "temporary": gettext_lazy("临时救助资金"),
    "town_budget": gettext_lazy("镇财政"),
}
_WITHIN: Mapping[str, StrPromise] = {
    "period": gettext_lazy("同一期"),
    "calendar_year": gettext_lazy("一年"),
    "school_year": gettext_lazy("一学年"),
    "month": gettext_lazy("一个月"),
    "once": gettext_lazy("一生"),
}


@dataclass(frozen=True)
class Clause:
    """One thing a standard asks for: the author's words, what is computed, where it is written."""

    words: str
    computed: str
    clause: str


@dataclass(frozen=True)
class StepLine:
    """A value from a day on; ``now`` is the one in force, ``later`` one to come."""

    since: date
    words: str
    now: bool
    later: bool


@dataclass(frozen=True)
class ValueLine:
    """A value of a standard through time, and which file says it."""

    name: str
    file: str
    words: str
    now: str
    clause: str
    own: bool
    plain: bool
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class StandardPage:
    """A standard in plain words on a day."""

    id: str
    name: str
    unit: str
    source: Words
    begins: date
    ends: date | None
    amounts: tuple[Clause, ...]
    who: tuple[Clause, ...]
    limit: str
    paid_by: tuple[str, ...]
    evidence: tuple[str, ...]
    beside: tuple[str, ...]
    values: tuple[ValueLine, ...]
    files: tuple[str, ...]


def page_of(standards: Standards, ident: str, area: str, *, on: date) -> StandardPage | None:
    """Return a standard as it holds in an area (digits), or None where there is none."""
    standard = next((one for one in standards.of_area(area) if one.id == ident), None)
    if standard is None:
        return None
    reader = Reader(standard, on, chinese())
    source = standard.source
    return StandardPage(
        id=standard.id,
        name=reader.of(standard.name),
        unit=str(UNITS[standard.unit]),
        source=Words(f"{source.issuer}《{source.document}》{source.clause}",
                     f"{source.issuer}, {source.document}, {source.clause}"),
        begins=standard.begins,
        ends=standard.ends,
        amounts=tuple(_amounts(standard, reader)),
        who=tuple(
            Clause(reader.of(one.words), worded(one.node, reader), one.clause)
            for one in standard.who
        ),
        limit=_limit(standard),
        paid_by=tuple(_paid_by(standard, reader)),
        evidence=tuple(
            _("%(what)s（%(issuer)s）") % {"what": reader.of(one.words), "issuer": one.issuer}
            for one in standard.evidence
        ),
        beside=tuple(_beside(standard, standards)),
        values=tuple(_values(standard, standards, area, on)),
        files=(standard.file, *(one.file for one in overrides_of(standards, standard, area))),
    )  # fmt: skip


def chinese() -> bool:
    """Whether the reader reads Chinese."""
    return (get_language() or "").startswith("zh")


def overrides_of(standards: Standards, standard: Standard, area: str) -> list[Override]:
    """Return the overrides that hold in an area, the widest first."""
    found = [
        one
        for one in standards.overrides
        if one.standard == standard.id and area.startswith(one.area)
    ]
    return sorted(found, key=lambda one: len(one.area))


def _amounts(standard: Standard, reader: Reader) -> Iterator[Clause]:
    amount = standard.amount
    if amount.shape == "none":
        yield Clause(_("只认定身份，不发钱"), "", amount.clause)
    elif amount.shape == "table":
        fact = FACTS[amount.by]
        for code, node in amount.rows.items():
            held_by = code_words(fact.kind, code) or (code, code)
            name = held_by[0 if reader.zh else 1]
            yield Clause(name, _amount(node, reader), amount.clause)
    elif amount.shape == "bands":
        series = standard.values[amount.bands]
        step = series.on(reader.on)
        held = step.value if step is not None else None
        words = worded(amount.formula, reader) if amount.formula else ""
        yield Clause(words, value_words(series.kind, held, zh=reader.zh), series.clause)
    else:
        label = {"per_case": _("按件定"), "up_to": _("逐件定，最多")}.get(amount.shape, "")
        formula = worded(amount.formula, reader) if amount.formula is not None else ""
        yield Clause(label, formula, amount.clause)
    for node, words in ((amount.percent, _("再按比例")), (amount.at_most, _("最多"))):
        if node is not None:
            yield Clause(words, worded(node, reader), amount.clause)
    if amount.top_up:
        yield Clause(_("减去这一期已经得到的"), "", amount.clause)


def _amount(node: Node | None, reader: Reader) -> str:
    """What a row of a table gives: a value of the standard by what it is now."""
    if node is None:
        return _("不发")
    if isinstance(node, ValueOf):
        series = reader.standard.values[node.name]
        step = series.on(reader.on)
        return value_words(series.kind, step.value if step else None, zh=reader.zh)
    return worded(node, reader)


def _limit(standard: Standard) -> str:
    limit = standard.limit
    if limit is None:
        return ""
    whose = _("每人") if limit.per == "person" else _("每户")
    within = _("%(n)d个月") % {"n": limit.months} if limit.months else str(_WITHIN[limit.within])
    return _("%(whose)s%(within)s最多%(n)d次（%(clause)s）") % {
        "whose": whose, "within": within, "n": limit.times, "clause": limit.clause,
    }  # fmt: skip


def fund_words(fund: str) -> str:
    """Word a fund by its id; one that has no words yet by the id itself."""
    return str(FUNDS.get(fund, fund))


def _paid_by(standard: Standard, reader: Reader) -> Iterator[str]:
    for payer in standard.paid_by:
        whole = sum(share.parts for share in payer.shares)
        shares = _("、").join(
            fund_words(share.fund)
            if len(payer.shares) == 1
            else f"{fund_words(share.fund)} {share.parts}/{whole}"
            for share in payer.shares
        )
        when = worded(payer.when, reader) if payer.when is not None else ""
        said = _("%(when)s的：%(shares)s") % {"when": when, "shares": shares} if when else shares
        yield _("%(said)s（%(clause)s）") % {"said": said, "clause": payer.clause}


def _beside(standard: Standard, standards: Standards) -> Iterator[str]:
    names = {one.id: one.name.zh if chinese() else one.name.en for one in standards.bases}

    def named(idents: Sequence[str]) -> str:
        return _("、").join(names.get(ident, ident) for ident in idents)

    stacking = standard.stacking
    if stacking.goes_with:
        yield _("可以和这些一起得：%(names)s") % {"names": named(stacking.goes_with)}
    if stacking.excludes:
        yield _("得了这些就不再给：%(names)s") % {
            "names": named([one.standard for one in stacking.excludes])
        }
    if stacking.counts_toward:
        yield _("算进这些的次数和金额：%(names)s") % {"names": named(stacking.counts_toward)}
    if standard.aid_first:
        yield _("急的可以先给，材料后补")


def _values(standard: Standard, standards: Standards, area: str, on: date) -> Iterator[ValueLine]:
    overrides = overrides_of(standards, standard, area)
    for name, series in standard.values.items():
        holder = next((one.file for one in reversed(overrides) if name in one.values), "")
        current = series.on(on)
        yield ValueLine(
            name=name,
            file=holder or standard.file,
            words=series.words.zh if chinese() else series.words.en,
            now=_step(series, current.value if current else None),
            clause=series.clause,
            own=series.example,
            plain=not series.bands,
            steps=tuple(
                StepLine(step.since, _step(series, step.value), step is current, step.since > on)
                for step in series.steps
            ),
        )


def _step(series: Series, value: object) -> str:
    return value_words(series.kind, value, zh=chinese())
