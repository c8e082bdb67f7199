"""Sessions that cannot be taken from the database: ``SESSION_ENGINE`` names this file.

The table holds a digest of the key that the browser brings, and the session encrypted under that
key and the installation's. Whoever reads the table can neither use a row, nor open it, nor move it
to a key of his own; and the application role reaches it by three functions that ask for the digest.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection


class SessionStore(SessionBase):
    """One session, under its key's digest."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; a key that opens nothing is forgotten."""
        key = self.session_key
        kept = _ask("select offices_session_read(%s)", _digest(key)) if key else None
        found: dict[str, Any] | None = self.decode(kept) if kept else None
        if found is None:
            self._session_key = None
            return {}
        return found

    def exists(self, session_key: str) -> bool:
        """Return whether there is a session of this key."""
        return _ask("select offices_session_read(%s)", _digest(session_key)) is not None

    def create(self) -> None:
        """Begin an empty session under a key that no other has."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Keep the session.  Raises CreateError for a taken key, UpdateError for an ended one."""
        if self.session_key is None:
            self.create()
            return
        data = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        done = _ask(
            "select offices_session_write(%s, %s, %s, %s)",
            _digest(self.session_key), data, self.get_expiry_date(), must_create,
        )  # fmt: skip
        if not done:
            raise CreateError if must_create else UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End the session of this key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            _ask("select offices_session_end(%s)", _digest(key))

    @classmethod
    def clear_expired(cls) -> None:
        """Do nothing: each new session sweeps some of those that have run out."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the session as the table keeps it."""
        return _safe(self.session_key).encrypt(self.serializer().dumps(session_dict)).decode()

    def decode(self, session_data: bytes | str) -> Any:
        """Return what ``encode`` was given, or None for a row that this key does not open."""
        try:
            return self.serializer().loads(_safe(self.session_key).decrypt(session_data))
        except (InvalidToken, ValueError):
            return None


def _ask(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0]


def _digest(key: str) -> str:
    """160 bits: the column of Django's table has room for 40 letters."""
    return hashlib.sha256(f"bangfu.session:{key}".encode()).hexdigest()[:40]


def _safe(key: str | None) -> Fernet:
    material = f"bangfu.offices.session:{key}".encode()
    digest = hmac.digest(settings.SECRET_KEY.encode(), material, "sha256")
    return Fernet(base64.urlsafe_b64encode(digest))
