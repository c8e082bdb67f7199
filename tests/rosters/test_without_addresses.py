"""Lists that lack something: a corrected one updates, and what cannot be told is asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bangfu.registry.models import Household, Person

from .town import AT, CHEN, WEI, Town, family

pytestmark = pytest.mark.django_db


def rows(number: str = "", other: str = WEI) -> list[str]:
    return [
        *family("1", ("陈强", number, "户主"), door=""),
        *family("2", ("黄伟", other, "户主"), ("黄小", "", "子"), door=""),
    ]


def test_a_corrected_list_without_addresses_updates(town: Town) -> None:
    town.take_in(town.roster(*rows()))
    done = town.take_in(town.roster(*rows(CHEN)), "改.csv", at=AT + timedelta(days=1))
    assert (Person.objects.count(), Household.objects.count()) == (3, 2)
    assert town.people()[0] == ("陈强", "verified")
    assert (done.taken, done.waiting) == (3, 0)


def test_a_namesake_on_another_list_waits_for_an_answer(town: Town) -> None:
    town.take_in(town.roster(*rows()))
    other = town.roster(
        *family("1", ("陈强", "", "户主"), door=""), title="三角镇低保户花名册(2012)"
    )
    batch = town.stage(other, "低保户.csv")
    assert (batch.ready, batch.waiting) == (0, 1)
    assert "perhaps_same_household" in town.codes(batch, 3)
    town.settle(batch, 3, "known")
    batch = town.again(batch)
    assert batch.taken == 1
    assert Household.objects.count() == 2


def test_a_roster_of_no_category_is_asked_about_once(town: Town) -> None:
    batch = town.stage(town.roster(*rows(), title="三角镇家庭花名册"), "名册.csv")
    asked = [row for row in (3, 4, 5) if "category_unknown" in town.codes(batch, row)]
    assert asked == [3]
    known = town.stage(town.roster(*rows()), "低收入.csv")
    assert "category_unknown" not in town.codes(known, 3)
