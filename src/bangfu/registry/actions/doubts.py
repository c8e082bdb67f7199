"""Finds who may be registered twice. Blind indexes and projections say who is compared; a number
is opened only of two with one name, one of them without a number that is valid."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from bangfu.audit import actions as audit
from bangfu.matching import Agreement, names_agree, slip_between
from bangfu.privacy import crypto, keys

from ..models import Identity, Pair, Person
from ..states import Doubt, PairState

MOST = 500
"""How many new pairs one look brings; the next look brings the next."""
CANDIDATES = 5000
OPENED = 200
"""How many pairs of numbers one look opens, at most."""

# Two verified numbers are two people: nobody is asked about them. Who was compared already is not
# looked at again, whatever was said, so that a look goes on where the last one stopped.
_PEOPLE = """
 a.withdrawn_at is null and b.withdrawn_at is null
 and a.canonical_id is null and b.canonical_id is null
 and not (a.identity_state = 'verified' and b.identity_state = 'verified')
 and a.area <@ %(areas)s::int8multirange and b.area <@ %(areas)s::int8multirange
 and (a.home is not null or b.home is not null)
 and not exists (select 1 from registry_pair x
                  where x.one_id = least(a.id, b.id) and x.two_id = greatest(a.id, b.id))
"""
NAME_BIRTH = """
 select a.id, b.id from registry_person a
   join registry_person b on b.name = a.name and b.born_on = a.born_on and b.id > a.id
  where may_be_one limit %(most)s
"""
SOUND_BIRTH = """
 select a.id, b.id from registry_person a
   join registry_person b on b.born_on = a.born_on and b.id > a.id
    and b.area between a.area - a.area %% 1000 and a.area - a.area %% 1000 + 999
    and left(b.name, 1) = left(a.name, 1) and length(b.name) = length(a.name) and b.name <> a.name
  where may_be_one limit %(most)s
"""
NUMBER = """
 select distinct a.id, b.id from registry_identity i
   join registry_identity j on j.number_token = i.number_token and j.person_id > i.person_id
    and j.superseded_at is null and j.number_token is not null
   join registry_person a on a.id = i.person_id
   join registry_person b on b.id = j.person_id
  where i.superseded_at is null and i.number_token is not null and may_be_one limit %(most)s
"""
PHONE = """
 select distinct a.id, b.id from registry_phone i
   join registry_phone j on j.token = i.token and j.person_id > i.person_id
    and j.superseded_at is null and j.valid_until is null
   join registry_person a on a.id = i.person_id
   join registry_person b on b.id = j.person_id
  where i.superseded_at is null and i.valid_until is null
    and left(b.name, 1) = left(a.name, 1) and may_be_one limit %(most)s
"""
SLIP = """
 select a.id, b.id from registry_identity i
   join registry_person a on a.id = i.person_id
   join registry_person b on b.name = a.name and b.id <> a.id
  where i.superseded_at is null and i.state = 'unverified' and i.number is not null
    and i.number_token is null and octet_length(i.number) > 40 and may_be_one limit %(most)s
"""


def find_doubts(*, by: UUID, at: datetime, most: int = MOST) -> int:
    """Write down who in reach may be registered twice, and return how many pairs are new.

    It goes by indexes: same name and birth; same sound and birth in one village; one number held
    by two; one telephone and a near name; one name and a number that a slip made of the other.
    """
    with transaction.atomic():
        _one_at_a_time()
        found: dict[tuple[int, int], list[Doubt]] = {}
        for pairs, doubt in (
            (_pairs(NUMBER, MOST), Doubt.NUMBER),
            (_pairs(NAME_BIRTH, MOST), Doubt.NAME_BIRTH),
            (_near(_pairs(SOUND_BIRTH, CANDIDATES)), Doubt.SOUND_BIRTH),
            (_near(_pairs(PHONE, CANDIDATES), same_too=True), Doubt.PHONE),
        ):
            for pair in pairs:
                found.setdefault(pair, []).append(doubt)
        for pair, doubt in _slips(_pairs(SLIP, OPENED)):
            found.setdefault(pair, []).append(doubt)
        new = _write(dict(list(found.items())[:most]), by, at)
        if new:
            audit.record(verb="registry.pair.look", by=by, at=at, detail={"found": new})
    return new


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('registry.pairs'))")


def _pairs(statement: str, most: int) -> list[tuple[int, int]]:
    """The ids of two people each, the smaller first."""
    with connection.cursor() as cursor:
        cursor.execute("select nullif(current_setting('bangfu.areas', true), '')")
        (areas,) = cursor.fetchone()
        cursor.execute(statement.replace("may_be_one", _PEOPLE), {"areas": areas, "most": most})
        return list(dict.fromkeys((min(row), max(row)) for row in cursor.fetchall()))


def _near(pairs: list[tuple[int, int]], *, same_too: bool = False) -> list[tuple[int, int]]:
    """Of these, the pairs whose names sound the same, or are the same where that is asked too."""
    names = _names(pairs)
    wanted = {Agreement.SAME_SOUND, Agreement.SAME} if same_too else {Agreement.SAME_SOUND}
    return [(a, b) for a, b in pairs if names_agree(names[a], names[b]) in wanted]


def _names(pairs: Iterable[tuple[int, int]]) -> dict[int, str]:
    ids = {one for pair in pairs for one in pair}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


def _slips(pairs: list[tuple[int, int]]) -> Iterable[tuple[tuple[int, int], Doubt]]:
    """Of these, the pairs whose numbers differ by one slip of the hand."""
    ids = {one for pair in pairs for one in pair}
    facts = Identity.objects.filter(person__in=ids, superseded_at=None).exclude(number=None)
    facts = facts.select_related("person").order_by("id")
    opened = keys.open_many([fact.person.uuid for fact in facts])
    numbers: dict[int, set[str]] = {}
    for fact in facts:
        key = opened.get(fact.person.uuid)
        if key is not None:
            number = crypto.unseal(key, "identity.number", bytes(fact.number or b""))
            numbers.setdefault(fact.person_id, set()).add(number)
    for a, b in pairs:
        for one in numbers.get(a, ()):
            for other in numbers.get(b, ()):
                slip = slip_between(one, other) if min(len(one), len(other)) >= 14 else None
                if slip is not None:
                    yield (a, b), Doubt(f"slip_{slip.value}")


def _write(found: dict[tuple[int, int], list[Doubt]], by: UUID, at: datetime) -> int:
    people: dict[int, Any] = Person.objects.in_bulk({one for pair in found for one in pair})
    rows = [
        Pair(
            one=people[a], two=people[b], area=people[a].area, other_area=people[b].area,
            reasons=",".join(dict.fromkeys(doubt.value for doubt in doubts)), found_at=at,
            found_by=by, state=PairState.OPEN,
        )
        for (a, b), doubts in found.items()
    ]  # fmt: skip
    return len(Pair.objects.bulk_create(rows))
