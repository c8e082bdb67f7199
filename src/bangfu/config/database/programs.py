"""Running PostgreSQL's own programs as the ordinary user."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from bangfu.config.database import places
from bangfu.config.database.errors import DatabaseTrouble


@dataclass(frozen=True)
class Done:
    """How a program ended: its exit code and what it said."""

    code: int
    said: str


def run(base: Path, program: str, *words: str) -> Done:
    """This function will run one of PostgreSQL's programs to its end, in the folder `base`."""
    user = places.runner(make=False)
    path = places.programs_folder() / program
    # A file, not a pipe: the server that pg_ctl starts keeps it, and a pipe would never end.
    errors = base / f".{program}-{os.getpid()}.err"
    with errors.open("wb") as sink:
        ended = subprocess.run(  # type: ignore[call-overload]
            [str(path), *words],
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            cwd=base,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            umask=0o077,
            check=False,
            **user.popen(),
        )
    said = errors.read_text("utf-8", "replace").strip()
    errors.unlink(missing_ok=True)
    return Done(ended.returncode, said)


def call(base: Path, program: str, *words: str) -> None:
    """This function will run a program that must succeed.

    :raises DatabaseTrouble: it does not; the message ends with its own words.
    """
    done = run(base, program, *words)
    if done.code:
        raise DatabaseTrouble(f"{program} 没有成功：{done.said[-500:]}。 ({program} failed.)")
