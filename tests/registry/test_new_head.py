"""A new head: relations that cannot be, or hardly, are asked about, and kept once stood by."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import NewHead, Place, Unlikely
from bangfu.registry.models import Change

from .building import SANJIAO, enter, household, person
from .test_changes import HUSBAND, WIFE, relations, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def four(town: Any) -> tuple[UUID, ...]:
    """A household of husband, wife, son and daughter-in-law: its UUID and theirs."""

    def one(name: str, number: str | None, relation: str, sex: int, year: int) -> Any:
        return person(name, number, relation=relation, is_head=relation == "02", sex=sex,
                      born_on=date(year, 5, 6), born_precision="day")  # fmt: skip

    people = (
        one("陈强", HUSBAND, "02", 1, 1952), one("李娟", WIFE, "10", 2, 1954),
        one("陈明", None, "20", 1, 1980), one("黄丽", None, "38", 2, 1982),
    )  # fmt: skip
    home = household(*people)
    enter(home)
    return (home.uuid, *(who.uuid for who in people))


def heads(four: tuple[UUID, ...], *told: str, **more: Any) -> NewHead:
    """The son heads the family; what father, mother and wife are to him."""
    _home, father, mother, son, wife = four
    return NewHead(son, dict(zip((father, mother, wife), told, strict=True)), **more)


def test_a_mother_stays_no_spouse_of_the_new_head_unasked(four: tuple[UUID, ...]) -> None:
    with pytest.raises(Unlikely, match="不像的地方") as asked:
        changes.change_head(home=four[0], head=heads(four, "51", "10", "10"), told=told())
    assert {doubt.kin.key for doubt in asked.value.doubts} == {str(four[2]), str(four[4])}
    assert Change.objects.count() == 0
    assert relations(four[0])["陈强"] == "02"


def test_what_somebody_stands_by_is_kept(four: tuple[UUID, ...]) -> None:
    odd = heads(four, "51", "58", "30")
    with pytest.raises(Unlikely) as asked:
        changes.change_head(home=four[0], head=odd, told=told())
    sure = heads(four, "51", "58", "30", sure=asked.value.keys)
    changes.change_head(home=four[0], head=sure, told=told())
    assert relations(four[0]) == {"陈强": "51", "李娟": "58", "陈明": "02", "黄丽": "30"}


def test_an_answer_to_one_doubt_is_none_to_another(four: tuple[UUID, ...]) -> None:
    with pytest.raises(Unlikely) as asked:
        changes.change_head(home=four[0], head=heads(four, "20", "52", "10"), told=told())
    other = heads(four, "30", "52", "10", sure=asked.value.keys)
    with pytest.raises(Unlikely):
        changes.change_head(home=four[0], head=other, told=told())


def test_what_fits_and_what_is_not_known_is_not_asked_about(four: tuple[UUID, ...]) -> None:
    changes.change_head(home=four[0], head=heads(four, "51", "", "10"), told=told())
    assert relations(four[0]) == {"陈强": "51", "李娟": "", "陈明": "02", "黄丽": "10"}


@pytest.mark.parametrize("leaves", [changes.record_death, changes.move_out])
def test_after_a_head_left_the_same_is_asked(four: tuple[UUID, ...], leaves: Any) -> None:
    _home, father, mother, son, wife = four
    with pytest.raises(Unlikely):
        leaves(person=father, told=told(), head=NewHead(son, {mother: "10", wife: "10"}))
    assert Change.objects.count() == 0
    leaves(person=father, told=told(), head=NewHead(son, {mother: "52", wife: "10"}))
    assert relations(four[0]) == {"李娟": "52", "陈明": "02", "黄丽": "10"}


def test_parting_asks_about_the_new_household_too(four: tuple[UUID, ...]) -> None:
    home, _father, mother, son, _wife = four
    place = Place(SANJIAO)
    told_ = {"home": home, "place": place, "standing": None, "told": told()}
    with pytest.raises(Unlikely) as asked:
        changes.split(leaving={son: "02", mother: "10"}, **told_)
    assert Change.objects.count() == 0
    changes.split(leaving={son: "02", mother: "10"}, sure=asked.value.keys, **told_)
    assert relations(home) == {"陈强": "02", "黄丽": "38"}
