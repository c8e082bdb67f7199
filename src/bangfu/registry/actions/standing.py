"""Why a household is on the register: opened, entered, left, its category changed, parted."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.kernel.relations import HEAD_CODES
from bangfu.privacy import crypto, keys

from ..models import Address, Category, Cause, Change, Household, Membership
from ..states import CategoryCode, ChangeKind, LeaveReason
from .act import Act, CannotChange, NotThatDay, Told, act, day_before, members
from .attach import Handed, attach
from .family import Newcomer, enrol, not_before
from .kin import refuse_unlikely
from .numbering import next_numbers


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a household is on the register; ``monthly_fen`` is in fen."""

    category: str
    reason: str = ""
    monthly_fen: int | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a household lives: the village's number, the group, and the whole address."""

    area: int
    group: str = ""
    address: str = ""


def open_household(
    *, place: Place, people: Sequence[Newcomer], standing: Standing, told: Told
) -> Change:
    """Open a household with its members: the first head, the rest as they are related."""
    if not people:
        raise CannotChange(_("至少要有一个人。"))
    if sum(who.relation in HEAD_CODES for who in people) != 1:
        raise CannotChange(_("一户要有一位户主，也只有一位。"))
    with transaction.atomic():
        home = new_household(place, told, entry := uuid4())
        with act(ChangeKind.OPEN, home.uuid, told, uuid=entry) as doing:
            lives_at(doing, home, place)
            _stand(doing, home, standing)
            for who in people:
                person = enrol(doing, home, who)
                doing.add(Membership, person, household=home, relation=who.relation)
    return doing.change


def split(
    *, home: UUID, leaving: Mapping[UUID, str], place: Place, standing: Standing | None, told: Told,
    sure: Collection[str] = (),
) -> Change:  # fmt: skip
    """Part a household: ``leaving`` are members with their relation to the new head.

    The new household has a category only where one is given: it is looked at anew. ``sure`` as in
    `NewHead`.
    """
    with transaction.atomic():
        new = new_household(place, told, entry := uuid4())
        with act(ChangeKind.SPLIT, home, told, other=new.uuid, uuid=entry) as doing:
            there = {m.person.uuid: m for m in members(doing.change.household)}
            _refuse_bad_split(there, leaving)
            for uuid, relation in leaving.items():
                not_before(there[uuid], told.on)
                doing.end(there[uuid], day_before(told.on))
                doing.add(Membership, there[uuid].person, household=new, relation=relation)
            _refuse_unlikely_split(there, leaving, sure=sure, on=told.on)
            lives_at(doing, new, place)
            if standing is not None:
                _stand(doing, new, standing)
    return doing.change


def _refuse_bad_split(there: Mapping[UUID, Membership], leaving: Mapping[UUID, str]) -> None:
    strangers = leaving.keys() - there.keys()
    if strangers or not leaving:
        raise CannotChange(_("请选这一户里要分出去的人。"))
    if sum(relation in HEAD_CODES for relation in leaving.values()) != 1:
        raise CannotChange(_("分出去的一户要有一位户主，也只有一位。"))
    stay = [m for uuid, m in there.items() if uuid not in leaving]
    if not any(m.relation in HEAD_CODES for m in stay):
        raise CannotChange(_("户主要留在原来这一户；要换户主，请先办变更户主。"))


def _refuse_unlikely_split(
    there: Mapping[UUID, Membership],
    leaving: Mapping[UUID, str],
    *,
    sure: Collection[str],
    on: date,
) -> None:
    old = next((m.person for m in there.values() if m.relation in HEAD_CODES), None)
    refuse_unlikely([there[uuid] for uuid in leaving], leaving, sure=sure, on=on, old=old)


def enter(*, home: UUID, standing: Standing, told: Told, papers: Sequence[Handed] = ()) -> Change:
    """Take a household in that has no category today: it fell into hardship, or fell again."""
    with act(ChangeKind.ENTER, home, told) as doing:
        household = doing.change.household
        if _category(household) is not None:
            raise CannotChange(_("这一户已在册，要改类别请办“变更类别”。"))
        if not members(household):
            raise CannotChange(_("这一户没有人，不能纳入。"))
        _not_before_it_left(household, told)
        _stand(doing, household, standing)
        attach(doing, papers)
    return doing.change


def _not_before_it_left(home: Household, told: Told) -> None:
    """A household has one category at a time, in the past too."""
    before = Category.objects.filter(household=home, superseded_at=None, valid_until__gte=told.on)
    last = before.order_by("valid_until").last()
    if last is not None:
        raise NotThatDay(_("生效日期要晚于上次退出的日期%(on)s。") % {"on": last.valid_until})


def leave(*, home: UUID, told: Told, papers: Sequence[Handed] = ()) -> Change:
    """Let a household leave hardship; ``told.reason`` is a LeaveReason. It stays on file."""
    if told.reason not in LeaveReason.values:
        raise CannotChange(_("请选退出原因。"))
    with act(ChangeKind.LEAVE, home, told) as doing:
        _end_category(doing, doing.change.household, told.reason)
        attach(doing, papers)
    return doing.change


def change_category(
    *, home: UUID, standing: Standing, told: Told, papers: Sequence[Handed] = ()
) -> Change:
    """Put a household into another category from a day on, or pay it another amount."""
    with act(ChangeKind.CATEGORY, home, told) as doing:
        now = _category(doing.change.household)
        if now is None:
            raise CannotChange(_("这一户现在不在册，请办“纳入”。"))
        if (now.code, now.monthly_fen) == (standing.category, standing.monthly_fen):
            raise CannotChange(_("类别和金额都没有变。"))
        _end_category(doing, doing.change.household, told.reason)
        _stand(doing, doing.change.household, standing)
        attach(doing, papers)
    return doing.change


def _category(home: Household) -> Category | None:
    found = Category.objects.filter(household=home, superseded_at=None, valid_until=None)
    return found.select_related("household").first()


def _end_category(doing: Act, home: Household, reason: str) -> None:
    now = _category(home)
    if now is None:
        raise CannotChange(_("这一户现在不在册。"))
    if doing.told.on <= now.valid_from:
        raise NotThatDay(
            _("现在的类别从%(on)s起。生效日期要晚于这一天，或先撤回那一次变化，再按先后办。")
            % {"on": now.valid_from}
        )
    doing.end(now, day_before(doing.told.on), reason_out=reason)


def _stand(doing: Act, home: Household, standing: Standing) -> None:
    if standing.category not in CategoryCode.values:
        raise CannotChange(_("请选类别。"))
    doing.add(
        Category, home, code=standing.category, monthly_fen=standing.monthly_fen,
        reason_in=standing.reason[:60],
    )  # fmt: skip
    if standing.cause:
        causes = Cause.objects.filter(household=home, superseded_at=None, valid_until=None, rank=1)
        if not causes.filter(code=standing.cause).exists():
            for cause in causes.select_related("household"):
                doing.end(cause, day_before(doing.told.on))
            doing.add(Cause, home, code=standing.cause, rank=1)


def new_household(place: Place, told: Told, entry: UUID) -> Household:
    """Make a household, with a number of its village and a key; an act has to tell of it."""
    home = Household(uuid=uuid4(), area=place.area, entry=entry, entered_at=told.at)
    home.number = next_numbers([(home.uuid, home.area)])[home.uuid]
    home.save()
    keys.create([home.uuid])
    return home


def lives_at(doing: Act, home: Household, place: Place) -> None:
    """Write where a household lives, as far as it is told."""
    if not (place.group or place.address):
        return
    key = keys.open_many([home.uuid])[home.uuid]
    sealed = crypto.seal(key, "address.text", place.address) if place.address else None
    doing.add(
        Address, home, place=place.group[:60], text=sealed,
        token=crypto.blind("address.text", place.address) if place.address else None,
    )  # fmt: skip
