"""The register as the rules read it: one family and all of them say the same."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from bangfu.rules import Said
from bangfu.rules.frames import register_of
from bangfu.rules.values import NONE, UNKNOWN

from ..registry.building import GAOPING, ON, TOWN, enter, household, person

pytestmark = pytest.mark.django_db


def told(model: Any, at: Any, **values: Any) -> Any:
    """Say one more fact of somebody, with the source of what is known of him."""
    from bangfu.registry.models import Category

    source = Category.objects.order_by("id").last().source
    base = {"valid_from": date(2012, 1, 1), "source": source, "entry": uuid4(), "area": at.area}
    key = "household" if type(at).__name__ == "Household" else "person"
    return model.objects.create(
        **{**base, "recorded_at": "2012-12-01T00:00:00Z", key: at, **values}
    )


def family(*more: Any, **values: Any) -> tuple[Any, list[Any]]:
    """Enter a household of a mother born on a known day and a son born in a known year only."""
    from bangfu.registry.models import Household, Person

    people = [
        person("曾妹", "442099195212022251", born_on=date(1952, 12, 2), born_precision="day"),
        person("曾强", None, is_head=False, relation="20", relation_text="子",
               born_on=date(1996, 1, 1), born_precision="year", row=6),
        *more,
    ]  # fmt: skip
    home = household(*people, **values)
    enter(home)
    found = Household.objects.get(uuid=home.uuid)
    return found, [Person.objects.get(uuid=one.uuid) for one in people]


def facts_of(home: Any, on: date = ON) -> tuple[dict[str, Said], list[dict[str, Said]]]:
    from bangfu.policies import queries

    family = queries.family_of(home.pk, on=on)
    assert family is not None
    case = family.case
    assert set(family.names) == {one.id for one in case.persons or ()}
    assert case.received is None
    return dict(case.facts), [dict(one.facts) for one in case.persons or ()]


def value(facts: dict[str, Said], name: str) -> Any:
    return facts.get(name, Said(UNKNOWN)).value


def test_what_nobody_told_is_unknown(town: Any) -> None:
    home, _people = family()
    of_home, of_people = facts_of(home)
    assert {name: one.value for name, one in of_home.items()} == {
        "area": str(GAOPING)[:12], "household.category": "dibao"
    }  # fmt: skip
    assert "低保户花名册.xlsx" in of_home["household.category"].source
    assert [{n: one.value for n, one in held.items()} for held in of_people] == [
        {"person.born": date(1952, 12, 2)}, {}
    ]  # fmt: skip


def test_every_fact_of_the_register_has_its_name_in_the_rules(town: Any) -> None:
    from bangfu.registry.models import (
        Assets,
        Disability,
        Housing,
        Illness,
        Schooling,
        Trait,
    )  # fmt: skip

    home, (mother, son) = family()
    told(Assets, home, savings_fen=1, within="yes")
    told(Housing, home, tenure="own", grade="D", work="rebuild", cost_fen=9000000,
         granted_on=date(2000, 1, 2))  # fmt: skip
    told(Trait, mother, field="labour", code="4")
    told(Disability, mother, kind=4, grade=2)
    told(Illness, mother, year=2011, own_paid_fen=1)
    told(Illness, mother, year=2012, own_paid_fen=3000000)
    told(Schooling, son, stage="高中", full_time=True, school_year=2011)
    told(Schooling, son, stage="本科", full_time=False, school_year=2012)
    of_home, (hers, his) = facts_of(home)
    assert {n: o.value for n, o in of_home.items() if n.startswith("household.h")} == {
        "household.housing.own": True, "household.housing.grade": "D",
        "household.housing.work": "rebuild", "household.housing.cost_fen": 9000000,
        "household.housing.last_grant_on": date(2000, 1, 2),
    }  # fmt: skip
    assert value(of_home, "household.assets_ok") is True
    names = ("labour", "disability.kind", "disability.grade")
    assert [value(hers, f"person.{name}") for name in names] == ["lost", "limb", 2]
    assert [value(hers, f"person.illness.{n}") for n in ("year", "own_paid_fen")] == [2012, 3000000]
    assert [value(his, f"person.school.{n}") for n in ("stage", "full_time", "year")] == [
        "university", False, 2012
    ]  # fmt: skip


def test_who_does_not_learn_is_known_not_to(town: Any) -> None:
    from bangfu.registry.models import Schooling

    home, (_mother, son) = family()
    told(Schooling, son, stage="非在校", school_year=2012)
    _home, (_hers, his) = facts_of(home)
    assert {value(his, f"person.school.{n}") for n in ("stage", "full_time", "year")} == {NONE}


def test_a_list_without_a_school_year_speaks_of_the_one_it_was_made_in(town: Any) -> None:
    from bangfu.registry.models import Schooling

    home, (_mother, son) = family()
    told(Schooling, son, stage="高中", valid_from=date(2012, 12, 31))
    _home, (_hers, his) = facts_of(home)
    assert value(his, "person.school.year") == 2012
    assert value(facts_of(home, date(2013, 8, 31))[1][1], "person.school.stage") == "senior"
    assert value(facts_of(home, date(2013, 9, 1))[1][1], "person.school.stage") is UNKNOWN
    told(Schooling, son, stage="非在校", school_year=2013)
    assert value(facts_of(home, date(2020, 9, 1))[1][1], "person.school.stage") is NONE


def test_a_day_before_asks_what_held_then(town: Any) -> None:
    from bangfu.registry.models import Disability

    home, (mother, _son) = family()
    told(Disability, mother, kind=4, grade=3, valid_until=date(2012, 6, 30))
    told(Disability, mother, kind=4, grade=2, valid_from=date(2012, 7, 1))
    for on, grade in ((date(2012, 6, 30), 3), (date(2012, 7, 1), 2)):
        rows = facts_of(home, on)[1]
        if rows:
            assert value(rows[0], "person.disability.grade") == grade
    before = facts_of(home, date(2011, 12, 31))
    assert value(before[0], "household.category") == "none"


def test_what_two_sources_tell_differently_is_not_known(town: Any) -> None:
    from bangfu.registry.models import Disability

    home, (mother, _son) = family()
    told(Disability, mother, kind=4, grade=2)
    told(Disability, mother, kind=4, grade=3)
    _home, (hers, _his) = facts_of(home)
    assert value(hers, "person.disability.kind") == "limb"
    assert value(hers, "person.disability.grade") is UNKNOWN


def test_income_is_known_when_that_of_everybody_who_may_work_is(town: Any) -> None:
    from bangfu.registry.models import Income

    child = person("曾小", None, is_head=False, relation="40", relation_text="孙",
                   born_on=date(2005, 1, 1), born_precision="day", row=7)  # fmt: skip
    home, (mother, son, _child) = family(child)
    name = "household.monthly_income_fen"
    assert value(facts_of(home)[0], name) is UNKNOWN
    told(Income, mother, wages_fen=100000, transfer_fen=None)
    assert value(facts_of(home)[0], name) is UNKNOWN
    told(Income, son, wages_fen=50000, transfer_fen=2500)
    assert value(facts_of(home)[0], name) == 152500


def test_the_columns_say_what_each_family_says(town: Any) -> None:
    from bangfu.policies import queries
    from bangfu.registry.models import (
        Assets,
        Disability,
        Household,
        Housing,
        Illness,
        Income,
        Schooling,
        Trait,
    )  # fmt: skip

    one, (mother, son) = family()
    told(Assets, one, savings_fen=1, within="no")
    told(Housing, one, tenure="rented", grade="C", work="", cost_fen=None)
    told(Disability, mother, kind=4, grade=2)
    told(Disability, mother, kind=5, grade=2)
    told(Trait, mother, field="labour", code="5")
    told(Trait, mother, field="health", code="30")
    told(Illness, mother, year=2012, own_paid_fen=None)
    told(Schooling, son, stage="非在校", school_year=2012)
    told(Income, mother, wages_fen=7)
    told(Income, son, business_fen=8)
    other = person("何带娣", "44209919750102224X", is_head=True, row=9)
    two = household(other, category="hard_up")
    enter(two, lineage="较困难")
    on = ON
    held = queries.columns_of([TOWN], on=on)
    cases = [
        queries.family_of(home.pk, on=on, received=())
        for home in Household.objects.order_by("area", "id")
    ]
    wanted = register_of([family.case for family in cases if family is not None])
    found = held.register
    assert found.households.select(wanted.households.columns).equals(wanted.households)
    assert found.persons.select(wanted.persons.columns).equals(wanted.persons)
    assert held.homes["id"].to_list() == [
        home.pk for home in Household.objects.order_by("area", "id")
    ]
    assert held.people["uuid"].to_list() == wanted.persons["id"].to_list()


def test_the_columns_hold_the_areas_asked_for(town: Any) -> None:
    from bangfu.policies import queries

    family()
    family_two = household(person("何带娣", "44209919750102224X"), area=GAOPING + 1000)
    enter(family_two, lineage="较困难")
    held = queries.columns_of([(GAOPING, GAOPING + 999)], on=ON)
    assert held.homes["area"].to_list() == [GAOPING]
    assert held.people.height == held.register.persons.height == 2
    nobody = queries.columns_of([], on=ON)
    assert nobody.register.households.height == nobody.register.persons.height == 0
