"""Two sources differ: both stay until somebody says which holds, and that can be undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bangfu.privacy.masks import Clearance
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import CannotChange
from bangfu.registry.models import (
    Address,
    Change,
    Disability,
    Holder,
    Household,
    Identity,
    Person,
)

from .building import AT, BY, enter, household, person
from .test_changes import HUSBAND, told

pytestmark = pytest.mark.django_db


def twice(first: dict[str, Any], second: dict[str, Any], **home: Any) -> tuple[UUID, UUID]:
    """One person in two lists of different lineages; the second says more or other."""
    one = person("陈强", **{"number": None, **first})
    here = household(one)
    enter(here, lineage="低保")
    again = replace(one, known=True, **second)
    enter(replace(here, known=True, members=[again], **home), lineage="残联")
    return here.uuid, one.uuid


def asked() -> list[queries.Disagreement]:
    home = Household.objects.get(withdrawn_at=None)
    people = list(Person.objects.filter(withdrawn_at=None))
    return queries.list_differences(home, people, clearance=Clearance.STAFF)


def current(model: Any) -> list[Any]:
    return list(model.objects.filter(superseded_at=None, valid_until=None).order_by("id"))


def keep(home: UUID, subject: UUID, kind: str, fact: int, **more: Any) -> Change:
    return changes.settle(home=home, kind=kind, subject=subject, keep=fact, told=told(**more))


def test_two_births_are_a_question_and_one_is_let_hold(town: Any) -> None:
    day = {"born_precision": "day"}
    home, who = twice(
        {"born_on": date(1952, 12, 2), **day},
        {"born_on": date(1952, 2, 12), "sex": 1, **day},
    )
    found = asked()
    assert [(one.kind, one.subject, len(one.said)) for one in found] == [("identity", who, 2)]
    done = keep(home, who, "identity", found[0].said[1].fact.pk)
    assert (done.kind, done.basis) == ("settle", "paper")
    assert Person.objects.get().born_on == date(1952, 2, 12)
    assert asked() == []
    assert Identity.objects.count() == 2
    changes.undo(change=done.uuid, by=BY, at=AT)
    assert len(asked()[0].said) == 2


def test_two_grades_of_a_disability_are_a_question(town: Any) -> None:
    home, who = twice(
        {"disability_kind": 4, "disability_grade": 2},
        {"disability_kind": 4, "disability_grade": 3},
    )
    found = asked()
    assert [one.kind for one in found] == ["disability"]
    keep(home, who, "disability", found[0].said[0].fact.pk)
    assert [fact.grade for fact in current(Disability)] == [2]


def test_two_addresses_are_a_question(town: Any) -> None:
    home, _who = twice({}, {}, place="高平村5组", address="高平村5组新街1号")
    found = asked()
    assert [one.kind for one in found] == ["address"]
    assert "高平村" in found[0].said[0].masked
    keep(home, home, "address", found[0].said[1].fact.pk)
    assert [fact.place for fact in current(Address)] == ["高平村5组"]


def test_what_only_says_more_is_no_question(town: Any) -> None:
    twice(
        {"phone": "13900001234", "born_on": date(1952, 1, 1), "born_precision": "year"},
        {
            "phone": "13900005678", "born_on": date(1952, 12, 2), "born_precision": "day",
            "disability_kind": 4, "disability_grade": 2,
        },
    )  # fmt: skip
    assert asked() == []


def test_a_list_that_contradicts_the_counter_is_a_question(town: Any) -> None:
    one = person("陈强", HUSBAND, disability_kind=4, disability_grade=2)
    home = household(one)
    enter(home)
    changes.set_disability(person=one.uuid, kind=4, grade=1, told=told())
    enter(
        replace(home, known=True, members=[replace(one, known=True, disability_grade=3)]),
        lineage="残联",
    )
    assert [one.kind for one in asked()] == ["disability"]


def test_a_verified_number_is_not_lost_by_it(town: Any) -> None:
    home, who = twice({"number": HUSBAND, "state": "verified", "sex": 1}, {})
    first = current(Identity)[0]
    # A word without a number, as an act may leave it.
    other = Identity.objects.get(pk=first.pk)
    other.pk, other.name, other.state = None, "陈祥", "unverified"
    other.number = other.number_token = None
    other.save(force_insert=True)
    with pytest.raises(CannotChange, match="核实过的号码"):
        keep(home, who, "identity", other.pk)
    keep(home, who, "identity", first.pk)
    assert Holder.objects.get().person.name == "陈强"


def test_what_is_asked_no_more_is_refused(town: Any) -> None:
    home, who = twice({"disability_kind": 4}, {"disability_kind": 2})
    facts = current(Disability)
    keep(home, who, "disability", facts[0].pk)
    for fact in facts:
        with pytest.raises(CannotChange, match="没有不同的说法了"):
            keep(home, who, "disability", fact.pk)
    with pytest.raises(CannotChange, match="没有这一项"):
        keep(home, who, "phone", 1)
    with pytest.raises(CannotChange, match="没有这个人"):
        keep(home, home, "disability", facts[0].pk)
    assert Change.objects.count() == 1


def test_of_somebody_elsewhere_nothing_is_settled_here(town: Any) -> None:
    home, _who = twice({"disability_kind": 4}, {"disability_kind": 2})
    other = household(person("黄伟", None))
    enter(other)
    with pytest.raises(CannotChange, match="没有这个人"):
        keep(home, other.members[0].uuid, "disability", current(Disability)[0].pk)


def test_the_trail_names_the_act_and_no_value(town: Any, trail: Any) -> None:
    home, who = twice({"disability_kind": 4}, {"disability_kind": 2})
    keep(home, who, "disability", current(Disability)[0].pk)
    rows = [row for row in trail() if row[1] == "registry.household.settle"]
    assert [row[2] for row in rows] == [str(who)]
