"""Evaluating an expression for one case, in three values, and saying what would settle it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bangfu.kernel.dates import age
from bangfu.rules import nodes
from bangfu.rules.cases import Case, Person
from bangfu.rules.functions import months_after, school_year, whole_months
from bangfu.rules.nodes import Node
from bangfu.rules.values import NONE, UNKNOWN, Absent, Sort, Value

_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Found:
    """A value, and the facts that would settle it where it is unknown."""

    value: Value
    needs: frozenset[str] = _NOTHING


@dataclass(frozen=True)
class Context:
    """Where an expression is evaluated: the case, the person asked about, the values in force."""

    case: Case
    person: Person | None
    values: Mapping[str, Any]

    def of(self, person: Person) -> Context:
        return Context(self.case, person, self.values)


def percent_of(fen: int, hundredths: int) -> int:
    """This function will take a percentage (in 0.01 %) of an amount, half a fen rounded up."""
    return (fen * hundredths + 5000) // 10000


def evaluate(node: Node, context: Context) -> Found:
    """This function will give the value of a tree.

    NONE makes every comparison false but `!=`, and every sum none; UNKNOWN follows Kleene: false
    settles an `and`, true settles an `or`, whatever else is not known.
    """
    return _EVALUATE[type(node)](node, context)


def _literal(node: nodes.Literal, _: Context) -> Found:
    return Found(node.value)


def _day(_: nodes.Day, context: Context) -> Found:
    return Found(context.case.on)


def _fact(node: nodes.FactOf, context: Context) -> Found:
    value = context.case.said(node.name, context.person).value
    if value is UNKNOWN:
        return Found(UNKNOWN, frozenset((node.name,)))
    if value is NONE and node.kind.sort is Sort.TRUTH:
        return Found(False)
    return Found(value)


def _value(node: nodes.ValueOf, context: Context) -> Found:
    return Found(context.values[node.name])


def _compare(node: nodes.Compare, context: Context) -> Found:
    left, right = evaluate(node.left, context), evaluate(node.right, context)
    if left.value is NONE or right.value is NONE:
        return Found(node.op == "!=")
    if left.value is UNKNOWN or right.value is UNKNOWN:
        return Found(UNKNOWN, left.needs | right.needs)
    return Found(_COMPARE[node.op](left.value, right.value))


def _in(node: nodes.In, context: Context) -> Found:
    left = evaluate(node.left, context)
    if left.value is NONE:
        return Found(False)
    if left.value is UNKNOWN:
        return left
    needs: frozenset[str] = _NOTHING
    for item in node.items:
        found = evaluate(item, context)
        if isinstance(found.value, tuple):
            if left.value in found.value:
                return Found(True)
        elif found.value is UNKNOWN:
            needs |= found.needs
        elif found.value == left.value:
            return Found(True)
    return Found(UNKNOWN, needs) if needs else Found(False)


def _is_none(node: nodes.IsNone, context: Context) -> Found:
    value = context.case.said(node.of.name, context.person).value
    if value is UNKNOWN:
        return Found(UNKNOWN, frozenset((node.of.name,)))
    return Found(value is NONE)


def _not(node: nodes.Not, context: Context) -> Found:
    found = evaluate(node.of, context)
    return found if found.value is UNKNOWN else Found(not found.value)


def _all(node: nodes.All, context: Context) -> Found:
    return _joined((evaluate(item, context) for item in node.items), settles=False)


def _any(node: nodes.Any, context: Context) -> Found:
    return _joined((evaluate(item, context) for item in node.items), settles=True)


def _joined(found: Any, *, settles: bool) -> Found:
    needs: frozenset[str] = _NOTHING
    unknown = False
    for one in found:
        if one.value is settles:
            return Found(settles)
        if one.value is UNKNOWN:
            unknown = True
            needs |= one.needs
    return Found(UNKNOWN, needs) if unknown else Found(not settles)


def _arith(node: nodes.Arith, context: Context) -> Found:
    left, right = evaluate(node.left, context), evaluate(node.right, context)
    absent = _absent(left, right)
    if absent is not None:
        return absent
    a: Any = left.value
    b: Any = right.value
    if node.op == "%":
        return Found(percent_of(a, b))
    return Found({"+": operator.add, "-": operator.sub, "*": operator.mul}[node.op](a, b))


def _absent(*found: Found) -> Found | None:
    if any(one.value is NONE for one in found):
        return Found(NONE)
    if any(isinstance(one.value, Absent) for one in found):
        return Found(UNKNOWN, frozenset().union(*(one.needs for one in found)))
    return None


def _call(node: nodes.Call, context: Context) -> Found:
    found = [evaluate(arg, context) for arg in node.args]
    absent = _absent(*found)
    if absent is not None:
        return absent
    args: list[Any] = [one.value for one in found]
    return Found(_FUNCTIONS[node.name](context.case.on, *args))


_FUNCTIONS: Final[Mapping[str, Callable[..., Value]]] = {
    "age": lambda on, day: age(day, on),
    "months_since": lambda on, day: whole_months(day, on),
    "months_after": lambda _on, day, months: months_after(day, months),
    "year": lambda _on, day: day.year,
    "school_year": lambda _on, day: school_year(day),
    "min": lambda _on, *args: min(args),
    "max": lambda _on, *args: max(args),
}


def _over(node: nodes.Over, context: Context) -> Found:
    persons = context.case.persons
    if persons is None:
        return Found(UNKNOWN, frozenset(("persons",)))
    found = [evaluate(node.body, context.of(person)) for person in persons]
    if node.name in ("any", "all"):
        return _joined(found, settles=node.name == "any")
    needs: frozenset[str] = _NOTHING.union(*(one.needs for one in found if one.value is UNKNOWN))
    if any(one.value is UNKNOWN for one in found):
        return Found(UNKNOWN, needs)
    values: list[Any] = [one.value for one in found if one.value is not NONE]
    return Found(sum(values) if node.name == "total" else sum(v is True for v in values))


_EVALUATE: Final[Mapping[type, Callable[[Any, Context], Found]]] = {
    nodes.Literal: _literal,
    nodes.Day: _day,
    nodes.FactOf: _fact,
    nodes.ValueOf: _value,
    nodes.Compare: _compare,
    nodes.In: _in,
    nodes.IsNone: _is_none,
    nodes.Not: _not,
    nodes.All: _all,
    nodes.Any: _any,
    nodes.Arith: _arith,
    nodes.Call: _call,
    nodes.Over: _over,
}
