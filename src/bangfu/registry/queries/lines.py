"""Every person and household as plain lines, for the operators' command line."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from bangfu.kernel import relations
from bangfu.offices.scope import Scope
from bangfu.privacy import crypto, keys

from ..models import Category, Household, Identity, Membership, Sighting
from ..states import CategoryCode, IdentityState
from .known import CHUNK, chunks
from .scoped import area_names, households, merged_into, people


def person_lines(scope: Scope, *, on: date) -> Iterator[dict[str, Any]]:
    """Yield one line a person: id, name, whole identity number, state, household, sources.

    ``relation`` is as the roster words it, ``category`` 低保, 低收入 or 较困难. ``identity`` is
    None where no valid number is known. Sealed numbers are opened: the caller records the act.
    """
    labels = dict(CategoryCode.choices)
    last = 0
    while batch := list(people(scope, on=on).filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = batch[-1].pk
        ids = [person.pk for person in batch]
        opened = keys.open_many([person.uuid for person in batch])
        numbers = _numbers(ids)
        places = _places(ids)
        sources = _sources(ids)
        for person in batch:
            home, relation = places.get(person.pk, (None, ""))
            blob = numbers.get(person.pk)
            key = opened.get(person.uuid)
            number = crypto.unseal(key, "identity.number", blob) if blob and key else None
            category = home.category if home else ""
            yield {
                "id": str(person.uuid),
                "name": person.name,
                "identity": number,
                "identity_state": person.identity_state,
                "household": str(home.uuid) if home else None,
                "relation": relation,
                "category": str(labels[category]) if category else None,
                "sources": sources.get(person.pk, []),
            }


def _numbers(ids: list[int]) -> dict[int, bytes]:
    rows = Identity.objects.filter(
        person_id__in=ids, superseded_at=None, number_token__isnull=False
    ).order_by("person_id", "-id")
    found: dict[int, bytes] = {}
    for person, state, blob in rows.values_list("person_id", "state", "number"):
        if state == IdentityState.VERIFIED or person not in found:
            found[person] = bytes(blob or b"")
    return found


def _places(ids: list[int]) -> dict[int, tuple[Household, str]]:
    rows = Membership.objects.filter(
        person_id__in=ids, superseded_at=None, valid_until=None
    ).select_related("household")
    return {
        m.person_id: (m.household, m.relation_text or relations.label(m.relation)) for m in rows
    }


def sources_of(uuids: Iterable[UUID]) -> dict[UUID, list[tuple[str, int]]]:
    """Return, for each person, the (file name, row) of every row it was read from."""
    found: dict[UUID, list[tuple[str, int]]] = {}
    for batch in chunks(uuids):
        rows = Sighting.objects.filter(person__uuid__in=batch, withdrawn_at=None).order_by("id")
        for uuid, file, row in rows.values_list("person__uuid", "source__file_name", "row"):
            found.setdefault(uuid, []).append((file, row))
    return found


def _sources(ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    same = merged_into(ids)
    rows = Sighting.objects.filter(person_id__in=[*ids, *same], withdrawn_at=None).order_by("id")
    columns = ("person_id", "source__file_name", "source__sheet", "row")
    for person, file, sheet, row in rows.values_list(*columns):
        found.setdefault(same.get(person, person), []).append(
            {"file": file, "sheet": sheet, "row": row}
        )
    return found


def household_lines(scope: Scope, *, on: date) -> Iterator[dict[str, Any]]:
    """Yield one line a household: id, number, village, category, cause, size, members."""
    labels = dict(CategoryCode.choices)
    last = 0
    while batch := list(
        households(scope, on=on).filter(pk__gt=last).select_related("head").order_by("pk")[:CHUNK]
    ):
        last = batch[-1].pk
        villages = area_names({home.area for home in batch})
        members: dict[int, list[str]] = {}
        rows = Membership.objects.filter(
            household_id__in=[home.pk for home in batch], superseded_at=None, valid_until=None
        ).order_by("id")
        for home_id, uuid in rows.values_list("household_id", "person__uuid"):
            members.setdefault(home_id, []).append(str(uuid))
        money = dict(
            Category.objects.filter(
                household_id__in=[home.pk for home in batch], superseded_at=None, valid_until=None
            ).values_list("household_id", "monthly_fen")
        )
        for home in batch:
            yield {
                "id": str(home.uuid),
                "number": home.number,
                "village": villages[home.area],
                "category": str(labels[home.category]) if home.category else None,
                "head": home.head.name if home.head else None,
                "size": home.size,
                "cause": home.cause or None,
                "monthly_fen": money.get(home.pk),
                "members": members.get(home.pk, []),
            }
