"""One roster alone: who is who among its own rows."""

from typing import Any

import pytest

from bangfu.matching import Disposition, Reason, plan

M1, M2, F1, F2 = "m1962-07-12/08", "m1962-07-12/09", "f1964-03-02/11", "f1990-05-06/21"


def test_every_member_of_a_household_is_a_person_of_his_own(town: Any) -> None:
    a, b, c = town.row("陈强", M1), town.row("李娟", F1), town.row("陈小妹", F2)
    town.read(town.block(a, b, c))
    assert len({town.of(r).person for r in (a, b, c)}) == 3
    assert len({town.of(r).household for r in (a, b, c)}) == 1
    assert [town.state(r) for r in (a, b, c)] == ["verified"] * 3


def test_twins_with_neighbouring_numbers_stay_two(town: Any) -> None:
    a, b = town.row("陈文辉", M1), town.row("陈文晖", M2)
    town.read(town.block(town.row("陈强", "m1940-01-01/1"), a, b))
    assert town.of(a).person != town.of(b).person
    assert town.state(a) == town.state(b) == "verified"


def test_namesakes_in_one_village_stay_two(town: Any) -> None:
    a, b, c = town.row("陈强", M1), town.row("陈强", M2), town.row("陈强")
    town.read(
        town.block(a, address="高平1"),
        town.block(b, address="高平2"),
        town.block(c, address="高平3"),
    )
    assert len({town.of(r).person for r in (a, b, c)}) == 3


def test_namesakes_without_numbers_and_without_a_door_stay_two(town: Any) -> None:
    a, b = town.row("陈强"), town.row("陈强")
    town.read(town.block(a), town.block(b))
    assert town.of(a).person != town.of(b).person


def test_a_spouses_number_in_the_wrong_row_joins_nobody_and_disputes_both(town: Any) -> None:
    him, her = town.row("陈强", M1, sex=1), town.row("李娟", M1, sex=2)
    town.read(town.block(him, her))
    assert town.of(him).person != town.of(her).person
    assert (town.state(him), town.state(her)) == ("disputed", "disputed")
    assert "number_disputed" in town.codes(him) & town.codes(her)


@pytest.mark.parametrize("second", ["陈文晖", "陈文刚"])
def test_a_siblings_number_joins_nobody_however_alike_the_names(town: Any, second: str) -> None:
    a, b = town.row("陈文辉", M1), town.row(second, M1)
    town.read(town.block(town.row("陈强", "m1940-01-01/1"), a, b))
    assert town.of(a).person != town.of(b).person
    assert town.state(a) == town.state(b) == "disputed"


def test_a_strangers_number_is_a_question_for_both(town: Any) -> None:
    a, b = town.row("陈强", M1), town.row("黄伟", M1)
    town.read(town.block(a), town.block(b))
    assert town.of(a).person != town.of(b).person
    assert town.state(a) == town.state(b) == "disputed"


def test_a_number_that_contradicts_its_own_row_is_not_verified(town: Any) -> None:
    her = town.row("李娟", M1, sex=2)
    born = town.row("王丽", F1, year=1980)
    town.read(town.block(her), town.block(born))
    assert town.state(her) == town.state(born) == "unverified"
    assert "number_contradicts_row" in town.codes(her)


def test_a_person_without_a_number_is_a_person_all_the_same(town: Any) -> None:
    a, b = town.row("陈强", M1), town.row("陈小宝")
    town.read(town.block(a, b))
    assert town.of(b).disposition is Disposition.TAKEN
    assert town.of(b).household == town.of(a).household
    assert town.state(b) == "unverified"


def test_the_same_row_twice_is_one_person_with_two_rows(town: Any) -> None:
    a, b = town.row("陈强", M1), town.row("陈强", M1)
    made = town.read(town.block(a, b))
    assert town.of(a).person == town.of(b).person
    assert town.of(b).reason is Reason.REPEATED_ROW
    assert len(made.persons) == 1


def test_two_like_rows_without_numbers_cannot_be_told_and_the_second_waits(town: Any) -> None:
    a, b = town.row("陈小宝", relation="子"), town.row("陈小宝", relation="子")
    town.read(town.block(town.row("陈强", M1), a, b))
    assert town.of(a).disposition is Disposition.TAKEN
    assert town.codes(b) == {"same_row_or_namesake"}
    assert town.of(b).disposition is Disposition.WAITING


def test_sisters_of_one_name_stay_two_where_a_number_tells_them_apart(town: Any) -> None:
    a, b = town.row("卢惠", F1, relation="女"), town.row("卢惠", relation="女", year=1999)
    town.read(town.block(town.row("卢强", M1), a, b))
    assert town.of(a).person != town.of(b).person
    assert "same_name_in_household" in town.codes(b)


def test_a_household_listed_twice_on_one_roster_is_one(town: Any) -> None:
    a, b, c = town.row("陈强", M1), town.row("李娟", F1), town.row("陈小宝")
    again = town.row("陈强", M1), town.row("陈小宝")
    town.read(town.block(a, b, c), twice := town.block(*again))
    assert town.of(again[0]).person == town.of(a).person
    assert town.of(again[1]).person == town.of(c).person
    assert town.last.households[twice.block].twice
    assert len(town.last.persons) == 3


@pytest.mark.parametrize("order", [0, 1])
def test_a_number_perhaps_shortened_is_a_question_and_disputes_nobody(
    town: Any, order: int
) -> None:
    rows = [town.row("陈强", "m1962-07-12/000", weak=True), town.row("黄伟", "m1962-07-12/000")]
    town.read(*(town.block(r) for r in (rows if order else reversed(rows))))
    assert town.of(rows[0]).person != town.of(rows[1]).person
    assert town.state(rows[0]) == "unverified"
    assert town.state(rows[1]) == "verified"


def test_two_numbers_perhaps_shortened_under_one_name_join_nobody_else(town: Any) -> None:
    a = town.row("陈强", "m1962-07-12/000", weak=True, sex=1)
    b = town.row("陈强", "m1962-07-12/000", weak=True, sex=2)
    town.read(town.block(a), town.block(b))
    assert town.of(a).person != town.of(b).person


def test_a_row_without_a_name_waits(town: Any) -> None:
    a, b = town.row("陈强", M1), town.row("", F1)
    town.read(town.block(a, b))
    assert town.of(b).disposition is Disposition.WAITING
    assert town.codes(b) == {"no_name"}


def test_rows_without_a_household_wait_unless_their_numbers_tell_it(town: Any) -> None:
    a = town.row("陈强", M1)
    town.read(town.block(a))
    stray, again = town.row("黄伟", M2), town.row("陈强", M1)
    town.read(town.block(stray, told=False), town.block(again, told=False))
    assert town.codes(stray) == {"household_unknown"}
    assert town.of(again).household == town.homes[next(iter(town.homes))].uuid


def test_a_married_daughter_listed_twice_on_one_roster_waits_the_second_time(town: Any) -> None:
    daughter = town.row("陈小妹", F2)
    town.read(
        town.block(town.row("陈强", M1), daughter, address="甲1"),
        second := town.block(
            husband := town.row("黄伟", M2), again := town.row("陈小妹", F2), address="乙2"
        ),
    )
    assert town.of(husband).household == town.last.households[second.block].uuid
    assert town.codes(again) == {"in_two_households"}
    assert town.of(again).disposition is Disposition.WAITING


def test_no_row_is_ever_lost(town: Any) -> None:
    rows = [town.row(n, k) for n in ("陈强", "", "李娟") for k in (M1, F1, None)]
    made = town.read(*(town.block(r) for r in rows))
    assert set(made.rows) == {r.ref for r in rows}


def test_the_plan_is_refused_when_two_rows_share_a_handle(town: Any) -> None:
    a = town.row("陈强", M1)
    with pytest.raises(ValueError, match="share the ref"):
        plan([town.block(a), town.block(a)])


def test_the_work_grows_only_with_the_rows(town: Any) -> None:
    """Ten times the rows with one number and one door among them cost about ten times the calls."""
    import sys

    def calls(count: int) -> int:
        blocks = [
            town.block(
                *(town.row(f"陈{i}{j}", f"m1962-07-12/{i}.{j}") for j in range(4)),
                address=f"门{i}",
            )
            for i in range(count)
        ]
        seen = 0

        def count_one(_frame: Any, event: str, _arg: Any) -> None:
            nonlocal seen
            seen += event == "call"

        before = sys.getprofile()
        sys.setprofile(count_one)
        try:
            plan(blocks)
        finally:
            sys.setprofile(before)
        return seen

    assert calls(1000) < 11 * calls(100)
