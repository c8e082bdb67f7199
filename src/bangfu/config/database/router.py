"""Which database alias does what: migrations belong to the owner, everything else to the app."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """The three aliases are three roles of one database, so relations are always allowed."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "owner"

    def allow_relation(self, obj1: Any, obj2: Any, **hints: Any) -> bool:
        return True
