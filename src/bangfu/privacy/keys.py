"""The data keys of people and households: made, opened, wrapped anew.

A key ends only in a confirmed erasure (`actions.decide`): the database destroys it itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction

from bangfu.audit import keyfile, rotation
from bangfu.audit.keyfile import KeyTrouble

from . import masters
from .masters import KEY_BYTES, set_up

__all__ = [
    "KeyTrouble",
    "Problem",
    "check",
    "create",
    "ensure",
    "open_many",
    "rotate_master",
    "set_up",
]

_BATCH = 5_000


@dataclass(frozen=True)
class Problem:
    """What is wrong with the keys of this installation, in a sentence that says what to do."""

    code: str
    text: str


def create(subjects: Sequence[UUID]) -> dict[UUID, bytes]:
    """This function will make one data key of 32 bytes for each subject and store it wrapped.

    It belongs in the transaction that writes what the key seals. One statement for all of them:
    54,000 keys take well under a second.

    :raises django.db.IntegrityError: one of them has a key already, or had one destroyed.
    :raises KeyTrouble: the key file is missing or cannot be used.
    """
    if not subjects:
        return {}
    masters.ring()
    # Read anew: the command line may have replaced the master key since this process read it.
    ring = keyfile.load(masters.NAME, again=True)
    random = os.urandom(KEY_BYTES * len(subjects))
    keys = [random[at : at + KEY_BYTES] for at in range(0, len(random), KEY_BYTES)]
    wrapped = masters.wrap(ring.versions[ring.current], subjects, keys)
    with connections["default"].cursor() as cursor:
        # One long hexadecimal text is far quicker to bind than an array of 54,000 values.
        cursor.execute(
            "INSERT INTO privacy_subjectkey (subject, wrapped, master_version)"
            " SELECT encode(substr(given, at * 76 + 1, 16), 'hex')::uuid,"
            "        substr(given, at * 76 + 17, 60), %s"
            " FROM decode(%s, 'hex') AS given, generate_series(0, %s) AS at",
            [
                ring.current,
                b"".join(s.bytes + w for s, w in zip(subjects, wrapped, strict=True)).hex(),
                len(subjects) - 1,
            ],
        )
    return dict(zip(subjects, keys, strict=True))


def open_many(subjects: Iterable[UUID]) -> dict[UUID, bytes]:
    """This function will give the data keys of those that have one; destroyed ones are absent.

    Outside a scoped transaction the database shows none.

    :raises KeyTrouble: the key file is missing or does not belong to this database.
    """
    wanted = list(dict.fromkeys(subjects))
    found: dict[UUID, bytes] = {}
    with connections["default"].cursor() as cursor:
        for start in range(0, len(wanted), _BATCH):
            cursor.execute(
                "SELECT subject, wrapped, master_version FROM privacy_subjectkey"
                " WHERE subject = ANY(%s) AND wrapped IS NOT NULL",
                [wanted[start : start + _BATCH]],
            )
            for subject, wrapped, version in cursor.fetchall():
                found[subject] = masters.unwrap(version, subject, bytes(wrapped))
    return found


def ensure(subjects: Iterable[UUID]) -> dict[UUID, bytes]:
    """This function will give the data keys of all of them, making those that have none yet.

    :raises django.db.IntegrityError: the key of one of them was destroyed.
    :raises KeyTrouble: as `open_many`.
    """
    wanted = list(dict.fromkeys(subjects))
    known = open_many(wanted)
    return known | create([subject for subject in wanted if subject not in known])


def rotate_master(*, by: UUID | None, at: datetime) -> int:
    """This function will make a new master key and wrap every living data key with it.

    Sealed rows stay as they are. The old version stays in the file, since backups need it. It
    runs as the owner, from the command line; each batch of keys is a transaction, so a run that
    was broken off is simply run again.

    :returns: how many keys were wrapped anew.
    :raises KeyTrouble: the file is not that of this database, or another one is at work; then
        nothing has changed.
    """
    with rotation.alone():
        set_up()
        _check_opens()
        rotation.add_version(masters.NAME, verb="privacy.master.rotate", by=by, at=at)
        return rewrap()


def rewrap() -> int:
    """This function will wrap with the current master key what an older one still wraps.

    :returns: how many keys were wrapped anew.
    :raises KeyTrouble: a key does not open; its batch stays as it was.
    """
    ring = keyfile.load(masters.NAME, again=True)
    master = ring.versions[ring.current]
    count = 0
    while True:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(
                "SELECT subject, wrapped, master_version FROM privacy_subjectkey"
                " WHERE master_version <> %s AND wrapped IS NOT NULL"
                " ORDER BY subject LIMIT %s FOR UPDATE",
                [ring.current, _BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return count
            subjects = [row[0] for row in rows]
            keys = [masters.unwrap(version, s, bytes(w)) for s, w, version in rows]
            cursor.execute(
                "UPDATE privacy_subjectkey AS k SET wrapped = n.wrapped, master_version = %s"
                " FROM unnest(%s::uuid[], %s::bytea[]) AS n(subject, wrapped)"
                " WHERE k.subject = n.subject",
                [ring.current, subjects, masters.wrap(master, subjects, keys)],
            )
            count += len(rows)


def check() -> list[Problem]:
    """This function will say what is wrong with the keys; an empty list is a good answer."""
    try:
        if not keyfile.exists(masters.NAME) and not masters.database_has_keys():
            return []
        set_up()
        _check_opens()
    except KeyTrouble as trouble:
        return [Problem(trouble.code, str(trouble))]
    return []


def _check_opens() -> None:
    """One key of each version, opened as the owner, shows that the file fits the database."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (master_version) subject, wrapped, master_version"
            " FROM privacy_subjectkey WHERE wrapped IS NOT NULL ORDER BY master_version"
        )
        for subject, wrapped, version in cursor.fetchall():
            masters.unwrap(version, subject, bytes(wrapped))
