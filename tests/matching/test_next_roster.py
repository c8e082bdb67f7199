"""A roster that meets what the register already knows."""

from typing import Any

import pytest

from bangfu.matching import Answer, Disposition, Reason

M1, M2, M3, F1, F2 = (
    "m1962-07-12/08", "m1962-07-12/09", "m1985-01-01/3", "f1964-03-02/11", "f1990-05-06/21",
)  # fmt: skip


def home(town: Any, *rows: Any, **more: Any) -> Any:
    town.read(block := town.block(*rows, **more))
    return town.last.households[block.block].uuid


def test_the_same_roster_again_changes_nothing(town: Any) -> None:
    def rows() -> tuple[Any, ...]:
        return town.row("陈强", M1), town.row("李娟"), town.row("陈小妹", F2)

    first = rows()
    home(town, *first, address="高平1")
    before = [town.of(r).person for r in first]
    again = rows()
    made = town.read(town.block(*again, address="高平1"))
    assert [town.of(r).person for r in again] == before
    assert not any(p.changed for p in made.persons.values())
    assert len(town.people) == 3
    assert len(town.homes) == 1


def test_the_same_number_and_name_in_two_rosters_is_one_person(town: Any) -> None:
    a = town.row("陈强", M1)
    uuid = home(town, a)
    person = town.of(a).person
    b = town.row("陈强", M1)
    town.read(twice := town.block(b, category="low_income"))
    assert town.of(b).person == person
    assert town.of(b).household == uuid
    assert town.of(b).reason is Reason.SAME_NUMBER_SAME_NAME
    assert town.last.households[twice.block].twice


def test_a_homophone_with_the_same_number_joins_and_keeps_both_spellings(town: Any) -> None:
    home(town, a := town.row("刘芳娣", F1))
    person = town.of(a).person
    town.read(town.block(b := town.row("刘方娣", F1), category="low_income"))
    assert town.of(b).person == person
    assert "name_spelt_differently" in town.codes(b)
    assert town.last.persons[person].names == ("刘芳娣", "刘方娣")


def test_a_homophone_with_the_same_number_but_another_sex_is_not_joined(town: Any) -> None:
    home(town, a := town.row("王靖", M1, sex=1))
    person = town.of(a).person
    town.read(town.block(b := town.row("王静", M1, sex=2)))
    assert town.of(b).person != person


def test_a_brothers_number_does_not_join_him_when_his_own_name_is_in_the_household(
    town: Any,
) -> None:
    home(town, town.row("陈强", "m1940-01-01/1"), hui := town.row("陈文辉", M1),
         hun := town.row("陈文晖", M2))  # fmt: skip
    people = town.of(hui).person, town.of(hun).person
    wrong = town.row("陈文晖", M1)
    town.read(town.block(town.row("陈强", "m1940-01-01/1"), wrong))
    assert town.of(wrong).person == people[1]
    assert town.codes(wrong) == {"number_of_another"}
    assert town.people[people[1]].number == M2
    assert town.people[people[0]].state == "verified"


def test_whom_the_register_has_verified_keeps_the_number(town: Any) -> None:
    home(town, him := town.row("陈强", M1, sex=1))
    person = town.of(him).person
    town.read(town.block(town.row("黄伟", M2), her := town.row("李娟", M1, sex=2)))
    assert town.of(her).person != person
    assert town.state(her) == "unverified"
    assert "number_held_by_other" in town.codes(her)
    assert town.people[person].state == "verified"


def test_three_rosters_three_names_one_number(town: Any) -> None:
    home(town, a := town.row("陈强", M1))
    first = town.of(a).person
    home(town, b := town.row("黄伟", M1))
    second = town.of(b).person
    home(town, c := town.row("麦平", M1))
    third = town.of(c).person
    home(town, d := town.row("黄伟", M1))
    assert len({first, second, third}) == 3
    assert town.of(d).person == second
    assert [town.people[p].state for p in (first, second, third)] == [
        "verified", "unverified", "unverified",
    ]  # fmt: skip


def test_a_damaged_number_in_a_known_household_is_the_same_person(town: Any) -> None:
    home(town, town.row("陈强", M1), her := town.row("李娟", F1))
    person = town.of(her).person
    town.read(town.block(town.row("陈强", M1), again := town.row("李娟", year=1964)))
    assert town.of(again).person == person
    assert town.of(again).reason is Reason.SAME_HOUSEHOLD_SAME_NAME
    assert town.people[person].number == F1
    assert town.people[person].state == "verified"


def test_a_missing_number_is_filled_by_the_next_roster(town: Any) -> None:
    home(town, town.row("陈强", M1), her := town.row("李娟"))
    person = town.of(her).person
    made = town.read(town.block(town.row("陈强", M1), again := town.row("李娟", F1)))
    assert town.of(again).person == person
    assert made.persons[person].changed
    assert (town.people[person].number, town.people[person].state) == (F1, "verified")


@pytest.mark.parametrize("more", [{"year": 1990}, {"sex": 1}])
def test_birth_or_sex_that_contradict_make_the_row_wait(town: Any, more: dict[str, Any]) -> None:
    home(town, town.row("陈强", M1), town.row("李娟", F1))
    town.read(town.block(town.row("陈强", M1), again := town.row("李娟", **more)))
    assert town.codes(again) == {"contradicts_known"}
    assert town.of(again).disposition is Disposition.WAITING


@pytest.mark.parametrize("other", ["f1964-03-02/99", "f1990-05-06/21"])
def test_a_changed_valid_number_is_a_question_and_never_replaced(town: Any, other: str) -> None:
    home(town, town.row("陈强", M1), her := town.row("李娟", F1))
    person = town.of(her).person
    town.read(town.block(town.row("陈强", M1), again := town.row("李娟", other)))
    assert town.codes(again) == {"number_changed"}
    assert town.people[person].number == F1
    assert len(town.people) == 2


def test_a_changed_number_may_be_answered_by_a_clerk(town: Any) -> None:
    home(town, town.row("陈强", M1), her := town.row("李娟", F1))
    person = town.of(her).person
    same = town.row("李娟", "f1964-03-02/99", answer=Answer.KNOWN)
    town.read(town.block(town.row("陈强", M1), same))
    assert town.of(same).person == person
    assert town.people[person].number == F1
    other = town.row("李娟", "f1964-03-02/99", answer=Answer.NEW)
    town.read(town.block(town.row("陈强", M1), other))
    assert town.of(other).person not in (None, person)


def test_a_corrected_number_ends_the_dispute_it_caused(town: Any) -> None:
    home(town, him := town.row("陈强", M1, sex=1), her := town.row("李娟", M1, sex=2))
    he, she = town.of(him).person, town.of(her).person
    again = town.row("陈强", M1, sex=1), town.row("李娟", F1, sex=2)
    town.read(town.block(*again))
    assert [town.of(r).person for r in again] == [he, she]
    assert [(town.people[p].number, town.people[p].state) for p in (he, she)] == [
        (M1, "verified"),
        (F1, "verified"),
    ]


def test_a_corrected_row_alone_sets_the_other_free(town: Any) -> None:
    home(town, him := town.row("陈强", M1), her := town.row("李娟", M1), address="高平1")
    he, she = town.of(him).person, town.of(her).person
    kid = town.row("陈小妹", F2)
    home(town, town.row("陈强", M1), kid, address="高平1")
    assert town.people[he].state == "disputed"
    made = town.read(town.block(town.row("陈小妹", F2), town.row("李娟", F1)))
    assert town.people[she].state == "verified"
    assert made.persons[he].changed
    assert town.people[he].state == "verified"


def test_alone_and_without_a_number_the_door_and_the_name_tie_him(town: Any) -> None:
    home(town, a := town.row("谭润梓"), address="高平17巷30")
    person = town.of(a).person
    town.read(town.block(b := town.row("谭润梓"), address="高平17巷30", category="low_income"))
    assert town.of(b).person == person
    assert len(town.homes) == 1


@pytest.mark.parametrize("address", [None, "高平17巷31"])
def test_without_the_same_door_nothing_ties_a_name(town: Any, address: str | None) -> None:
    home(town, a := town.row("谭润梓"), address="高平17巷30")
    person = town.of(a).person
    town.read(town.block(b := town.row("谭润梓"), address=address))
    assert town.of(b).person != person


def test_a_namesake_of_another_birth_at_the_door_is_another_household(town: Any) -> None:
    home(town, a := town.row("谭润梓", year=1934), address="高平17巷30")
    person = town.of(a).person
    town.read(town.block(b := town.row("谭润梓", year=1990), address="高平17巷30"))
    assert town.of(b).person not in (None, person)


def test_a_head_whose_valid_number_changed_cannot_be_told(town: Any) -> None:
    home(town, town.row("谭润梓", M1), address="高平17巷30")
    town.read(town.block(b := town.row("谭润梓", M2), address="高平17巷30"))
    assert town.codes(b) == {"number_changed"}
    assert len(town.people) == 1


def test_a_household_registered_twice_is_one_though_only_some_are_listed(town: Any) -> None:
    rows = [town.row("欧杰", M1), town.row("欧丽娴", M3), town.row("欧国", M2),
            town.row("李娟", F1), town.row("欧小宝"), town.row("欧小妹", F2)]  # fmt: skip
    uuid = home(town, *rows, address="高平16巷12")
    people = [town.of(r).person for r in rows]
    part = town.row("欧杰"), town.row("欧丽娴", M3), town.row("欧小宝")
    town.read(again := town.block(*part, category="low_income"))
    assert town.last.households[again.block].uuid == uuid
    assert town.last.households[again.block].twice
    assert [town.of(r).person for r in part] == [people[0], people[1], people[4]]
    assert len(town.people) == 6


def test_a_household_registered_twice_by_one_member_who_is_not_its_head(town: Any) -> None:
    uuid = home(town, town.row("欧杰", M1), her := town.row("李娟", F1))
    person = town.of(her).person
    town.read(again := town.block(b := town.row("李娟", F1), category="low_income"))
    assert town.last.households[again.block].uuid == uuid
    assert town.of(b).person == person


def test_a_new_baby_joins_the_known_household(town: Any) -> None:
    uuid = home(town, town.row("欧杰", M1), town.row("李娟", F1))
    town.read(town.block(town.row("欧杰", M1), town.row("李娟", F1), baby := town.row("欧小宝")))
    assert town.of(baby).household == uuid
    assert town.of(baby).reason is Reason.NEW_PERSON


def test_a_daughter_in_her_husbands_household_waits_and_his_household_stands(town: Any) -> None:
    uuid = home(town, town.row("陈强", M1), d := town.row("陈小妹", F2), address="甲1")
    person = town.of(d).person
    husband, again, baby = town.row("黄伟", M3), town.row("陈小妹", F2), town.row("黄小宝")
    town.read(block := town.block(husband, again, baby, address="乙2"))
    assert town.codes(again) == {"in_two_households"}
    assert town.of(husband).household == town.of(baby).household
    assert town.last.households[block.block].uuid not in (None, uuid)
    assert town.people[person].household == uuid


def test_a_daughter_who_heads_another_household_makes_it_wait(town: Any) -> None:
    home(town, town.row("陈强", M1), town.row("陈小妹", F2), address="甲1")
    again, husband, baby = town.row("陈小妹", F2), town.row("黄伟", M3), town.row("黄小宝")
    town.read(town.block(again, husband, baby, address="乙2"))
    assert {town.of(r).disposition for r in (again, husband, baby)} == {Disposition.WAITING}
    assert len(town.homes) == 1


def test_a_widow_now_heading_the_same_people_is_the_same_household(town: Any) -> None:
    uuid = home(town, town.row("陈强", M1), town.row("李娟", F1), town.row("陈小妹", F2))
    town.read(block := town.block(town.row("李娟", F1), town.row("陈小妹", F2), town.row("陈小宝")))
    assert town.last.households[block.block].uuid == uuid


def test_a_clerk_may_answer_that_he_stays_in_his_own_household(town: Any) -> None:
    uuid = home(town, town.row("陈强", M1), d := town.row("陈小妹", F2), address="甲1")
    person = town.of(d).person
    again = town.row("陈小妹", F2, answer=Answer.KNOWN)
    town.read(town.block(town.row("黄伟", M3), again, address="乙2"))
    assert (town.of(again).person, town.of(again).household) == (person, uuid)
    assert town.of(again).elsewhere


def test_members_of_two_households_go_with_the_head_and_the_others_wait(town: Any) -> None:
    one = home(town, town.row("陈强", M1), town.row("李娟", F1))
    home(town, town.row("黄伟", M3), town.row("黄小妹", F2))
    head, guest = town.row("陈强", M1), town.row("黄小妹", F2)
    town.read(town.block(head, guest))
    assert town.of(head).household == one
    assert town.codes(guest) == {"in_two_households"}


def test_two_members_of_one_name_are_told_apart_by_birth(town: Any) -> None:
    home(town, town.row("卢强", M1), old := town.row("卢惠", year=1964),
         young := town.row("卢惠", year=1999))  # fmt: skip
    people = town.of(old).person, town.of(young).person
    a, b = town.row("卢惠", year=1999), town.row("卢惠", year=1964)
    town.read(town.block(town.row("卢强", M1), a, b))
    assert (town.of(b).person, town.of(a).person) == people


def test_two_members_of_one_name_that_nothing_tells_apart_make_the_row_wait(town: Any) -> None:
    home(town, town.row("卢强", M1), town.row("卢惠", year=1964), town.row("卢惠", year=1999))
    town.read(town.block(town.row("卢强", M1), a := town.row("卢惠")))
    assert town.codes(a) == {"ambiguous_person"}


def test_a_homophone_in_the_household_without_a_number_is_asked_not_joined(town: Any) -> None:
    home(town, town.row("陈强", M1), a := town.row("陈欣"))
    person = town.of(a).person
    town.read(town.block(town.row("陈强", M1), b := town.row("陈新", M3)))
    assert town.of(b).person != person
    assert "perhaps_same_person" in town.codes(b)


def test_a_spouses_number_in_a_later_roster_does_not_move_a_verified_one(town: Any) -> None:
    home(town, him := town.row("陈强", M1, sex=1), her := town.row("李娟", F1, sex=2))
    he, she = town.of(him).person, town.of(her).person
    wrong = town.row("李娟", M1, sex=2)
    town.read(town.block(town.row("陈强", M1, sex=1), wrong, category="low_income"))
    assert town.of(wrong).person == she
    assert town.people[she].number == F1
    assert (town.people[he].state, town.people[she].state) == ("verified", "verified")
    assert "number_of_another" in town.codes(wrong)


def test_a_number_perhaps_shortened_does_not_replace_a_verified_one(town: Any) -> None:
    home(town, town.row("陈强", M1), her := town.row("李娟", F1))
    person = town.of(her).person
    town.read(
        town.block(town.row("陈强", M1), again := town.row("李娟", "f1964-03-02/000", weak=True))
    )
    assert town.of(again).person == person
    assert town.people[person].number == F1


def test_a_number_perhaps_shortened_stays_unverified_when_read_again(town: Any) -> None:
    home(town, town.row("陈强", "m1962-07-12/000", weak=True))
    town.read(town.block(again := town.row("陈强", "m1962-07-12/000", weak=True)))
    assert town.state(again) == "unverified"


def test_near_numbers_of_one_name_are_two_people(town: Any) -> None:
    home(town, a := town.row("陈强", M1))
    person = town.of(a).person
    town.read(town.block(b := town.row("陈强", M2)))
    assert town.of(b).person not in (None, person)
    assert town.state(b) == "verified"


def test_in_one_drawer_the_order_of_the_files_decides_no_number(town: Any) -> None:
    town.drawer = True
    home(town, wrong := town.row("陈强", M1))
    first = town.of(wrong).person
    made = town.read(town.block(right := town.row("黄伟", M1), category="low_income"))
    assert town.of(right).person != first
    assert town.state(right) == "disputed"
    assert made.persons[first].changed
    assert town.people[first].state == "disputed"


def test_in_one_drawer_two_rosters_outweigh_a_third(town: Any) -> None:
    town.drawer = True
    home(town, him := town.row("陈强", M1), town.row("李娟"))
    he = town.of(him).person
    her = town.row("李娟", M1)
    town.read(town.block(town.row("陈强", M1), her, category="low_income"))
    assert town.people[he].state == "verified"
    assert town.state(her) == "unverified"
    assert "number_held_by_other" in town.codes(her)


def test_in_one_drawer_an_uncontested_number_stays_verified(town: Any) -> None:
    town.drawer = True
    home(town, him := town.row("陈强", M1), town.row("李娟", F1))
    he = town.of(him).person
    town.read(town.block(town.row("陈强", year=1962), town.row("李娟", F1)))
    assert town.people[he].state == "verified"


# --- No door: the village and the head's name -------------------------------------------------

LIST = {"village": "高平", "lineage": "households.dibao"}


def test_a_later_issue_of_a_list_without_addresses_updates_its_households(town: Any) -> None:
    first = (town.row("陈强"), town.row("黄伟", M2))
    old = [home(town, row, **LIST) for row in first]
    again = (town.row("陈强", M1), town.row("黄伟", M2))
    town.read(*(town.block(row, **LIST) for row in again))
    assert [town.of(row).household for row in again] == old
    assert len(town.people) == 2
    assert town.state(again[0]) == "verified"


def test_two_heads_of_one_name_in_a_village_are_asked_about(town: Any) -> None:
    home(town, town.row("陈强"), **LIST)
    twins = town.row("陈强"), town.row("陈强")
    town.read(*(town.block(row, **LIST) for row in twins))
    assert [town.codes(row) for row in twins] == [{"perhaps_same_household"}] * 2
    assert {town.of(row).disposition for row in twins} == {Disposition.WAITING}


def test_the_answer_says_which(town: Any) -> None:
    old = home(town, a := town.row("陈强"), **LIST)
    person = town.of(a).person
    other = LIST | {"lineage": "households.low_income"}
    town.read(town.block(b := town.row("陈强"), **other))
    assert "perhaps_same_household" in town.codes(b)
    town.read(town.block(c := town.row("陈强", answer=Answer.KNOWN), **other))
    assert (town.of(c).person, town.of(c).household) == (person, old)
    town.read(town.block(d := town.row("陈强", answer=Answer.NEW), **other))
    assert town.of(d).person != person


@pytest.mark.parametrize("more", [{"phone": "139"}, {}])
def test_a_telephone_or_a_second_member_vouches_for_a_household(town: Any, more: Any) -> None:
    old = home(town, town.row("陈强"), town.row("李娟"), **LIST, phone="139")
    rows = [town.row("陈强", M1)] + ([] if more else [town.row("李娟", F1)])
    other = LIST | {"lineage": "households.low_income"}
    town.read(town.block(*rows, **other, **more))
    assert {town.of(row).household for row in rows} == {old}


def test_another_verified_number_is_another_head(town: Any) -> None:
    old = home(town, town.row("陈强", M1), **LIST)
    town.read(town.block(b := town.row("陈强", M3), **LIST))
    assert town.of(b).household != old
    assert town.codes(b) == set()


def test_in_one_drawer_a_namesake_without_a_door_is_taken_in_with_a_question(town: Any) -> None:
    town.drawer = True
    old = home(town, town.row("陈强"), **LIST)
    town.read(block := town.block(b := town.row("陈强"), **LIST | {"lineage": "x"}))
    assert town.of(b).disposition is Disposition.TAKEN
    assert town.of(b).household != old
    assert [n.code for n in town.last.households[block.block].notes] == ["perhaps_same_household"]
