"""A new sealing key beside a running sealer, and one rotation at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from bangfu.audit import chain, keyfile, queries, rotation, verify


def rotate(trail: Any) -> int:
    return rotation.rotate(by=None, at=trail.at)


def test_the_chain_goes_on_under_the_new_key_and_is_whole(trail: Any) -> None:
    trail.sealed(2)
    assert rotate(trail) == 2
    trail.fill(2)
    trail.seal()
    versions = trail.owner("SELECT key_version FROM audit_seal ORDER BY seq")
    assert [version for (version,) in versions] == [1, 1, 2, 2, 2]
    assert verify.verify().ok
    assert [line.detail for line in queries.list_entries(verb="audit.key.rotate")] == [
        '{"version": 2}'
    ]


def test_a_process_that_read_the_file_before_goes_by_the_new_one(trail: Any) -> None:
    trail.sealed(1)
    stale = keyfile.load(chain.KEY)
    rotate(trail)
    for act in (trail.seal, verify.verify):
        keyfile._known[(str(keyfile.folder().parent), chain.KEY)] = stale
        act()
    assert verify.verify().ok
    assert trail.owner("SELECT max(key_version) FROM audit_seal") == [(2,)]


def test_where_nothing_was_sealed_there_is_nothing_to_replace(trail: Any) -> None:
    assert rotate(trail) == 0
    assert not keyfile.exists(chain.KEY)


def test_a_lost_key_is_not_replaced_by_a_new_one(trail: Any) -> None:
    trail.sealed(1)
    keyfile.place(chain.KEY).unlink()
    with pytest.raises(keyfile.KeyTrouble, match="从备份中放回"):
        rotate(trail)
    assert queries.list_entries(verb="audit.key.rotate") == []


def test_only_one_replaces_keys_at_a_time(trail: Any) -> None:
    trail.sealed(1)

    def other() -> str:
        try:
            rotate(trail)
        except keyfile.KeyTrouble as trouble:
            return trouble.code
        finally:
            connections.close_all()
        return "done"

    with rotation.alone(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(other).result() == "rotating"
    assert other() == "done"
    assert rotate(trail) == 3
