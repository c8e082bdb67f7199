"""Homes of their own for the tests of the launcher, and a way to call the command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bangfu.config.database.cluster import Cluster
from bangfu.config.database.stale import servers_of
from bangfu.config.home import Home

Call = Callable[..., subprocess.CompletedProcess[str]]


@contextmanager
def a_home() -> Iterator[Home]:
    """A home with a space and Chinese in its name; what still runs in it is stopped."""
    folder = Path(tempfile.mkdtemp(prefix="bangfu-home-"))
    folder.chmod(0o711)
    found = Home(folder / "帮扶 台账")
    yield found
    cluster = Cluster.of(found)
    if servers_of(cluster.data):
        cluster.stop()
    shutil.rmtree(cluster.socket_dir, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def home() -> Iterator[Home]:
    """A home for one test."""
    with a_home() as found:
        yield found


def environment(home: Home, **more: str) -> dict[str, str]:
    """The variables of a command that works in this home."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BANGFU_")}
    return {**kept, "BANGFU_HOME": str(home.path), **more}


def call_in(home: Home) -> Call:
    """Call `bangfu` in the home as a person would."""

    def call(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bangfu.config.cli", *words],
            env=environment(home, **more),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return call


@pytest.fixture
def bangfu(home: Home) -> Call:
    """`bangfu` in the home of the test."""
    return call_in(home)
