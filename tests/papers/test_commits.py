"""Papers in real transactions: rotation, two at once, and one that fails."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from bangfu.audit import keyfile
from bangfu.audit import queries as trail
from bangfu.frame import clock
from bangfu.papers import actions, queries, tasks, vault
from bangfu.papers.models import Paper

AREA = 442099109201000


def kept(at: datetime, by: UUID, **words: Any) -> Paper:
    return actions.keep(
        content=b"roster", by=by, at=at, file_name="a.xlsx", media_type="text/csv", **words
    )


def files(home: Path) -> list[Path]:
    return sorted(path for path in (home / "files").rglob("*") if path.is_file())


def test_rotation_leaves_files_alone(
    real_db: Any, own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped() as who:
        paper = kept(at, who)
    before = vault.place(paper.uuid).read_bytes()
    stale = vault.ring()
    keyfile.add_version(vault.NAME)
    assert actions.rewrap() == 1
    assert actions.rewrap() == 0
    assert vault.place(paper.uuid).read_bytes() == before
    keyfile._known[(str(own_home), vault.NAME)] = stale
    with scoped():
        assert queries.read(paper.uuid) == b"roster"


def test_a_new_key_is_on_record_and_serves_what_comes_after(
    real_db: Any, own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped() as who:
        old = kept(at, who)
    stale = vault.ring()
    assert actions.rotate(by=None, at=at) == 1
    # A server that read the file before wraps with the new version all the same.
    keyfile._known[(str(own_home), vault.NAME)] = stale
    with scoped() as who:
        new = actions.keep(content=b"new", by=who, at=at, file_name="b", media_type="text/csv")
        assert (queries.read(old.uuid), queries.read(new.uuid)) == (b"roster", b"new")
    assert new.master_version == 2
    (line,) = trail.list_entries(verb="papers.master.rotate")
    assert line.detail == '{"version": 2}'
    assert queries.check() == ""
    assert actions.rotate(by=None, at=at) == 2


def test_another_key_file_rotates_nothing(
    real_db: Any, own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped() as who:
        kept(at, who)
    keyfile.place(vault.NAME).unlink()
    keyfile.create(vault.NAME)
    assert "放回原来的文件" in queries.check()
    with pytest.raises(keyfile.KeyTrouble):
        actions.rotate(by=None, at=at)
    assert keyfile.load(vault.NAME, again=True).current == 1


def test_originals_that_are_gone_are_counted(
    real_db: Any, own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped() as who:
        paper = kept(at, who)
    assert queries.count_missing() == 0
    vault.place(paper.uuid).unlink()
    assert queries.count_missing() == 1


def test_two_who_hand_in_the_same_at_once_keep_one(
    real_db: Any, own_home: Path, scoped: Any, at: datetime
) -> None:
    def hand_in(number: int) -> Any:
        with scoped() as who:
            paper = kept(at, who, area=AREA)
        connections.close_all()
        return paper.uuid

    vault.ring()
    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(hand_in, range(12)))) == 1
    assert len(files(own_home)) == 1


def test_a_transaction_that_fails_leaves_a_file_for_the_sweep(
    real_db: Any, own_home: Path, scoped: Any, at: datetime
) -> None:
    with scoped() as who:
        paper = actions.keep(content=b"b", by=who, at=at, file_name="b", media_type="text/csv")
    with pytest.raises(ZeroDivisionError), scoped() as who:
        assert kept(at, who).size / 0
    assert len(files(own_home)) == 2
    old = (at - timedelta(days=2)).timestamp()
    for path in files(own_home):
        os.utime(path, (old, old))
    assert actions.sweep(at=at) == 1
    assert files(own_home) == [vault.place(paper.uuid)]


def test_beside_another_database_nothing_is_swept(
    real_db: Any, own_home: Path, at: datetime, caplog: Any
) -> None:
    for number in range(3):
        vault.write(UUID(int=number), b"k" * 32, b"the original of another database")
    old = (clock.machine_time() - timedelta(days=2)).timestamp()
    for path in files(own_home):
        os.utime(path, (old, old))
    with pytest.raises(actions.CannotSweep):
        actions.sweep(at=clock.machine_time())
    assert sweep_once() == 1
    assert len(files(own_home)) == 3
    assert "removed nothing" in caplog.text


def sweep_once() -> int:
    """Let the task run once; gives how often it asked whether to stop."""

    class Once(threading.Event):
        asked = 0

        def wait(self, timeout: float | None = None) -> bool:
            if self.asked:
                return True
            self.asked += 1
            return False

    stop = Once()
    tasks.run_forever(stop)
    return stop.asked


def test_the_task_sweeps_by_the_clock_of_the_machine(
    real_db: Any, own_home: Path, scoped: Any, at: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setenv("BANGFU_TODAY", "2012-06-30")
    with scoped() as who:
        paper = kept(at, who)
    vault.write(UUID(int=1), b"k" * 32, b"left by a crash")
    old = (clock.machine_time() - timedelta(days=2)).timestamp()
    for path in files(own_home):
        os.utime(path, (old, old))
    sweep_once()
    assert files(own_home) == [vault.place(paper.uuid)]
