"""Templates, SQL, keys and names of files keep to the floors, where no import shows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField, OneToOneField
from tests.house.floors import FLOORS, ROOMS, ROOT, SOURCE, allowed, modules, room_of, where

# What a room shows to others beside actions, queries, states and models.
DOORS = {
    "offices": {"access", "gate", "scope"},
    "privacy": {"crypto", "keys", "masks", "retention"},
    "audit": {"alerts", "keyfile", "odd", "rotation", "sealing", "sheets", "verify"},
    "rosters": {"reading", "tasks", "writing"},
    "demo": {"maker"},
}
OPEN_ROOMS = {"kernel", "matching", "rules", "frame"}  # pure or purely for show: all of it
SHOWN = {"actions", "queries", "states", "models"}

TAG = re.compile(r"""\{%-?\s*(extends|include|url)\s+["']([^"']+)["']""")
SQL_BEGINS = re.compile(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE)\b", re.IGNORECASE)
SQL_WORD = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE|REFERENCES|TABLE(?:\s+IF\s+(?:NOT\s+)?EXISTS)?|ON)\s+"
    r"(?:ONLY\s+)?(?:public\.)?\"?([a-z]+)_[a-z_]+",
    re.IGNORECASE,
)


def test_every_room_has_a_floor_and_every_floor_is_in_the_linters_picture() -> None:
    folders = {p.name for p in SOURCE.iterdir() if p.is_dir() and p.name != "__pycache__"}
    assert folders - set(FLOORS) == {"config"}
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    layers = re.search(r"layers = \[(.*?)\]", text, re.DOTALL)
    assert layers
    named = set(re.findall(r"[a-z]+", layers[1])) - {"config"}
    assert named == set(FLOORS)


def test_templates_extend_include_and_link_only_downwards() -> None:
    wrong = []
    for place in SOURCE.rglob("templates/**/*.html"):
        room = room_of(place)
        for number, line in enumerate(place.read_text("utf-8").splitlines(), 1):
            for tag, target in TAG.findall(line):
                other = target.split(":" if tag == "url" else "/", 1)[0]
                if other in FLOORS and not allowed(room, other):
                    wrong.append(f"{where(place, number)}: {tag} {target}")
    assert not wrong, "\n" + "\n".join(wrong)


def _strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_raw_sql_names_only_tables_of_its_own_room_and_below() -> None:
    wrong = []
    texts = [
        (place, number, text)
        for place, tree in modules(migrations=True)
        for number, text in _strings(tree)
    ]
    texts += [(place, 1, place.read_text("utf-8")) for place in SOURCE.rglob("*.sql")]
    for place, number, text in texts:
        room = room_of(place)
        if room == "config" or not re.search(
            r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE)\b", text, re.I
        ):
            continue
        for found in SQL_WORD.finditer(text):
            other = found[1].lower()
            if other in FLOORS and not allowed(room, other):
                line = number + text.count("\n", 0, found.start())
                wrong.append(f"{where(place, line)}: {found[0]}")
    assert not wrong, "\n" + "\n".join(wrong)


def _crossing_keys() -> Iterator[tuple[str, str, str, object]]:
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in FLOORS:
            continue
        for key in model._meta.get_fields():
            if (
                isinstance(key, ForeignKey | OneToOneField | ManyToManyField)
                and not key.auto_created
            ):
                other = key.related_model._meta.app_label
                if other != room:
                    yield f"{model._meta.label}.{key.name}", room, other, key


def test_no_foreign_key_points_up() -> None:
    wrong = [
        f"{name} -> {other}"
        for name, room, other, _ in _crossing_keys()
        if other in FLOORS and not allowed(room, other)
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_keys_that_cross_rooms_leave_no_name_behind_in_the_other_room() -> None:
    wrong = [
        name
        for name, _, other, key in _crossing_keys()
        if other in FLOORS and not key.remote_field.hidden
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_below_the_offices_people_are_values_not_keys() -> None:
    wrong = [
        name for name, room, other, _ in _crossing_keys() if FLOORS[room] < 3 and other == "offices"
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def _used_modules(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and node.module:
            parts = node.module.split(".")
            if parts[0] == "bangfu" and len(parts) == 2:
                for name in node.names:
                    yield node.lineno, parts[1], name.name
            elif parts[0] == "bangfu" and len(parts) > 2:
                yield node.lineno, parts[1], parts[2]
        elif isinstance(node, ast.Import):
            for name in node.names:
                parts = name.name.split(".")
                if parts[0] == "bangfu" and len(parts) > 2:
                    yield node.lineno, parts[1], parts[2]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_of_another_only_what_is_shown(room: str) -> None:
    wrong = []
    for place, tree in modules():
        if room_of(place) != room:
            continue
        for line, other, name in _used_modules(tree):
            if other in (room, *OPEN_ROOMS) or other not in FLOORS:
                continue
            if name not in SHOWN | DOORS.get(other, set()):
                wrong.append(f"{where(place, line)}: bangfu.{other}.{name}")
    assert not wrong, "\n" + "\n".join(wrong)
