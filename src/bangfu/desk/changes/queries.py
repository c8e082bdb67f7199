"""What the pages of changes show: a family as it stands, and households to move to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bangfu.kernel.relations import HEAD_CODES
from bangfu.offices import queries as offices
from bangfu.offices.models import Area
from bangfu.offices.scope import Scope
from bangfu.privacy.states import Clearance
from bangfu.registry import queries as registry
from bangfu.registry.actions.changes import acts_so_far
from bangfu.registry.models import BankAccount, Household, Membership, Person
from bangfu.registry.queries.files import Member
from bangfu.registry.queries.scoped import area_names
from bangfu.registry.states import NeedState

MOST = 8


@dataclass(frozen=True)
class Family:
    """A household with who lives there today, and how much was done with it by now, and
    what it needs."""

    home: Household
    village: str
    members: tuple[Member, ...]
    seen: int
    causes: tuple[str, ...] = ()
    needs: tuple[registry.NeedLine, ...] = ()

    @property
    def heads(self) -> tuple[Member, ...]:
        """Who heads the family: one, or nobody where rosters did not say."""
        return tuple(member for member in self.members if member.relation in HEAD_CODES)

    def member(self, uuid: UUID | None) -> Member | None:
        """Return the member of this UUID."""
        return next((member for member in self.members if member.uuid == uuid), None)


@dataclass(frozen=True)
class Target:
    """A household that somebody may move to, as a line to choose from."""

    uuid: UUID
    head: str
    village: str
    size: int
    number: str


@dataclass(frozen=True)
class FormerHome:
    """Where somebody lived last, and what he would be there now; "" where that is not clear."""

    home: Target
    relation: str


@dataclass(frozen=True)
class Subject:
    """A person as the register has him, numbers masked: what a correction starts from."""

    person: Person
    relation: str = ""
    number: str = ""
    phone: str = ""
    account: str = ""
    bank: str = ""
    holder: str = ""


def find_family(scope: Scope, uuid: UUID, *, on: date) -> Family | None:
    """Return a household in scope with its members, or None."""
    home = registry.find_household(scope, uuid, on=on)
    if home is None:
        return None
    return Family(
        home=home,
        village=area_names({home.area})[home.area],
        members=tuple(registry.list_members(home, on=on)),
        seen=acts_so_far(home),
        causes=tuple(registry.list_causes(home)),
        needs=tuple(need for need in registry.list_needs(home) if need.state == NeedState.OPEN),
    )


def find_subject(scope: Scope, uuid: UUID, *, on: date) -> tuple[Subject, UUID] | None:
    """Return a person as a correction starts from him, and the household where he lives or lived
    last; None for one who is not there for this reader."""
    file = registry.get_person_file(scope, uuid, on=on, clearance=Clearance.STAFF)
    if file is None:
        return None
    lived = [told for told in file.told("membership") if told.superseded_at is None]
    if not lived:
        return None
    last = max(lived, key=lambda told: told.valid_until or date.max)
    now = {told.kind: told for told in file.facts if told.current}
    mine = {"person": file.person, "superseded_at": None, "valid_until": None}
    there = Membership.objects.filter(**mine).first()
    account = BankAccount.objects.filter(**mine).order_by("id").last()
    return (
        Subject(
            person=file.person,
            relation=there.relation if there else "",
            number=now["identity"].note if "identity" in now else "",
            phone=now["phone"].value if "phone" in now else "",
            account=now["account"].value if "account" in now else "",
            bank=account.bank if account else "",
            holder=account.holder if account else "",
        ),
        last.value.uuid,
    )


def address_of(family: Family, scope: Scope, *, on: date) -> tuple[str, str]:
    """Return the group and the address of a household, for who may put them right."""
    file = registry.get_household_file(scope, family.home.uuid, on=on, clearance=Clearance.STAFF)
    return (file.place, file.address) if file is not None else ("", "")


def find_targets(scope: Scope, typed: str, *, besides: UUID, on: date) -> list[Target]:
    """Return the households in scope that a name or a household number may mean."""
    hits = registry.find_people(scope, typed, on=on, limit=MOST * 3)
    homes = dict.fromkeys(hit.household for hit in hits if hit.household not in (None, besides))
    found = [registry.find_household(scope, uuid, on=on) for uuid in homes if uuid is not None]
    return [_target(home) for home in found[:MOST] if home is not None]


def find_target(scope: Scope, uuid: UUID, *, on: date) -> Target | None:
    """Return one household in scope as a line to choose from."""
    home = registry.find_household(scope, uuid, on=on)
    return _target(home) if home is not None else None


def find_former_home(scope: Scope, person: Person, *, on: date) -> FormerHome | None:
    """Return the household in scope that somebody left last, or None.

    He is to its head what he was, as long as the head is the same; of an empty one he is the head.
    """
    left = Membership.objects.filter(person=person, superseded_at=None, valid_until__isnull=False)
    last = left.select_related("household").order_by("valid_until", "id").last()
    home = registry.find_household(scope, last.household.uuid, on=on) if last else None
    if last is None or home is None:
        return None
    there = Membership.objects.filter(household=home, superseded_at=None, valid_until=None)
    if not there.exists():
        return FormerHome(_target(home), "02")
    same = there.filter(relation__in=HEAD_CODES, valid_from__lte=last.valid_until).exists()
    return FormerHome(_target(home), last.relation if same else "")


def _target(home: Household) -> Target:
    return Target(
        uuid=home.uuid,
        head=home.head.name if home.head else "",
        village=area_names({home.area})[home.area],
        size=home.size,
        number=home.number,
    )


def villages_of(scope: Scope, *, on: date) -> Sequence[Area]:
    """Return the villages in which the reader may open a household."""
    return list(offices.list_villages(within=scope.areas, on=on)) if scope.areas else []
