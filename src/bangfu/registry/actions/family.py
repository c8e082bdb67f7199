"""Who lives with whom: joining, birth, death, moving, parting, and who heads the family."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from bangfu.kernel import names
from bangfu.kernel.identity import IdentityNumber
from bangfu.kernel.relations import HEAD_CODES
from bangfu.privacy import crypto, keys

from ..models import Category, Change, Departure, Holder, Household, Identity, Membership, Person
from ..queries.tokens import tokens_of
from ..states import ChangeKind, DepartureKind, IdentityState, LeaveReason
from .act import (
    Act,
    AlreadyThere,
    CannotChange,
    NotThatDay,
    Told,
    act,
    day_before,
    living,
    member_of,
    members,
    person_of,
)
from .bulk import insert_search_rows
from .claims import weigh
from .kin import refuse_unlikely


class LastMember(CannotChange):
    """Nobody would be left in the household; say ``close`` to let it leave the register."""

    def __init__(self) -> None:
        super().__init__(_("这是户里最后一人，办了以后这一户就没有人了，要一并退出吗？"))


class NeedsHead(CannotChange):
    """The head leaves and others stay: one of them must be named the head."""

    def __init__(self) -> None:
        super().__init__(_("户主离开了，请选一位留下的人做户主。"))


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody the register does not know yet. ``number`` is None where there is none."""

    name: str
    relation: str
    number: IdentityNumber | None = None
    sex: int = 0
    born_on: date | None = None
    born_precision: str = ""


@dataclass(frozen=True, slots=True)
class NewHead:
    """Who heads the family from now on, and everybody's relation to him (missing: not said).

    ``sure`` are the doubts (`Unlikely.keys`) that somebody looked at and stands by.
    """

    person: UUID
    relations: Mapping[UUID, str]
    sure: frozenset[str] = frozenset()


def join(*, home: UUID, who: Newcomer, told: Told, birth: bool = False) -> Change:
    """Add a member: born, married in, come back. A number somebody has is a question, not a join.

    Raises CannotChange where the register knows this very person already.
    """
    kind = ChangeKind.BIRTH if birth else ChangeKind.JOIN
    with act(kind, home, told) as doing:
        person = enrol(doing, doing.change.household, who)
        doing.change.person = person
        doing.change.save(update_fields=["person"])
        doing.add(Membership, person, household=doing.change.household, relation=who.relation)
    return doing.change


def enrol(doing: Act, home: Household, who: Newcomer) -> Person:
    """Write a new person of a household with his name and number."""
    if who.born_on is not None and who.born_on > doing.told.on:
        raise NotThatDay(_("生效日期早于%(name)s的出生日期%(born)s。")
                         % {"name": who.name, "born": who.born_on})  # fmt: skip
    number = who.number.number18 if who.number else ""
    token = crypto.blind("identity.number", number) if number else None
    state = weigh(who.name, token)
    if isinstance(state, Person):
        raise AlreadyThere(
            (
                _("%(name)s已在台账里（号码、姓名相同）。请打开那一户，办“转到另一户”。")
                if state.home is not None
                else _("%(name)s在台账里，现在不在任何一户。请打开这个人，办“回迁”。")
            )
            % {"name": who.name},
            state.uuid,
        )
    person = Person.objects.create(
        area=home.area, home=home.uuid, name=who.name, sort_key=names.pinyin_key(who.name)[:120],
        sex=who.sex, born_on=who.born_on, born_precision=who.born_precision,
        identity_state=state, entry=doing.change.uuid, entered_at=doing.told.at, uuid=uuid4(),
    )  # fmt: skip
    key = keys.create([person.uuid])[person.uuid]
    doing.add(
        Identity, person, name=who.name, sex=who.sex, born_on=who.born_on,
        born_precision=who.born_precision, state=state, number_token=token,
        number=crypto.seal(key, "identity.number", number) if number else None,
    )  # fmt: skip
    if state == IdentityState.VERIFIED and token is not None:
        Holder.objects.create(token=token, person=person, area=person.area)
    insert_search_rows([(person.pk, person.area, tokens_of(who.name, number or None, ""))])
    return person


def record_death(
    *, person: UUID, told: Told, head: NewHead | None = None, close: bool = False
) -> Change:
    """Record a death on the day of the act: he leaves the household; the others' aid goes on."""
    return _depart(person, DepartureKind.DIED, told, head, close=close)


def move_out(
    *, person: UUID, told: Told, head: NewHead | None = None, close: bool = False
) -> Change:
    """Record that somebody moved away, out of the register's reach."""
    return _depart(person, DepartureKind.MOVED, told, head, close=close)


def _depart(
    person: UUID, kind: DepartureKind, told: Told, head: NewHead | None, *, close: bool
) -> Change:
    who, there = _member(person)
    acts = {DepartureKind.DIED: ChangeKind.DEATH, DepartureKind.MOVED: ChangeKind.MOVE_OUT}
    with act(acts[kind], there.household.uuid, told, person=person) as doing:
        there = _still(there)
        living(who, told.on)
        doing.add(Departure, who, kind=kind)
        last = told.on if kind is DepartureKind.DIED else day_before(told.on)
        doing.end(there, max(last, there.valid_from))
        after_leaving(doing, doing.change.household, there, head, close=close)
    return doing.change


def move(
    *, person: UUID, to: UUID, relation: str, told: Told, head: NewHead | None = None,
    close: bool = False,
) -> Change:  # fmt: skip
    """Move a member to another household, in another village too."""
    who, there = _member(person)
    if there.household.uuid == to:
        raise CannotChange(_("%(name)s已在这一户。") % {"name": who.name})
    with act(ChangeKind.MOVE, there.household.uuid, told, person=person, other=to) as doing:
        there = _still(there)
        living(who, told.on)
        not_before(there, told.on)
        doing.end(there, day_before(told.on))
        target = doing.change.other
        assert target is not None
        if relation in HEAD_CODES and any(m.relation in HEAD_CODES for m in members(target)):
            raise CannotChange(_("那一户已有户主，请选别的关系。"))
        doing.add(Membership, who, household=target, relation=relation)
        after_leaving(doing, doing.change.household, there, head, close=close)
    return doing.change


def change_head(*, home: UUID, head: NewHead, told: Told) -> Change:
    """Make another member the head."""
    with act(ChangeKind.HEAD, home, told, person=head.person) as doing:
        _head(doing, doing.change.household, head)
    return doing.change


def _member(person: UUID) -> tuple[Person, Membership]:
    who = person_of(person)
    there = member_of(who)
    if there is None:
        raise CannotChange(_("%(name)s现在不在任何一户。") % {"name": who.name})
    return who, there


def _still(there: Membership) -> Membership:
    """Look again under the lock: he may have left in between."""
    again = member_of(there.person)
    if again is None or again.household_id != there.household_id:
        raise CannotChange(_("%(name)s已不在这一户。") % {"name": there.person.name})
    return again


def not_before(there: Membership, on: date) -> None:
    """Refuse to end a membership on or before the day it began."""
    if on > there.valid_from:
        return
    before = Membership.objects.filter(
        person=there.person, household=there.household, superseded_at=None,
        valid_until__isnull=False,
    )  # fmt: skip
    if before.filter(valid_from__lt=there.valid_from).exists():
        raise NotThatDay(
            _(
                "%(name)s在这一户里的关系%(on)s变过。生效日期要晚于这一天，"
                "或先撤回那一次变化，再按先后办。"
            )
            % {"name": there.person.name, "on": there.valid_from}
        )
    raise NotThatDay(
        _("生效日期要晚于%(name)s入这一户的日期%(on)s。")
        % {"name": there.person.name, "on": there.valid_from}
    )


def after_leaving(
    doing: Act, home: Household, left: Membership, head: NewHead | None, *, close: bool
) -> None:
    """A household goes on with a head, or leaves the register when nobody is left."""
    rest = members(home)
    if not rest:
        if not close:
            raise LastMember
        open_category = Category.objects.filter(
            household=home, superseded_at=None, valid_until=None
        )
        reason = LeaveReason.DEATH if doing.change.kind == ChangeKind.DEATH else LeaveReason.MOVED
        for category in open_category:
            last = max(day_before(doing.told.on), category.valid_from)
            doing.end(category, last, reason_out=reason)
    elif left.relation in HEAD_CODES and not any(m.relation in HEAD_CODES for m in rest):
        if head is None:
            raise NeedsHead
        _head(doing, home, head, old=left.person)


def _head(doing: Act, home: Household, head: NewHead, *, old: Person | None = None) -> None:
    """Let a member head the household; ``old`` is the head who left, where he did."""
    found = {there.person.uuid: there for there in members(home)}
    if head.person not in found:
        raise CannotChange(_("新户主不在这一户。"))
    if found[head.person].relation in HEAD_CODES:
        raise CannotChange(_("%(name)s已是户主。") % {"name": found[head.person].person.name})
    for uuid, there in found.items():
        relation = "02" if uuid == head.person else head.relations.get(uuid, "")
        if relation in HEAD_CODES and uuid != head.person:
            raise CannotChange(_("一户只有一位户主。"))
        not_before(there, doing.told.on)
        doing.end(there, day_before(doing.told.on))
        doing.add(Membership, there.person, household=home, relation=relation)
    told = {**head.relations, head.person: "02"}
    refuse_unlikely(list(found.values()), told, sure=head.sure, on=doing.told.on, old=old)
