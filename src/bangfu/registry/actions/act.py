"""One act of the register while it is done: who is locked, what is written, what is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.offices import actions as offices

from ..models import Change, Departure, Household, Membership, Person, Source
from ..states import ChangeKind, SourceKind
from .project import project_households, project_people, settle

F = TypeVar("F", bound=Model)
WAIT = "3s"
"""How long an act waits for a take-in or for another act before it says so."""


class CannotChange(ValueError):
    """The act would break a promise of the register; the message is for the person."""


class NotThatDay(CannotChange):
    """The act is possible, but not from the day that was given."""


class AlreadyThere(CannotChange):
    """The register knows this very person under another entry: ``person`` is its UUID."""

    def __init__(self, words: str, person: UUID) -> None:
        super().__init__(words)
        self.person = person


class Overtaken(CannotChange):
    """Somebody changed the family after the page was opened: ``change`` was done or undone last,
    and ``seen`` is what the next try has to have seen."""

    def __init__(self, change: Change, seen: int) -> None:
        super().__init__(_("这一户刚有人改过，您填的还在，请看过再办。"))
        self.change, self.seen = change, seen


@dataclass(frozen=True, slots=True)
class Told:
    """What every act is told: from which day, why, on what ground, by whom.

    ``seen`` is how much had been done when the page was opened (`acts_so_far`), or None where no
    page stood before the act.
    """

    on: date
    by: UUID
    at: datetime
    today: date
    reason: str = ""
    basis: str = ""
    note: str = ""
    seen: int | None = None


@dataclass(slots=True)
class Act:
    """What an act has at hand: the change, its source, and whom it touched."""

    change: Change
    source: Source
    told: Told
    homes: set[int] = field(default_factory=set)
    people: set[int] = field(default_factory=set)

    def add(self, model: type[F], subject: Person | Household, **values: Any) -> F:
        """Write a fact about a person or a household, true from the day of the act."""
        whose = "person" if isinstance(subject, Person) else "household"
        values = {"valid_from": self.told.on, "area": subject.area, whose: subject, **values}
        self._touch(subject)
        return model._default_manager.create(
            recorded_at=self.told.at, source=self.source, entry=self.change.uuid, **values
        )

    def close(self, facts: Iterable[Any]) -> None:
        """The register no longer says these facts."""
        for fact in facts:
            fact.superseded_at, fact.superseded_by = self.told.at, self.change.uuid
            fact.save(update_fields=["superseded_at", "superseded_by"])
            self._touch(fact.person if hasattr(fact, "person_id") else fact.household)

    def end(self, fact: Any, last: date, **values: Any) -> None:
        """A fact was true until ``last``: said anew with its end, so that it can be undone."""
        self.close([fact])
        if last < fact.valid_from:
            return
        fact.pk = None
        fact.superseded_at = fact.superseded_by = None
        fact.recorded_at, fact.entry, fact.valid_until = self.told.at, self.change.uuid, last
        for name, value in values.items():
            setattr(fact, name, value)
        fact.save(force_insert=True)

    def _touch(self, subject: Person | Household) -> None:
        (self.people if isinstance(subject, Person) else self.homes).add(subject.pk)


@contextmanager
def act(
    kind: ChangeKind,
    home: UUID,
    told: Told,
    *,
    person: UUID | None = None,
    other: UUID | None = None,
    uuid: UUID | None = None,
) -> Iterator[Act]:
    """Open an act on a household, locked; at the end lists show what became of it.

    ``uuid`` names the act where something was made for it before.

    Raises CannotChange for a day to come, for a family out of reach, and when a take-in holds the
    register; Overtaken when somebody else was faster.
    """
    if told.on > told.today:
        raise NotThatDay(_("生效日期不能晚于今天。"))
    with transaction.atomic():
        locked = lock([uuid for uuid in (home, other) if uuid is not None])
        _refuse_if_overtaken(locked[home], told)
        change = Change.objects.create(
            uuid=uuid or uuid4(), area=locked[home].area, kind=kind, household=locked[home],
            other=locked[other] if other else None,
            person=Person.objects.get(uuid=person) if person else None,
            on=told.on, reason=told.reason, basis=told.basis, note=told.note[:200],
            done_by=told.by, done_at=told.at,
        )  # fmt: skip
        doing = Act(change, _source(change), told, homes={home.pk for home in locked.values()})
        yield doing
        settle(doing.people)
        project_people(doing.people, at=told.at)
        project_households(doing.homes, at=told.at)
        grants_follow(doing.homes, doing.people, by=told.by, at=told.at)
        _record(change)


def grants_follow(homes: set[int], people: set[int], *, by: UUID, at: datetime) -> None:
    """Let leave to see these families name the village where they stand now."""
    subjects: tuple[QuerySet[Any], ...] = (
        Household.objects.filter(pk__in=homes),
        Person.objects.filter(pk__in=people),
    )
    places = {uuid: area for found in subjects for uuid, area in found.values_list("uuid", "area")}
    offices.follow_families(places=places, by=by, at=at)


def lock(uuids: list[UUID]) -> dict[UUID, Household]:
    """Lock the households, in one order for all; a take-in under way is waited for shortly."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('lock_timeout', %s, true)", [WAIT])
            cursor.execute("select pg_advisory_xact_lock_shared(hashtext('registry.entry'))")
            found = Household.objects.select_for_update().filter(uuid__in=uuids, withdrawn_at=None)
            homes = {home.uuid: home for home in found.order_by("id")}
            cursor.execute("select set_config('lock_timeout', '0', true)")
    except OperationalError as busy:
        raise CannotChange(_("有花名册正在入库，或有人正在改这一户，请过一会儿再办。")) from busy
    if len(homes) < len(set(uuids)):
        raise CannotChange(_("没有这一户，或不归您管。"))
    return homes


def acts_so_far(home: Household) -> int:
    """Return how much was done with a household: every act counts, and once more when undone."""
    acts = _acts(home)
    return acts.count() + acts.exclude(undone_at=None).count()


def _acts(home: Household) -> QuerySet[Change]:
    return Change.objects.filter(Q(household=home) | Q(other=home))


def _refuse_if_overtaken(home: Household, told: Told) -> None:
    if told.seen is None or acts_so_far(home) <= told.seen:
        return
    last = _acts(home).order_by(Coalesce("undone_at", "done_at"), "id").last()
    assert last is not None
    raise Overtaken(last, acts_so_far(home))


def _source(change: Change) -> Source:
    return Source.objects.create(
        kind=SourceKind.COUNTER,
        entry=change.uuid,
        issuer=change.basis,
        on=change.on,
        recorded_at=change.done_at,
        recorded_by=change.done_by,
    )


def _record(change: Change) -> None:
    subject = change.person or change.household
    audit.record(
        verb=f"registry.household.{change.kind}",
        by=change.done_by,
        at=change.done_at,
        subject=subject.uuid,
        subject_kind="person" if change.person_id else "household",
        area=change.area,
        reason=change.reason,
        detail={"act": str(change.uuid)},
    )


def person_of(uuid: UUID) -> Person:
    """Return a person within reach, or refuse; one who was merged is written about no more."""
    found = Person.objects.filter(uuid=uuid, withdrawn_at=None).select_related("canonical").first()
    if found is None:
        raise CannotChange(_("没有这个人，或不归您管。"))
    if found.canonical is not None:
        raise CannotChange(
            _("这一条已并入%(name)s，请到那里办，或先拆开。") % {"name": found.canonical.name}
        )
    return found


def member_of(person: Person) -> Membership | None:
    """Return the open membership of a person."""
    found = Membership.objects.filter(person=person, superseded_at=None, valid_until=None)
    return found.select_related("household", "person").first()


def members(home: Household) -> list[Membership]:
    """Return the open memberships of a household, in the order of the roster."""
    found = Membership.objects.filter(household=home, superseded_at=None, valid_until=None)
    return list(found.select_related("person").order_by("id"))


def living(person: Person, on: date) -> None:
    """Refuse an act on somebody dead or gone, or from a day before the birth."""
    gone = Departure.objects.filter(person=person, superseded_at=None, valid_until=None).first()
    if gone is not None:
        raise CannotChange(
            _("%(name)s已于%(on)s%(kind)s。")
            % {"name": person.name, "on": gone.valid_from, "kind": gone.get_kind_display()}
        )
    if person.born_on is not None and person.born_precision == "day" and on < person.born_on:
        raise NotThatDay(
            _("生效日期早于%(name)s的出生日期%(born)s。")
            % {"name": person.name, "born": person.born_on}
        )


def day_before(on: date) -> date:
    return on - timedelta(days=1)
