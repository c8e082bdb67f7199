"""What the register already knows of the people and households of a roster."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Model
from django.db.models.expressions import RawSQL

from ..models import (
    Address,
    BankAccount,
    Category,
    Cause,
    Disability,
    Holder,
    Household,
    Identity,
    Membership,
    Person,
    Phone,
    Schooling,
)
from . import any_of  # noqa: F401, the lookup of that name

T = TypeVar("T")
CHUNK = 5000


@dataclass(slots=True)
class KnownPerson:
    """A person with the current facts that a new row is compared with.

    ``identities`` are (fact id, lineage, name, sex, born_on, state, number token).
    """

    id: int
    uuid: UUID
    area: int
    home: UUID | None
    name: str
    sex: int
    born_on: date | None
    born_precision: str
    state: str
    identities: list[tuple[int, str, str, int, date | None, str, bytes | None]] = field(
        default_factory=list
    )
    membership: tuple[int, str, int, str] | None = None
    phones: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    accounts: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    disabilities: list[tuple[int, str, int | None, int | None]] = field(default_factory=list)
    stages: list[tuple[int, str, str]] = field(default_factory=list)
    holds: bool = False

    @property
    def tokens(self) -> set[bytes]:
        return {token for *_, token in self.identities if token is not None}

    @property
    def names(self) -> set[str]:
        return {self.name, *(identity[2] for identity in self.identities)}


@dataclass(slots=True)
class KnownHousehold:
    id: int
    uuid: UUID
    area: int
    category: tuple[int, str, str, int | None] | None = None
    causes: list[tuple[int, str, str]] = field(default_factory=list)
    addresses: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    members: list[UUID] = field(default_factory=list)
    head: UUID | None = None


def chunks(values: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    source = iter(values)
    while batch := list(islice(source, size)):
        yield batch


def people_by_uuid(uuids: Iterable[UUID]) -> dict[UUID, KnownPerson]:
    """Return the people with their current facts; those out of scope or withdrawn are absent."""
    found: dict[int, KnownPerson] = {}
    for batch in chunks(uuids):
        rows = Person.objects.filter(uuid__any_of=batch, withdrawn_at=None).values_list(
            "id", "uuid", "area", "home", "name", "sex", "born_on", "born_precision",
            "identity_state",
        )  # fmt: skip
        for row in rows:
            found[row[0]] = KnownPerson(*row)
    for ids in chunks(found):
        _add_person_facts(found, ids)
    return {person.uuid: person for person in found.values()}


def _current(model: type[Model], key: str, ids: Sequence[int], *columns: str) -> Any:
    return model._default_manager.filter(
        **{f"{key}__any_of": ids}, superseded_at=None, valid_until=None
    ).values_list(key, "id", "source__lineage", *columns)


def _add_person_facts(found: dict[int, KnownPerson], ids: Sequence[int]) -> None:
    for key, pk, lineage, name, sex, born, state, token in _current(
        Identity, "person_id", ids, "name", "sex", "born_on", "state", "number_token"
    ).order_by("id"):
        found[key].identities.append(
            (pk, lineage, name, sex, born, state, bytes(token) if token is not None else None)
        )
    for key, pk, lineage, home, relation in _current(
        Membership, "person_id", ids, "household_id", "relation"
    ):
        found[key].membership = (pk, lineage, home, relation)
    for key, pk, lineage, token in _current(Phone, "person_id", ids, "token"):
        found[key].phones[bytes(token)] = (pk, lineage)
    for key, pk, lineage, token in _current(BankAccount, "person_id", ids, "token"):
        found[key].accounts[bytes(token)] = (pk, lineage)
    for key, pk, lineage, kind, grade in _current(Disability, "person_id", ids, "kind", "grade"):
        found[key].disabilities.append((pk, lineage, kind, grade))
    for key, pk, lineage, stage in _current(Schooling, "person_id", ids, "stage"):
        found[key].stages.append((pk, lineage, stage))
    for key in Holder.objects.filter(person_id__any_of=ids).values_list("person_id", flat=True):
        found[key].holds = True


def households_by_uuid(uuids: Iterable[UUID]) -> dict[UUID, KnownHousehold]:
    """Return households with their current facts and the UUIDs of their members."""
    found: dict[int, KnownHousehold] = {}
    for batch in chunks(uuids):
        rows = Household.objects.filter(uuid__any_of=batch, withdrawn_at=None)
        for pk, uuid, area, head in rows.values_list("id", "uuid", "area", "head__uuid"):
            found[pk] = KnownHousehold(pk, uuid, area, head=head)
    for ids in chunks(found):
        for key, pk, lineage, code, money in _current(
            Category, "household_id", ids, "code", "monthly_fen"
        ):
            found[key].category = (pk, lineage, code, money)
        for key, pk, lineage, code in _current(Cause, "household_id", ids, "code"):
            found[key].causes.append((pk, lineage, code))
        for key, pk, lineage, token in _current(Address, "household_id", ids, "token"):
            if token is not None:
                found[key].addresses[bytes(token)] = (pk, lineage)
        for key, _pk, _lineage, uuid in _current(Membership, "household_id", ids, "person__uuid"):
            found[key].members.append(uuid)
    return {household.uuid: household for household in found.values()}


def _in_areas(model: type[Model]) -> RawSQL:
    """The reader's own areas: a family he holds only a grant on is none to write about."""
    return RawSQL(  # noqa: S611, our own table name
        f"{model._meta.db_table}.area <@ "
        "(select nullif(current_setting('bangfu.areas', true), '')::int8multirange)",
        [],
        output_field=BooleanField(),
    )


def numbers_held_elsewhere(tokens: Iterable[bytes]) -> frozenset[bytes]:
    """Return the blind indexes that somebody claims outside the reader's areas, and no more."""
    found: set[bytes] = set()
    with connection.cursor() as cursor:
        for batch in chunks(tokens):
            cursor.execute("select registry_held_elsewhere(%s)", [batch])
            found.update(bytes(row[0]) for row in cursor.fetchall())
    return frozenset(found)


def people_by_number_tokens(tokens: Iterable[bytes]) -> dict[bytes, list[UUID]]:
    """Return, for each blind index of a valid number, the people who claim it.

    Who was merged claims as the one he is: a roster that tells of him again tells of that one.
    """
    claims: dict[bytes, list[UUID]] = {}
    for batch in chunks(tokens):
        rows = Identity.objects.filter(
            _in_areas(Identity),
            number_token__any_of=batch,
            superseded_at=None,
            person__withdrawn_at=None,
        )
        columns = ("number_token", "person__uuid", "person__canonical__uuid")
        for token, entry, canonical in rows.values_list(*columns):
            uuid = canonical or entry
            people = claims.setdefault(bytes(token or b""), [])
            if uuid not in people:
                people.append(uuid)
    return claims


def households_by_address_tokens(tokens: Iterable[bytes]) -> dict[bytes, list[UUID]]:
    """Return, for each blind index of an address, the households that live there."""
    homes: dict[bytes, list[UUID]] = {}
    for batch in chunks(tokens):
        rows = Address.objects.filter(
            _in_areas(Address),
            token__any_of=batch,
            superseded_at=None,
            household__withdrawn_at=None,
        )
        for token, uuid in rows.values_list("token", "household__uuid"):
            homes.setdefault(bytes(token or b""), []).append(uuid)
    return homes


def households_by_heads(area: tuple[int, int], names: Iterable[str]) -> list[UUID]:
    """Return the households in a range of areas whose head bears one of the names."""
    found: list[UUID] = []
    for batch in chunks(names):
        rows = Household.objects.filter(
            _in_areas(Household), area__range=area, head__name__any_of=batch, withdrawn_at=None
        )
        found += rows.values_list("uuid", flat=True)
    return found
