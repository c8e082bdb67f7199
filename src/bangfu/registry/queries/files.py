"""One household, one file (一户一档); one person, one page."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from bangfu.kernel import relations
from bangfu.offices.scope import Scope
from bangfu.privacy import crypto, keys, masks
from bangfu.privacy.masks import Clearance

from ..models import (
    Address,
    BankAccount,
    Category,
    Cause,
    Change,
    Departure,
    Disability,
    Household,
    Identity,
    Illness,
    Income,
    Membership,
    Person,
    Phone,
    Schooling,
    Sighting,
    Source,
    Trait,
)
from ..states import ChangeKind, DepartureKind, TraitField
from .circumstances import labour_of
from .living import Living, facts_of, living_of, text_of
from .scoped import area_names, find_household, find_person, people


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as a page shows it: what, its value masked for the reader, and who says so."""

    kind: str
    value: Any
    valid_from: date
    valid_until: date | None
    recorded_at: datetime
    superseded_at: datetime | None
    source: Source
    row: int | None
    note: str = ""
    entry: UUID | None = None
    superseded_by: UUID | None = None
    holder: str = ""
    """In whose name an account stands, where that is somebody else's."""

    @property
    def current(self) -> bool:
        return self.superseded_at is None and self.valid_until is None


@dataclass(frozen=True, slots=True)
class Member:
    uuid: UUID
    name: str
    relation: str
    relation_text: str
    sex: int
    age: int | None
    born_on: date | None
    born_precision: str
    identity_state: str
    disability: str
    stage: str
    labour: str = ""
    until: date | None = None
    gone: Departure | None = None


@dataclass(slots=True)
class HouseholdFile:
    household: Household
    village: str
    members: list[Member]
    facts: list[Told]
    sources: list[tuple[Source, list[int]]]
    phone: str = ""
    place: str = ""
    address: str = ""
    account: str = ""
    former: list[Member] = field(default_factory=list)
    living: Living | None = None
    people: list[Person] = field(default_factory=list)
    said: dict[str, list[Any]] = field(default_factory=dict)
    """What is said today, by kind, of matters of which sources may differ: read once."""

    def told(self, kind: str) -> list[Told]:
        return [fact for fact in self.facts if fact.kind == kind]


@dataclass(slots=True)
class PersonFile:
    person: Person
    household: Household | None
    village: str
    age: int | None
    facts: list[Told]
    sources: list[tuple[Source, list[int]]]
    gone: Departure | None = None
    same: Person | None = None
    merged: list[tuple[Person, Change | None]] = field(default_factory=list)
    said: dict[str, list[Any]] = field(default_factory=dict)

    def told(self, kind: str) -> list[Told]:
        return [fact for fact in self.facts if fact.kind == kind]


def age_on(born_on: date | None, on: date) -> int | None:
    """Return whole years, or None where the birth is not known."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def _facts(model: type[Model], **subject: Any) -> Any:
    return model._default_manager.filter(**subject).select_related("source").order_by("id")


def _told(kind: str, fact: Any, value: Any, note: str = "") -> Told:
    return Told(
        kind, value, fact.valid_from, fact.valid_until, fact.recorded_at, fact.superseded_at,
        fact.source, fact.row, note, fact.entry, fact.superseded_by,
    )  # fmt: skip


def _opened(key: bytes | None, label: str, blob: Any) -> str:
    if key is None or blob is None:
        return ""
    return crypto.unseal(key, label, bytes(blob))


def get_household_file(
    scope: Scope, uuid: UUID, *, on: date, clearance: Clearance
) -> HouseholdFile | None:
    """Return the file of a household with every sealed value masked, or None for a stranger."""
    home = find_household(scope, uuid, on=on)
    if home is None:
        return None
    memberships = list(
        _facts(Membership, household=home, superseded_at=None).select_related("person")
    )
    current = [m for m in memberships if m.valid_until is None]
    addresses = list(_facts(Address, household=home))
    facts = [_told("category", c, c) for c in _facts(Category, household=home)]
    facts += [_told("cause", c, c.code, c.text) for c in _facts(Cause, household=home)]
    facts += [_told("address", a, a.place) for a in addresses]
    people = [m.person for m in current]
    opened = keys.open_many([home.uuid, *(person.uuid for person in people)])
    means = sees_means(clearance)
    found = facts_of(home, [person.pk for person in people], means=means)
    facts += _living_facts(opened.get(home.uuid), found)
    known = _known(memberships)
    file = HouseholdFile(
        household=home,
        village=area_names({home.area})[home.area],
        members=_members(current, known, on),
        facts=facts,
        sources=_sources([m.person_id for m in current]),
        former=_former(memberships, known, on),
        living=living_of(people, found, key=opened.get(home.uuid), on=on, means=means),
        people=sorted({person.pk: person for person in people}.values(), key=lambda one: one.pk),
        said={"address": _now(addresses), "disability": known.disabilities},
    )
    _add_contacts(file, current, opened, clearance)
    return file


def sees_means(clearance: Clearance) -> bool:
    """Whether a reader sees incomes, assets and what an illness cost: the staff do, a helper has
    no need of them."""
    return clearance in (Clearance.STAFF, Clearance.FULL)


def _now(facts: Iterable[Any]) -> list[Any]:
    return [fact for fact in facts if fact.superseded_at is None and fact.valid_until is None]


def _living_facts(key: bytes | None, found: Sequence[tuple[str, Any]]) -> list[Told]:
    """How a household lives and lived; what was written of a need is opened."""
    notes: dict[str, Callable[[Any], str]] = {
        "need": lambda need: text_of(key, need),
        "income": lambda income: income.person.name,
    }
    return [
        _told(kind, fact, fact, notes[kind](fact) if kind in notes else "") for kind, fact in found
    ]


def _add_contacts(
    file: HouseholdFile,
    current: list[Membership],
    opened: dict[UUID, bytes],
    clearance: Clearance,
) -> None:
    if file.said["address"]:
        address = file.said["address"][-1]
        file.place = address.place
        whole = _opened(opened.get(file.household.uuid), "address.text", address.text)
        file.address = masks.address(whole, clearance)
    people = {m.person_id: m.person.uuid for m in current}
    for phone in _facts(Phone, person_id__in=people, superseded_at=None, valid_until=None)[:1]:
        key = opened.get(people[phone.person_id])
        file.phone = masks.phone(_opened(key, "phone.number", phone.number), clearance)
    accounts = _facts(BankAccount, person_id__in=people, superseded_at=None, valid_until=None)
    for account in accounts[:1]:
        key = opened.get(people[account.person_id])
        file.account = masks.bank(_opened(key, "account.number", account.number), clearance)


@dataclass(frozen=True, slots=True)
class _Known:
    """What a line about a member says besides his entry; of all members in one question each."""

    disabilities: list[Disability]
    stages: dict[int, str]
    gone: dict[int, Departure]
    labour: dict[int, str]


def _known(memberships: Iterable[Membership]) -> _Known:
    ids = list({m.person_id for m in memberships})
    now = {"person_id__in": ids, "superseded_at": None, "valid_until": None}
    stages = Schooling.objects.filter(**now).order_by("id")
    return _Known(
        disabilities=list(_facts(Disability, **now)),
        stages=dict(stages.values_list("person_id", "stage")),
        gone=departures(ids),
        labour=labour_of(ids),
    )


def _members(memberships: list[Membership], known: _Known, on: date) -> list[Member]:
    disabilities = {one.person_id: one for one in known.disabilities}
    found = []
    for membership in memberships:
        person = membership.person
        disability = disabilities.get(person.id)
        found.append(
            Member(
                uuid=person.uuid,
                name=person.name,
                relation=membership.relation,
                relation_text=membership.relation_text or relations.label(membership.relation),
                sex=person.sex,
                age=age_on(person.born_on, on),
                born_on=person.born_on,
                born_precision=person.born_precision,
                identity_state=person.identity_state,
                disability=f"{disability.kind or 0}/{disability.grade or 0}" if disability else "",
                stage=known.stages.get(person.id, ""),
                labour=known.labour.get(person.id, ""),
                until=membership.valid_until,
                gone=known.gone.get(person.id),
            )
        )
    return sorted(found, key=lambda member: member.relation not in relations.HEAD_CODES)


def list_members(home: Household, *, on: date) -> list[Member]:
    """Return who lives in a household, the head first."""
    open_ones = _facts(Membership, household=home, superseded_at=None, valid_until=None)
    memberships = list(open_ones.select_related("person"))
    return _members(memberships, _known(memberships), on)


def list_causes(home: Household) -> list[str]:
    """Return the codes of why a household is hard up, the main cause first."""
    now = Cause.objects.filter(household=home, superseded_at=None, valid_until=None)
    return list(dict.fromkeys(now.order_by("rank", "id").values_list("code", flat=True)))


def _former(memberships: list[Membership], known: _Known, on: date) -> list[Member]:
    """Return who lived in a household and does not now, each once, the last to leave first."""
    here = {m.person_id for m in memberships if m.valid_until is None}
    last = {m.person_id: m for m in memberships if m.valid_until and m.person_id not in here}
    found = _members(list(last.values()), known, on)
    return sorted(found, key=lambda member: member.until or on, reverse=True)


def _last_day(gone: Departure | None, on: date) -> date:
    """The day up to which somebody grew older."""
    return gone.valid_from if gone is not None and gone.kind == DepartureKind.DIED else on


def _same(scope: Scope, person: Person, on: date) -> Person | None:
    """The person whom this entry was merged into, if he is there for this reader."""
    if person.canonical_id is None:
        return None
    return people(scope, on=on).filter(pk=person.canonical_id).first()


def _merged(person: Person) -> list[tuple[Person, Change | None]]:
    """The entries that were merged into this one, each with the act that did it."""
    entries = list(Person.objects.filter(canonical=person, withdrawn_at=None).order_by("id"))
    acts = Change.objects.filter(person__in=entries, kind=ChangeKind.MERGE, undone_at=None)
    by_person = {act.person_id: act for act in acts.order_by("id")}
    return [(entry, by_person.get(entry.pk)) for entry in entries]


def departures(ids: Iterable[int]) -> dict[int, Departure]:
    """Return, of these people, the departures of those who died or moved away."""
    gone = Departure.objects.filter(person_id__in=list(ids), superseded_at=None, valid_until=None)
    return {departure.person_id: departure for departure in gone}


def _sources(people: list[int]) -> list[tuple[Source, list[int]]]:
    rows: dict[Source, list[int]] = {}
    entries = Person.objects.filter(Q(pk__in=people) | Q(canonical_id__in=people))
    seen = Sighting.objects.filter(person__in=entries.values("pk"), withdrawn_at=None)
    for sighting in seen.select_related("source").order_by("source_id", "row"):
        numbers = rows.setdefault(sighting.source, [])
        if sighting.row not in numbers:
            numbers.append(sighting.row)
    return list(rows.items())


def _whose(account: BankAccount) -> str:
    """The bank of an account, and in whose name it stands where that is somebody else's."""
    return " ".join(word for word in (account.bank, account.holder) if word)


def get_person_file(
    scope: Scope, uuid: UUID, *, on: date, clearance: Clearance
) -> PersonFile | None:
    """Return every fact of a person, sealed values masked, or None for a stranger."""
    person = find_person(scope, uuid, on=on)
    if person is None:
        return None
    home = find_household(scope, person.home, on=on) if person.home else None
    gone = departures([person.pk]).get(person.pk)
    facts = _person_facts(person, clearance)
    return PersonFile(
        person=person,
        household=home,
        village=area_names({person.area})[person.area],
        age=age_on(person.born_on, _last_day(gone, on)),
        facts=facts,
        sources=_sources([person.pk]),
        gone=gone,
        same=_same(scope, person, on),
        merged=_merged(person),
        said={
            kind: _now(told.value for told in facts if told.kind == kind)
            for kind in ("identity", "disability")
        },
    )


def _person_facts(person: Person, clearance: Clearance) -> list[Told]:
    """Every fact of a person with its source, sealed values opened and masked."""
    key = keys.open_many([person.uuid]).get(person.uuid)
    facts: list[Told] = []
    for fact in _facts(Identity, person=person):
        number = _opened(key, "identity.number", fact.number)
        # Words such as 办理中 stand where the number is missing; a damaged one is masked too.
        words = fact.number_token is None and len(number) <= 6
        shown = number if words else masks.identity_number(number, clearance)
        facts.append(_told("identity", fact, fact, shown))
    for membership in _facts(Membership, person=person).select_related("household"):
        label = membership.relation_text or relations.label(membership.relation)
        facts.append(_told("membership", membership, membership.household, label))
    for phone in _facts(Phone, person=person):
        number = _opened(key, "phone.number", phone.number)
        facts.append(_told("phone", phone, masks.phone(number, clearance)))
    for account in _facts(BankAccount, person=person):
        number = _opened(key, "account.number", account.number)
        told = _told("account", account, masks.bank(number, clearance), _whose(account))
        facts.append(replace(told, holder=account.holder))
    for disability in _facts(Disability, person=person):
        written = _opened(key, "certificate.number", disability.certificate)
        facts.append(
            _told("disability", disability, disability, masks.certificate(written, clearance))
        )
    facts += [_told("schooling", s, s, s.school) for s in _facts(Schooling, person=person)]
    facts += [
        _told(trait.field, trait, trait.code)
        for trait in _facts(Trait, person=person)
        if trait.field != TraitField.HEALTH or sees_means(clearance)
    ]
    if sees_means(clearance):
        facts += [_told("income", income, income) for income in _facts(Income, person=person)]
        facts += [_told("illness", illness, illness) for illness in _facts(Illness, person=person)]
    return facts
