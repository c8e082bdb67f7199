"""Lock files that a server killed outright has left behind."""

from __future__ import annotations

import contextlib
from pathlib import Path

import psutil


def forget_pid(data: Path, socket_dir: Path) -> None:
    """This function will remove lock files that are empty or name some other process.

    PostgreSQL would take the other process for a running server and refuse to start. A
    postmaster.pid whose process is gone stays: the server itself checks with it that no child of
    the last server lives.
    """
    locks = (data / "postmaster.pid", socket_dir / ".s.PGSQL.5432.lock")
    misleading = [lock for lock in locks if _misleads(lock)]
    if misleading and not servers_of(data):
        for lock in misleading:
            lock.unlink(missing_ok=True)


def _misleads(lock: Path) -> bool:
    try:
        first = lock.read_text("utf-8", "replace").split("\n", 1)[0].strip()
    except FileNotFoundError:
        return False
    return not first.isdigit() or psutil.pid_exists(int(first))


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
