"""`bangfu serve` answers, stops cleanly, and leaves nothing behind when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
from tests.config.conftest import a_home, call_in, environment

from bangfu.config.database.cluster import Cluster
from bangfu.config.database.stale import servers_of
from bangfu.config.home import Home

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """One migrated home for all of these."""
    with a_home() as found:
        assert call_in(found)("migrate").returncode == 0
        yield found


@contextmanager
def _serving(home: Home, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server of its own on an empty but migrated register, ready when the block begins."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bangfu.config.cli", "serve", "--port", str(port)],
        env=environment(home),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"ready http://127.0.0.1:{port}\n"
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


def _status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _gone(pids: list[int], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        alive = [p for p in pids if psutil.pid_exists(p) and psutil.Process(p).status() != "zombie"]
        if not alive:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "Ctrl-C"])
def test_it_keeps_its_port_and_stops_with_its_database(
    home: Home, free_port: int, kind: signal.Signals
) -> None:
    with _serving(home, free_port) as process:
        assert _status(free_port) == 200
        children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        assert len(children) >= 3
        second = call_in(home)("serve", "--port", str(free_port))
        assert second.returncode == 2
        assert str(free_port) in second.stderr
        process.send_signal(kind)
        assert process.wait(40) == 0
    assert _gone(children)
    assert servers_of(Cluster.of(home).data) == []


def test_killed_outright_it_leaves_no_child_and_starts_again(home: Home, free_port: int) -> None:
    with _serving(home, free_port) as process:
        children = [child.pid for child in psutil.Process(process.pid).children(recursive=True)]
        process.kill()
    assert _gone(children)
    with _serving(home, free_port):
        assert _status(free_port) == 200


def test_it_brings_its_database_up_again(home: Home, free_port: int) -> None:
    with _serving(home, free_port):
        first = int((Cluster.of(home).data / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + 30
        while not Cluster.of(home).answers() and time.monotonic() < until:
            time.sleep(0.2)
        assert _status(free_port) == 200
