"""The key file: made once, private, never replaced, and missed aloud."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bangfu.audit import keyfile
from bangfu.audit.keyfile import KeyTrouble
from bangfu.privacy import masters


def test_the_file_and_its_folder_are_private(own_home: Path) -> None:
    keyfile.create(masters.NAME)
    path = own_home / "keys" / "master.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [p.name for p in path.parent.iterdir()] == ["master.json"]


def test_starting_together_makes_one_file(own_home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: keyfile.create(masters.NAME), range(16)))
    assert len({ring.versions[1] for ring in rings}) == 1


def test_making_it_again_keeps_the_first(own_home: Path) -> None:
    first = keyfile.create(masters.NAME)
    assert keyfile.create(masters.NAME) == first


def test_a_new_version_keeps_the_old_ones(own_home: Path) -> None:
    first = keyfile.create(masters.NAME)
    second = keyfile.add_version(masters.NAME)
    assert second.current == 2
    assert second.versions[1] == first.versions[1]
    assert second.index == first.index


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o666])
def test_a_file_that_others_can_read_is_refused(own_home: Path, mode: int) -> None:
    keyfile.create(masters.NAME)
    os.chmod(keyfile.place(masters.NAME), mode)
    with pytest.raises(KeyTrouble, match="chmod 600") as trouble:
        keyfile.load(masters.NAME, again=True)
    assert trouble.value.code == "key_open"


@pytest.mark.parametrize(
    "content",
    ["", "{}", "[]", "not json", '{"format":1,"current":2,"versions":{"1":"AA=="},"index":"AA=="}'],
)
def test_a_damaged_file_is_said(own_home: Path, content: str) -> None:
    keyfile.create(masters.NAME)
    keyfile.place(masters.NAME).write_text(content)
    with pytest.raises(KeyTrouble) as trouble:
        keyfile.load(masters.NAME, again=True)
    assert trouble.value.code == "key_damaged"


def test_a_ring_never_prints_its_keys(own_home: Path) -> None:
    ring = keyfile.create(masters.NAME)
    assert repr(ring) == "KeyRing(current=1, versions=[1])"


def test_a_key_is_read_once_per_process(own_home: Path, monkeypatch: Any) -> None:
    keyfile.create(masters.NAME)
    monkeypatch.setattr(keyfile, "_read", None)
    assert masters.ring().current == 1
