"""What is sealed and how: the canonical form of an entry and the link over it."""

from __future__ import annotations

import hmac
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC

from . import keyfile
from .keyfile import KeyRing

KEY = "audit"
DIGEST_BYTES = 32
GENESIS = bytes(DIGEST_BYTES)

# Moments as whole microseconds since 1970, so that no time zone setting changes the form.
COLUMNS = """
    e.id, e.txid, (extract(epoch FROM e.at) * 1000000)::bigint,
    (extract(epoch FROM e.recorded_at) * 1000000)::bigint, e.kind, e.actor::text, e.verb,
    e.subject::text, e.subject_kind, e.area, e.fields, e.reason, e.detail::text, e.via
"""
_DETAIL = 12


def body(row: tuple[Any, ...]) -> bytes:
    """This function will give the canonical form of an entry read by `COLUMNS`: a JSON array.

    Made here and not in SQL, so that neither a new server nor a changed function in the database
    can give an entry another form.
    """
    values = list(row)
    values[_DETAIL] = json.loads(values[_DETAIL])
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"), sort_keys=True).encode(
        "ascii"
    )


def link(key: bytes, previous: bytes, content: bytes) -> bytes:
    """This function will give HMAC-SM3(key, previous || content), 32 bytes (GB/T 32905)."""
    try:
        return hmac.digest(key, previous + content, "sm3")
    except ValueError:
        # A Python whose own OpenSSL was built without SM3.
        mac = HMAC(key, hashes.SM3())
        mac.update(previous + content)
        return mac.finalize()


def key_ring(*, chain_is_empty: bool) -> KeyRing:
    """This function will give the sealing keys, making the file only where nothing is sealed yet.

    :raises keyfile.KeyTrouble: the file is missing though seals exist, or cannot be used.
    """
    if chain_is_empty and not keyfile.exists(KEY):
        return keyfile.create(KEY)
    # Read anew each time: the command line may have added a version beside a running sealer.
    return keyfile.load(KEY, again=True)
