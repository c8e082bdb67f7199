"""A new version of a key file: one at a time, and on record before it is made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connections

from . import actions, chain, keyfile
from .keyfile import KeyRing, KeyTrouble

_LOCK = 4_420_001_002


@contextmanager
def alone() -> Iterator[None]:
    """This function will let the block replace keys while nobody else does.

    Two at once would each write the file, and the version of one of them would be lost with
    everything it had wrapped. The lock is the owner's and vanishes with the connection.

    :raises KeyTrouble: another one is at work.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise KeyTrouble(
                "rotating",
                "另一条命令正在更换密钥，请等它做完再试。"
                " (Another command is replacing a key: try again when it is done.)",
            )
    try:
        yield
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def add_version(name: str, *, verb: str, by: UUID | None, at: datetime) -> KeyRing:
    """This function will record, then add, a new version of the key file called `name`.

    It belongs inside `alone`. Cut off between the two, the trail tells of a version that was not
    made; the other way round a key would be in use that nobody has recorded.

    :raises KeyTrouble: the file is missing or cannot be used; nothing is recorded then.
    """
    number = max(keyfile.load(name, again=True).versions) + 1
    actions.record(verb=verb, by=by, at=at, detail={"version": number}, via="cli", using="owner")
    return keyfile.add_version(name)


def rotate(*, by: UUID | None, at: datetime) -> int:
    """This function will give the seal a new key; what is sealed stays sealed under the old one.

    A running sealer takes it up with its next seal.

    :returns: the new version; 0 where nothing was ever sealed, and there is nothing to replace.
    :raises KeyTrouble: the file cannot be used, or another one is at work.
    """
    if not keyfile.exists(chain.KEY) and not _anything_sealed():
        return 0
    with alone():
        return add_version(chain.KEY, verb="audit.key.rotate", by=by, at=at).current


def _anything_sealed() -> bool:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM audit_seal)")
        return bool(cursor.fetchone()[0])
