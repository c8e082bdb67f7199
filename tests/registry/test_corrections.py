"""A fact said otherwise: the old one stays in the history, and the act can be undone."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bangfu.kernel.identity import parse
from bangfu.privacy.masks import Clearance
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import CannotChange, Who
from bangfu.registry.models import (
    Address,
    BankAccount,
    Cause,
    Disability,
    Holder,
    Identity,
    Membership,
    Person,
    Phone,
)

from .building import AT, BY, GAOPING, ON, enter, household, person
from .test_changes import HUSBAND, SON, TODAY, told

pytestmark = pytest.mark.django_db


def alone(**more: Any) -> tuple[UUID, UUID]:
    home = household(person("陈强", HUSBAND, phone="13900001234", **more))
    enter(home)
    return home.uuid, home.members[0].uuid


def open_facts(model: Any) -> list[Any]:
    return list(model.objects.filter(superseded_at=None, valid_until=None).order_by("id"))


def test_a_wrong_name_was_wrong_all_along_and_stays_in_the_history(town: Any) -> None:
    _home, who = alone()
    changes.set_identity(person=who, who=Who("陈祥", parse(HUSBAND), 1), told=told(), mistaken=True)
    assert Person.objects.get().name == "陈祥"
    fact = open_facts(Identity)[0]
    assert (fact.valid_from, fact.state) == (ON, "verified")
    assert Identity.objects.exclude(superseded_at=None).get().name == "陈强"
    assert queries.find_people(town, "陈祥", on=TODAY)
    assert Holder.objects.get().person.name == "陈祥"


def test_a_name_changed_at_the_police_was_another_before(town: Any) -> None:
    _home, who = alone()
    changes.set_identity(
        person=who, who=Who("陈祥", parse(HUSBAND), 1), told=told(), mistaken=False
    )
    old = Identity.objects.get(superseded_at=None, name="陈强")
    assert old.valid_until == date(2013, 5, 31)
    assert Person.objects.get().name == "陈祥"


def test_a_missing_number_is_filled_and_held(town: Any) -> None:
    home = household(person("陈强", None))
    enter(home)
    who = home.members[0].uuid
    changes.set_identity(person=who, who=Who("陈强", parse(SON), 1), told=told(), mistaken=True)
    assert Person.objects.get().identity_state == "verified"
    assert queries.find_people(town, SON[-4:], on=TODAY)


def test_a_number_of_somebody_else_stays_a_question(town: Any) -> None:
    _home, who = alone()
    other = household(person("黄伟", SON))
    enter(other)
    changes.set_identity(person=who, who=Who("陈强", parse(SON), 1), told=told(), mistaken=True)
    assert Person.objects.get(uuid=who).identity_state == "unverified"
    assert Person.objects.get(name="黄伟").identity_state == "verified"
    assert Holder.objects.count() == 1


def test_the_same_person_registered_twice_is_to_be_merged(town: Any) -> None:
    _home, who = alone()
    enter(household(person("陈祥", SON)))
    with pytest.raises(CannotChange, match="请办合并"):
        changes.set_identity(person=who, who=Who("陈祥", parse(SON), 1), told=told(), mistaken=True)


def test_saying_the_same_again_is_no_change(town: Any) -> None:
    _home, who = alone()
    with pytest.raises(CannotChange, match="没有变化"):
        changes.set_identity(
            person=who, who=Who("陈强", parse(HUSBAND), 1), told=told(), mistaken=True
        )
    with pytest.raises(CannotChange, match="没有变化"):
        changes.set_phone(person=who, number="13900001234", told=told())


def test_a_new_telephone_ends_the_old_one(town: Any) -> None:
    _home, who = alone()
    changes.set_phone(person=who, number="13900009876", told=told())
    assert [p.valid_from for p in open_facts(Phone)] == [TODAY]
    ended = Phone.objects.get(superseded_at=None, valid_until=date(2013, 5, 31))
    assert ended.valid_from == ON
    assert queries.find_people(town, "9876", on=TODAY)
    changes.set_phone(person=who, number="", told=told())
    assert open_facts(Phone) == []


def test_an_account_and_its_bank(town: Any) -> None:
    _home, who = alone()
    changes.set_account(person=who, number="6200000000001234", bank="农商行", told=told())
    assert open_facts(BankAccount)[0].bank == "农商行"


def test_a_relation_is_corrected_but_no_head_made_by_it(town: Any) -> None:
    home = household(person("陈强", HUSBAND), person("陈儿", None, relation="99", is_head=False))
    enter(home)
    son = home.members[1].uuid
    changes.set_relation(person=son, relation="20", told=told())
    there = open_facts(Membership)[-1]
    assert (there.relation, there.valid_from) == ("20", ON)
    with pytest.raises(CannotChange, match="变更户主"):
        changes.set_relation(person=son, relation="02", told=told())


def test_an_address_and_the_causes(town: Any) -> None:
    home, _who = alone()
    changes.set_address(home=home, group="高平村5组", address="高平村5组新街1号", told=told())
    assert [a.place for a in open_facts(Address)] == ["高平村5组"]
    file = queries.get_household_file(town, home, on=TODAY, clearance=Clearance.STAFF)
    assert file is not None
    assert file.address == "高平村5组新街1号"
    changes.set_causes(home=home, causes=["disability", "illness"], told=told())
    assert [(c.code, c.rank) for c in open_facts(Cause)] == [("disability", 1), ("illness", 2)]
    with pytest.raises(CannotChange, match="一到三个"):
        changes.set_causes(home=home, causes=[], told=told())


@pytest.mark.parametrize("mistaken", [True, False])
def test_every_correction_can_be_undone(town: Any, mistaken: bool) -> None:
    home, who = alone()
    models = (Identity, Phone, Address, Cause, Disability)

    def now() -> list[Any]:
        return [
            sorted(m.objects.filter(superseded_at=None).values_list("valid_from", "valid_until"))
            for m in models
        ] + list(Person.objects.values_list("name", "identity_state"))

    before = now()
    done = [
        changes.set_identity(
            person=who, who=Who("陈祥", parse(SON), 1), told=told(), mistaken=mistaken
        ),
        changes.set_phone(person=who, number="13900009876", told=told(), mistaken=mistaken),
        changes.set_address(
            home=home, group="高平村5组", address="x", told=told(), mistaken=mistaken
        ),
        changes.set_causes(home=home, causes=["age"], told=told(), mistaken=mistaken),
        changes.set_disability(person=who, kind=4, grade=1, told=told(), mistaken=mistaken),
    ]
    assert now() != before
    for change in reversed(done):
        changes.undo(change=change.uuid, by=BY, at=AT)
    assert now() == before
    assert Holder.objects.get().area == GAOPING
