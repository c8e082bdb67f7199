"""Reading an expression: from text to a tree whose every part has a kind.

A language of facts, values, comparisons, sums and a closed list of functions. It has no names but
those declared, no attributes, no loops and nothing to reach outside with; size and depth are
bounded, so reading and evaluating end. Grammar, loosest first:

    or · and · not · = != < <= > >= in not-in is-none is-not-none · + - · * · name, number, ( )
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bangfu.rules import nodes
from bangfu.rules.errors import ExpressionError
from bangfu.rules.facts import CODES, FACTS
from bangfu.rules.functions import FUNCTIONS, OVER, kind_of_call
from bangfu.rules.nodes import Node
from bangfu.rules.tokens import BARE, Token, cut
from bangfu.rules.values import (
    MONEY,
    ORDERED,
    PERCENT,
    TRUTH,
    Kind,
    Sort,
)

MOST_NODES: Final = 300
MOST_DEEP: Final = 24
_KEYWORDS: Final = frozenset({"and", "or", "not", "in", "is", "on", "true", "false"})
# A number without a unit may meet these; years, months, days and money say what they are.
_TAKES_BARE: Final = frozenset({Sort.YEAR})
_BARE_UNITS: Final = frozenset({"persons", "grade"})
# A code that has not met its table yet.
_LOOSE: Final = Kind(Sort.CODE, "?")


def parse(text: str, *, values: Mapping[str, tuple[Kind, bool]], persons: bool) -> Node:
    """This function will read an expression.

    `values` are the names of the standard's own values with their kinds (and whether they are
    lists); `persons` says whether facts of one person may be read outside `any`, `all`, `count`
    and `total`. Raises ExpressionError with the offset of what is unclear.
    """
    return _Parser(text, values, persons).whole()


class _Stream:
    """The tokens, one after the other, and how many and how deep they may be."""

    def __init__(self, text: str) -> None:
        self.tokens = cut(text)
        self.place = 0
        self.deep = 0
        self.count = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def _take(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        self.count += 1
        if self.count > MOST_NODES:
            raise ExpressionError(token.at, "这个式子太大了。", "The expression is too large.")
        return token

    def _is(self, *texts: str) -> bool:
        return self.next.what in ("word", "sign") and self.next.text in texts

    def _want(self, text: str) -> Token:
        if not self._is(text):
            at, found = self.next.at, self.next.text or "…"
            raise ExpressionError(
                at, f"这里应为“{text}”，写的是“{found}”。", f"“{text}” is wanted, not “{found}”."
            )
        return self._take()

    def _odd(self) -> ExpressionError:
        token = self.next
        if token.what == "end":
            return ExpressionError(token.at, "式子没有写完。", "The expression breaks off.")
        return ExpressionError(
            token.at, f"“{token.text}”不能写在这里。", f"“{token.text}” cannot stand here."
        )


class _Parser(_Stream):
    def __init__(self, text: str, values: Mapping[str, tuple[Kind, bool]], persons: bool) -> None:
        super().__init__(text)
        self.values = values
        self.persons = persons

    def whole(self) -> Node:
        if self.next.what == "end":
            raise ExpressionError(0, "式子是空的。", "The expression is empty.")
        node = self._or()
        if self.next.what != "end":
            raise self._odd()
        return node

    def _or(self) -> Node:
        return self._joined("or", self._and, nodes.Any)

    def _and(self) -> Node:
        return self._joined("and", self._not, nodes.All)

    def _joined(self, word: str, part, made) -> Node:  # type: ignore[no-untyped-def]
        at = self.next.at
        items = [part()]
        while self._is(word):
            self._take()
            second = self.next.at
            items.append(self._truth(part(), second))
        if len(items) == 1:
            return items[0]
        return made(TRUTH, (self._truth(items[0], at), *items[1:]))

    def _truth(self, node: Node, at: int) -> Node:
        if node.kind != TRUTH:
            raise ExpressionError(at, "这里要一个条件。", "A condition is wanted here.")
        return node

    def _not(self) -> Node:
        if self._is("not"):
            self._take()
            with _Deeper(self):
                at = self.next.at
                return nodes.Not(TRUTH, self._truth(self._not(), at))
        return self._compared()

    def _compared(self) -> Node:
        at = self.next.at
        left = self._sum()
        if self._is("=", "!=", "<", "<=", ">", ">="):
            op = self._take()
            return self._compare(op, left, self._sum())
        if self._is("in"):
            self._take()
            return self._in(left, at)
        if self._is("not"):
            self._take()
            self._want("in")
            return nodes.Not(TRUTH, self._in(left, at))
        if self._is("is"):
            return self._is_none(left)
        if left.kind == _LOOSE:
            word = left.value if isinstance(left, nodes.Literal) else ""
            raise ExpressionError(at, f"不认识“{word}”。", f"“{word}” is not known.")
        return left

    def _is_none(self, left: Node) -> Node:
        token = self._take()
        negated = self._is("not")
        if negated:
            self._take()
        self._want("none")
        if not isinstance(left, nodes.FactOf) or not left.nullable:
            raise ExpressionError(
                token.at,
                "只有可以“没有”的事实能这样问。",
                "Only a fact that can be none is asked so.",
            )
        found = nodes.IsNone(TRUTH, left)
        return nodes.Not(TRUTH, found) if negated else found

    def _compare(self, op: Token, left: Node, right: Node) -> Node:
        left, right = _met(left, right, op.at)
        if op.text not in ("=", "!=") and left.kind.sort not in ORDERED:
            raise ExpressionError(
                op.at, f"“{op.text}”不能比较这种内容。", f"“{op.text}” cannot order these."
            )
        if isinstance(right, nodes.ValueOf) and right.many:
            raise ExpressionError(op.at, "一组值用 in 来问。", "A list is asked with in.")
        return nodes.Compare(TRUTH, op.text, left, right)

    def _in(self, left: Node, at: int) -> Node:
        if self.next.what == "word":
            where = self.next.at
            found = self._atom()
            if not (isinstance(found, nodes.ValueOf) and found.many):
                raise ExpressionError(where, "in 后面要一组值。", "A list must follow in.")
            items: list[Node] = [_met(left, found, where)[1]]
            return nodes.In(TRUTH, left, tuple(items))
        self._want("[")
        items = [_met(left, self._sum(), at)[1]]
        while self._is(","):
            self._take()
            items.append(_met(left, self._sum(), at)[1])
        self._want("]")
        return nodes.In(TRUTH, left, tuple(items))

    def _sum(self) -> Node:
        node = self._product()
        while self._is("+", "-"):
            op = self._take()
            node = _sum(op, node, self._product())
        return node

    def _product(self) -> Node:
        node = self._atom()
        while self._is("*"):
            op = self._take()
            node = _product(op, node, self._atom())
        return node

    def _atom(self) -> Node:
        token = self.next
        if token.what in ("number", "date", "school", "text"):
            self._take()
            return nodes.Literal(token.kind, token.value)
        if self._is("("):
            self._take()
            with _Deeper(self):
                node = self._or()
            self._want(")")
            return node
        if token.what == "word":
            self._take()
            return self._named(token)
        raise self._odd()

    def _named(self, token: Token) -> Node:
        name = token.text
        if self._is("("):
            return self._call(token)
        if name == "on":
            return nodes.Day()
        if name in ("true", "false"):
            return nodes.Literal(TRUTH, name == "true")
        if name in FACTS:
            fact = FACTS[name]
            if fact.of_person and not self.persons:
                raise ExpressionError(
                    token.at,
                    f"“{name}”是一个人的事实，这里是一户：用 any、all、count 或 total。",
                    f"“{name}” is of one person: ask any, all, count or total of the household.",
                )
            return nodes.FactOf(fact.kind, name, fact.nullable)
        if name in self.values:
            kind, many = self.values[name]
            return nodes.ValueOf(kind, name, many)
        if "." in name or name in _KEYWORDS or not any(name in table for table in CODES.values()):
            raise ExpressionError(token.at, f"不认识“{name}”。", f"“{name}” is not known.")
        return nodes.Literal(_LOOSE, name)

    def _call(self, token: Token) -> Node:
        name = token.text
        if name not in FUNCTIONS and name not in OVER:
            raise ExpressionError(
                token.at, f"没有函数“{name}”。", f"There is no function “{name}”."
            )
        self._want("(")
        with _Deeper(self):
            before = self.persons
            if name in OVER:
                if before is None:
                    raise ExpressionError(
                        token.at, f"“{name}”里不能再写“{name}”。", f"“{name}” cannot stand inside."
                    )
                self.persons = True
            args = [self._or()]
            while self._is(","):
                self._take()
                args.append(self._or())
            self.persons = before
        self._want(")")
        if name in OVER:
            return self._over(token, args)
        return nodes.Call(kind_of_call(name, args, token.at), name, tuple(args))

    def _over(self, token: Token, args: list[Node]) -> Node:
        name = token.text
        wanted = MONEY if name == "total" else TRUTH
        if len(args) != 1 or args[0].kind != wanted:
            what = ("一个金额", "one amount") if name == "total" else ("一个条件", "one condition")
            raise ExpressionError(
                token.at, f"“{name}”里要{what[0]}。", f"“{name}” takes {what[1]}."
            )
        if any(isinstance(part, nodes.Over) for part in nodes.walk(args[0])):
            raise ExpressionError(
                token.at, f"“{name}”里不能再数家人。", f"“{name}” cannot hold another of its like."
            )
        return nodes.Over(OVER[name], name, args[0])


class _Deeper:
    """Counts how deep brackets stand in one another."""

    def __init__(self, parser: _Parser) -> None:
        self.parser = parser

    def __enter__(self) -> None:
        self.parser.deep += 1
        if self.parser.deep > MOST_DEEP:
            at = self.parser.next.at
            raise ExpressionError(at, "括号套得太深了。", "The brackets go too deep.")

    def __exit__(self, *_: object) -> None:
        self.parser.deep -= 1


def _met(left: Node, right: Node, at: int) -> tuple[Node, Node]:
    """Give both sides one kind: codes find their table, bare numbers their unit."""
    left, right = _adapted(left, right.kind), _adapted(right, left.kind)
    if left.kind != right.kind or left.kind in (_LOOSE, BARE):
        if _LOOSE in (left.kind, right.kind):
            word = next(
                str(side.value)
                for side in (left, right)
                if side.kind == _LOOSE and isinstance(side, nodes.Literal)
            )
            raise ExpressionError(at, f"“{word}”不是这里的代码。", f"“{word}” is no code of this.")
        raise ExpressionError(
            at,
            f"两边不是同一种内容：{left.kind} 与 {right.kind}。",
            f"The two sides differ in kind: {left.kind} and {right.kind}.",
        )
    return left, right


def _adapted(node: Node, to: Kind) -> Node:
    if not isinstance(node, nodes.Literal):
        return node
    if node.kind == _LOOSE and to.sort is Sort.CODE and node.value in CODES.get(to.unit, ()):
        return replace(node, kind=to)
    if node.kind == BARE and (to.sort in _TAKES_BARE or to.unit in _BARE_UNITS):
        return replace(node, kind=to)
    return node


def _sum(op: Token, left: Node, right: Node) -> Node:
    later = (Sort.YEAR, Sort.SCHOOL_YEAR)
    if left.kind.sort in later and right.kind == Kind(Sort.NUMBER, "years"):
        return nodes.Arith(left.kind, op.text, left, right)
    left, right = _met(left, right, op.at)
    if left.kind.sort not in (Sort.MONEY, Sort.NUMBER, Sort.PERCENT):
        raise ExpressionError(
            op.at, f"“{op.text}”不能算这种内容。", f"“{op.text}” cannot add these."
        )
    return nodes.Arith(left.kind, op.text, left, right)


def _product(op: Token, left: Node, right: Node) -> Node:
    kinds = (left.kind, right.kind)
    if left.kind != MONEY:
        left, right = right, left
    if left.kind == MONEY and right.kind == PERCENT:
        return nodes.Arith(MONEY, "%", left, right)
    if left.kind == MONEY and right.kind.sort is Sort.NUMBER:
        return nodes.Arith(MONEY, "*", left, right)
    raise ExpressionError(
        op.at,
        f"“*”只能把金额乘以数或百分比，这里是 {kinds[0]} 与 {kinds[1]}。",
        f"“*” takes an amount and a number or a percentage, not {kinds[0]} and {kinds[1]}.",
    )
