"""Drawing a sample that anybody can draw again: by a rule, a seed and the list drawn from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

RULE = (
    "sha256(seed + ':' + id), ascending; the first max(least, ceil(percent * frame / 100)) of them,"
    " at most the whole frame"
)
"""The rule in one line, as it stands in an evidence package."""


def draw(seed: str, frame: Iterable[UUID], *, percent: int, least: int) -> list[UUID]:
    """Return what the rule draws from these ids, in the order drawn; each id is drawn once."""
    ordered = sorted(
        set(frame), key=lambda one: (hashlib.sha256(f"{seed}:{one}".encode()).digest(), one.bytes)
    )
    return ordered[: max(least, -(-len(ordered) * percent // 100))]
