"""Across villages: who moved out comes back, and a whole household moves; both are taken back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import CannotChange, NotThatDay, Overtaken, Place
from bangfu.registry.models import Address, Category, Departure, Household, Identity, Person

from .building import BY, GAOPING, SANJIAO, enter, household, person
from .test_changes import MOMENT, SON, TODAY, family, snapshot, so_far, told

pytestmark = pytest.mark.django_db
EARLIER = date(2013, 3, 1)


def away() -> tuple[UUID, UUID]:
    """A household, and its wife, who moved out."""
    home, _head, wife = family()
    changes.move_out(person=wife, told=told(EARLIER))
    return home, wife


def undone(change: Any) -> None:
    changes.undo(change=change.uuid, by=BY, at=MOMENT)


def test_who_moved_out_comes_back_and_may_leave_again(town: Any) -> None:
    home, wife = away()
    before = snapshot()
    back = changes.come_back(person=wife, to=home, relation="10", told=told())
    assert Household.objects.get(uuid=home).size == 2
    assert Person.objects.get(uuid=wife).home == home
    file = queries.get_person_file(town, wife, on=TODAY, clearance=_staff())
    assert file is not None
    assert file.gone is None
    ended = Departure.objects.get(superseded_at=None)
    assert (ended.valid_from, ended.valid_until) == (EARLIER, date(2013, 5, 31))
    again = changes.move_out(person=wife, told=told())
    undone(again)
    undone(back)
    assert snapshot() == before
    assert Departure.objects.get(superseded_at=None).valid_until is None


def _staff() -> Any:
    from bangfu.privacy.masks import Clearance

    return Clearance.STAFF


def test_who_moved_out_comes_back_to_a_household_of_his_own(town: Any) -> None:
    _home, wife = away()
    before = snapshot()
    place = Place(SANJIAO, "三角村3组", "三角村3组新街1号")
    back = changes.come_back_anew(person=wife, place=place, told=told())
    new = Household.objects.get(uuid=back.household.uuid)
    assert (new.size, new.category, new.area) == (1, "", SANJIAO)
    assert new.head is not None
    assert new.head.uuid == wife
    assert Person.objects.get(uuid=wife).area == SANJIAO
    assert set(Identity.objects.filter(person__uuid=wife).values_list("area", flat=True)) == {
        SANJIAO
    }
    undone(back)
    assert snapshot() == before


def test_who_may_not_come_back(town: Any) -> None:
    home, head, wife = family()
    with pytest.raises(CannotChange, match="不用办回迁"):
        changes.come_back(person=wife, to=home, relation="10", told=told())
    changes.record_death(person=wife, told=told(EARLIER))
    with pytest.raises(CannotChange, match="去世"):
        changes.come_back(person=wife, to=home, relation="10", told=told())
    changes.move_out(person=head, told=told(EARLIER), close=True)
    with pytest.raises(CannotChange, match="请选“户主”"):
        changes.come_back(person=head, to=home, relation="10", told=told())
    for on in (EARLIER, date(2013, 2, 1)):
        with pytest.raises(NotThatDay, match="要晚于"):
            changes.come_back(person=head, to=home, relation="02", told=told(on))
    changes.come_back(person=head, to=home, relation="02", told=told())
    assert Household.objects.get(uuid=home).size == 1


def test_a_head_comes_back_to_no_second_headship(town: Any) -> None:
    home, wife = away()
    with pytest.raises(CannotChange, match="已有户主"):
        changes.come_back(person=wife, to=home, relation="02", told=told())


def test_the_number_of_one_who_moved_out_leads_to_the_way_back(town: Any) -> None:
    from bangfu.kernel.identity import parse

    one = household(person("陈儿", SON))
    enter(one)
    home, *_ = family()
    changes.move_out(person=one.members[0].uuid, told=told(EARLIER), close=True)
    with pytest.raises(CannotChange, match="办“回迁”"):
        changes.join(home=home, who=changes.Newcomer("陈儿", "20", parse(SON), 1), told=told())


def test_a_whole_household_moves_to_another_village(town: Any) -> None:
    home, head, wife = family()
    before = snapshot()
    number = Household.objects.get(uuid=home).number
    place = Place(SANJIAO, "三角村2组", "三角村2组旧街9号")
    change = changes.relocate(home=home, place=place, told=told())
    moved = Household.objects.get(uuid=home)
    assert (moved.area, moved.number, moved.size) == (SANJIAO, number, 2)
    assert set(Person.objects.filter(uuid__in=[head, wife]).values_list("area", flat=True)) == {
        SANJIAO
    }
    for model, whose in ((Category, "household"), (Identity, "person")):
        assert set(model.objects.values_list("area", flat=True)) == {SANJIAO}, whose
    assert [hit.household for hit in queries.find_people(town, number, on=TODAY)] == [home]
    now = Address.objects.get(household__uuid=home, superseded_at=None, valid_until=None)
    assert (now.place, now.valid_from) == ("三角村2组", TODAY)
    assert queries.find_people(town, "李娟", on=TODAY)
    undone(change)
    assert Household.objects.get(uuid=home).area == GAOPING
    assert set(Person.objects.values_list("area", flat=True)) == {GAOPING}
    assert snapshot() == before


def test_a_relocation_that_is_none(town: Any) -> None:
    home, head, wife = family()
    place = Place(GAOPING, "高平村5组", "")
    with pytest.raises(CannotChange, match="已在这个村居"):
        changes.relocate(home=home, place=place, told=told())
    changes.leave(home=home, told=told(EARLIER, reason="job"))
    with pytest.raises(Overtaken):
        changes.relocate(home=home, place=Place(SANJIAO, "三角村"), told=told(seen=0))
    changes.move_out(person=wife, told=told(EARLIER))
    changes.move_out(person=head, told=told(EARLIER), close=True)
    assert so_far(home) == 3
    with pytest.raises(CannotChange, match="没有人，不能搬"):
        changes.relocate(home=home, place=Place(SANJIAO, "三角村"), told=told())


def test_two_moves_are_undone_in_their_order(town: Any) -> None:
    home, *_ = family()
    first = changes.relocate(home=home, place=Place(SANJIAO, "三角村"), told=told(EARLIER))
    second = changes.relocate(home=home, place=Place(GAOPING, "高平村"), told=told())
    with pytest.raises(CannotChange, match="搬到另一村居"):
        undone(first)
    assert Household.objects.get(uuid=home).area == GAOPING
    undone(second)
    undone(first)
    assert Household.objects.get(uuid=home).area == GAOPING


def test_what_somebody_asked_goes_with_the_family_and_comes_back_on_undo(town: Any) -> None:
    """The old village has no business with it, and the new one has to answer it."""
    from bangfu.kernel.workdays import first_fill
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.privacy import actions as privacy
    from bangfu.privacy.models import Hold, Request

    home, head, _wife = family()
    for subject, kind in ((home, "household"), (head, "person")):
        asked = privacy.Asked(
            subject=subject, subject_kind=kind, area=GAOPING, kind="correct", about="identity",
            channel="counter", asker="self", text="名字写错了", asked_on=TODAY,
        )  # fmt: skip
        privacy.ask(asked, by=BY, at=MOMENT, on=TODAY, calendar=first_fill())

    def places() -> set[int]:
        rows = [*Request.objects.values_list("area"), *Hold.objects.values_list("area")]
        return {area for (area,) in rows}

    # A hold asks for clerk or approver at both places; the operator is both.
    with scoped(operator_scope(), on=TODAY):
        privacy.place(
            subject=home, area=GAOPING, reason="lawsuit", until=date(2014, 1, 1), by=BY, at=MOMENT,
            on=TODAY,
        )  # fmt: skip
        moved = changes.relocate(
            home=home, place=Place(SANJIAO, "三角村2组", "三角村2组旧街9号"), told=told()
        )
        assert places() == {SANJIAO}
        undone(moved)
        assert places() == {GAOPING}
