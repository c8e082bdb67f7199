"""A grant is given for a family where it lives, and follows it to another village."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from bangfu.audit.models import Entry
from bangfu.offices import actions as offices
from bangfu.offices.models import Grant
from bangfu.offices.scope import Scope, scoped
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import Place
from bangfu.registry.models import Household

from .building import AT, BY, GAOPING, ON, SANJIAO, enter, household, person
from .test_changes import MOMENT, TODAY, family, told

pytestmark = pytest.mark.django_db


def test_a_grant_names_the_area_its_family_lives_in(town: Any) -> None:
    home = household(person())
    enter(home)
    for subject in (home.uuid, home.members[0].uuid):
        with pytest.raises(IntegrityError, match="names the area"), transaction.atomic():
            give(subject, SANJIAO)
        give(subject, GAOPING)


def test_leave_to_see_a_family_follows_it_to_another_village_and_back(town: Any) -> None:
    home, head, _wife = family()
    helper = give(home, GAOPING)
    person_grant = give(head, GAOPING)
    place = Place(SANJIAO, "三角村2组", "")
    change = changes.relocate(home=home, place=place, told=told())
    assert areas() == {home: SANJIAO, head: SANJIAO}
    assert moved() == 2
    with as_staff_of(GAOPING):
        assert not Grant.objects.exists()
        assert not Household.objects.filter(uuid=home).exists()
    with as_staff_of(SANJIAO):
        assert Grant.objects.count() == 2
    for principal in (helper, person_grant):
        with scoped(Scope(principal, ()), on=TODAY):
            assert Grant.objects.count() == 1
    with scoped(Scope(helper, ()), on=TODAY):
        assert Household.objects.get().uuid == home
    changes.undo(change=change.uuid, by=BY, at=MOMENT)
    assert areas() == {home: GAOPING, head: GAOPING}
    with as_staff_of(SANJIAO):
        assert not Grant.objects.exists()
    with scoped(Scope(helper, ()), on=TODAY):
        assert Household.objects.get().uuid == home


def test_leave_to_see_one_who_moves_or_parts_follows_him_alone(town: Any) -> None:
    home, _head, wife = family()
    other = household(person("梁好", None), area=SANJIAO)
    enter(other)
    give(home, GAOPING)
    give(wife, GAOPING)
    acts = [
        lambda: changes.move(person=wife, to=other.uuid, relation="80", told=told()),
        lambda: changes.split(
            home=home, leaving={wife: "02"}, place=Place(SANJIAO), standing=None, told=told()
        ),
    ]
    for act in acts:
        change = act()
        assert areas() == {home: GAOPING, wife: SANJIAO}
        changes.undo(change=change.uuid, by=BY, at=MOMENT)
        assert areas() == {home: GAOPING, wife: GAOPING}


def test_leave_to_see_one_who_comes_back_follows_him(town: Any) -> None:
    home, _head, wife = family()
    give(wife, GAOPING)
    changes.move_out(person=wife, told=told(ON.replace(year=2013, month=3)))
    back = changes.come_back_anew(person=wife, place=Place(SANJIAO), told=told())
    assert areas() == {wife: SANJIAO}
    changes.undo(change=back.uuid, by=BY, at=MOMENT)
    assert areas() == {wife: GAOPING}
    assert Household.objects.get(uuid=home).size == 1


def test_a_grant_moves_nowhere_but_to_where_its_family_is(town: Any) -> None:
    home, *_ = family()
    give(home, GAOPING)
    with pytest.raises(IntegrityError, match="names the area"), transaction.atomic():
        offices.follow_families(places={home: SANJIAO}, by=BY, at=MOMENT)
    with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
        Grant.objects.filter(subject=home).update(area=SANJIAO)
    with scoped(Scope(uuid4(), ()), on=TODAY):
        assert offices.follow_families(places={home: SANJIAO}, by=BY, at=MOMENT) == 0
    assert areas() == {home: GAOPING}


def areas() -> dict[UUID, int]:
    return dict(Grant.objects.values_list("subject", "area"))


def moved() -> int:
    return Entry.objects.filter(verb="offices.grant.follow").count()


def as_staff_of(village: int) -> Any:
    return scoped(Scope(uuid4(), ((village, village + 999),)), on=TODAY)


def give(subject: Any, area: int) -> UUID:
    principal = uuid4()
    offices.give_grant(
        principal=principal,
        subject=subject,
        area=area,
        purpose="visit",
        valid_from=ON,
        by=BY,
        at=AT,
    )
    return principal
