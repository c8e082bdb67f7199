"""The rows of a list that is handed out as a sheet: every one of it, a thousand at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from bangfu.offices.scope import Scope
from bangfu.privacy import crypto, keys

from ..models import Address, BankAccount, Category, Household, Identity, Person, Phone
from ..states import IdentityState
from .files import age_on
from .lists import HouseholdFilter, ask_of, order_of
from .narrow import Ask, page_ids
from .people_list import PersonFilter, ask_of_people
from .scoped import area_names

AT_ONCE = 1000
SEALED = frozenset({"identity", "phone", "account", "address"})
"""What lies sealed and is opened only where it is asked for by name."""


@dataclass(slots=True)
class HandedRow:
    """What a sheet may say of a person or of a household and its head.

    ``sealed`` holds the whole values that were asked for, by the names of SEALED. A number is the
    18 characters of one that is valid, nothing else.
    """

    village: str
    place: str = ""
    number: str = ""
    name: str = ""
    head: str = ""
    sex: int = 0
    age: int | None = None
    born_on: date | None = None
    born_precision: str = ""
    relation: str = ""
    category: str = ""
    cause: str = ""
    size: int | None = None
    students: int | None = None
    disability: str = ""
    stage: str = ""
    identity_state: str = ""
    monthly_fen: int | None = None
    entered_on: date | None = None
    bank: str = ""
    sealed: dict[str, str] = field(default_factory=dict)


def households_handed(
    scope: Scope,
    asked: HouseholdFilter,
    *,
    on: date,
    order: str = "",
    sealed: Collection[str] = (),
) -> Iterator[HandedRow]:
    """Yield every household that a filter finds, in the order of the list.

    ``sealed`` names what is to be opened, of the head but for the address: the caller records it.
    """
    ask = replace(ask_of(asked, on), order=order_of(asked, order))
    for ids in _batches(ask, Household, scope, on):
        homes = {home.pk: home for home in Household.objects.filter(pk__in=ids)}
        heads = _people({home.head_id for home in homes.values() if home.head_id})
        opened = _opened(heads, homes, sealed)
        counted = _students({home.uuid for home in homes.values()})
        money = _monthly(ids)
        villages = area_names({home.area for home in homes.values()})
        for home in (homes[pk] for pk in ids if pk in homes):
            head = heads.get(home.head_id or 0)
            row = HandedRow(
                village=villages[home.area],
                place=home.place,
                number=home.number,
                category=home.category,
                cause=home.cause,
                size=home.size,
                students=counted.get(home.uuid, 0),
                monthly_fen=money.get(home.pk),
                entered_on=home.entered_on,
                sealed=opened.get(home.pk, {}),
            )
            _tell(row, head, on)
            row.head = row.name
            yield row


def people_handed(
    scope: Scope, asked: PersonFilter, *, on: date, sealed: Collection[str] = ()
) -> Iterator[HandedRow]:
    """Yield every person that a filter finds, in the order of the list; see `households_handed`."""
    for ids in _batches(ask_of_people(asked, on), Person, scope, on):
        people = _people(set(ids))
        homes = {
            home.uuid: home
            for home in Household.objects.filter(
                uuid__in={one.home for one in people.values() if one.home}
            ).select_related("head")
        }
        opened = _opened_of_people(people, homes, sealed)
        villages = area_names({one.area for one in people.values()})
        for one in (people[pk] for pk in ids if pk in people):
            home = homes.get(one.home) if one.home else None
            row = HandedRow(
                village=villages[one.area],
                place=home.place if home else "",
                number=home.number if home else "",
                head=home.head.name if home and home.head else "",
                category=one.category if home else "",
                cause=home.cause if home else "",
                size=home.size if home else None,
                entered_on=home.entered_on if home else None,
                sealed=opened.get(one.pk, {}),
            )
            _tell(row, one, on)
            yield row


def _tell(row: HandedRow, person: Person | None, on: date) -> None:
    if person is None:
        return
    row.name, row.sex, row.relation = person.name, person.sex, person.relation
    row.born_on, row.born_precision = person.born_on, person.born_precision
    row.age = age_on(person.born_on, on) if person.born_precision else None
    row.disability, row.stage = person.disability, person.stage
    row.identity_state = person.identity_state


def _batches(ask: Ask, model: type[Any], scope: Scope, on: date) -> Iterator[list[int]]:
    """Ask for page after page; each begins after the last row of the one before."""
    columns = [name.removeprefix("-") for name in ask.order]
    while ids := page_ids(ask, scope, on=on, limit=AT_ONCE):
        yield ids
        if len(ids) < AT_ONCE:
            return
        ask = replace(ask, after=model.objects.values_list(*columns).get(pk=ids[-1]))


def _people(ids: Collection[int]) -> dict[int, Person]:
    return {one.pk: one for one in Person.objects.filter(pk__any_of=list(ids))}


def _students(homes: Collection[UUID]) -> dict[UUID, int]:
    learning = Person.objects.filter(home__any_of=list(homes), withdrawn_at=None).exclude(stage="")
    counted = learning.values("home").annotate(n=Count("id", filter=Q(canonical=None)))
    return {home: n for home, n in counted.values_list("home", "n") if home is not None}


def _monthly(ids: list[int]) -> dict[int, int | None]:
    current = Category.objects.filter(
        household_id__any_of=ids, superseded_at=None, valid_until=None
    )
    return dict(current.values_list("household_id", "monthly_fen"))


def _opened(
    heads: dict[int, Person], homes: dict[int, Household], sealed: Collection[str]
) -> dict[int, dict[str, str]]:
    of_heads = _facts_of(heads, sealed)
    places = _addresses(homes.values()) if "address" in sealed else {}
    return {
        home.pk: {**of_heads.get(home.head_id or 0, {}), **places.get(home.pk, {})}
        for home in homes.values()
    }


def _opened_of_people(
    people: dict[int, Person], homes: dict[UUID, Household], sealed: Collection[str]
) -> dict[int, dict[str, str]]:
    found = _facts_of(people, sealed)
    places = _addresses(homes.values()) if "address" in sealed else {}
    for one in people.values():
        home = homes.get(one.home) if one.home else None
        if home is not None and home.pk in places:
            found.setdefault(one.pk, {}).update(places[home.pk])
    return found


def _facts_of(people: dict[int, Person], sealed: Collection[str]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    if not people or not set(sealed) & (SEALED - {"address"}):
        return found
    opened = keys.open_many([one.uuid for one in people.values()])
    current = {"person_id__any_of": list(people), "superseded_at": None, "valid_until": None}
    if "identity" in sealed:
        numbers = Identity.objects.filter(**current, number_token__isnull=False)
        # The trusted one is told last and stays.
        for fact in sorted(numbers, key=lambda one: (one.state == IdentityState.VERIFIED, one.pk)):
            _put(found, opened, people, fact, "identity", "identity.number")
    if "phone" in sealed:
        for phone in Phone.objects.filter(**current).order_by("id"):
            _put(found, opened, people, phone, "phone", "phone.number")
    if "account" in sealed:
        for account in BankAccount.objects.filter(**current).order_by("id"):
            _put(found, opened, people, account, "account", "account.number")
            found.setdefault(account.person_id, {})["bank"] = account.bank
    return found


def _put(
    found: dict[int, dict[str, str]],
    opened: dict[UUID, bytes],
    people: dict[int, Person],
    fact: Any,
    name: str,
    label: str,
) -> None:
    key = opened.get(people[fact.person_id].uuid)
    if key is not None and fact.number is not None:
        value = crypto.unseal(key, label, bytes(fact.number))
        found.setdefault(fact.person_id, {})[name] = value


def _addresses(homes: Collection[Household]) -> dict[int, dict[str, str]]:
    uuids = {home.pk: home.uuid for home in homes}
    opened = keys.open_many(uuids.values())
    facts = Address.objects.filter(
        household_id__any_of=list(uuids), superseded_at=None, valid_until=None
    )
    return {
        fact.household_id: {"address": crypto.unseal(key, "address.text", bytes(fact.text))}
        for fact in facts.exclude(text=None).order_by("id")
        if fact.text and (key := opened.get(uuids[fact.household_id])) is not None
    }


__all__ = ["AT_ONCE", "SEALED", "HandedRow", "households_handed", "people_handed"]
