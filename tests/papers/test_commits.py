"""Papers in real transactions: rotation, two at once, and one that fails."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections

from bangfu.audit import keyfile
from bangfu.papers import actions, queries, vault
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
    with pytest.raises(ZeroDivisionError), scoped() as who:
        assert kept(at, who).size / 0
    assert len(files(own_home)) == 1
    old = (at - timedelta(days=2)).timestamp()
    os.utime(files(own_home)[0], (old, old))
    assert actions.sweep(at=at) == 1
