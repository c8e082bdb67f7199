"""How a family lives: each fact keeps the register's promises, and the act can be taken back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from bangfu.privacy.masks import Clearance
from bangfu.registry import queries
from bangfu.registry.actions import CannotTakeBack, changes, take_back
from bangfu.registry.actions.changes import (
    AssetsTold,
    CannotChange,
    HousingTold,
    IncomeTold,
    NotThatDay,
    Overtaken,
    Place,
)
from bangfu.registry.models import (
    Assets,
    Change,
    Household,
    Housing,
    Income,
    Need,
    Person,
    Source,
)

from .building import AT, BY, GAOPING, ON, enter, household, person
from .test_changes import HUSBAND, TODAY, family, told

pytestmark = pytest.mark.django_db

FIRST, SECOND = date(2013, 2, 1), date(2013, 4, 1)
BRICK = HousingTold("own", structure="brick", floor_m2=Decimal("85.5"), grade="C")
LIVING = (Need, Housing, Income, Assets)


def living(scope: Any, home: UUID) -> Any:
    file = queries.get_household_file(scope, home, on=TODAY, clearance=Clearance.STAFF)
    assert file is not None
    return file.living


def spans(model: Any) -> list[tuple[date, date | None]]:
    found = model.objects.filter(superseded_at=None).order_by("valid_from")
    return list(found.values_list("valid_from", "valid_until"))


def need_of(home: UUID, text: str = "想找半天工", **more: Any) -> UUID:
    changes.raise_need(home=home, kind="job", text=text, told=told(**more))
    return Need.objects.order_by("-id")[0].thread


# Needs ----------------------------------------------------------------------------------------


def test_a_need_is_open_until_it_is_met(town: Any) -> None:
    home, _head, _wife = family()
    thread = need_of(home, on=FIRST)
    assert [n.text for n in living(town, home).open_needs] == ["想找半天工"]
    changes.close_need(home=home, need=thread, state="met", told=told(SECOND))
    line = living(town, home).needs[0]
    assert (line.state, line.since, line.until) == ("met", FIRST, SECOND)
    assert living(town, home).open_needs == ()


def test_what_is_written_of_a_need_is_sealed(town: Any) -> None:
    home, _head, _wife = family()
    need_of(home, text="丈夫复查要人接送")
    sealed = bytes(Need.objects.get().text or b"")
    assert "丈夫".encode() not in sealed


def test_a_need_is_not_met_before_it_was_told_nor_twice(town: Any) -> None:
    home, _head, _wife = family()
    thread = need_of(home, on=SECOND)
    with pytest.raises(NotThatDay, match="早于提出需求的日期2013-04-01"):
        changes.close_need(home=home, need=thread, state="met", told=told(FIRST))
    changes.close_need(home=home, need=thread, state="dropped", told=told(SECOND))
    with pytest.raises(CannotChange, match="已经办结"):
        changes.close_need(home=home, need=thread, state="met", told=told())


def test_a_need_of_another_family_is_none_here(town: Any) -> None:
    home, _head, _wife = family()
    thread = need_of(home)
    other = household(person("黄伟", None))
    enter(other)
    with pytest.raises(CannotChange, match="不是这一户的"):
        changes.close_need(home=other.uuid, need=thread, state="met", told=told())


@pytest.mark.parametrize(("kind", "text"), [("job", "  "), ("gold", "金子")])
def test_a_need_says_what(town: Any, kind: str, text: str) -> None:
    home, _head, _wife = family()
    with pytest.raises(CannotChange, match="请写要什么"):
        changes.raise_need(home=home, kind=kind, text=text, told=told())
    thread = need_of(home)
    with pytest.raises(CannotChange, match="已解决，还是不再需要"):
        changes.close_need(home=home, need=thread, state="open", told=told())


# One at a time --------------------------------------------------------------------------------


def test_a_new_house_ends_the_old_one(town: Any) -> None:
    home, _head, _wife = family()
    changes.set_housing(home=home, housing=BRICK, told=told(FIRST))
    changes.set_housing(home=home, housing=HousingTold("rented"), told=told(SECOND))
    assert spans(Housing) == [(FIRST, date(2013, 3, 31)), (SECOND, None)]
    assert living(town, home).housing.tenure == "rented"


def test_a_house_told_wrongly_was_another_all_along(town: Any) -> None:
    home, _head, _wife = family()
    changes.set_housing(home=home, housing=BRICK, told=told(FIRST))
    done = changes.set_housing(
        home=home, housing=HousingTold("borrowed"), told=told(), mistaken=True
    )
    assert spans(Housing) == [(FIRST, None)]
    assert (living(town, home).housing.tenure, done.reason) == ("borrowed", "mistaken")
    assert Housing.objects.exclude(superseded_at=None).get().tenure == "own"


def test_a_day_told_afterwards_makes_room_in_the_past(town: Any) -> None:
    home, _head, _wife = family()
    changes.set_housing(home=home, housing=BRICK, told=told(FIRST))
    changes.set_housing(home=home, housing=HousingTold("rented"), told=told(SECOND))
    march = date(2013, 3, 1)
    changes.set_housing(home=home, housing=HousingTold("borrowed"), told=told(march))
    assert spans(Housing) == [(FIRST, date(2013, 2, 28)), (march, None)]


def test_the_income_of_the_family_is_that_of_its_members(town: Any) -> None:
    home, head, wife = family()
    changes.set_income(person=head, income=IncomeTold(wages_fen=120001, months=6), told=told())
    found = living(town, home)
    assert (found.told_fen, found.monthly_fen, found.missing) == (120001, None, 1)
    changes.set_income(person=wife, income=IncomeTold(transfer_fen=0), told=told())
    found = living(town, home)
    assert (found.monthly_fen, found.per_head_fen) == (120001, 60000)


def test_of_a_child_no_income_is_asked(town: Any) -> None:
    head = person("陈强", HUSBAND)
    child = person(
        "陈小", None, relation="20", is_head=False, born_on=date(2005, 1, 1), born_precision="day"
    )
    home = household(head, child)
    enter(home)
    changes.set_income(person=head.uuid, income=IncomeTold(wages_fen=100000), told=told())
    assert living(town, home.uuid).per_head_fen == 50000


def test_income_goes_where_its_earner_goes(town: Any) -> None:
    home, head, wife = family()
    changes.set_income(person=head, income=IncomeTold(wages_fen=90000), told=told(FIRST))
    changes.set_income(person=wife, income=IncomeTold(wages_fen=50000), told=told(FIRST))
    done = changes.split(
        home=home, leaving={wife: "02"}, place=Place(GAOPING), standing=None, told=told(SECOND)
    )
    new = done.other
    assert new is not None
    assert living(town, home).monthly_fen == 90000
    assert living(town, new.uuid).monthly_fen == 50000
    died = changes.record_death(person=head, told=told(), close=True)
    assert living(town, home).monthly_fen is None
    changes.undo(change=died.uuid, by=BY, at=AT)
    changes.undo(change=done.uuid, by=BY, at=AT)
    assert living(town, home).monthly_fen == 140000


def test_the_income_of_a_double_entry_is_not_counted_twice(town: Any) -> None:
    home, head, wife = family()
    changes.set_income(person=head, income=IncomeTold(wages_fen=90000), told=told(FIRST))
    changes.set_income(person=wife, income=IncomeTold(wages_fen=50000), told=told(FIRST))
    done = changes.merge(keep=head, gone=wife, told=told())
    assert living(town, home).monthly_fen == 90000
    changes.undo(change=done.uuid, by=BY, at=AT)
    assert living(town, home).monthly_fen == 140000


@pytest.mark.parametrize(("within", "ok"), [("yes", True), ("no", False), ("unknown", None)])
def test_assets_are_within_the_rule_or_not_or_unknown(town: Any, within: str, ok: Any) -> None:
    home, _head, _wife = family()
    assert living(town, home).assets_ok is None
    changes.set_assets(home=home, assets=AssetsTold(savings_fen=1, within=within), told=told())
    found = living(town, home)
    assert (found.assets_ok, found.assets.total_fen) == (ok, 1)


def test_a_helper_reads_needs_and_house_but_not_what_comes_in(town: Any) -> None:
    home, head, _wife = family()
    need_of(home)
    changes.set_housing(home=home, housing=BRICK, told=told())
    changes.set_income(person=head, income=IncomeTold(wages_fen=90000), told=told())
    changes.set_assets(home=home, assets=AssetsTold(within="no"), told=told())
    file = queries.get_household_file(town, home, on=TODAY, clearance=Clearance.HELPER)
    assert file is not None
    assert file.living is not None
    assert (len(file.living.needs), file.living.housing is None) == (1, False)
    assert (file.living.told_fen, file.living.assets) == (None, None)
    assert not file.told("income")
    assert not file.told("assets")
    page = queries.get_person_file(town, head, on=TODAY, clearance=Clearance.HELPER)
    assert page is not None
    assert not page.told("income")


# What is refused ------------------------------------------------------------------------------


def _tell(what: str, home: UUID, head: UUID, **more: Any) -> Change:
    said = told(**more)
    match what:
        case "need":
            return changes.raise_need(home=home, kind="job", text="找工", told=said)
        case "housing":
            return changes.set_housing(home=home, housing=BRICK, told=said)
        case "income":
            return changes.set_income(person=head, income=IncomeTold(wages_fen=1), told=said)
        case _:
            return changes.set_assets(home=home, assets=AssetsTold(within="yes"), told=said)


WHAT = ("need", "housing", "income", "assets")


@pytest.mark.parametrize("what", WHAT)
def test_not_from_a_day_to_come_nor_before_the_family_was_on_file(town: Any, what: str) -> None:
    home, head, _wife = family()
    with pytest.raises(NotThatDay, match="不能晚于今天"):
        _tell(what, home, head, on=TODAY + timedelta(days=1))
    with pytest.raises(NotThatDay, match="不能早于这一户入册的日期2012-12-31"):
        _tell(what, home, head, on=ON - timedelta(days=1))
    assert Change.objects.count() == 0


@pytest.mark.parametrize("what", WHAT)
def test_who_comes_second_is_told_and_nothing_is_overwritten(town: Any, what: str) -> None:
    home, head, _wife = family()
    _tell(what, home, head, seen=0)
    with pytest.raises(Overtaken):
        _tell(what, home, head, seen=0)
    assert Change.objects.count() == 1


@pytest.mark.parametrize("what", WHAT[1:])
def test_saying_the_same_again_is_no_change(town: Any, what: str) -> None:
    home, head, _wife = family()
    _tell(what, home, head)
    with pytest.raises(CannotChange, match="没有变化"):
        _tell(what, home, head)


@pytest.mark.parametrize("what", WHAT)
def test_the_trail_says_that_and_not_what(town: Any, what: str, trail: Any) -> None:
    home, head, _wife = family()
    _tell(what, home, head)
    rows = [row for row in trail() if row[1] == f"registry.household.{what}"]
    assert len(rows) == 1
    assert "找工" not in str(rows)


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("before", [True, False])
def test_undone_it_is_as_before(town: Any, what: str, before: bool) -> None:
    home, head, _wife = family()
    if before:
        changes.set_housing(home=home, housing=HousingTold("none"), told=told(FIRST))
        changes.set_income(person=head, income=IncomeTold(wages_fen=7), told=told(FIRST))
        changes.set_assets(home=home, assets=AssetsTold(within="no"), told=told(FIRST))

    def now() -> list[Any]:
        return [spans(model) for model in LIVING]

    was = now()
    done = _tell(what, home, head)
    assert now() != was
    changes.undo(change=done.uuid, by=BY, at=AT)
    assert now() == was


def test_a_need_met_is_open_again_when_that_is_undone(town: Any) -> None:
    home, _head, _wife = family()
    thread = need_of(home)
    done = changes.close_need(home=home, need=thread, state="met", told=told())
    changes.undo(change=done.uuid, by=BY, at=AT)
    assert [n.state for n in living(town, home).needs] == ["open"]


def test_a_roster_is_not_taken_back_from_under_what_was_told_since(town: Any) -> None:
    home = household(person("陈强", HUSBAND))
    entry, _outcome = enter(home)
    changes.set_housing(home=home.uuid, housing=BRICK, told=told())
    with pytest.raises(CannotTakeBack):
        take_back(entry=entry, at=AT)


@pytest.mark.parametrize("size", [Decimal(0), Decimal(-1), Decimal("2000.1")])
def test_a_house_is_no_field(town: Any, size: Decimal) -> None:
    home, _head, _wife = family()
    with pytest.raises(CannotChange, match="面积要在0到2000平方米之间"):
        changes.set_housing(home=home, housing=HousingTold("own", floor_m2=size), told=told())


@pytest.mark.parametrize(("fen", "words"), [(-1, "不能是负数"), (10**12, "金额太大")])
def test_money_is_neither_negative_nor_absurd(town: Any, fen: int, words: str) -> None:
    home, head, _wife = family()
    with pytest.raises(CannotChange, match=words):
        changes.set_housing(home=home, housing=HousingTold("own", cost_fen=fen), told=told())
    with pytest.raises(CannotChange, match=words):
        changes.set_income(person=head, income=IncomeTold(wages_fen=fen), told=told())
    with pytest.raises(CannotChange, match=words):
        changes.set_assets(home=home, assets=AssetsTold(vehicle_fen=fen), told=told())


def test_what_says_nothing_is_refused(town: Any) -> None:
    home, head, _wife = family()
    with pytest.raises(CannotChange, match="没有收入就填0"):
        changes.set_income(person=head, income=IncomeTold(), told=told())
    with pytest.raises(CannotChange, match="按几个月平均"):
        changes.set_income(person=head, income=IncomeTold(wages_fen=1, months=13), told=told())
    with pytest.raises(CannotChange, match="请至少填一项财产"):
        changes.set_assets(home=home, assets=AssetsTold(), told=told())
    with pytest.raises(CannotChange, match="是否符合规定"):
        changes.set_assets(home=home, assets=AssetsTold(within="maybe"), told=told())
    with pytest.raises(CannotChange, match="请选住房来源"):
        changes.set_housing(home=home, housing=HousingTold(""), told=told())
    late = HousingTold("own", granted_on=TODAY + timedelta(days=1))
    with pytest.raises(CannotChange, match="不能晚于今天"):
        changes.set_housing(home=home, housing=late, told=told())


def test_of_somebody_who_left_no_income_is_told(town: Any) -> None:
    _home, _head, wife = family()
    changes.move_out(person=wife, told=told(FIRST))
    with pytest.raises(CannotChange, match="现在不在任何一户"):
        changes.set_income(person=wife, income=IncomeTold(wages_fen=1), told=told())


# What the database keeps ----------------------------------------------------------------------

MONEY = "money_in_bounds"


@pytest.mark.parametrize(
    ("name", "model", "values"),
    [
        ("registry_need_closed_on_a_day", Need, {"kind": "job", "state": "met"}),
        ("registry_housing_area_of_a_house", Housing, {"tenure": "own", "floor_m2": Decimal(0)}),
        (f"registry_housing_{MONEY}", Housing, {"tenure": "own", "cost_fen": -1}),
        (f"registry_income_{MONEY}", Income, {"wages_fen": -1}),
        ("registry_income_says_something", Income, {}),
        ("registry_income_within_a_year", Income, {"wages_fen": 1, "months": 13}),
        (f"registry_assets_{MONEY}", Assets, {"savings_fen": -1}),
        ("registry_assets_says_something", Assets, {}),
        ("registry_housing_period_in_order", Housing, {"tenure": "own", "valid_until": FIRST}),
        ("registry_housing_superseded_whole", Housing, {"tenure": "own", "superseded_at": AT}),
    ],
)
def test_the_database_keeps_the_promise(
    town: Any, name: str, model: Any, values: dict[str, Any]
) -> None:
    family()
    more = {"thread": uuid4()} if model is Need else {}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**_bare(model), **more, **values)


@pytest.mark.parametrize("model", [Housing, Income, Assets])
def test_two_of_one_kind_at_a_time_are_refused(town: Any, model: Any) -> None:
    family()
    values = {Housing: {"tenure": "own"}, Income: {"wages_fen": 1}, Assets: {"within": "yes"}}
    model.objects.create(**_bare(model), **values[model])
    name = f"{model._meta.db_table}_one_at_a_time"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(**_bare(model), **values[model])


def test_a_need_is_said_once_at_a_time(town: Any) -> None:
    family()
    thread = uuid4()
    Need.objects.create(**_bare(Need), thread=thread, kind="job")
    with pytest.raises(IntegrityError, match="registry_need_said_once"), transaction.atomic():
        Need.objects.create(**_bare(Need), thread=thread, kind="job")


@pytest.mark.parametrize("model", LIVING)
def test_a_fact_of_living_is_never_rewritten(town: Any, model: Any) -> None:
    home, head, _wife = family()
    need_of(home)
    for what in WHAT[1:]:
        _tell(what, home, head)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        model.objects.update(entry=uuid4())


def _bare(model: Any) -> dict[str, Any]:
    home, who = Household.objects.get(), Person.objects.order_by("id")[0]
    subject = {"person": who} if model is Income else {"household": home}
    return {
        "area": GAOPING, "valid_from": TODAY, "recorded_at": AT, "entry": uuid4(),
        "source": Source.objects.earliest("id"), **subject,
    }  # fmt: skip
