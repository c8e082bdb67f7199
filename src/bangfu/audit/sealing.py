"""The sealer: puts what was committed into the chain, in order, at least once a second.

Acts are written without a link, since a common head would let only one act commit at a time. One
sealer at a time (an advisory lock) takes entries whose transaction number lies below every
running transaction: nothing can appear before them any more, so the order (transaction, id) has
no gaps and no latecomers. It works as `bangfu_trace`; the key never enters the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connections

from . import access, actions, anchor, chain
from .keyfile import KeyRing

_LOCK = 4_420_001_001
_BATCH = 5_000
_MOVED = "audit.chain.moved"
# A look-up for each row: as NOT EXISTS it is planned, on a long chain, by hashing all of it.
_UNSEALED = "(SELECT s.seq FROM audit_seal s WHERE s.entry_id = e.id) IS NULL"
_BELOW = "e.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint"


@dataclass(frozen=True)
class Place:
    """Where the chain ends: the last link and the entry under it."""

    seq: int
    digest: bytes
    entry: int
    txid: int
    cluster: int

    @property
    def head(self) -> anchor.Head:
        return anchor.Head(self.seq, self.digest)


START = Place(0, chain.GENESIS, 0, 0, 0)


def seal_pending(*, at: datetime) -> int:
    """This function will seal what is committed and not sealed yet; 0 when another one seals.

    After each batch the head is added to the anchor file. A crash between the two is made good
    by the next run.

    :returns: how many entries were sealed.
    :raises KeyTrouble: the key is missing though the chain has begun, or cannot be used.
    """
    connection = connections["trace"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    try:
        return _seal_all(at)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _seal_all(at: datetime) -> int:
    total = 0
    with access.sealing():
        start = _end_of_chain()
    ring = chain.key_ring(chain_is_empty=start.seq == 0)
    _anchor(start, before=start, at=at)
    while True:
        with access.sealing():
            before = _end_of_chain()
            rows, cluster = _next_rows(before, at=at)
            end = _seal(rows, before, ring, cluster=cluster, at=at)
        if not rows:
            return total
        _anchor(end, before=before, at=at)
        total += len(rows)


def _anchor(end: Place, *, before: Place, at: datetime) -> None:
    """Add the head unless it stands there already; a run that died before this is caught up."""
    known = anchor.last()
    if end.seq == 0 or (known is not None and known == end.head):
        return
    if known is not None and known.seq > end.seq:
        # The tail was cut. Writing on would bury it; the verification says so.
        return
    anchor.append(end.head, at=at, begins_after=before.head)


def _end_of_chain() -> Place:
    with connections["trace"].cursor() as cursor:
        cursor.execute(
            "SELECT s.seq, s.digest, s.entry_id, coalesce(e.txid, 0), s.cluster"
            " FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id"
            " ORDER BY s.seq DESC LIMIT 1"
        )
        row = cursor.fetchone()
    return Place(row[0], bytes(row[1]), *row[2:]) if row else START


def _cluster() -> int:
    with connections["trace"].cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return int(cursor.fetchone()[0])


def _next_rows(end: Place, *, at: datetime) -> tuple[list[tuple[Any, ...]], int]:
    """The next entries below the horizon, after the last sealed one, and the cluster they go by."""
    cluster = _cluster()
    if end.seq and end.cluster != cluster:
        return _rows_after_move(end.cluster, cluster, at=at)
    return _after(end), cluster


def _after(end: Place) -> list[tuple[Any, ...]]:
    condition = f"(e.txid, e.id) > (%s, %s) AND {_BELOW} AND {_UNSEALED}"
    return _read(condition, "e.txid, e.id", [end.txid, end.entry])


def _rows_after_move(old: int, new: int, *, at: datetime) -> tuple[list[tuple[Any, ...]], int]:
    """A restored database counts transactions anew, so the last place means nothing in it.

    A marker is written; once every transaction that began before it has ended, all that is still
    unsealed is sealed by id, as of the old cluster, then the marker as the first of the new one:
    from there the order holds again.
    """
    name = _name(new)
    with connections["trace"].cursor() as cursor:
        cursor.execute(
            f"SELECT e.id, e.txid, {_BELOW} FROM audit_entry e"  # noqa: S608
            f" WHERE e.verb = %s AND e.detail ->> 'cluster' = %s AND {_UNSEALED}"
            " ORDER BY e.id DESC LIMIT 1",
            [_MOVED, name],
        )
        marker = cursor.fetchone()
    if marker is None:
        actions.record(verb=_MOVED, by=None, at=at, detail={"cluster": name}, via="task")
        return [], old
    number, txid, below = marker
    if not below:
        return [], old
    older = f"e.id <> %s AND (e.id < %s OR e.txid <= %s) AND {_UNSEALED}"
    rows = _read(older, "e.id", [number, number, txid])
    return (rows, old) if rows else (_read("e.id = %s", "e.id", [number]), new)


def _name(cluster: int) -> str:
    """Sixteen hexadecimal digits in fours: ids in the trail hold no long runs of digits."""
    digits = f"{cluster:016x}"
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def _read(condition: str, order: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connections["trace"].cursor() as cursor:
        cursor.execute(
            f"SELECT {chain.COLUMNS} FROM audit_entry e"  # noqa: S608
            f" WHERE {condition} ORDER BY {order} LIMIT {_BATCH}",
            values,
        )
        return cursor.fetchall()


def _seal(
    rows: list[tuple[Any, ...]], end: Place, ring: KeyRing, *, cluster: int, at: datetime
) -> Place:
    """Link the rows onto the chain; gives its new end."""
    if not rows:
        return end
    key = ring.versions[ring.current]
    digests, previous = [], [end.digest]
    for row in rows:
        digests.append(chain.link(key, previous[-1], chain.body(row)))
        previous.append(digests[-1])
    with connections["trace"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_seal"
            " (seq, entry_id, digest, previous, key_version, cluster, sealed_at)"
            " SELECT %s + n, entry, decode(digest, 'hex'), decode(previous, 'hex'), %s, %s, %s"
            " FROM unnest(%s::bigint[], %s::text[], %s::text[])"
            " WITH ORDINALITY AS given(entry, digest, previous, n)",
            [
                end.seq,
                ring.current,
                cluster,
                at,
                [row[0] for row in rows],
                [digest.hex() for digest in digests],
                [digest.hex() for digest in previous[:-1]],
            ],
        )
    return Place(end.seq + len(rows), digests[-1], rows[-1][0], rows[-1][1], cluster)
