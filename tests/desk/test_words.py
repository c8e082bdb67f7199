"""The trail speaks: whatever verb the source can record has its words, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from bangfu.desk.auditing.words import words_of

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bangfu"
ROOMS = "|".join(place.name for place in SOURCE.iterdir() if (place / "__init__.py").is_file())
VERB = re.compile(rf"({ROOMS})\.[a-z_]+\.[a-z_]+")


def _verbs() -> Iterator[str]:
    """Every text that reads room.thing.act, and what the rosters put together themselves."""
    for place in sorted(SOURCE.rglob("*.py")):
        if place.parts[-2] == "migrations":
            continue
        for node in ast.walk(ast.parse(place.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if VERB.fullmatch(node.value):
                    yield node.value
            elif isinstance(node, ast.Call) and _notes_a_batch(node):
                assert isinstance(node.args[1], ast.Constant), f"{place}:{node.lineno}"
                yield f"rosters.batch.{node.args[1].value}"


def _notes_a_batch(node: ast.Call) -> bool:
    called = isinstance(node.func, ast.Name) and node.func.id == "_note" and node.args
    return bool(called) and isinstance(node.args[0], ast.Name) and node.args[0].id == "batch"


def test_the_search_finds_the_verbs_however_they_are_written() -> None:
    found = set(_verbs())
    for verb in (
        "offices.account.open",  # handed on by position
        "rosters.batch.map_columns",  # put together
        "audit.chain.moved",  # a constant
        "rosters.batch.refuse_job",  # by its keyword
    ):
        assert verb in found


@pytest.mark.parametrize("verb", sorted(set(_verbs())))
def test_every_verb_has_its_words_in_both_languages(verb: str) -> None:
    with translation.override("zh-hans"):
        chinese = words_of(verb)
    with translation.override("en"):
        english = words_of(verb)
    assert re.search(r"[\u4e00-\u9fff]", chinese), verb
    assert english.isascii(), verb
    assert english != verb
