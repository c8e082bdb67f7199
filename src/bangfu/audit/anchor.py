"""The anchor: a file outside the database to which the head of the chain is added.

``BANGFU_HOME/anchor/heads.txt``, one line for each head: number, digest, moment. The first line
says where the file begins. Lines are only ever added and forced to disk; an office may make the
file append-only (``chattr +a``) or copy it to another machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

_LINE = re.compile(r"(start )?(\d{1,18}) ([0-9a-f]{64}) \S+")
# How the sealer marks a line that a crash cut short, before it writes on.
_CUT = "~"
_TAIL_BYTES = 4096


@dataclass(frozen=True)
class Head:
    """The head of the chain at some moment."""

    seq: int
    digest: bytes


class Damaged(ValueError):
    """A line of the anchor is not one that the sealer wrote."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the anchor")
        self.line = line


def place() -> Path:
    """This function will give the path of the anchor file."""
    return Path(settings.BANGFU_HOME) / "anchor" / "heads.txt"


def append(head: Head, *, at: datetime, begins_after: Head) -> None:
    """This function will add a head and force it to disk.

    :param begins_after: the head before it, told in the first line of a file that is new. Where
        the file was lost this is not the beginning of the chain, and the verification sees it.
    """
    path = place()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = _cut_mark(path)
    if not path.exists():
        text = f"start {_line(begins_after, at)}"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (text + _line(head, at)).encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def last() -> Head | None:
    """This function will give the last head in the file; None where there is no file.

    :raises Damaged: no line of a sealer near the end.
    """
    try:
        with place().open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL_BYTES))
            lines = file.read().decode("ascii", "replace").split("\n")
    except FileNotFoundError:
        return None
    for line in reversed(lines[:-1]):
        found = _LINE.fullmatch(line)
        if found:
            return Head(int(found[2]), bytes.fromhex(found[3]))
    raise Damaged(0)


def heads() -> Iterator[Head]:
    """This function will give every line of the file in order, the first one says its beginning.

    :raises Damaged: a line that the sealer did not write; one that a crash cut short is left out.
    """
    with place().open("r", encoding="ascii", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith("\n") or line.endswith(f"{_CUT}\n"):
                continue
            found = _LINE.fullmatch(line.rstrip("\n"))
            if not found or bool(found[1]) != (number == 1):
                raise Damaged(number)
            yield Head(int(found[2]), bytes.fromhex(found[3]))


def _line(head: Head, at: datetime) -> str:
    return f"{head.seq} {head.digest.hex()} {at.isoformat()}\n"


def _cut_mark(path: Path) -> str:
    """A crash may leave half a line; it is marked, never taken away."""
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            if file.tell() == 0:
                return f"{_CUT}\n"
            file.seek(-1, os.SEEK_END)
            return "" if file.read(1) == b"\n" else f"{_CUT}\n"
    except FileNotFoundError:
        return ""
