"""The same expressions as columns: a tree becomes one polars expression.

Meaning is that of `one.py` to the letter, and a test holds the two together: null is unknown and
follows Kleene, none is a value of its own that fails every comparison but `!=`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from bangfu.rules import nodes
from bangfu.rules.frames import none_of, number_of
from bangfu.rules.functions import SCHOOL_YEAR_BEGINS
from bangfu.rules.nodes import Node
from bangfu.rules.values import NONE, Sort


@dataclass(frozen=True)
class Scope:
    """What an expression is compiled for: the day, the values in force, columns made before.

    `over` names the columns that hold what was worked out over the persons of each household.
    """

    on: date
    values: Mapping[str, Any]
    over: Mapping[nodes.Over, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """An expression, and where it may be none a second one that says so (None: never)."""

    value: pl.Expr
    none: pl.Expr | None = None


def condition(node: Node, scope: Scope) -> pl.Expr:
    """This function will give a condition as an expression of truths."""
    return compiled(node, scope).value


def compiled(node: Node, scope: Scope) -> Column:
    """This function will give a tree as a column."""
    return _COMPILE[type(node)](node, scope)


def _literal(node: nodes.Literal, _: Scope) -> Column:
    return _constant(node, node.value)


def _constant(node: Node, value: Any) -> Column:
    if value is NONE:
        return Column(pl.lit(none_of(node.kind)), pl.lit(True))
    if node.kind.sort is Sort.CODE:
        return Column(pl.lit(number_of(node.kind.unit, value), dtype=pl.Int8))
    if node.kind.sort in (Sort.MONEY, Sort.NUMBER, Sort.PERCENT):
        return Column(pl.lit(value, dtype=pl.Int64))
    return Column(pl.lit(value))


def _day(_: nodes.Day, scope: Scope) -> Column:
    return Column(pl.lit(scope.on))


def _fact(node: nodes.FactOf, _: Scope) -> Column:
    column = pl.col(node.name)
    if node.kind.sort is Sort.TRUTH:
        return Column(column == 1)
    if not node.nullable:
        return Column(column)
    return Column(column, column == none_of(node.kind))


def _value(node: nodes.ValueOf, scope: Scope) -> Column:
    return _constant(node, scope.values[node.name])


_OPS: Final[Mapping[str, Callable[[pl.Expr, pl.Expr], pl.Expr]]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "%": lambda a, b: (a * b + 5000) // 10000,
}


def _compare(node: nodes.Compare, scope: Scope) -> Column:
    left, right = compiled(node.left, scope), compiled(node.right, scope)
    held = _OPS[node.op](left.value, right.value)
    none = _either(left, right)
    if none is None:
        return Column(held)
    # None settles a comparison even where the other side is unknown.
    sure = none.fill_null(False)
    return Column(held | sure if node.op == "!=" else held & ~sure)


def _either(*columns: Column) -> pl.Expr | None:
    found = [column.none for column in columns if column.none is not None]
    return pl.any_horizontal(found) if len(found) > 1 else (found[0] if found else None)


def _in(node: nodes.In, scope: Scope) -> Column:
    left = compiled(node.left, scope)
    held: list[pl.Expr] = []
    for item in node.items:
        if isinstance(item, nodes.ValueOf) and item.many:
            codes = scope.values[item.name]
            numbers = [] if codes is NONE else [number_of(item.kind.unit, code) for code in codes]
            held += [left.value == number for number in numbers]
            continue
        right = compiled(item, scope)
        found = left.value == right.value
        held.append(found if right.none is None else found & ~right.none.fill_null(False))
    if not held:
        # Nothing is in an empty list; an unknown stays unknown all the same.
        held = [left.value != left.value]
    any_ = pl.any_horizontal(held) if len(held) > 1 else held[0]
    return Column(any_ if left.none is None else any_ & ~left.none.fill_null(False))


def _is_none(node: nodes.IsNone, _: Scope) -> Column:
    return Column(pl.col(node.of.name) == none_of(node.of.kind))


def _not(node: nodes.Not, scope: Scope) -> Column:
    return Column(~condition(node.of, scope))


def _all(node: nodes.All, scope: Scope) -> Column:
    return Column(pl.all_horizontal([condition(item, scope) for item in node.items]))


def _any(node: nodes.Any, scope: Scope) -> Column:
    return Column(pl.any_horizontal([condition(item, scope) for item in node.items]))


def _arith(node: nodes.Arith, scope: Scope) -> Column:
    left, right = compiled(node.left, scope), compiled(node.right, scope)
    return Column(_OPS[node.op](left.value, right.value), _either(left, right))


def _call(node: nodes.Call, scope: Scope) -> Column:
    args = [compiled(arg, scope) for arg in node.args]
    none = _either(*args)
    first = args[0].value
    made: pl.Expr
    if node.name in ("min", "max"):
        # Null where any is: the horizontal functions would pass it over.
        joined = pl.min_horizontal if node.name == "min" else pl.max_horizontal
        values = [arg.value for arg in args]
        unknown = pl.any_horizontal([value.is_null() for value in values])
        made = pl.when(unknown).then(None).otherwise(joined(values))
    elif node.name == "year":
        made = first.dt.year()
    elif node.name == "school_year":
        made = school_year(first)
    elif node.name == "months_after":
        made = months_after(first, args[1].value)
    else:
        months = whole_months(first, scope.on)
        made = months if node.name == "months_since" else months // 12
    return Column(made, none)


def school_year(day: pl.Expr) -> pl.Expr:
    """This function will give the first year of the school year of a date."""
    month, first = SCHOOL_YEAR_BEGINS
    before = (day.dt.month().cast(pl.Int32) * 100 + day.dt.day()) < month * 100 + first
    return day.dt.year() - before.cast(pl.Int32)


def whole_months(since: pl.Expr, on: date) -> pl.Expr:
    """This function will count the whole months from dates to one day."""
    months = (on.year - since.dt.year()) * 12 + on.month - since.dt.month().cast(pl.Int32)
    return months.cast(pl.Int64) - (since.dt.day() > on.day).cast(pl.Int64)


def months_after(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    """This function will give the same day so many months later, or the last of that month."""
    return day.dt.offset_by(pl.format("{}mo", months))


def _over(node: nodes.Over, scope: Scope) -> Column:
    return Column(pl.col(scope.over[node]))


_COMPILE: Final[Mapping[type, Callable[[Any, Scope], Column]]] = {
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
