"""Answers that were kept, and whether they come out the same today."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from bangfu.privacy import crypto, keys
from bangfu.registry.models import Household, Person
from bangfu.rules.keeping import replay

from ..models import Assessment

SEALED = "assessment.kept"


@dataclass(frozen=True)
class KeptBatch:
    """Answers that were kept at once: when, by whom, of which day, how many."""

    batch: UUID
    on: date
    kept_at: datetime
    kept_by: UUID
    count: int


@dataclass(frozen=True)
class Replayed:
    """A kept answer opened: what was answered, and whether it comes out to the same bytes.

    ``record`` is None where it was erased; ``same`` is None where the platform's rules speak
    another language by now.
    """

    assessment: Assessment
    record: dict[str, Any] | None
    same: bool | None


def list_kept(home: Household) -> list[KeptBatch]:
    """Return what was kept of a household found in scope, the latest first."""
    found: dict[UUID, list[Assessment]] = {}
    kept = Assessment.objects.filter(household=home).defer("kept").order_by("-kept_at", "id")
    for one in kept:
        found.setdefault(one.batch, []).append(one)
    return [
        KeptBatch(batch, rows[0].on, rows[0].kept_at, rows[0].kept_by, len(rows))
        for batch, rows in found.items()
    ]


def replay_batch(home: Household, batch: UUID) -> list[Replayed]:
    """Open the answers of one batch of a household found in scope, and give each again."""
    rows = list(Assessment.objects.filter(household=home, batch=batch).order_by("id"))
    key = keys.open_many([home.uuid]).get(home.uuid) if rows else None
    return [_replayed(one, key) for one in rows]


def names_by_uuid(people: Iterable[UUID]) -> dict[str, str]:
    """Return the names of people of a household found in scope, by their uuid."""
    found = Person.objects.filter(uuid__in=set(people))
    return {str(uuid): name for uuid, name in found.values_list("uuid", "name")}


def _replayed(one: Assessment, key: bytes | None) -> Replayed:
    if key is None or not one.kept:
        return Replayed(one, None, None)
    text = crypto.unseal(key, SEALED, bytes(one.kept))
    try:
        same = replay(text.encode()) == text.encode()
    except ValueError:
        same = None
    return Replayed(one, json.loads(text), same)
