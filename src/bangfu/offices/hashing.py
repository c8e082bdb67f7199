"""How a password is kept: Argon2 of it under a key outside the database.

Whoever reads the table of accounts cannot try passwords against it, and whoever writes there
cannot make a hash that opens: both need the installation's key.
"""

from __future__ import annotations

import hmac

from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher


class KeyedArgon2(Argon2PasswordHasher):
    """Argon2 over an HMAC-SHA256 of the word; ``PASSWORD_HASHERS`` names no other."""

    algorithm = "keyed_argon2"

    def encode(self, password: str, salt: str) -> str:
        """Return the hash as the database keeps it, about 100 characters."""
        return str(super().encode(_keyed(password), salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Return whether the hash is of this word under this installation's key."""
        return bool(super().verify(_keyed(password), encoded))


def _keyed(word: str) -> str:
    key = f"bangfu.offices.password:{settings.SECRET_KEY}".encode()
    return hmac.new(key, word.encode(), "sha256").hexdigest()
