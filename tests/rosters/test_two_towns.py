"""Two towns on one installation: what one holds is a question to the other, never a sight of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bangfu.offices.access import OPERATOR
from bangfu.offices.actions import found_town
from bangfu.offices.scope import Scope, operator_scope, scoped
from bangfu.registry.models import Holder, Person
from bangfu.rosters import actions

from .town import AREA, AT, CHEN, LI, ON, Town, family

pytestmark = pytest.mark.django_db

NEXT = 442099110000_000
MINE = Scope(OPERATOR, ((AREA, AREA + 999_999),))
THEIRS = Scope(OPERATOR, ((NEXT, NEXT + 999_999),))


@pytest.fixture
def two_towns(town: Town) -> Town:
    found_town(
        code=str(NEXT)[:12],
        name="四方镇",
        villages={"442099110201": "高平村"},
        valid_from=date(2000, 1, 1),
        at=AT,
    )
    return town


def take_in(folder: Path, scope: Scope) -> dict[str, Any]:
    told = actions.take_in_paths(
        [folder], by=OPERATOR, at=AT, on=ON, area=scope.areas[0][0], scope=scope
    )
    file: dict[str, Any] = told["files"][0]
    return file


def people(scope: Scope) -> list[tuple[str, str]]:
    with scoped(scope, on=ON):
        found = Person.objects.filter(withdrawn_at=None).order_by("id")
        return list(found.values_list("name", "identity_state"))


@pytest.fixture
def drawer(tmp_path: Path, two_towns: Town) -> Path:
    rows = family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))
    (tmp_path / "低收入.csv").write_bytes(two_towns.roster(*rows))
    return tmp_path


def test_a_number_of_another_town_is_a_question_and_tells_nothing_more(drawer: Path) -> None:
    take_in(drawer, MINE)
    told = take_in(drawer, THEIRS)
    assert (told["taken"], told["waiting"]) == (2, 0)
    assert people(THEIRS) == [("陈强", "disputed"), ("李娟", "disputed")]
    said = [f for f in told["findings"] if f["code"] == "number_held_elsewhere"]
    assert [f["row"] for f in said] == [3, 4]
    assert "别的乡镇" in said[0]["text"]
    assert "三角" not in said[0]["text"]


def test_the_town_that_had_it_first_keeps_it(drawer: Path) -> None:
    take_in(drawer, MINE)
    take_in(drawer, THEIRS)
    assert people(MINE) == [("陈强", "verified"), ("李娟", "verified")]
    with scoped(operator_scope(), on=ON):
        assert set(Holder.objects.values_list("area", flat=True)) == {AREA + 206_000}


def test_a_number_disputed_in_one_town_is_not_verified_in_the_next(
    drawer: Path, two_towns: Town
) -> None:
    rows = [
        *family("1", ("陈强", CHEN, "户主")),
        *family("2", ("黄伟", CHEN, "户主"), door="新街1号"),
    ]
    with scoped(MINE, on=ON):
        two_towns.take_in(two_towns.roster(*rows))
    take_in(drawer, THEIRS)
    assert people(THEIRS) == [("陈强", "disputed"), ("李娟", "verified")]


def test_once_the_other_town_gives_it_up_the_next_list_verifies_it(
    drawer: Path, two_towns: Town
) -> None:
    with scoped(MINE, on=ON):
        first = two_towns.take_in((drawer / "低收入.csv").read_bytes())
    take_in(drawer, THEIRS)
    with scoped(MINE, on=ON):
        two_towns.take_back(first)
    rows = family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))
    (drawer / "低收入.csv").write_bytes(two_towns.roster(*rows, title="三角镇低收入户名册(2013)"))
    take_in(drawer, THEIRS)
    assert people(THEIRS) == [("陈强", "verified"), ("李娟", "verified")]


def test_taking_back_gives_a_number_back_to_whom_it_belonged(two_towns: Town) -> None:
    """A list that put a number in doubt is taken back: its holder holds it again."""
    with scoped(MINE, on=ON):
        two_towns.take_in(two_towns.roster(*family("1", ("陈强", CHEN, "户主"))))
        holder = Holder.objects.get().person_id
        rows = family("2", ("黄伟", CHEN, "户主"), door="新街1号")
        doubt = two_towns.take_in(
            two_towns.roster(*rows, title="三角镇低保户花名册(2012)"), "低保户.csv"
        )
        assert Person.objects.get(name="陈强").identity_state == "disputed"
        assert Holder.objects.count() == 0
        two_towns.take_back(doubt)
        assert Person.objects.get(name="陈强").identity_state == "verified"
        assert Holder.objects.get().person_id == holder
