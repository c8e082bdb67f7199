"""A postmaster.pid that a server killed outright has left behind."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil


def forget_pid(data: Path) -> None:
    """This function will remove a postmaster.pid that is empty or names some other process.

    PostgreSQL would take the other process for a running server and refuse to start. A file whose
    process is gone stays: the server itself checks with it that no child of the last server lives.
    """
    place = data / "postmaster.pid"
    try:
        first = place.read_text("utf-8", "replace").split("\n", 1)[0].strip()
    except FileNotFoundError:
        return
    if first.isdigit() and not psutil.pid_exists(int(first)):
        return
    if not servers_of(data):
        place.unlink(missing_ok=True)


def servers_of(data: Path) -> list[int]:
    """This function will list the server processes of this data folder, children included.

    Each of them has the data folder as its working folder.
    """
    found = []
    for process in psutil.process_iter(["name"]):
        if process.info["name"] != "postgres":
            continue
        with contextlib.suppress(psutil.Error):
            if Path(process.cwd()) == data.resolve():
                found.append(process.pid)
    return found
