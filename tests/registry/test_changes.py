"""What a family goes through: each act keeps the register's promises and can be taken back."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from bangfu.kernel.identity import check_character, parse
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import (
    CannotChange,
    LastMember,
    NeedsHead,
    Newcomer,
    NewHead,
    Overtaken,
    Place,
    Standing,
    Told,
)
from bangfu.registry.models import (
    Category,
    Change,
    Departure,
    Holder,
    Household,
    Identity,
    Membership,
    Person,
)

from .building import AT, BY, GAOPING, SANJIAO, enter, household, person

pytestmark = pytest.mark.django_db

TODAY = date(2013, 6, 1)
MOMENT = datetime(2013, 6, 1, 2, tzinfo=AT.tzinfo)
HUSBAND, WIFE = "442099195212022251", "442099196002271530"
SON = "44209919850101003" + check_character("44209919850101003")


def told(on: date = TODAY, **more: Any) -> Told:
    return Told(**{"on": on, "by": BY, "at": MOMENT, "today": TODAY, "basis": "paper", **more})


def family() -> tuple[UUID, UUID, UUID]:
    """A household of two: its UUID, the head's and the wife's."""
    head = person("陈强", HUSBAND)
    wife = person("李娟", None, relation="10", relation_text="配偶", is_head=False, sex=2)
    home = household(head, wife)
    enter(home)
    return home.uuid, head.uuid, wife.uuid


def snapshot() -> dict[str, Any]:
    """Everything that lists show of the register."""
    homes = Household.objects.filter(withdrawn_at=None).order_by("uuid")
    people = Person.objects.filter(withdrawn_at=None).order_by("uuid")
    open_facts = {
        model.__name__: sorted(
            model.objects.filter(superseded_at=None).values_list(
                "household__uuid" if model is Category else "person__uuid",
                "valid_from",
                "valid_until",
            ),
            key=str,
        )
        for model in (Membership, Category, Identity, Departure)
    }
    return {
        "homes": list(homes.values_list("uuid", "area", "size", "category", "head__uuid")),
        "people": list(
            people.values_list("uuid", "area", "home", "name", "identity_state", "canonical")
        ),
        "holders": sorted(bytes(h.token) for h in Holder.objects.all()),
        **open_facts,
    }


def relations(home: UUID) -> dict[str, str]:
    found = Membership.objects.filter(
        household__uuid=home, superseded_at=None, valid_until=None
    ).select_related("person")
    return {m.person.name: m.relation for m in found}


def test_a_child_is_born_into_the_household(town: Any) -> None:
    home, *_ = family()
    child = Newcomer("陈小", "20", sex=1, born_on=date(2013, 5, 20), born_precision="day")
    change = changes.join(home=home, who=child, told=told(date(2013, 5, 20)), birth=True)
    assert relations(home) == {"陈强": "02", "李娟": "10", "陈小": "20"}
    assert Household.objects.get(uuid=home).size == 3
    assert queries.find_people(town, "陈小", on=TODAY)
    assert change.person is not None
    assert change.person.identity_state == "unverified"


def test_a_newcomer_with_a_number_holds_it(town: Any) -> None:
    home, *_ = family()
    changes.join(home=home, who=Newcomer("陈儿", "20", parse(SON)), told=told())
    assert Person.objects.get(name="陈儿").identity_state == "verified"
    assert Holder.objects.count() == 2


def test_somebody_on_the_register_is_not_added_a_second_time(town: Any) -> None:
    home, *_ = family()
    with pytest.raises(CannotChange, match="已在台账里"):
        changes.join(home=home, who=Newcomer("陈强", "80", parse(HUSBAND)), told=told())
    assert Person.objects.count() == 2
    assert Change.objects.count() == 0


def test_a_newcomer_with_anothers_number_is_a_question(town: Any) -> None:
    home, *_ = family()
    changes.join(home=home, who=Newcomer("黄伟", "80", parse(HUSBAND)), told=told())
    assert Person.objects.get(name="黄伟").identity_state == "unverified"
    assert Person.objects.get(name="陈强").identity_state == "verified"


def test_a_death_ends_the_membership_that_day_and_keeps_the_person(town: Any) -> None:
    home, _head, wife = family()
    changes.record_death(person=wife, told=told(date(2013, 5, 30)))
    there = Membership.objects.get(person__uuid=wife, superseded_at=None)
    assert there.valid_until == date(2013, 5, 30)
    assert Household.objects.get(uuid=home).size == 1
    assert Person.objects.get(uuid=wife).home is None
    assert Departure.objects.get().kind == "died"


def test_the_death_of_a_head_asks_for_a_new_one(town: Any) -> None:
    home, head, wife = family()
    with pytest.raises(NeedsHead):
        changes.record_death(person=head, told=told())
    assert Departure.objects.count() == 0
    changes.record_death(person=head, told=told(), head=NewHead(wife, {}))
    assert relations(home) == {"李娟": "02"}
    assert Household.objects.get(uuid=home).head == Person.objects.get(uuid=wife)


def test_the_last_member_leaving_is_asked_about_and_ends_the_category(town: Any) -> None:
    home, head, wife = family()
    changes.record_death(person=wife, told=told(date(2013, 5, 1)))
    with pytest.raises(LastMember):
        changes.move_out(person=head, told=told())
    changes.move_out(person=head, told=told(), close=True)
    category = Category.objects.get(superseded_at=None)
    assert (category.valid_until, category.reason_out) == (date(2013, 5, 31), "moved")
    assert Household.objects.get(uuid=home).category == ""


def test_nobody_dies_twice(town: Any) -> None:
    _home, _head, wife = family()
    changes.record_death(person=wife, told=told())
    with pytest.raises(CannotChange):
        changes.record_death(person=wife, told=told())


@pytest.mark.parametrize(
    ("on", "why"), [(TODAY + timedelta(days=1), "晚于今天"), (date(1950, 1, 1), "出生")]
)
def test_a_day_to_come_or_before_the_birth_is_refused(town: Any, on: date, why: str) -> None:
    head = person("陈强", HUSBAND, born_on=date(1952, 12, 2), born_precision="day")
    wife = person("李娟", None, relation="10", is_head=False)
    home = household(head, wife)
    enter(home)
    with pytest.raises(CannotChange, match=why):
        changes.record_death(person=head.uuid, told=told(on), head=NewHead(wife.uuid, {}))
    assert Change.objects.count() == 0


def test_a_move_to_another_village_takes_the_person_and_his_facts_along(town: Any) -> None:
    home, _head, wife = family()
    other = household(person("黄浩", WIFE), area=SANJIAO)
    enter(other)
    changes.move(person=wife, to=other.uuid, relation="80", told=told())
    moved = Person.objects.get(uuid=wife)
    assert (moved.area, moved.home) == (SANJIAO, other.uuid)
    assert set(Identity.objects.filter(person=moved).values_list("area", flat=True)) == {SANJIAO}
    assert [Household.objects.get(uuid=u).size for u in (home, other.uuid)] == [1, 2]


def test_a_second_head_cannot_move_in(town: Any) -> None:
    _home, _head, wife = family()
    other = household(person("黄浩", WIFE))
    enter(other)
    with pytest.raises(CannotChange, match="已有户主"):
        changes.move(person=wife, to=other.uuid, relation="02", told=told())


def test_a_change_of_head_says_everybody_anew(town: Any) -> None:
    home, head, wife = family()
    changes.change_head(home=home, head=NewHead(wife, {head: "11"}), told=told())
    assert relations(home) == {"陈强": "11", "李娟": "02"}
    before = Membership.objects.filter(superseded_at=None, valid_until=date(2013, 5, 31))
    assert before.count() == 2


def test_a_household_parts_in_two(town: Any) -> None:
    home, head, wife = family()
    place = Place(GAOPING, "高平村3组", "高平村3组新街1号")
    changes.split(home=home, leaving={wife: "02"}, place=place, standing=None, told=told())
    new = Household.objects.get(head__uuid=wife)
    assert (new.size, new.category) == (1, "")
    assert Household.objects.get(uuid=home).size == 1
    with pytest.raises(CannotChange, match="户主要留在"):
        changes.split(home=home, leaving={head: "02"}, place=place, standing=None, told=told())


def test_leaving_hardship_needs_a_reason_and_keeps_the_file(town: Any) -> None:
    home, *_ = family()
    with pytest.raises(CannotChange, match="退出原因"):
        changes.leave(home=home, told=told())
    changes.leave(home=home, told=told(reason="job"))
    assert Household.objects.get(uuid=home).category == ""
    with pytest.raises(CannotChange, match="不在册"):
        changes.leave(home=home, told=told(reason="job"))
    changes.enter(home=home, standing=Standing("low_income", "再次困难"), told=told())
    assert Household.objects.get(uuid=home).category == "low_income"
    assert Category.objects.filter(superseded_at=None).count() == 2


def test_a_category_changes_from_a_day_on(town: Any) -> None:
    home, *_ = family()
    changes.change_category(
        home=home, standing=Standing("low_income", monthly_fen=30000), told=told(date(2013, 4, 1))
    )
    old, new = Category.objects.filter(superseded_at=None).order_by("valid_from")
    assert (old.valid_until, new.valid_from) == (date(2013, 3, 31), date(2013, 4, 1))
    assert (old.code, new.code, new.monthly_fen) == ("dibao", "low_income", 30000)


def test_a_household_is_opened_with_its_people(town: Any) -> None:
    people = [Newcomer("黄浩", "02", parse(SON)), Newcomer("黄小", "20")]
    change = changes.open_household(
        place=Place(GAOPING, "高平村1组", "高平村1组旧街9号"),
        people=people,
        standing=Standing("hard_up", cause="illness"),
        told=told(),
    )
    home = change.household
    home.refresh_from_db()
    assert (home.size, home.category, home.cause) == (2, "hard_up", "illness")
    assert home.head is not None
    assert home.head.name == "黄浩"
    with pytest.raises(CannotChange, match="一位户主"):
        changes.open_household(
            place=Place(GAOPING), people=people[1:], standing=Standing("dibao"), told=told()
        )
    assert Household.objects.count() == 1


def test_two_entries_of_one_person_become_one_and_part_again(town: Any) -> None:
    home, _head, wife = family()
    twin = household(person("李娟", None, relation="02"))
    enter(twin)
    gone = twin.members[0].uuid
    before = snapshot()
    change = changes.merge(keep=wife, gone=gone, told=told())
    merged = Person.objects.get(uuid=gone)
    assert merged.canonical == Person.objects.get(uuid=wife)
    assert Household.objects.get(uuid=twin.uuid).size == 0
    changes.undo(change=change.uuid, by=BY, at=MOMENT)
    assert snapshot() == before
    assert relations(home)["李娟"] == "10"


def test_two_verified_numbers_are_never_one_person(town: Any) -> None:
    _home, head, _wife = family()
    other = household(person("陈强", WIFE))
    enter(other)
    with pytest.raises(CannotChange, match="各有一个核实过的号码"):
        changes.merge(keep=head, gone=other.members[0].uuid, told=told())
    assert Person.objects.exclude(canonical=None).count() == 0


def acts() -> dict[str, Any]:
    """Every act that can be undone, as a call on a family."""
    place = Place(GAOPING, "高平村3组", "高平村3组新街1号")
    return {
        "join": lambda h, a, b: changes.join(
            home=h, who=Newcomer("陈儿", "20", parse(SON)), told=told()
        ),
        "death": lambda h, a, b: changes.record_death(person=a, told=told(), head=NewHead(b, {})),
        "move out": lambda h, a, b: changes.move_out(person=b, told=told()),
        "head": lambda h, a, b: changes.change_head(
            home=h, head=NewHead(b, {a: "11"}), told=told()
        ),
        "split": lambda h, a, b: changes.split(
            home=h, leaving={b: "02"}, place=place, standing=Standing("dibao"), told=told()
        ),
        "leave": lambda h, a, b: changes.leave(home=h, told=told(reason="job")),
        "category": lambda h, a, b: changes.change_category(
            home=h, standing=Standing("hard_up", cause="age"), told=told()
        ),
        "open": lambda h, a, b: changes.open_household(
            place=place, people=[Newcomer("黄", "02")], standing=Standing("dibao"), told=told()
        ),
    }


@pytest.mark.parametrize("name", list(acts()))
def test_an_act_undone_leaves_the_register_as_it_was(town: Any, name: str) -> None:
    family_of_two = family()
    before = snapshot()
    change = acts()[name](*family_of_two)
    assert snapshot() != before
    changes.undo(change=change.uuid, by=BY, at=MOMENT)
    assert snapshot() == before
    with pytest.raises(CannotChange, match="已经撤回"):
        changes.undo(change=change.uuid, by=BY, at=MOMENT)


def test_a_move_undone_brings_the_person_home(town: Any) -> None:
    _home, _head, wife = family()
    other = household(person("黄浩", WIFE), area=SANJIAO)
    enter(other)
    before = snapshot()
    change = changes.move(person=wife, to=other.uuid, relation="80", told=told())
    changes.undo(change=change.uuid, by=BY, at=MOMENT)
    assert snapshot() == before


def test_an_act_on_which_another_stands_is_not_undone(town: Any) -> None:
    home, head, wife = family()
    first = changes.change_head(
        home=home, head=NewHead(wife, {head: "11"}), told=told(date(2013, 5, 1))
    )
    changes.move_out(person=head, told=told())
    with pytest.raises(CannotChange, match="迁出"):
        changes.undo(change=first.uuid, by=BY, at=MOMENT)


def so_far(home: UUID) -> int:
    return changes.acts_so_far(Household.objects.get(uuid=home))


def test_the_second_of_two_clerks_is_told_who_was_first(town: Any) -> None:
    home, _head, wife = family()
    first = changes.leave(home=home, told=told(reason="job", seen=0))
    with pytest.raises(Overtaken) as late:
        changes.move_out(person=wife, told=told(seen=0))
    assert late.value.change == first
    changes.move_out(person=wife, told=told(seen=late.value.seen))


def test_an_act_undone_in_between_is_told_as_well(town: Any) -> None:
    home, _head, wife = family()
    first = changes.leave(home=home, told=told(reason="job"))
    seen = so_far(home)
    changes.undo(change=first.uuid, by=BY, at=MOMENT + timedelta(hours=1))
    with pytest.raises(Overtaken) as late:
        changes.move_out(person=wife, told=told(seen=seen))
    assert late.value.change.undone_at is not None


@pytest.mark.parametrize("first", [True, False], ids=["the older", "the newer"])
def test_of_two_households_the_one_whose_page_was_open_counts(town: Any, first: bool) -> None:
    """What was done with the household somebody moves to overtakes nobody."""
    homes = [family()]
    other = household(person("黄浩", WIFE), person("黄妻", None, relation="10", is_head=False))
    enter(other)
    homes.append((other.uuid, other.members[0].uuid, other.members[1].uuid))
    (home, _head, mover), (target, *_) = homes if first else homes[::-1]
    changes.leave(home=target, told=told(reason="job"))
    changes.move(person=mover, to=target, relation="80", told=told(seen=so_far(home)))


def test_a_merged_head_is_succeeded_and_a_merged_last_member_closes_his_household(
    town: Any,
) -> None:
    _home, _head, wife = family()
    twin = household(person("李娟", None), person("黄小", None, relation="20", is_head=False))
    enter(twin)
    gone, son = (member.uuid for member in twin.members)
    with pytest.raises(NeedsHead):
        changes.merge(keep=wife, gone=gone, told=told())
    assert Person.objects.exclude(canonical=None).count() == 0
    changes.merge(keep=wife, gone=gone, told=told(), head=NewHead(son, {}))
    assert relations(twin.uuid) == {"黄小": "02"}
    alone = household(person("黄小", None))
    enter(alone)
    changes.merge(keep=son, gone=alone.members[0].uuid, told=told())
    closed = Household.objects.get(uuid=alone.uuid)
    assert (closed.size, closed.category) == (0, "")


def test_an_act_is_undone_never_rewritten(town: Any) -> None:
    home, *_ = family()
    changes.leave(home=home, told=told(reason="job"))
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Change.objects.update(on=date(2013, 1, 1))
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Change.objects.all().delete()


def test_a_stranger_finds_nothing_to_change(town: Any) -> None:
    with pytest.raises(CannotChange, match="不归您管"):
        changes.leave(home=uuid4(), told=told(reason="job"))


def test_every_act_is_in_the_trail(town: Any, trail: Any) -> None:
    home, *_ = family()
    changes.leave(home=home, told=replace(told(), reason="job"))
    assert "registry.household.leave" in {row[1] for row in trail()}


def test_another_category_makes_up_no_reason_for_the_former(town: Any) -> None:
    home, _head, _wife = family()
    changes.change_category(home=home, standing=Standing("low_income"), told=told())
    former = Category.objects.get(household__uuid=home, valid_until__isnull=False,
                                  superseded_at=None)  # fmt: skip
    assert former.reason_out == ""


def test_an_act_before_a_new_head_says_what_stands_in_the_way(town: Any) -> None:
    home, head, wife = family()
    there = household(person("黄伟", SON), address="高平村3组新街1号")
    enter(there)
    changes.change_head(home=home, head=NewHead(wife, {head: "10"}), told=told())
    with pytest.raises(CannotChange, match="关系2013-06-01变过"):
        changes.move(person=head, to=there.uuid, relation="99", told=told(date(2013, 5, 1)))


def test_a_merge_that_another_overtook_is_refused(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the reading and the lock somebody else moved one of the two."""
    _home, _head, wife = family()
    twin = person("李娟", None, relation="10", relation_text="配偶", is_head=True)
    enter(household(twin, address="高平村3组新街1号"))
    merging = sys.modules["bangfu.registry.actions.merge"]
    real = merging.act

    def late(*args: Any, **more: Any) -> Any:
        monkeypatch.setattr(merging, "act", real)
        changes.move_out(person=twin.uuid, told=told(), close=True)
        return real(*args, **more)

    monkeypatch.setattr(merging, "act", late)
    with pytest.raises(CannotChange, match="刚有人改过"):
        changes.merge(keep=wife, gone=twin.uuid, told=told())
    assert Person.objects.get(uuid=twin.uuid).canonical is None
