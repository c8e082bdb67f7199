"""The database of an installation: the embedded PostgreSQL, or one's own by DATABASE_URL."""

from __future__ import annotations

from bangfu.config.database.address import Address, address
from bangfu.config.database.errors import DatabaseTrouble
from bangfu.config.database.running import keep_running, running

__all__ = ["Address", "DatabaseTrouble", "address", "keep_running", "running"]
