"""A rule in plain words, made from what is computed: text and rule can not differ.

The author's own words of a condition say what it is for; these say what it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bangfu.kernel.money import format_yuan
from bangfu.rules import nodes
from bangfu.rules.facts import CODES, FACTS
from bangfu.rules.functions import FUNCTIONS
from bangfu.rules.nodes import Node
from bangfu.rules.periods import name_of
from bangfu.rules.standards import SCHOOL_YEAR, Standard, Words
from bangfu.rules.values import NONE, UNKNOWN, Kind, Sort

_COMPARE: Final[Mapping[str, tuple[str, str]]] = {
    "<": ("低于", "is below"),
    "<=": ("不超过", "is at most"),
    ">": ("高于", "is above"),
    ">=": ("不低于", "is at least"),
    "=": ("是", "is"),
    "!=": ("不是", "is not"),
}
_ARITH: Final = {"+": "+", "-": "−", "*": "×", "/": "÷"}
_UNITS: Final[Mapping[str, tuple[str, str]]] = {
    "persons": ("人", "persons"),
    "years": ("周岁", "years"),
    "months": ("个月", "months"),
    "days": ("天", "days"),
    "grade": ("级", "grade"),
}
_OVER: Final[Mapping[str, tuple[str, str]]] = {
    "any": ("家里至少一人：", "somebody in the family: "),
    "all": ("家里每个人：", "everybody in the family: "),
    "count": ("家里符合的人数：", "how many of the family: "),
    "total": ("家里各人相加：", "the sum over the family: "),
}


@dataclass(frozen=True)
class Reader:
    """Who reads: the standard whose values are named, the day they are in force, the language."""

    standard: Standard
    on: date
    zh: bool

    def pick(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def of(self, words: Words) -> str:
        return words.zh if self.zh else words.en


def worded(node: Node, reader: Reader) -> str:
    """This function will say an expression in words."""
    return _WORDED[type(node)](node, reader)


def value_words(kind: Kind, value: Any, *, zh: bool, many: bool = False) -> str:
    """This function will say a value: an amount in yuan, a code by its label, nothing as abolished.

    `value` is as a standard's step holds it: fen, a code, a list of codes, bands, None.
    """
    if value is None or value is NONE:
        return "不发" if zh else "none"
    if isinstance(value, (tuple, list, frozenset)):
        parts = [_band(kind, one, zh) for one in value]
        return ("、" if zh else ", ").join(parts)
    return _plain(kind, value, zh)


def _band(kind: Kind, one: Any, zh: bool) -> str:
    if hasattr(one, "at_least"):
        least, held = _plain(kind, one.at_least, zh), _plain(kind, one.value, zh)
        return f"{least}起{held}" if zh else f"from {least}: {held}"
    return _plain(kind, one, zh)


def _plain(kind: Kind, value: Any, zh: bool) -> str:
    sort = kind.sort
    if sort is Sort.TRUTH:
        return ("是" if value else "否") if zh else ("yes" if value else "no")
    if sort is Sort.MONEY:
        return f"{format_yuan(value)}元" if zh else f"{format_yuan(value)} yuan"
    if sort is Sort.CODE:
        found = CODES[kind.unit].get(value)
        return found[0 if zh else 1] if found else str(value)
    if sort is Sort.PERCENT:
        return f"{value / 100:g}%"
    if sort is Sort.SCHOOL_YEAR:
        return str(name_of(SCHOOL_YEAR, value))
    if sort is Sort.NUMBER and kind.unit in _UNITS:
        unit = _UNITS[kind.unit][0 if zh else 1]
        return f"{value}{unit}" if zh else f"{value} {unit}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _literal(node: nodes.Literal, reader: Reader) -> str:
    if node.value is NONE or node.value is UNKNOWN:
        return reader.pick("没有", "none")
    return value_words(node.kind, node.value, zh=reader.zh)


def _day(_: nodes.Day, reader: Reader) -> str:
    return reader.pick("当天", "the day asked about")


def _fact(node: nodes.FactOf, reader: Reader) -> str:
    fact = FACTS[node.name]
    return reader.pick(fact.zh, fact.en)


def _value(node: nodes.ValueOf, reader: Reader) -> str:
    series = reader.standard.values[node.name]
    step = series.on(reader.on)
    held = value_words(series.kind, step.value if step else None, zh=reader.zh)
    name = reader.of(series.words)
    return f"{name}（{held}）" if reader.zh else f"{name} ({held})"


def _compare(node: nodes.Compare, reader: Reader) -> str:
    zh, en = _COMPARE[node.op]
    left, right = worded(node.left, reader), worded(node.right, reader)
    return f"{left}{zh}{right}" if reader.zh else f"{left} {en} {right}"


def _in(node: nodes.In, reader: Reader) -> str:
    left = worded(node.left, reader)
    held = reader.pick("、", ", ").join(worded(item, reader) for item in node.items)
    if len(node.items) == 1:
        return f"{left}属于{held}" if reader.zh else f"{left} is among {held}"
    return f"{left}是{held}之一" if reader.zh else f"{left} is one of {held}"


def _is_none(node: nodes.IsNone, reader: Reader) -> str:
    fact = worded(node.of, reader)
    return f"没有{fact}" if reader.zh else f"there is no {fact}"


def _not(node: nodes.Not, reader: Reader) -> str:
    if isinstance(node.of, nodes.IsNone):
        fact = worded(node.of.of, reader)
        return f"有{fact}" if reader.zh else f"there is a {fact}"
    inner = worded(node.of, reader)
    return f"并非（{inner}）" if reader.zh else f"not ({inner})"


def _joined(word: tuple[str, str]) -> Callable[[Any, Reader], str]:
    def words(node: nodes.All | nodes.Any, reader: Reader) -> str:
        parts = [
            f"（{worded(item, reader)}）" if reader.zh and _joins(item) else worded(item, reader)
            for item in node.items
        ]
        return reader.pick(*word).join(parts)

    return words


def _joins(node: Node) -> bool:
    return isinstance(node, (nodes.All, nodes.Any))


def _arith(node: nodes.Arith, reader: Reader) -> str:
    left, right = (
        f"({worded(part, reader)})" if isinstance(part, nodes.Arith) and node.op in "*/"
        else worded(part, reader)
        for part in (node.left, node.right)
    )  # fmt: skip
    if node.op == "%":
        return f"{left}的{right}" if reader.zh else f"{right} of {left}"
    if node.left.kind.sort is Sort.YEAR and isinstance(node.right, nodes.Literal):
        right = reader.pick(f"{node.right.value}年", f"{node.right.value}")
    return f"{left} {_ARITH[node.op]} {right}"


def _call(node: nodes.Call, reader: Reader) -> str:
    args = [worded(arg, reader) for arg in node.args]
    if node.name in _CALLS:
        zh, en = _CALLS[node.name]
        return (zh if reader.zh else en).format(*args)
    function = FUNCTIONS[node.name]
    name = node.name if function is None else reader.pick(function.zh, function.en)
    return f"{name}({_list(args, reader)})"


def _list(args: Sequence[str], reader: Reader) -> str:
    return reader.pick("、", ", ").join(args)


_CALLS: Final[Mapping[str, tuple[str, str]]] = {
    "age": ("从{0}算起的周岁", "age in whole years from {0}"),
    "months_since": ("从{0}算起的月数", "whole months since {0}"),
    "months_after": ("{0}之后{1}", "{1} after {0}"),
    "year": ("{0}所在年度", "the year of {0}"),
    "school_year": ("{0}所在学年", "the school year of {0}"),
    "min": ("{0}和{1}里较小的", "the lesser of {0} and {1}"),
    "max": ("{0}和{1}里较大的", "the greater of {0} and {1}"),
}


def _over(node: nodes.Over, reader: Reader) -> str:
    return reader.pick(*_OVER[node.name]) + worded(node.body, reader)


_WORDED: Final[Mapping[type[Node], Callable[[Any, Reader], str]]] = {
    nodes.Literal: _literal,
    nodes.Day: _day,
    nodes.FactOf: _fact,
    nodes.ValueOf: _value,
    nodes.Compare: _compare,
    nodes.In: _in,
    nodes.IsNone: _is_none,
    nodes.Not: _not,
    nodes.All: _joined(("，并且", " and ")),
    nodes.Any: _joined(("，或者", " or ")),
    nodes.Arith: _arith,
    nodes.Call: _call,
    nodes.Over: _over,
}
