"""What a person can do, where he learns, what an illness cost: dated, undone, kept in history."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from bangfu.privacy.masks import Clearance
from bangfu.registry import queries
from bangfu.registry.actions import changes, show_field, take_back
from bangfu.registry.actions.changes import CannotChange, Costs, Learns, NotThatDay
from bangfu.registry.models import Disability, Illness, Person, Schooling, Source, Trait
from bangfu.registry.states import trait_code

from .building import AT, BY, ON, enter, household, person
from .test_changes import HUSBAND, SON, TODAY, told

pytestmark = pytest.mark.django_db
SENIOR = Learns(2012, "高中", True, "三角中学")


def alone(**more: Any) -> tuple[UUID, UUID]:
    home = household(
        person("陈强", HUSBAND, born_on=date(1952, 12, 2), born_precision="day", **more)
    )
    enter(home)
    return home.uuid, home.members[0].uuid


def now(model: Any) -> list[Any]:
    return list(model.objects.filter(superseded_at=None).order_by("valid_from", "id"))


def traits() -> dict[str, tuple[str, date]]:
    held = Trait.objects.filter(superseded_at=None, valid_until=None)
    return {one.field: (one.code, one.valid_from) for one in held}


def test_labour_changes_from_a_day_and_the_days_before_stay(town: Any) -> None:
    home, who = alone()
    first = date(2013, 3, 1)
    changes.set_traits(person=who, values={"labour": "1", "occupation": "24"}, told=told(first))
    changes.set_traits(person=who, values={"labour": "4", "occupation": "24"}, told=told())
    assert traits() == {"labour": ("4", TODAY), "occupation": ("24", first)}
    before = Trait.objects.get(superseded_at=None, valid_until__isnull=False)
    assert (before.code, before.valid_from, before.valid_until) == ("1", first, date(2013, 5, 31))
    file = queries.get_household_file(town, home, on=TODAY, clearance=Clearance.STAFF)
    assert file is not None
    assert file.members[0].labour == "4"


def test_what_was_wrong_was_wrong_all_along(town: Any) -> None:
    _home, who = alone()
    first = date(2013, 3, 1)
    changes.set_traits(person=who, values={"marital": "10"}, told=told(first))
    done = changes.set_traits(person=who, values={"marital": "30"}, told=told(), mistaken=True)
    assert done.kind == "correct"
    assert traits() == {"marital": ("30", first)}
    changes.set_traits(person=who, values={"marital": ""}, told=told(), mistaken=True)
    assert traits() == {}


def test_what_says_nothing_new_or_no_code_is_refused(town: Any) -> None:
    _home, who = alone()
    changes.set_traits(person=who, values={"ethnic": "08"}, told=told())
    for values in ({"ethnic": "08"}, {}, {"labour": ""}):
        with pytest.raises(CannotChange, match="没有变化"):
            changes.set_traits(person=who, values=values, told=told())
    for values in ({"ethnic": "99"}, {"wealth": "1"}, {"health": "41"}):
        with pytest.raises(ValueError, match="no such code"):
            changes.set_traits(person=who, values=values, told=told())
    with pytest.raises(NotThatDay, match="早于"):
        changes.set_traits(person=who, values={"labour": "1"}, told=told(date(1950, 1, 1)))
    with pytest.raises(NotThatDay, match="不能晚于今天"):
        changes.set_traits(person=who, values={"labour": "1"}, told=told(date(2013, 6, 2)))


def test_a_disease_is_kept_as_its_class() -> None:
    assert trait_code("health", "糖尿病") == "30"
    assert trait_code("health", "肢体残疾") == "60"
    assert trait_code("health", "健康") == "10"
    assert trait_code("labour", "无劳动能力") == "5"
    assert trait_code("ethnic", "壮") == "08"
    assert trait_code("marital", "看不懂") == ""


def test_the_next_school_year_does_not_erase_the_last(town: Any) -> None:
    _home, who = alone(stage="初中")
    changes.set_schooling(person=who, learns=Learns(2011, "初中", True), told=told())
    changes.set_schooling(person=who, learns=SENIOR, told=told())
    kept = [(one.stage, one.school_year, one.valid_from, one.valid_until) for one in now(Schooling)]
    assert kept == [
        ("初中", 2011, date(2011, 9, 1), date(2012, 8, 31)),
        ("高中", 2012, date(2012, 9, 1), None),
    ]
    assert Person.objects.get().stage == "高中"


def test_an_earlier_year_told_afterwards_leaves_the_later_one(town: Any) -> None:
    _home, who = alone()
    changes.set_schooling(person=who, learns=SENIOR, told=told())
    changes.set_schooling(person=who, learns=Learns(2010, "初中"), told=told())
    assert [(one.school_year, one.valid_until) for one in now(Schooling)] == [
        (2010, date(2011, 8, 31)),
        (2012, None),
    ]
    assert Person.objects.get().stage == "高中"


def test_within_a_school_year_a_school_changes_from_a_day(town: Any) -> None:
    _home, who = alone()
    changes.set_schooling(person=who, learns=SENIOR, told=told())
    moved = Learns(2012, "中职", True, "技工学校")
    changes.set_schooling(person=who, learns=moved, told=told(date(2013, 2, 20)))
    assert [(one.stage, one.valid_from, one.valid_until) for one in now(Schooling)] == [
        ("高中", date(2012, 9, 1), date(2013, 2, 19)),
        ("中职", date(2013, 2, 20), None),
    ]
    with pytest.raises(NotThatDay, match="不在所选的学年里"):
        changes.set_schooling(person=who, learns=SENIOR, told=told(date(2012, 8, 31)))
    changes.set_schooling(person=who, learns=SENIOR, told=told(), mistaken=True)
    assert [(one.stage, one.valid_from) for one in now(Schooling)] == [("高中", date(2012, 9, 1))]


def test_who_does_not_learn_is_known_not_to(town: Any) -> None:
    _home, who = alone(stage="初中")
    assert Person.objects.get().stage == "初中"
    changes.set_schooling(person=who, learns=Learns(2012, "非在校"), told=told())
    assert Person.objects.get().stage == ""
    with pytest.raises(CannotChange, match="没有变化"):
        changes.set_schooling(person=who, learns=Learns(2012, "非在校"), told=told())


def test_a_school_year_to_come_or_before_the_birth_is_refused(town: Any) -> None:
    _home, who = alone()
    with pytest.raises(NotThatDay, match="还没有开始"):
        changes.set_schooling(person=who, learns=Learns(2013, "高中"), told=told())
    with pytest.raises(NotThatDay, match="还没有出生"):
        changes.set_schooling(person=who, learns=Learns(1940, "小学"), told=told())


def test_registry_schooling_one_for_a_school_year(town: Any) -> None:
    _home, who = alone()
    changes.set_schooling(person=who, learns=SENIOR, told=told())
    one = now(Schooling)[0]
    one.pk = None
    with pytest.raises(IntegrityError, match="one_for_a_school_year"), transaction.atomic():
        one.save(force_insert=True)


def test_costs_of_a_year_are_kept_with_what_is_not_known(town: Any) -> None:
    _home, who = alone()
    changes.set_illness(person=who, costs=Costs(2012, None, None, 3000000, "胃癌"), told=told())
    changes.set_illness(person=who, costs=Costs(2013, 500000), told=told())
    changes.set_illness(person=who, costs=Costs(2012, 8000000, None, 3000000), told=told())
    assert [(one.year, one.total_fen, one.own_paid_fen) for one in now(Illness)] == [
        (2012, 8000000, 3000000),
        (2013, 500000, None),
    ]
    subject = Person.objects.get(uuid=who)
    shown = show_field(person=subject, field="disease", reason="case", by=BY, at=AT)
    assert shown == "胃癌"
    assert Illness.objects.filter(superseded_at=None, year=2012).count() == 1


def test_costs_that_say_nothing_or_of_another_age_are_refused(town: Any) -> None:
    _home, who = alone()
    for costs, words in (
        (Costs(2012), "至少填一项"),
        (Costs(2014, 100), "不能晚于今年"),
        (Costs(1951, 100), "还没有出生"),
    ):
        with pytest.raises(CannotChange, match=words):
            changes.set_illness(person=who, costs=costs, told=told())
    changes.set_illness(person=who, costs=Costs(2012, 100), told=told())
    with pytest.raises(CannotChange, match="没有变化"):
        changes.set_illness(person=who, costs=Costs(2012, 100), told=told())
    changes.set_illness(person=who, costs=Costs(2012), told=told(), mistaken=True)
    assert now(Illness) == []


def _illness(who: UUID, **amounts: Any) -> Illness:
    subject = Person.objects.get(uuid=who)
    return Illness(
        person=subject, area=subject.area, valid_from=ON, recorded_at=AT, entry=who,
        source=Source.objects.earliest("id"), year=2012, **amounts,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "promise"),
    [
        ({"total_fen": -1}, "registry_illness_total_not_negative"),
        ({"own_paid_fen": -1}, "registry_illness_parts_within_total"),
        ({"total_fen": 5, "reimbursed_fen": 6}, "registry_illness_parts_within_total"),
        ({"total_fen": 5, "own_paid_fen": 6}, "registry_illness_parts_within_total"),
    ],
)
def test_amounts_that_can_not_be(town: Any, amounts: dict[str, int], promise: str) -> None:
    _home, who = alone()
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        _illness(who, **amounts).save()


def test_registry_illness_once_a_year(town: Any) -> None:
    _home, who = alone()
    _illness(who, total_fen=5).save()
    with pytest.raises(IntegrityError, match="registry_illness_once_a_year"), transaction.atomic():
        _illness(who, total_fen=6).save()


@pytest.mark.parametrize(
    ("field", "code", "promise"),
    [
        ("wealth", "1", "registry_trait_known_field"),
        ("labour", "", "registry_trait_says_a_code"),
    ],
)
def test_traits_that_can_not_be(town: Any, field: str, code: str, promise: str) -> None:
    _home, who = alone()
    subject = Person.objects.get(uuid=who)
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Trait.objects.create(
            person=subject, area=subject.area, valid_from=ON, recorded_at=AT, entry=who,
            source=Source.objects.earliest("id"), field=field, code=code,
        )  # fmt: skip


@pytest.mark.parametrize("model", [Trait, Illness])
def test_a_fact_is_never_rewritten(town: Any, model: Any) -> None:
    _home, who = alone()
    changes.set_traits(person=who, values={"labour": "1"}, told=told())
    changes.set_illness(person=who, costs=Costs(2012, 100), told=told())
    change = {"code": "2"} if model is Trait else {"total_fen": 5}
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        model.objects.update(**change)


def test_a_certificate_says_it_all_and_the_same_again_is_no_change(town: Any) -> None:
    _home, who = alone()
    number = HUSBAND + "42"
    changes.set_disability(person=who, kind=4, grade=2, certificate=number, told=told())
    assert (now(Disability)[0].kind, Person.objects.get().disability) == (4, "4/2")
    with pytest.raises(CannotChange, match="没有变化"):
        changes.set_disability(person=who, kind=4, grade=2, certificate=number, told=told())
    changes.set_disability(person=who, kind=4, grade=2, certificate=number + "B1", told=told())
    changes.set_disability(person=who, kind=None, grade=None, told=told())
    assert Person.objects.get().disability == ""


@pytest.mark.parametrize("mistaken", [True, False])
def test_each_can_be_undone(town: Any, mistaken: bool) -> None:
    _home, who = alone(stage="初中", disability_kind=4, disability_grade=3)
    changes.set_traits(person=who, values={"labour": "1"}, told=told())
    changes.set_illness(person=who, costs=Costs(2012, 100), told=told())

    def state() -> list[Any]:
        return [
            sorted(m.objects.filter(superseded_at=None).values_list("valid_from", "valid_until", c))
            for m, c in (
                (Trait, "code"),
                (Illness, "total_fen"),
                (Schooling, "stage"),
                (Disability, "grade"),
            )
        ] + list(Person.objects.values_list("stage", "disability"))

    before = state()
    how: dict[str, Any] = {"person": who, "told": told(), "mistaken": mistaken}
    done = [
        changes.set_traits(values={"labour": "4"}, **how),
        changes.set_illness(costs=Costs(2012, 200), **how),
        changes.set_schooling(learns=SENIOR, **how),
        changes.set_disability(kind=4, grade=1, **how),
    ]
    assert state() != before
    for change in reversed(done):
        changes.undo(change=change.uuid, by=BY, at=AT)
    assert state() == before


def test_a_merge_keeps_the_facts_and_gives_them_back(town: Any) -> None:
    _home, who = alone()
    other = household(person("陈强", None))
    enter(other)
    gone = other.members[0].uuid
    changes.set_traits(person=gone, values={"labour": "4"}, told=told())
    changes.set_illness(person=gone, costs=Costs(2012, 100), told=told())
    merged = changes.merge(keep=who, gone=gone, told=told())
    assert Trait.objects.get(superseded_at=None).person.uuid == gone
    with pytest.raises(CannotChange, match="已并入"):
        changes.set_traits(person=gone, values={"labour": "1"}, told=told())
    changes.undo(change=merged.uuid, by=BY, at=AT)
    file = queries.get_person_file(town, gone, on=TODAY, clearance=Clearance.STAFF)
    assert file is not None
    assert [told.value.total_fen for told in file.told("illness")] == [100]
    assert [told.value for told in file.told("labour")] == ["4"]


def test_a_helper_sees_neither_costs_nor_health(town: Any) -> None:
    _home, who = alone()
    changes.set_traits(person=who, values={"labour": "4", "health": "30"}, told=told())
    changes.set_illness(person=who, costs=Costs(2012, 100, disease="胃癌"), told=told())
    file = queries.get_person_file(town, who, on=TODAY, clearance=Clearance.HELPER)
    assert file is not None
    assert {told.kind for told in file.facts} & {"labour", "health", "illness"} == {"labour"}


def test_a_roster_is_not_taken_back_under_what_was_told_since(town: Any) -> None:
    from bangfu.registry.actions import CannotTakeBack

    home = household(person("陈强", SON))
    entry, _outcome = enter(home)
    change = changes.set_traits(person=home.members[0].uuid, values={"labour": "4"}, told=told())
    with pytest.raises(CannotTakeBack):
        take_back(entry=entry, at=AT)
    changes.undo(change=change.uuid, by=BY, at=AT)
    assert take_back(entry=entry, at=AT)["people"] == 1
