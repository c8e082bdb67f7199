"""Sealing texts under a subject's own key, and blind indexes that find equal texts.

A sealed text is: one byte that names the cipher, 12 bytes of nonce, ciphertext and tag. The label
(say ``identity.number``) is authenticated with it, so that no blob passes for another field.
"""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Iterable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from . import masters

_AES, _SM4 = b"\x01", b"\x02"
_NONCE, _TAG = 12, 16
_KIND = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
BLIND_BYTES = 16


class Unreadable(ValueError):
    """A sealed text does not open: another key, another label, or it was changed."""


def seal(key: bytes, label: str, text: str) -> bytes:
    """This function will encrypt a text under a subject's key; twice gives two different blobs.

    :param key: 32 bytes, from `keys.create` or `keys.open_many`.
    :param label: the field it belongs to, such as ``identity.number``.
    :returns: 29 bytes more than the text has in UTF-8.
    """
    return _seal(key, label.encode(), text.encode(), os.urandom(_NONCE), _cipher())


def seal_many(texts: Iterable[tuple[bytes, str, str]]) -> list[bytes]:
    """This function will encrypt many (key, label, text) in their order, as `seal` does one."""
    items = list(texts)
    nonces = os.urandom(_NONCE * len(items))
    cipher = _cipher()
    return [
        _seal(key, label.encode(), text.encode(), nonces[at : at + _NONCE], cipher)
        for at, (key, label, text) in zip(range(0, len(nonces), _NONCE), items, strict=True)
    ]


def unseal(key: bytes, label: str, blob: bytes) -> str:
    """This function will decrypt what `seal` made with the same key and label.

    :raises Unreadable: another key, another label, or a changed blob.
    """
    blob = bytes(blob)
    cipher, nonce, body = blob[:1], blob[1 : 1 + _NONCE], blob[1 + _NONCE :]
    if len(body) < _TAG or cipher not in (_AES, _SM4):
        raise Unreadable("not a sealed text")
    aad = cipher + label.encode()
    try:
        if cipher == _AES:
            return AESGCM(key).decrypt(nonce, body, aad).decode()
        opener = Cipher(algorithms.SM4(_sm4_key(key)), modes.GCM(nonce, body[-_TAG:])).decryptor()
        opener.authenticate_additional_data(aad)
        return (opener.update(body[:-_TAG]) + opener.finalize()).decode()
    except InvalidTag:
        raise Unreadable("the key or the label does not fit, or the text was changed") from None


def blind(kind: str, text: str) -> bytes:
    """This function will give 16 bytes that are equal for equal texts of one kind.

    HMAC-SHA256 under a key of its own for each kind, derived by HKDF from the index key of the
    key file: without that file nobody can try numbers out. Bring the text into one form first.

    :param kind: such as ``identity.number`` or ``identity.last6``.
    :raises ValueError: a kind that is not a dotted name.
    :raises audit.keyfile.KeyTrouble: the key file is missing or cannot be used.
    """
    key = _blind_key(masters.ring().index, kind)
    return hmac.digest(key, text.encode(), "sha256")[:BLIND_BYTES]


@lru_cache(maxsize=64)
def _blind_key(index: bytes, kind: str) -> bytes:
    if not _KIND.fullmatch(kind):
        raise ValueError(f"a kind of blind index is a dotted name, not {kind!r}")
    info = b"bangfu blind index " + kind.encode()
    return HKDF(hashes.SHA256(), 32, salt=None, info=info).derive(index)


def _cipher() -> bytes:
    """SM4-GCM where an office must use the national ciphers: BANGFU_CIPHER = "SM4-GCM"."""
    name = getattr(settings, "BANGFU_CIPHER", "AES-256-GCM")
    if name == "AES-256-GCM":
        return _AES
    if name == "SM4-GCM":
        return _SM4
    raise ValueError(f"BANGFU_CIPHER is AES-256-GCM or SM4-GCM, not {name!r}")


def _seal(key: bytes, label: bytes, text: bytes, nonce: bytes, cipher: bytes) -> bytes:
    if cipher == _AES:
        return cipher + nonce + AESGCM(key).encrypt(nonce, text, cipher + label)
    sealer = Cipher(algorithms.SM4(_sm4_key(key)), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(cipher + label)
    return cipher + nonce + sealer.update(text) + sealer.finalize() + sealer.tag


def _sm4_key(key: bytes) -> bytes:
    """SM4 takes 16 bytes: derived, so that one key never serves two ciphers."""
    return hmac.digest(key, b"bangfu sm4", "sha256")[:16]
