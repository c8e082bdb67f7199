from __future__ import annotations

from typing import Any

from ..models import Preference, User


def find_preference(user: User, key: str, default: Any = None) -> Any:
    """Return what the account likes under this key, or the default; never another account's."""
    kept = Preference.objects.filter(user=user, key=key).values_list("value", flat=True)
    return next(iter(kept), default)


def find_preferences(user: User, *keys: str) -> dict[str, Any]:
    """Return {key: value} of those of the keys that the account has set, in one query."""
    rows = Preference.objects.filter(user=user, key__in=keys)
    return dict(rows.values_list("key", "value"))
