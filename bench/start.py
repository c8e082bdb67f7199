"""How long from ./run to the first page, the first time and the second?

    bench/start.py [--port 8765] [--write]

The checkout is cloned into an empty folder, so the first start makes the virtual environment,
fetches the packages and the front-end assets (through whatever caches pip and npm have on this
machine), initialises the database, makes the demo town and takes its drawer in. The second start
finds all of that. Both end when the page of login answers.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from figures import machine, write_section

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 1800


def main(words: Sequence[str] | None = None) -> int:
    """This function will start a fresh clone twice and print, or write, how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    asked = parser.parse_args(words)
    where = machine()
    with tempfile.TemporaryDirectory(prefix="bangfu-start-") as folder:
        base = Path(folder)
        base.chmod(0o711)
        clone = base / "clone"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        environ = os.environ | {"BANGFU_HOME": str(base / "home")}
        environ.pop("VIRTUAL_ENV", None)
        times = [_start(clone, environ, asked.port) for _time in range(2)]
    text = _table(times, where)
    print(text)
    if asked.write:
        write_section("start", text)
    return 0


def _start(clone: Path, environ: dict[str, str], port: int) -> tuple[float, float, float]:
    """Seconds to set up, to the line `ready`, and to the first page; stopped by SIGTERM after."""
    begin = time.perf_counter()
    subprocess.run(["./setup"], cwd=clone, env=environ, check=True, stdout=subprocess.DEVNULL)
    set_up = time.perf_counter() - begin
    process = subprocess.Popen(
        ["./run", "--port", str(port)],
        cwd=clone,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        url = _ready(process, begin)
        ready = time.perf_counter() - begin
        with urllib.request.urlopen(url, timeout=60) as page:
            page.read()
        return set_up, ready, time.perf_counter() - begin
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _ready(process: subprocess.Popen[str], begin: float) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ready "):
            return line.split()[1]
        if time.perf_counter() - begin > LONGEST:
            break
    raise SystemExit("./run did not come up")


def _table(times: list[tuple[float, float, float]], where: str) -> str:
    lines = [
        "## From ./run to the first page",
        "",
        f"{where}. A fresh clone (`bench/start.py`); pip and npm use their caches where they have"
        " any.",
        "",
        "| start | packages set up | `ready` printed | first page read |",
        "|---|---:|---:|---:|",
    ]
    for name, (set_up, ready, page) in zip(("first", "second"), times, strict=True):
        lines.append(f"| {name} | {set_up:.1f} s | {ready:.1f} s | {page:.1f} s |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
