"""The picture of the house, for the fences that import-linter cannot see."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "bangfu"

FLOORS = {
    "kernel": -1,
    "rules": 0,
    "matching": 0,
    "frame": 0,
    "audit": 1,
    "papers": 2,
    "post": 2,
    "privacy": 2,
    "offices": 3,
    "registry": 4,
    "funds": 4,
    "stores": 4,
    "overlap": 5,
    "policies": 5.5,
    "cases": 6,
    "relief": 7,
    "pairing": 7,
    "opportunity": 7,
    "housing": 7,
    "insight": 8,
    "rosters": 8,
    "honours": 8,
    "portal": 9,
    "desk": 9,
    "exchange": 9,
    "demo": 9,
}
ROOMS = sorted(folder.name for folder in SOURCE.iterdir() if folder.name in FLOORS)


def allowed(room: str, other: str) -> bool:
    """May `room` use `other`? Itself and what lies on floors below."""
    return room == other or FLOORS[other] < FLOORS[room]


def tracked() -> list[Path]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = (ROOT / name for name in listed.split("\0") if name)
    return [place for place in found if place.is_file()]


def modules(*, migrations: bool = False) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file of the product with its syntax tree."""
    for place in sorted(SOURCE.rglob("*.py")):
        if migrations or "migrations" not in place.parts:
            yield place, ast.parse(place.read_text("utf-8"))


def room_of(place: Path) -> str:
    """The room that a file of the product lies in."""
    return place.relative_to(SOURCE).parts[0]


def where(place: Path, line: int | None = None) -> str:
    """The place as a person looks it up: file:line."""
    return f"{place.relative_to(ROOT)}" + (f":{line}" if line else "")
