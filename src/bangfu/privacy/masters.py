"""The master key of the installation: made at set-up, asked for by the rest of this room."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections

from bangfu.audit import keyfile
from bangfu.audit.keyfile import KeyRing, KeyTrouble

NAME = "master"
_NONCE = 12
KEY_BYTES = 32


def set_up() -> bool:
    """This function will make the key file where there is none yet; True when it made one.

    A database that holds keys needs the file they were wrapped with: a new one beside them would
    only hide that the old one is lost.

    :raises KeyTrouble: the file is missing though the database holds keys, or cannot be used.
    """
    if keyfile.exists(NAME):
        keyfile.load(NAME)
        return False
    if database_has_keys():
        raise KeyTrouble(
            "key_lost",
            f"数据库里已有密钥，却找不到密钥文件 {keyfile.place(NAME)}。请从备份中放回，"
            "不会另建新的。 (The database holds keys, but their key file is missing: put it back"
            " from the backup; no new one is made.)",
        )
    keyfile.create(NAME)
    return True


def ring() -> KeyRing:
    """This function will give the master keys, making the file at the very first use.

    :raises KeyTrouble: as `set_up`.
    """
    try:
        return keyfile.load(NAME)
    except KeyTrouble as trouble:
        if trouble.code != "key_missing":
            raise
    set_up()
    return keyfile.load(NAME)


def database_has_keys() -> bool:
    """This function will tell whether the database holds any living key."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT privacy_has_keys()")
        return bool(cursor.fetchone()[0])


def wrap(master: bytes, subjects: Sequence[UUID], keys: Sequence[bytes]) -> list[bytes]:
    """This function will wrap data keys, each bound to its subject: 12 bytes of nonce, then 48."""
    box = _box(master)
    nonces = os.urandom(_NONCE * len(keys))
    wrapped = []
    for at, (subject, key) in enumerate(zip(subjects, keys, strict=True)):
        nonce = nonces[at * _NONCE : (at + 1) * _NONCE]
        wrapped.append(nonce + box.encrypt(nonce, key, subject.bytes))
    return wrapped


def unwrap(version: int, subject: UUID, wrapped: bytes) -> bytes:
    """This function will open one wrapped data key.

    :raises KeyTrouble: the key file has no such version, or it is not the file of this database.
    """
    versions = ring().versions
    if version not in versions:
        # Another process may have rotated since this one read the file.
        versions = keyfile.load(NAME, again=True).versions
    try:
        return _box(versions[version]).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], subject.bytes)
    except (KeyError, InvalidTag):
        raise KeyTrouble(
            "key_foreign",
            f"密钥文件 {keyfile.place(NAME)} 不是这个数据库的。请放回原来的文件。"
            " (The key file does not belong to this database: put the right one back.)",
        ) from None


@lru_cache(maxsize=8)
def _box(master: bytes) -> AESGCM:
    return AESGCM(master)
