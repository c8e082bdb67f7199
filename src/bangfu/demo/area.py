"""A whole area of invented people through the register's own door, village by village.

A village is one transaction and one act of the trail: stopped in the middle, the next run goes on
with the first village that is not there yet. The plan (seed and size) makes each village anew from
its number alone, so nothing has to be kept between the two.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import connections, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.demo.maker.crowd import VILLAGE, Family, Somebody, families
from bangfu.demo.maker.places import Town
from bangfu.offices import access
from bangfu.offices.models import Area
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry import actions as registry
from bangfu.registry.actions.entry import HouseholdEntry, PersonEntry, RosterEntry, SourceEntry
from bangfu.registry.models import Household, Source

LINEAGE = "demo.area"
_NAMESPACE = UUID("b4f00000-0000-4000-8000-0000000a2ea0")
_TOLD_EVERY = 5.0
_ANALYSED = ("person", "household", "identity", "membership", "address", "search", "holder")

Say = Callable[[str], None]


class NotInvented(Exception):
    """There are households here that this did not make."""


def fill(town: Town, people: int, *, seed: int, at: datetime, say: Say = lambda line: None) -> int:
    """This function will enter ``people`` invented people and return how many it entered now.

    They are shared evenly over the town's villages, whose areas must be there. What an earlier
    run entered stays as it is. Raises NotInvented when the register holds anybody else.
    """
    shares = _shares(people, len(town.villages))
    there = _there(at)
    entered, start, told = 0, time.monotonic(), 0.0
    for place, share in enumerate(shares):
        if place in there or not share:
            continue
        _enter_village(town, place, share, seed=seed, at=at)
        entered += share
        now = time.monotonic()
        if now - told >= _TOLD_EVERY:
            told = now
            left = sum(n for i, n in enumerate(shares) if i > place and i not in there)
            minutes = -(-int((now - start) / entered * left) // 60)
            say(
                _("已收进 %(done)s 人，共 %(all)s 人；大约还要 %(minutes)d 分钟……")
                % {"done": f"{people - left:,}", "all": f"{people:,}", "minutes": minutes}
            )
    if entered:
        say(_("整理索引……"))
        _analyse()
    return entered


def _shares(people: int, villages: int) -> list[int]:
    each, rest = divmod(people, villages)
    if each + bool(rest) > VILLAGE:
        raise ValueError(f"{people} people in {villages} villages")
    return [each + (place < rest) for place in range(villages)]


def _there(at: datetime) -> set[int]:
    """Villages that are in, by number; refuses a register in which anybody else stands."""
    with scoped(operator_scope(), on=at.date(), read_only=True):
        ours = Source.objects.filter(lineage=LINEAGE)
        if Household.objects.exclude(entry__in=ours.values("entry")).exists():
            raise NotInvented
        return {int(sheet) - 1 for sheet in ours.values_list("sheet", flat=True)}


def _enter_village(town: Town, place: int, people: int, *, seed: int, at: datetime) -> None:
    village = town.villages[place]
    with scoped(operator_scope(), on=at.date()), transaction.atomic():
        registry.hold_entry()
        area = Area.objects.get(code=village.code).lo
        source = SourceEntry(
            uuid=UUID(int=_NAMESPACE.int + 2 * place),
            entry=UUID(int=_NAMESPACE.int + 2 * place + 1),
            file_name=_("虚构名册"),
            sheet=str(place + 1),
            issuer=village.name,
            lineage=LINEAGE,
            on=at.date(),
        )
        homes: list[HouseholdEntry] = []
        row = 0
        for family in families(town, place, people, seed=seed, on=at.date()):
            homes.append(_household(family, area, row))
            row += len(family.members)
        outcome = registry.enter_roster(RosterEntry(source, homes), by=access.OPERATOR, at=at)
        audit.record(
            verb="demo.village.enter",
            by=access.OPERATOR,
            at=at,
            area=area,
            detail={
                "new_people": outcome.new_people,
                "new_households": outcome.new_households,
                "seed": seed,
            },
        )


def _household(family: Family, area: int, row: int) -> HouseholdEntry:
    members = [_person(one, row + i + 1) for i, one in enumerate(family.members)]
    members[0].is_head = True
    return HouseholdEntry(
        uuid=family.uuid,
        known=False,
        area=area,
        category=family.category,
        members=members,
        monthly_fen=family.monthly_fen,
        cause_text=family.cause,
        place=family.place,
        address=family.address,
        row=row + 1,
    )


def _person(one: Somebody, row: int) -> PersonEntry:
    kind, grade = one.disability or (None, None)
    return PersonEntry(
        uuid=one.uuid,
        known=False,
        row=row,
        name=one.name,
        state="verified" if one.number else "unverified",
        sex=1 if one.male else 2,
        born_on=one.born,
        born_precision="day",
        number=one.number or None,
        relation=one.relation,
        phone=one.phone,
        disability_kind=kind,
        disability_grade=grade,
        stage=one.stage,
    )


def _analyse() -> None:
    """Tell the planner what there is now, and empty the waiting list of the search index."""
    with connections["owner"].cursor() as cursor:
        for table in _ANALYSED:
            # Names of our own, and no value.
            cursor.execute(f"vacuum (analyze) registry_{table}")
