"""The tree of an expression. Every node knows its kind; nothing here computes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from bangfu.rules.values import DATE, Kind, Value


@dataclass(frozen=True)
class Node:
    """A part of an expression; `kind` is what it gives."""

    kind: Kind


@dataclass(frozen=True)
class Literal(Node):
    value: Value


@dataclass(frozen=True)
class Day(Node):
    """`on`: the day of the question."""

    kind: Kind = DATE


@dataclass(frozen=True)
class FactOf(Node):
    name: str
    nullable: bool = False


@dataclass(frozen=True)
class ValueOf(Node):
    """A value of the standard, in force on the day; `many` where it is a list of codes."""

    name: str
    many: bool = False


@dataclass(frozen=True)
class Compare(Node):
    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class In(Node):
    left: Node
    items: tuple[Node, ...]


@dataclass(frozen=True)
class IsNone(Node):
    of: FactOf


@dataclass(frozen=True)
class Not(Node):
    of: Node


@dataclass(frozen=True)
class All(Node):
    """All hold (`and`)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Any(Node):
    """At least one holds (`or`)."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Arith(Node):
    op: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Call(Node):
    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Over(Node):
    """`any`, `all`, `count` or `total` over the persons of the household."""

    name: str
    body: Node


def children(node: Node) -> Iterator[Node]:
    """This function will give the parts of a node, in the order they are written."""
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            yield part
        elif isinstance(part, tuple):
            yield from (item for item in part if isinstance(item, Node))


def walk(node: Node) -> Iterator[Node]:
    """This function will give a node and all below it."""
    yield node
    for part in children(node):
        yield from walk(part)


def facts_of(node: Node) -> list[FactOf]:
    """This function will give the facts a tree reads, each once, in order."""
    found: dict[str, FactOf] = {}
    for part in walk(node):
        if isinstance(part, FactOf):
            found.setdefault(part.name, part)
    return list(found.values())


def values_of(node: Node) -> list[str]:
    """This function will give the names of the values a tree reads, each once, in order."""
    return list(dict.fromkeys(part.name for part in walk(node) if isinstance(part, ValueOf)))
