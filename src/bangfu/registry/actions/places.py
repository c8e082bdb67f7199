"""Across villages: who moved out comes back, and a whole household moves to another village."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.kernel.relations import HEAD_CODES

from ..models import Address, Change, Departure, Household, Membership, Person
from ..states import ChangeKind, DepartureKind
from .act import Act, CannotChange, NotThatDay, Told, act, day_before, member_of, members, person_of
from .correct import retire
from .project import settle
from .standing import Place, lives_at, new_household


def come_back(*, person: UUID, to: UUID, relation: str, told: Told) -> Change:
    """Let somebody who moved out live in a household of the register again.

    Raises CannotChange for the dead, for who never left, and for a relation the household has no
    room for.
    """
    who = _away(person)
    with act(ChangeKind.RETURN, to, told, person=person) as doing:
        home = doing.change.household
        there = members(home)
        headed = any(member.relation in HEAD_CODES for member in there)
        if relation in HEAD_CODES and headed:
            raise CannotChange(_("那一户已有户主，请选别的关系。"))
        if relation not in HEAD_CODES and not there:
            raise CannotChange(_("那一户现在没有人，回来的人请选“户主”。"))
        _come(doing, who, home, relation)
    return doing.change


def come_back_anew(*, person: UUID, place: Place, told: Told) -> Change:
    """Let somebody who moved out come back as the head of a new household.

    What it stands on the register for is decided anew.
    """
    who = _away(person)
    with transaction.atomic():
        home = new_household(place, told, entry := uuid4())
        with act(ChangeKind.RETURN, home.uuid, told, person=person, uuid=entry) as doing:
            lives_at(doing, home, place)
            _come(doing, who, home, "02")
    return doing.change


def relocate(*, home: UUID, place: Place, told: Told) -> Change:
    """Move a whole household to another village: its people and all facts go with it.

    The household number stays: it names the family on papers, and is found as before.
    """
    with act(ChangeKind.RELOCATE, home, told) as doing:
        household = doing.change.household
        if household.area - household.area % 1000 == place.area - place.area % 1000:
            raise CannotChange(_("这一户已在这个村居；村内搬家请办“更正住址”。"))
        if not members(household):
            raise CannotChange(_("这一户没有人，不能搬。"))
        old = Address.objects.filter(household=household, superseded_at=None, valid_until=None)
        retire(doing, list(old.select_related("household")), mistaken=False)
        _stand_in(household, place.area)
        lives_at(doing, household, place)
        doing.people |= {member.person_id for member in members(household)}
    return doing.change


def move_back(change: Change) -> None:
    """Take a relocation back: the household stands in the village that the act found it in."""
    _stand_in(change.household, change.area)
    settle([member.person_id for member in members(change.household)])


def _stand_in(home: Household, area: int) -> None:
    home.area = area
    home.save(update_fields=["area"])


def _away(person: UUID) -> Person:
    who = person_of(person)
    there = member_of(who)
    if there is not None:
        raise CannotChange(
            _("%(name)s现在住在%(number)s，不用办回迁。")
            % {"name": who.name, "number": there.household.number}
        )
    return who


def _come(doing: Act, who: Person, home: Household, relation: str) -> None:
    gone = (
        Departure.objects.filter(person=who, superseded_at=None, valid_until=None)
        .select_related("person")
        .first()
    )
    if gone is not None and gone.kind == DepartureKind.DIED:
        raise CannotChange(
            _("%(name)s已于%(on)s%(kind)s。")
            % {"name": who.name, "on": gone.valid_from, "kind": gone.get_kind_display()}
        )
    last = Membership.objects.filter(person=who, superseded_at=None).order_by("valid_until").last()
    days = [gone.valid_from] if gone is not None else []
    days += [last.valid_until] if last is not None and last.valid_until else []
    if days and doing.told.on <= max(days):
        raise NotThatDay(
            _("生效日期要晚于%(name)s离开的日期%(on)s。") % {"name": who.name, "on": max(days)}
        )
    if gone is not None:
        doing.end(gone, day_before(doing.told.on))
    doing.add(Membership, who, household=home, relation=relation)
