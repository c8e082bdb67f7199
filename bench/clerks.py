"""Fifty clerks at once for five minutes: how long a page takes, what fails, what memory does.

    bench/clerks.py --home DIR [--clerks 50] [--minutes 5] [--write]

DIR is a BANGFU_HOME filled by `bangfu demo`. The server runs as `bangfu serve` starts it; the
clerks are Locust's (requirements/load.txt, put into a place of its own under var/), each with an
account and a session of its own, over HTTP: home, lists, narrowed lists, households, search as one
types. Each thinks one to three seconds between pages.
"""

from __future__ import annotations

import argparse
import csv
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from figures import machine, write_section

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "var" / "load"
GOAL_MS = 300
PASSWORD = "Load-test-1-only"
PORT = 8097
OPEN = """
import os, sys
from bangfu.config.cli.words import at_work, today
with at_work():
    from bangfu.frame import clock
    from bangfu.offices import actions, access
    from bangfu.offices.models import User, Post, Role
    from bangfu.offices.scope import operator_scope, scoped
    with scoped(operator_scope(), on=today()):
        clerk = Post.objects.filter(role=Role.CLERK).select_related("organisation").first()
        for n in range(int(sys.argv[1])):
            name = f"load{n:02d}"
            if User.objects.filter(username=name).exists():
                continue
            made = actions.open_account(
                username=name, display_name=name, organisation=clerk.organisation,
                by=access.OPERATOR, at=clock.now(), password=sys.argv[2], is_demo=True,
                must_change_password=False,
            )
            actions.give_post(
                user=made.user, role=Role.CLERK, organisation=clerk.organisation,
                by=access.OPERATOR, at=clock.now(), valid_from=today(),
            )
"""


def main(words: Sequence[str] | None = None) -> int:
    """This function will run the clerks, print, and write if asked; 1 where a page failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    asked = parser.parse_args(words)
    where = machine()
    locust = _locust()
    environ = os.environ | {
        "BANGFU_HOME": asked.home,
        "DJANGO_SETTINGS_MODULE": "bangfu.config.settings",
    }
    subprocess.run(
        [sys.executable, "-c", OPEN, str(asked.clerks), PASSWORD], env=environ, check=True
    )
    bangfu = str(Path(sys.executable).parent / "bangfu")
    server = subprocess.Popen(
        [bangfu, "serve", "--port", str(PORT)], env=environ, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{PORT}/account/login/")
        memory: list[int] = []
        over = threading.Event()
        watching = threading.Thread(target=_watch, args=(asked.home, server.pid, memory, over))
        watching.start()
        rows = _load(locust, asked.clerks, asked.minutes)
        over.set()
        watching.join()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
    text, failed = _table(rows, memory, where, asked)
    print(text)
    if asked.write:
        write_section("clerks", text)
    return int(failed)


def _locust() -> str:
    """The load generator in a place of its own: the product does not depend on it."""
    if not (PLACE / "bin" / "locust").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        subprocess.run(
            [PLACE / "bin" / "pip", "install", "-q", "--require-hashes", "-r",
             ROOT / "requirements" / "load.txt"], check=True,
        )  # fmt: skip
    return str(PLACE / "bin" / "locust")


def _wait_for(address: str) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server did not start")


def _load(locust: str, clerks: int, minutes: float) -> list[dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        environ = os.environ | {"LOAD_PASSWORD": PASSWORD}
        subprocess.run(
            [locust, "-f", str(Path(__file__).parent / "clerks_at_work.py"), "--headless",
             "--users", str(clerks), "--spawn-rate", "2", "--run-time", f"{int(minutes * 60)}s",
             "--host", f"http://127.0.0.1:{PORT}", "--csv", f"{folder}/found", "--only-summary",
             "--reset-stats"],
            env=environ, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with Path(f"{folder}/found_stats.csv").open(encoding="utf-8") as held:
            return list(csv.DictReader(held))


def _watch(home: str, group: int, memory: list[int], over: threading.Event) -> None:
    """The memory of server and database in MB, every five seconds."""
    while not over.wait(5):
        memory.append(sum(_resident(pid) for pid in _members(home, group)) // 1024)


def _members(home: str, group: int) -> list[int]:
    """The processes of the server's group, and those that work inside the home: the database's."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
            inside = str((place / "cwd").readlink()).startswith(str(Path(home).resolve()))
        except OSError:
            continue
        if int(fields[2]) == group or inside:
            found.append(int(place.name))
    return found


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _table(
    rows: list[dict[str, str]], memory: list[int], where: str, asked: argparse.Namespace
) -> tuple[str, bool]:
    lines = [
        "## Many clerks at once",
        "",
        f"{where}. `bench/clerks.py`, {asked.clerks} clerks for {asked.minutes:g} minutes",
        "over HTTP, the clerks on the same machine.",
        "",
        "| page | requests | failed | median ms | p95 ms |",
        "|---|---:|---:|---:|---:|",
    ]
    failed = 0
    for row in rows:
        if row["Name"] == "sign in":
            continue
        name = "all" if row["Name"] == "Aggregated" else row["Name"]
        lines.append(
            f"| {name} | {int(row['Request Count']):,} | {row['Failure Count']}"
            f" | {row['50%']} | {row['95%']} |"
        )
        failed = int(row["Failure Count"]) if name == "all" else failed
        p95 = row["95%"]
    quarter = max(1, len(memory) // 4)
    first, last = sum(memory[:quarter]) // quarter, sum(memory[-quarter:]) // quarter
    lines += [
        "",
        f"- p95 {p95} ms (goal: {GOAL_MS}); {failed} failed (goal: none)",
        f"- memory of server and database {first} MB in the first quarter, {last} MB in the last",
    ]
    return "\n".join(lines), bool(failed)


if __name__ == "__main__":
    sys.exit(main())
