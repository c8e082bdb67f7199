"""Checking the whole chain against its entries and its anchor, and saying what was found.

Whoever owns both the database and the key can forge a chain; the anchor, copied or signed
elsewhere, is what remains then. Whoever owns only one of them is found out here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connections
from django.utils.translation import gettext as _

from . import access, anchor, chain, keyfile
from .keyfile import KeyRing, KeyTrouble
from .states import Break

_PAGE = 5_000


@dataclass(frozen=True)
class Verdict:
    """What a verification found.

    ``checked`` links held, up to the first broken one (``seq`` of the chain, ``entry`` its id);
    ``unsealed`` entries wait for the sealer, the oldest since ``unsealed_seconds``.
    """

    checked: int
    head: anchor.Head
    anchored: int
    unsealed: int
    unsealed_seconds: float
    broken: Break | None = None
    seq: int | None = None
    entry: int | None = None
    note: str = ""

    @property
    def ok(self) -> bool:
        """Whether everything sealed is as it was sealed."""
        return self.broken is None

    def sentence(self) -> str:
        """This function will say the verdict in the language of the reader."""
        return " ".join(filter(None, [self._finding(), self._waiting()]))

    def as_json(self) -> dict[str, Any]:
        """This function will give the verdict as plain values."""
        return {
            "ok": self.ok,
            "checked": self.checked,
            "head": self.head.seq,
            "digest": self.head.digest.hex(),
            "anchored": self.anchored,
            "unsealed": self.unsealed,
            "unsealed_seconds": round(self.unsealed_seconds, 1),
            "broken": self.broken.value if self.broken else None,
            "seq": self.seq,
            "entry": self.entry,
        }

    def _finding(self) -> str:
        values: dict[str, Any] = {"seq": self.seq, "entry": self.entry, "checked": self.checked}
        values |= {"anchored": self.anchored, "head": self.head.seq, "note": self.note}
        if self.broken is None:
            if not self.head.seq:
                return _("留痕链还没有封存的记录。")
            return _("留痕链完好：%(checked)d条记录逐条核对无误，与锚文件一致。") % values
        return _words(self.broken) % values

    def _waiting(self) -> str:
        if not self.unsealed:
            return ""
        return _("另有%(count)d条尚未封存，最早的已等了%(seconds)d秒。") % {
            "count": self.unsealed,
            "seconds": round(self.unsealed_seconds),
        }


def _words(broken: Break) -> str:
    return {
        Break.CHANGED: _("留痕链在第%(seq)d节断开：记录%(entry)d封存后被改过。"),
        Break.REMOVED: _("留痕链在第%(seq)d节断开：封存过的记录被删去。"),
        Break.INSERTED: _("记录%(entry)d是后来插入的：它排在已封存的记录中间，却不在链上。"),
        Break.REORDERED: _("留痕链在第%(seq)d节断开：记录的先后被调换。"),
        Break.TAIL_CUT: _(
            "留痕链的末尾被截去：锚文件记到第%(anchored)d节，数据库里只到第%(head)d节。"
        ),
        Break.ANCHOR_MISSING: _("锚文件不在，或缺了开头：无法证明末尾没有被截去。请从备份放回。"),
        Break.ANCHOR_DIFFERS: _(
            "留痕链第%(seq)d节与锚文件所记不同：链被整段重写，或锚文件被换过。"
        ),
        Break.ANCHOR_DAMAGED: _("锚文件第%(note)s行被改坏。请从备份放回。"),
        Break.KEY_MISSING: _("封存用的密钥用不了，无法核对：%(note)s"),
    }[broken]


class _Link(NamedTuple):
    seq: int
    digest: bytes
    previous: bytes
    version: int
    entry: int
    row: tuple[Any, ...] | None


class _Broken(Exception):
    def __init__(
        self, kind: Break, *, seq: int | None = None, entry: int | None = None, note: str = ""
    ) -> None:
        super().__init__(kind)
        self.kind, self.seq, self.entry, self.note = kind, seq, entry, note


def verify(*, using: str = "default") -> Verdict:
    """This function will check every link, every sealed entry and the anchor.

    It names the first broken link: a changed, removed, inserted or reordered entry, a tail that
    was cut, an anchor that is gone or differs. Memory stays flat however long the chain is.
    """
    checked = 0
    # The anchor first: heads added while we read must not look like a tail that was cut.
    known, trouble = _anchored()
    with access.reading(using=using):
        head, waiting = _head(using), _unsealed(using)
        try:
            if trouble:
                raise trouble
            for checked in _follow(head, known, using=using):  # noqa: B007
                pass
            _look_for_inserted(head, using)
            broken = None
        except _Broken as found:
            broken = found
    return Verdict(
        checked=checked,
        head=head,
        anchored=known.seq if known else 0,
        unsealed=waiting[0],
        unsealed_seconds=waiting[1],
        broken=broken.kind if broken else None,
        seq=broken.seq if broken else None,
        entry=broken.entry if broken else None,
        note=broken.note if broken else "",
    )


def _anchored() -> tuple[anchor.Head | None, _Broken | None]:
    try:
        return anchor.last(), None
    except anchor.Damaged as damage:
        return None, _Broken(Break.ANCHOR_DAMAGED, note=str(damage.line))


def _follow(head: anchor.Head, known: anchor.Head | None, *, using: str) -> Iterator[int]:
    """Go along the chain; yields how many links have held so far."""
    if not head.seq and known is None:
        return
    if known is None:
        raise _Broken(Break.ANCHOR_MISSING)
    ring = _keys() if head.seq else None
    heads = _Heads(known)
    heads.check_beginning()
    previous, expected = chain.GENESIS, 1
    for found in _links(head.seq, using):
        assert ring is not None
        _check_link(found, expected, previous, ring, using)
        heads.check(found)
        previous, expected = found.digest, expected + 1
        yield found.seq
    if head.seq < known.seq:
        raise _Broken(Break.TAIL_CUT, seq=head.seq + 1)
    if expected - 1 < head.seq:
        raise _Broken(Break.REMOVED, seq=expected)


class _Heads:
    """The anchor's lines beside the chain, read in step with it."""

    def __init__(self, known: anchor.Head) -> None:
        self._lines = anchor.heads()
        self._next: anchor.Head | None = None
        self._known = known

    def check_beginning(self) -> None:
        """The first line tells where the file begins: anything but the start is a lost file."""
        first = self._read()
        if first != anchor.Head(0, chain.GENESIS):
            raise _Broken(Break.ANCHOR_MISSING)
        self._next = self._read()

    def check(self, found: _Link) -> None:
        while self._next is not None and self._next.seq <= found.seq:
            if self._next != anchor.Head(found.seq, found.digest):
                raise _Broken(Break.ANCHOR_DIFFERS, seq=found.seq, entry=found.entry)
            self._next = self._read()

    def _read(self) -> anchor.Head | None:
        try:
            return next(self._lines, None)
        except anchor.Damaged as damage:
            raise _Broken(Break.ANCHOR_DAMAGED, note=str(damage.line)) from None


def _keys() -> KeyRing:
    try:
        return keyfile.load(chain.KEY, again=True)
    except KeyTrouble as trouble:
        raise _Broken(Break.KEY_MISSING, note=str(trouble)) from None


def _check_link(found: _Link, expected: int, previous: bytes, ring: KeyRing, using: str) -> None:
    if found.seq != expected:
        raise _Broken(Break.REMOVED, seq=expected)
    if found.row is None:
        raise _Broken(Break.REMOVED, seq=expected, entry=found.entry)
    key = ring.versions.get(found.version)
    if key is None:
        raise _Broken(Break.KEY_MISSING, note=f"version {found.version}")
    if chain.link(key, found.previous, chain.body(found.row)) != found.digest:
        raise _Broken(Break.CHANGED, seq=found.seq, entry=found.entry)
    if found.previous != previous:
        # Sound in itself, but it followed another link: that one is elsewhere, or gone.
        elsewhere = found.previous == chain.GENESIS or _is_in_chain(found.previous, using)
        kind = Break.REORDERED if elsewhere else Break.REMOVED
        raise _Broken(kind, seq=found.seq, entry=found.entry)


def _is_in_chain(digest: bytes, using: str) -> bool:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM audit_seal WHERE digest = %s)", [digest])
        return bool(cursor.fetchone()[0])


def _head(using: str) -> anchor.Head:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT seq, digest FROM audit_seal ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return anchor.Head(row[0], bytes(row[1])) if row else anchor.Head(0, chain.GENESIS)


def _unsealed(using: str) -> tuple[int, float]:
    """How many entries wait for the sealer, and for how many seconds the oldest of them."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(recorded_at)), 0)"
            " FROM audit_entry e"
            " WHERE NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)"
        )
        count, seconds = cursor.fetchone()
    return count, float(seconds)


def _links(head: int, using: str) -> Iterator[_Link]:
    after = -1
    while True:
        with connections[using].cursor() as cursor:
            cursor.execute(
                "SELECT s.seq, s.digest, s.previous, s.key_version, s.entry_id,"  # noqa: S608
                f" {chain.COLUMNS} FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id"
                f" WHERE s.seq > %s AND s.seq <= %s ORDER BY s.seq LIMIT {_PAGE}",
                [after, head],
            )
            rows = cursor.fetchall()
        for seq, digest, previous, version, entry, *row in rows:
            content = tuple(row) if row[0] is not None else None
            yield _Link(seq, bytes(digest), bytes(previous), version, entry, content)
        if len(rows) < _PAGE:
            return
        after = rows[-1][0]


def _look_for_inserted(head: anchor.Head, using: str) -> None:
    """An unsealed entry that stands before the last sealed one was put there afterwards.

    So was one with a transaction number that this server has not given out yet.
    """
    if not head.seq:
        return
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT min(e.id) FROM audit_entry e, ("
            "   SELECT l.txid, l.id FROM audit_seal s JOIN audit_entry l ON l.id = s.entry_id"
            "   WHERE s.seq = %s AND s.cluster ="
            "     (SELECT system_identifier FROM pg_control_system())"
            " ) AS end_of_chain"
            " WHERE ((e.txid, e.id) < (end_of_chain.txid, end_of_chain.id)"
            "   OR e.txid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
            " AND NOT EXISTS (SELECT FROM audit_seal s WHERE s.entry_id = e.id)",
            [head.seq],
        )
        entry = cursor.fetchone()[0]
    if entry is not None:
        raise _Broken(Break.INSERTED, entry=entry)
