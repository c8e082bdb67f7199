"""Reading one standard from its document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bangfu.rules import nodes
from bangfu.rules.documents import Item
from bangfu.rules.errors import ExpressionError
from bangfu.rules.expressions import parse
from bangfu.rules.facts import CODES, FACTS, STATES
from bangfu.rules.loading.form import NAME, Faults, Form
from bangfu.rules.loading.values import read_values
from bangfu.rules.nodes import Node
from bangfu.rules.standards import (
    PERIODS,
    UNITS,
    Amount,
    Condition,
    Evidence,
    Exclusion,
    Limit,
    Payer,
    Series,
    Share,
    Source,
    Stacking,
    Standard,
)
from bangfu.rules.values import MONEY, PERCENT, TRUTH, Kind, Sort

AREA: Final = re.compile(r"全国|[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_MONTHS: Final = re.compile(r"([1-9][0-9]{0,2})个月")
_SHAPES: Final = ("formula", "table", "bands", "per_case", "up_to", "none")


class _Reader:
    """Reads the parts of one standard that hold expressions."""

    def __init__(self, values: Mapping[str, Series], subject: str, faults: Faults) -> None:
        self.values = values
        self.kinds = {name: (one.kind, one.many) for name, one in values.items() if not one.bands}
        self.persons = subject == "person"
        self.faults = faults
        self.used: set[str] = set()

    def tree(self, item: Item | None, wanted: Kind) -> Node | None:
        """This function will read an expression and check what it gives."""
        if item is None:
            return None
        if item.text is None:
            self.faults.add(item.line, "条件是空的。", "The expression is empty.")
            return None
        try:
            node = parse(item.text, values=self.kinds, persons=self.persons)
        except ExpressionError as error:
            place = f"“{item.text[: error.at]}▸{item.text[error.at :]}”"
            self.faults.add(item.line, f"{error.zh} {place}", f"{error.en} {place}")
            return None
        self.used.update(nodes.values_of(node))
        if node.kind != wanted:
            zh = "这里要一个条件。" if wanted == TRUTH else "这里要一个金额或百分比。"
            self.faults.add(item.line, zh, f"Wanted here: {wanted}, found: {node.kind}.")
            return None
        return node

    def conditions(self, rows: list[Item]) -> tuple[Condition, ...]:
        found = []
        for row in rows:
            form = Form(row, self.faults, "who")
            words, clause = form.words(), form.text("clause")
            when = form.take("when")
            form.close()
            node = self.tree(when, TRUTH)
            if node is not None and when is not None:
                if not nodes.facts_of(node):
                    self.faults.add(
                        when.line,
                        "这个条件不看任何事实，对谁都一样。",
                        "This condition reads no fact: it is the same for everybody.",
                    )
                found.append(Condition(words, clause, when.text or "", node))
        return tuple(found)

    def amount(self, item: Item | None) -> Amount:
        if item is None:
            return Amount("none", "")
        form = Form(item, self.faults, "amount")
        clause = form.text("clause")
        held = {shape: form.take(shape, must=False) for shape in _SHAPES}
        shapes = [shape for shape, part in held.items() if part is not None]
        percent = self.tree(form.take("percent", must=False), PERCENT)
        at_most = self.tree(form.take("at_most", must=False), MONEY)
        top_up = form.truth("top_up")
        form.close()
        if len(shapes) != 1:
            one = "、".join(_SHAPES)
            self.faults.add(
                item.line, f"amount 要且只要一种：{one}。", f"amount takes one of: {one}."
            )
            return Amount("none", clause)
        shape, part = shapes[0], held[shapes[0]]
        assert part is not None
        made = Amount(shape, clause, percent=percent, at_most=at_most, top_up=top_up)
        if shape in ("formula", "per_case", "up_to"):
            return replace(made, formula=self.tree(part, MONEY))
        if shape == "table":
            by, rows = self._table(part)
            return replace(made, by=by, rows=rows)
        if shape == "bands":
            return self._bands(made, part)
        return made

    def _table(self, item: Item) -> tuple[str, dict[str, Node | None]]:
        form = Form(item, self.faults, "table")
        by, rows = form.text("by"), form.take("rows")
        form.close()
        fact = FACTS.get(by)
        if fact is None or fact.kind.sort is not Sort.CODE:
            self.faults.add(
                item.line, f"“{by}”不是有代码的事实。", f"“{by}” is no fact with codes."
            )
            return by, {}
        codes, given = CODES[fact.kind.unit], (rows.mapping if rows else None) or {}
        for code in codes:
            if code not in given:
                self.faults.add(
                    item.line,
                    f"表里缺“{code}”：不给就明写 null。",
                    f"The table lacks “{code}”: write null where nothing is given.",
                )
        for code, part in given.items():
            if code not in codes:
                self.faults.add(part.line, f"没有代码“{code}”。", f"There is no code “{code}”.")
        return by, {
            code: None if part.is_null else self.tree(part, MONEY) for code, part in given.items()
        }

    def _bands(self, made: Amount, item: Item) -> Amount:
        form = Form(item, self.faults, "bands")
        of, rows = self.tree(form.take("of"), MONEY), form.text("rows")
        form.close()
        if rows not in self.values or not self.values[rows].bands:
            self.faults.add(item.line, f"没有分档的值“{rows}”。", f"There are no bands “{rows}”.")
        self.used.add(rows)
        return replace(made, formula=of, bands=rows)

    def limit(self, item: Item | None) -> Limit | None:
        if item is None:
            return None
        form = Form(item, self.faults, "limit")
        times_at, clause = form.take("times"), form.text("clause")
        per = form.one_of("per", ("person", "household"))
        within_at, counts_at = form.take("within"), form.take("counts")
        form.close()
        times = times_at.whole() if times_at else None
        if times_at and (times is None or not 1 <= times <= 366):
            self.faults.add(times_at.line, "times 要是1到366的整数。", "times must be 1 to 366.")
        within = (within_at.text or "") if within_at else ""
        months = _MONTHS.fullmatch(within)
        if within_at and not months and within not in ("period", *PERIODS[:3]):
            self.faults.add(
                within_at.line,
                "within 只能是 period、calendar_year、school_year、month 或“12个月”。",
                "within must be period, calendar_year, school_year, month, or as “12个月”.",
            )
        if per == "person" and not self.persons:
            self.faults.add(
                form.line, "一户的标准按户限次。", "A household's limit is per household."
            )
        counts = self._counts(counts_at)
        return Limit(times or 1, per, within, int(months[1]) if months else 0, counts, clause)

    def _counts(self, item: Item | None) -> dict[str, bool | str]:
        if item is None:
            return {}
        form = Form(item, self.faults, "counts")
        found: dict[str, bool | str] = {}
        for state in STATES:
            part = form.take(state)
            if part is None:
                continue
            truth = part.truth()
            if truth is None and self.kinds.get(part.text or "") != (TRUTH, False):
                self.faults.add(
                    part.line,
                    f"“{state}”要写 yes、no 或一个开关的名字。",
                    f"“{state}” must be yes, no, or the name of a switch.",
                )
            elif truth is None:
                self.used.add(part.text or "")
            found[state] = truth if truth is not None else (part.text or "")
        form.close()
        if not any(found.values()):
            self.faults.add(item.line, "一种状态都不算次数。", "No state counts at all.")
        return found

    def payers(self, rows: list[Item]) -> tuple[Payer, ...]:
        found = []
        for row in rows:
            form = Form(row, self.faults, "paid_by")
            clause, when = form.text("clause"), form.take("when", must=False)
            shares = tuple(self._share(part) for part in form.list("shares"))
            form.close()
            names = [share.fund for share in shares]
            if len(set(names)) != len(names):
                self.faults.add(row.line, "同一笔资金写了两次。", "A fund stands twice.")
            tree = self.tree(when, TRUTH)
            found.append(Payer(shares, clause, (when.text or "") if when else "", tree))
        if found and (found[-1].text or any(not payer.text for payer in found[:-1])):
            self.faults.add(
                rows[-1].line,
                "paid_by 的最后一条、且只有最后一条不写 when。",
                "The last of paid_by, and only the last, has no when.",
            )
        return tuple(found)

    def _share(self, item: Item) -> Share:
        form = Form(item, self.faults, "shares")
        fund, parts = form.text("fund"), form.take("parts")
        form.close()
        count = parts.whole() if parts else None
        if parts and (count is None or not 1 <= count <= 10_000):
            self.faults.add(parts.line, "parts 要是1到10000的整数。", "parts must be 1 to 10000.")
        if fund and not NAME.fullmatch(fund):
            self.faults.add(item.line, "fund 用小写英文名。", "fund must be a lower case name.")
        return Share(fund, count or 1)


def read_standard(item: Item, faults: Faults) -> Standard | None:
    """This function will read one standard; what is wrong goes to `faults`."""
    form = Form(item, faults, "standard")
    ident = form.text("standard")
    if ident and not NAME.fullmatch(ident):
        faults.add(item.line, "standard 用小写英文名。", "standard must be a lower case name.")
    name = form.words("name")
    area = read_area(form)
    subject = form.one_of("subject", ("person", "household"))
    unit = form.one_of("unit", UNITS)
    source = read_source(form.take("source"), faults)
    begins, ends = form.day("from"), form.day("until", must=False)
    if begins and ends and ends < begins:
        faults.add(form.line, "结束早于开始。", "It ends before it begins.")
    period = _period(form, subject, faults)
    values_at = form.take("values", must=False)
    values = read_values(values_at, begins, faults)
    reader = _Reader(values, subject, faults)
    who = reader.conditions(form.list("who"))
    amount = reader.amount(form.take("amount"))
    limit = reader.limit(form.take("limit", must=False))
    stacking = _stacking(form.take("stacking", must=False), faults)
    paid_by = reader.payers(form.list("paid_by", must=False))
    evidence = tuple(_evidence(row, faults) for row in form.list("evidence", must=False))
    aid_first = form.truth("aid_first")
    form.close()
    if amount.shape != "none" and not paid_by:
        faults.add(form.line, "没有写由谁出钱(paid_by)。", "It does not say who pays (paid_by).")
    for unused in sorted(set(values) - reader.used):
        line = (values_at.mapping or {})[unused].line if values_at else form.line
        faults.add(line, f"“{unused}”没有用到。", f"“{unused}” is not used.")
    if faults.found or begins is None:
        return None
    return Standard(
        ident, name, area, subject, unit, period, source, begins, ends, values, who, amount, limit,
        stacking, paid_by, evidence, aid_first, {}, faults.file,
    )  # fmt: skip


def read_area(form: Form) -> str:
    """This function will read where a standard holds, as a prefix of area codes."""
    area = form.text("area")
    if area and not AREA.fullmatch(area):
        form.faults.add(
            form.line,
            "area 要写“全国”或2、4、6、9、12位区划代码。",
            "area must be 全国 or an area code of 2, 4, 6, 9 or 12 digits.",
        )
    return "" if area == "全国" else area


def read_source(item: Item | None, faults: Faults) -> Source:
    """This function will read where a standard is written: issuer, document, clause."""
    if item is None:
        return Source("", "", "")
    form = Form(item, faults, "source")
    found = Source(form.text("issuer"), form.text("document"), form.text("clause"))
    form.close()
    return found


def _period(form: Form, subject: str, faults: Faults) -> str:
    at = form.held.get("period")
    period = form.text("period")
    fact = FACTS.get(period)
    dated = fact is not None and fact.kind.sort in (Sort.YEAR, Sort.SCHOOL_YEAR)
    if period and at and not (period in PERIODS or (dated and subject == "person")):
        faults.add(
            at.line,
            f"period 只能是：{'、'.join(PERIODS)}，或者是年度、学年的事实。",
            f"period must be one of: {', '.join(PERIODS)}, or a fact that is a year.",
        )
    return period


def _stacking(item: Item | None, faults: Faults) -> Stacking:
    if item is None:
        return Stacking()
    form = Form(item, faults, "stacking")
    goes_with = tuple(part.text or "" for part in form.list("goes_with", must=False))
    toward = tuple(part.text or "" for part in form.list("counts_toward", must=False))
    excludes = []
    for row in form.list("excludes", must=False):
        inner = Form(row, faults, "excludes")
        excludes.append(Exclusion(inner.text("standard"), inner.text("clause")))
        inner.close()
    form.close()
    return Stacking(goes_with, tuple(excludes), toward)


def _evidence(item: Item, faults: Faults) -> Evidence:
    form = Form(item, faults, "evidence")
    words, issuer, shared = form.words(), form.text("issuer"), form.truth("shared")
    form.close()
    return Evidence(words, issuer, shared)
