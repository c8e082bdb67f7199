"""The sealer among many writers, in real transactions."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

from django.db import connection, connections, transaction

from bangfu.audit import access, keyfile, queries, sealing, tasks
from bangfu.audit.verify import verify

WRITERS, ACTS = 8, 40


def test_many_writers_and_two_sealers_leave_one_whole_chain(trail: Any) -> None:
    trail.sealed(1)
    stop = threading.Event()
    # Two sealers, as when two servers run on one database.
    sealers = [
        threading.Thread(target=tasks.run_forever, args=(stop,), kwargs={"interval": 0.01})
        for _ in range(2)
    ]
    for sealer in sealers:
        sealer.start()
    with ThreadPoolExecutor(WRITERS) as pool:
        kept = sum(pool.map(lambda seed: write(trail, seed), range(WRITERS)))
    stop.set()
    for sealer in sealers:
        sealer.join(20)
    trail.seal()
    verdict = verify()
    assert verdict.ok, verdict.sentence()
    assert verdict.checked == kept + 1
    assert verdict.unsealed == 0
    assert in_order(trail)


def write(trail: Any, seed: int) -> int:
    """Short and long transactions, some rolled back; gives how many entries were committed."""
    chance, kept = random.Random(seed), 0
    for _ in range(ACTS):
        with transaction.atomic():
            count = chance.randint(1, 3)
            trail.fill(count)
            time.sleep(chance.choice([0, 0, 0.002, 0.01]))
            if chance.random() < 0.2:
                transaction.set_rollback(True)
            else:
                kept += count
    connections.close_all()
    return kept


def in_order(trail: Any) -> bool:
    """Whether the chain follows (transaction, id) without turning back."""
    return trail.owner(
        "SELECT count(*) FROM audit_seal a JOIN audit_seal b ON b.seq = a.seq + 1"
        " JOIN audit_entry x ON x.id = a.entry_id JOIN audit_entry y ON y.id = b.entry_id"
        " WHERE (y.txid, y.id) < (x.txid, x.id)"
    ) == [(0,)]


def test_an_early_transaction_that_commits_late_is_waited_for(trail: Any) -> None:
    trail.sealed(1)
    begun, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            trail.act("registry.slow.act")
            begun.set()
            finish.wait(20)
        connections.close_all()

    writer = threading.Thread(target=slow)
    writer.start()
    assert begun.wait(20)
    trail.act("registry.quick.act")
    # The quick one is committed, but a place before it is still open.
    assert sealing.seal_pending(at=trail.at) == 0
    assert queries.seal_state().unsealed == 1
    finish.set()
    writer.join(20)
    assert trail.seal() == 2
    verbs = [line.verb for line in sorted(queries.list_entries(), key=lambda e: e.seq or 0)]
    assert verbs[1:] == ["registry.slow.act", "registry.quick.act"]
    assert verify().ok


def test_while_one_seals_another_stands_aside(trail: Any) -> None:
    trail.fill(1)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with connections["trace"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [sealing._LOCK])
            held.set()
            done.wait(20)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [sealing._LOCK])
        connections.close_all()

    holder = threading.Thread(target=hold)
    holder.start()
    assert held.wait(20)
    assert sealing.seal_pending(at=trail.at) == 0
    done.set()
    holder.join(20)
    assert trail.seal() == 1


def test_looks_and_acts_share_one_chain(trail: Any, at: Any) -> None:
    from uuid import uuid4

    from bangfu.audit import actions

    trail.act()
    actions.look(
        by=uuid4(),
        at=at,
        subject=uuid4(),
        subject_kind="registry.person",
        fields=["identity.number"],
        reason="verify",
    )
    assert trail.seal() == 2
    assert verify().checked == 2


def test_sealing_goes_in_batches_and_anchors_each(trail: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sealing, "_BATCH", 3)
    trail.sealed(8)
    heads = [int(line.split()[0]) for line in trail.anchor.read_text().splitlines()[1:]]
    assert heads[-1] == 8
    assert all(0 < b - a <= 3 for a, b in pairwise([0, *heads]))
    assert verify().ok


def test_trouble_does_not_end_the_sealer(trail: Any, monkeypatch: Any) -> None:
    trail.fill(2)
    tries: list[int] = []
    whole = sealing.seal_pending

    def fails_first(**words: Any) -> int:
        tries.append(1)
        if len(tries) < 3:
            raise keyfile.KeyTrouble("key_missing", "away for a moment")
        return whole(**words)

    monkeypatch.setattr(sealing, "seal_pending", fails_first)
    stop = threading.Event()
    sealer = threading.Thread(target=tasks.run_forever, args=(stop,), kwargs={"interval": 0.01})
    sealer.start()
    deadline = time.monotonic() + 20
    while queries.seal_state().unsealed and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    sealer.join(20)
    assert queries.seal_state().unsealed == 0


def test_what_is_asked_each_second_reads_by_index(trail: Any) -> None:
    """The sealer's question must not read the whole trail once it is long."""
    trail.sealed(5)
    trail.owner(
        "INSERT INTO audit_entry (at, kind, verb, subject_kind, fields, reason, detail, via)"
        " SELECT now(), 'act', 'a.b', '', '{}', '', '{}', '' FROM generate_series(1, 20000)",
    )
    trail.seal()
    connection.close()
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE audit_entry, audit_seal")
    with access.sealing():
        end = sealing._end_of_chain()
        with connections["trace"].execute_wrapper(explained):
            plan = "\n".join(row[0] for row in sealing._after(end))
    assert "Index Scan using audit_entry_txid" in plan, plan
    assert "(ROW(txid, id) > ROW(" in plan, plan
    assert "Seq Scan on audit_entry" not in plan, plan


def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    return execute(f"EXPLAIN {sql}", params, many, context)
