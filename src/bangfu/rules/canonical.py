"""One text for one value: the JSON that hashes are taken of and answers are kept in.

Keys sorted, no spaces, characters as they are, dates as YYYY-MM-DD, and no floats (RFC 8785 in
what it shares with that). The same value gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from datetime import date


def encode(value: object) -> bytes:
    """This function will write a plain value as canonical JSON; raises TypeError for a float."""
    return json.dumps(
        _checked(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def _checked(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _checked(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"no canonical form: {type(value).__name__}")
