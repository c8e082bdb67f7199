"""Files and functions stay small, names have a room, and nothing tells of the outside."""

from __future__ import annotations

import ast
import re

from tests.house.floors import ROOMS, ROOT, SOURCE, modules, room_of, tracked, where

LONGEST_FILE, LONGEST_FUNCTION, MOST_METHODS, MOST_METHODS_IN_ALL = 400, 40, 12, 20
NO_ROOM = {"utils", "util", "helpers", "helper", "common", "services", "service", "managers",
           "signals", "misc", "lib"}  # fmt: skip
HOST = re.compile(r"\bhttps?://([^\s/\"'<>()\[\]{}`|,;，。）（]+)", re.IGNORECASE)
# Loopback, addresses made up at run time, and names of XML vocabularies, which nobody fetches.
MEANT = re.compile(
    r"^(127\.0\.0\.1|localhost|\[::1\]|testserver|\{|\$|%|www\.w3\.org$|schemas\.|purl\.org$"
    r"|[a-z.-]*example(\.|$)|[a-z.-]*\.(test|invalid)$)"
)
WITH_ADDRESSES_OF_LICENCES = {"LICENSE"}
TEXT = {".py", ".html", ".css", ".js", ".json", ".toml", ".txt", ".in", ".md", ".sql", ".po",
        ".svg", ".cfg", ".yaml", ".yml", ".sh", ""}  # fmt: skip


def _length(place: object, text: str) -> int:
    return text.count("\n") + 1


def test_no_file_is_longer_than_it_can_be_looked_through() -> None:
    long = [
        f"{where(place)}: {lines}"
        for place, _ in modules()
        if (lines := place.read_text("utf-8").count("\n")) > LONGEST_FILE
    ]
    assert not long, "\n" + "\n".join(long)


def _lines(node: ast.AST) -> int:
    """Lines of a function's body without its docstring, which may be as long as it needs to be."""
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    first, begin = node.body[0], node.body[0].lineno
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        begin = (first.end_lineno or 0) + 1
    return (node.end_lineno or 0) - begin + 1


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{where(place, node.lineno)}: {node.name} {_lines(node)}"
        for place, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and _lines(node) > LONGEST_FUNCTION
    ]
    assert not long, "\n" + "\n".join(long)


def test_no_class_has_more_methods_than_one_can_keep_in_mind() -> None:
    large = []
    for place, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                names = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
                public = [name for name in names if not name.startswith("_")]
                if len(public) > MOST_METHODS or len(names) > MOST_METHODS_IN_ALL:
                    large.append(f"{where(place, node.lineno)}: {node.name} {len(names)}")
    assert not large, "\n" + "\n".join(large)


def test_no_file_has_a_name_that_says_its_lines_have_no_room() -> None:
    wrong = [
        where(place)
        for place in SOURCE.rglob("*")
        if place.stem in NO_ROOM and "static" not in place.parts
    ]
    assert not wrong, "\n" + "\n".join(wrong)


def test_every_room_says_in_ten_lines_what_it_promises() -> None:
    assert [room for room in ROOMS if not (SOURCE / room / "README.md").is_file()] == []


def test_no_tracked_file_names_an_outside_host() -> None:
    wrong = []
    for place in tracked():
        if place.suffix not in TEXT or place.name in WITH_ADDRESSES_OF_LICENCES:
            continue
        for number, line in enumerate(place.read_text("utf-8").splitlines(), 1):
            for host in HOST.findall(line):
                if not MEANT.match(host):
                    wrong.append(f"{where(place, number)}: {host}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_templates_carry_no_script_style_or_handler_that_the_policy_would_refuse() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.I)
    wrong = [
        f"{where(place, number)}: {line.strip()[:80]}"
        for place in SOURCE.rglob("templates/**/*.html")
        for number, line in enumerate(place.read_text("utf-8").splitlines(), 1)
        if inline.search(line) and "application/json" not in line
    ]
    assert not wrong, "\n" + "\n".join(wrong)


PRESENT = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now"),
           ("datetime", "today"), ("timezone", "localdate"), ("time", "time")}  # fmt: skip


def test_only_the_clock_reads_the_present() -> None:
    wrong = []
    for place, tree in modules():
        if place == SOURCE / "frame" / "clock.py" or room_of(place) == "config":
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and (node.value.id, node.attr) in PRESENT
            ):
                wrong.append(where(place, node.lineno))
    assert not wrong, "\n" + "\n".join(wrong)


ASKS_THE_CLOCK = {"views", "tasks", "api", "forms", "middleware", "signin", "gate", "config", "cli"}


def test_below_views_and_tasks_time_is_an_argument() -> None:
    wrong = []
    for place, tree in modules():
        parts = place.relative_to(SOURCE).with_suffix("").parts
        if parts[0] in ("config", "frame") or set(parts) & ASKS_THE_CLOCK:
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "clock"
                and node.attr in ("now", "today")
            ):
                wrong.append(where(place, node.lineno))
    assert not wrong, "\n" + "\n".join(wrong)


def test_views_and_tasks_touch_no_table() -> None:
    wrong = []
    for place, tree in modules():
        parts = place.relative_to(SOURCE).with_suffix("").parts
        # A form may name the rows to choose from; views and tasks ask the room's queries.
        never = {"save", "delete"} if "forms" in parts else {"objects", "save", "delete"}
        if not set(parts) & {"views", "api", "tasks", "forms", "urls"} or parts[0] == "config":
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in never:
                wrong.append(f"{where(place, node.lineno)}: .{node.attr}")
    assert not wrong, "\n" + "\n".join(wrong)


def test_money_is_never_a_float() -> None:
    wrong = []
    for place, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
                name = getattr(node, "arg", None) or getattr(
                    getattr(node, "target", None), "id", ""
                )
                if name.endswith("_fen") and "float" in ast.unparse(node.annotation):
                    wrong.append(where(place, node.lineno))
    assert not wrong, "\n" + "\n".join(wrong)


def test_the_repository_is_told_by_its_own_files() -> None:
    for name in ("LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "setup", "run", "test"):
        assert (ROOT / name).is_file(), name
