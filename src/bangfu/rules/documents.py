"""Reading YAML with the line of every value, and nothing of YAML that surprises.

Scalars stay texts (so that `on` is a key and not a truth, and 0.1 no float); a key twice, an
anchor, an alias, a tag and a second document are refused. Built on PyYAML's composer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import yaml

from bangfu.rules.errors import Fault, StandardError

MOST_BYTES: Final = 2_000_000
MOST_DEEP: Final = 20
_WHOLE: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL: Final = re.compile(r"-?[0-9][0-9_]*\.[0-9]*([eE][-+]?[0-9]+)?|-?[0-9]+[eE][-+]?[0-9]+")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TRUTHS: Final[Mapping[str, bool]] = {
    "true": True, "yes": True, "是": True, "false": False, "no": False, "否": False,
}  # fmt: skip
_Refuse = Callable[[int, str, str], StandardError]
# The one written in C where there is one: a tenth of the time, the same nodes and marks.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY: Final = frozenset({"", "null", "~"})


@dataclass(frozen=True)
class Item:
    """One value of a document: a text, None, a list or a mapping of items, and its line."""

    value: str | list[Item] | dict[str, Item] | None
    line: int
    quoted: bool = False

    @property
    def mapping(self) -> dict[str, Item] | None:
        return self.value if isinstance(self.value, dict) else None

    @property
    def items(self) -> list[Item] | None:
        return self.value if isinstance(self.value, list) else None

    @property
    def text(self) -> str | None:
        return self.value if isinstance(self.value, str) else None

    @property
    def is_null(self) -> bool:
        return self.value is None

    def truth(self) -> bool | None:
        """This function will give true or false where one is written, else None."""
        if self.quoted or self.text is None:
            return None
        return _TRUTHS.get(self.text.lower())

    def whole(self) -> int | None:
        """This function will give a whole number where one is written, else None."""
        if self.quoted or self.text is None or not _WHOLE.fullmatch(self.text):
            return None
        return int(self.text)

    def is_decimal(self) -> bool:
        """This function will tell whether a number with a point is written, without a unit."""
        return not self.quoted and bool(self.text and _DECIMAL.fullmatch(self.text))

    def day(self) -> date | None:
        """This function will give a date where one is written, else None."""
        if self.text is None or not _DATE.fullmatch(self.text):
            return None
        try:
            return date.fromisoformat(self.text)
        except ValueError:
            return None

    def plain(self) -> object:
        """This function will give the value without lines: texts, lists, mappings, None."""
        if isinstance(self.value, dict):
            return {key: part.plain() for key, part in self.value.items()}
        if isinstance(self.value, list):
            return [part.plain() for part in self.value]
        return self.value

    def walk(self) -> Iterator[Item]:
        yield self
        parts: list[Item] = []
        if isinstance(self.value, dict):
            parts = list(self.value.values())
        elif isinstance(self.value, list):
            parts = self.value
        for part in parts:
            yield from part.walk()


def read(text: str, *, file: str) -> Item:
    """This function will read one YAML (or JSON) document.

    Raises StandardError naming file and line of what is not plain YAML.
    """

    def refuse(line: int, zh: str, en: str) -> StandardError:
        return StandardError([Fault(file, line, zh, en)])

    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise refuse(1, "文件太大。", "The file is too large.")
    try:
        _check(text, refuse)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        why = getattr(error, "problem", None) or "a character that cannot stand"
        line = mark.line + 1 if mark else 1
        raise refuse(line, "这里不是合格的 YAML。", f"No valid YAML: {why}.") from None
    except RecursionError:
        raise refuse(1, "层次太深。", "The levels go too deep.") from None
    if node is None:
        raise refuse(1, "文件是空的。", "The file is empty.")
    return _item(node, refuse)


def _check(text: str, refuse: _Refuse) -> None:
    """Refuse anchors, aliases and tags before YAML acts on them, and depth before it recurses."""
    deep = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(line, "不能用 & 和 *。", "Anchors and aliases are not taken.")
        if getattr(event, "tag", None) not in (None, "!"):
            raise refuse(line, "不能用 !。", "Tags are not taken.")
        deep += isinstance(event, yaml.CollectionStartEvent)
        deep -= isinstance(event, yaml.CollectionEndEvent)
        if deep > MOST_DEEP:
            raise refuse(line, "层次太深。", "The levels go too deep.")


def _item(node: yaml.Node, refuse: _Refuse) -> Item:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        quoted = node.style in ("'", '"')
        text = str(node.value)
        return Item(None if not quoted and text.lower() in _EMPTY else text, line, quoted)
    if isinstance(node, yaml.SequenceNode):
        return Item([_item(part, refuse) for part in node.value], line)
    assert isinstance(node, yaml.MappingNode)
    found: dict[str, Item] = {}
    for key, part in node.value:
        at = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise refuse(at, "名称要是一个词。", "A name must be a word.")
        if key.value in found:
            raise refuse(at, f"“{key.value}”写了两次。", f"“{key.value}” stands twice.")
        found[str(key.value)] = _item(part, refuse)
    return Item(found, line)
