"""The impact record names every field that is sealed, so that a new one is not forgotten."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RECORD = (ROOT / "docs/guide/impact.md").read_text("utf-8")
SEALS = re.compile(r"(?:^|[._])(?:un)?seal(?:_many|ed)?$")
LABEL = re.compile(r"[a-z]+\.[a-z]+")


def sealed() -> set[str]:
    """The labels under which anything is sealed: what `crypto.seal…` is given, by value or name."""
    trees = [ast.parse(p.read_text("utf-8")) for p in (ROOT / "src/bangfu").rglob("*.py")]
    named: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Assign):
            pairs = [(node.targets[0], node.value)]
            if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = list(zip(node.targets[0].elts, node.value.elts, strict=True))
            for name, held in pairs:
                if isinstance(name, ast.Name) and isinstance(held, ast.Constant):
                    named.setdefault(name.id, set()).add(str(held.value))
    found: set[str] = set()
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and SEALS.search(ast.unparse(node.func)):
            for part in ast.walk(node):
                if isinstance(part, ast.Constant):
                    found.add(str(part.value))
                elif isinstance(part, ast.Name):
                    found |= named.get(part.id, set())
    return {label for label in found if LABEL.fullmatch(label)}


def test_the_search_finds_what_is_known_to_be_sealed() -> None:
    assert {"identity.number", "need.text", "request.text"} <= sealed()


def test_every_sealed_field_stands_in_the_impact_record() -> None:
    missing = {label for label in sealed() if f"`{label}`" not in RECORD}
    assert not missing
    named = set(re.findall(r"`([a-z]+\.[a-z]+)`", RECORD))
    assert named <= sealed()
