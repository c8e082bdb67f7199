"""The trail speaks: whatever the source can record has its words, in both languages.

Verbs, the looks' own among them, kinds of subject, names of fields, reasons, keys of the details.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import translation

from bangfu.desk.auditing.details import detail_of, field_of, reason_of, way_of
from bangfu.desk.auditing.words import words_of
from bangfu.desk.templatetags.desk import relation
from bangfu.privacy.states import Reason
from bangfu.registry.actions.show import FIELDS as SHOWN
from bangfu.rosters.reading.words import FIELDS as COLUMNS

SOURCE = Path(__file__).resolve().parents[2] / "src" / "bangfu"
ROOMS = "|".join(place.name for place in SOURCE.iterdir() if (place / "__init__.py").is_file())
VERB = re.compile(rf"({ROOMS})\.[a-z_]+\.[a-z_]+")


KIND = re.compile(rf"({ROOMS})\.[a-z_]+")
# Recorded in words of its own: what a batch brought is counted by the register.
COUNTED = {"facts", "people", "households"}
WRITERS = {"record", "look", "login", "_note", "Act", "not_found"}


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for place in sorted(SOURCE.rglob("*.py")):
        if place.parts[-2] != "migrations":
            yield place, ast.parse(place.read_text("utf-8"))


def _writing() -> Iterator[tuple[str, ast.Call, ast.AST]]:
    """Every call that writes to the trail: its name, the call, the function it stands in."""
    for _place, tree in _modules():
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, ast.Call):
                        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                        if name in WRITERS:
                            yield name, node, function


def _given(call: ast.Call, *names: str) -> Iterator[ast.expr]:
    yield from (word.value for word in call.keywords if word.arg in names)


def _texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part.value


def _verbs() -> Iterator[str]:
    """Every text that reads room.thing.act, what the rosters put together themselves, the looks."""
    for place, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if VERB.fullmatch(node.value):
                    yield node.value
            elif isinstance(node, ast.Call) and _notes_a_batch(node):
                assert isinstance(node.args[1], ast.Constant), f"{place}:{node.lineno}"
                yield f"rosters.batch.{node.args[1].value}"
    for name, call, function in _writing():
        if name == "look" and not any(_given(call, "verb")):
            yield from (f"{kind}.look" for kind in _kinds_of(call, function))


def _kinds_of(call: ast.Call, function: ast.AST) -> set[str]:
    """The kinds of subject of one call; of one handed on by name, all that its function names."""
    found = set()
    for value in _given(call, "subject_kind", "kind"):
        if isinstance(value, ast.Constant):
            found.add(str(value.value))
        elif isinstance(value, ast.Name):
            found |= {text for text in _texts(function) if KIND.fullmatch(text)}
    return found - {""}


def _kinds() -> set[str]:
    return set().union(*(_kinds_of(call, function) for _name, call, function in _writing()))


def _fields() -> set[str]:
    found = {*SHOWN, *COLUMNS}
    for _name, call, _function in _writing():
        for value in _given(call, "fields"):
            if isinstance(value, ast.List):
                found |= set(_texts(value))
    return found


def _details() -> set[str]:
    found = set(COUNTED)
    for name, call, _function in _writing():
        for value in _given(call, "detail"):
            if isinstance(value, ast.Dict):
                found |= {key.value for key in value.keys if isinstance(key, ast.Constant)}
        if name == "_note" and _notes_a_batch(call):
            found |= {word.arg for word in call.keywords if word.arg} - {"field"}
    return found


def _reasons() -> set[str]:
    found = set(Reason.values)
    for _name, call, _function in _writing():
        for value in _given(call, "reason"):
            found |= set(_texts(value))
    return found


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
        "rosters.batch.look",  # a look, by its subject
        "rosters.worklist.look",
        "audit.account.look",  # a look, its subject handed on by name
    ):
        assert verb in found


def test_the_search_finds_what_stands_inside_an_entry() -> None:
    assert {"cell", "rows", "second_factor", "identity", "name"} <= _fields()
    assert {"case", "verify"} <= _reasons()
    assert {"part", "answer", "new_people", "principal", "route"} <= _details()
    assert {"post", "household", "rosters.worklist", "audit.subject"} <= _kinds()


def test_a_daughter_is_no_female_in_english() -> None:
    with translation.override("en"):
        assert [relation(word) for word in ("女", "长女")] == ["Daughter", "Eldest daughter"]


def _ways() -> set[str]:
    found = set()
    for _name, call, _function in _writing():
        for value in _given(call, "via"):
            found |= set(_texts(value))
    return found


def _in_both(word: Callable[[str], str], code: str) -> None:
    with translation.override("zh-hans"):
        chinese = word(code)
    with translation.override("en"):
        english = word(code)
    assert re.search(r"[\u4e00-\u9fff]", chinese), code
    assert english.isascii(), code
    assert english != code


@pytest.mark.parametrize("verb", sorted(set(_verbs())))
def test_every_verb_has_its_words_in_both_languages(verb: str) -> None:
    _in_both(words_of, verb)


@pytest.mark.parametrize("kind", sorted(_kinds()))
def test_every_kind_of_subject_has_its_words(kind: str) -> None:
    _in_both(words_of, kind)


@pytest.mark.parametrize("field", sorted(_fields()))
def test_every_field_has_its_words(field: str) -> None:
    _in_both(field_of, field)


@pytest.mark.parametrize("reason", sorted(_reasons()))
def test_every_reason_has_its_words(reason: str) -> None:
    _in_both(reason_of, reason)


@pytest.mark.parametrize("key", sorted(_details()))
def test_every_detail_has_its_words(key: str) -> None:
    _in_both(detail_of, key)


@pytest.mark.parametrize("way", sorted(_ways()))
def test_every_way_in_has_its_words(way: str) -> None:
    _in_both(way_of, way)
