"""A family written into one cell."""

from __future__ import annotations

import pytest

from bangfu.kernel.codes import Sex
from bangfu.rosters.reading.family import read_family

A, B = "430499193402015377", "44209919560719275X"


def told(text: str) -> list[tuple[str, str, str]]:
    return [(m.name, m.relation, m.number) for m in read_family(text)]


@pytest.mark.parametrize(
    "text",
    [
        f"李娴杰/配偶/{A};邓银兰/子/{B}",
        f"李娴杰/配偶/{A}；邓银兰/子/{B}；",
        f"李娴杰/配偶/{A}\n邓银兰/子/{B}",
        f"李娴杰/配偶/{A}|邓银兰/子/{B}",
        f"李娴杰|配偶|{A};邓银兰|子|{B}",
        f"李娴杰,配偶,{A};邓银兰,子,{B}",
        f"李娴杰，配偶，{A}；邓银兰，子，{B}",
        f"李娴杰,配偶,{A},邓银兰,子,{B}",
        f"李娴杰、配偶、{A}、邓银兰、子、{B}",
        f"李娴杰-配偶-{A}、邓银兰-子-{B}",
        f"李娴杰 配偶 {A}\n邓银兰 子 {B}",
        f"李娴杰 配偶 {A} 邓银兰 子 {B}",
        f"李娴杰(配偶){A};邓银兰(子){B}",
        f"李娴杰（配偶，{A}）、邓银兰（子，{B}）",
        f"配偶:李娴杰 {A};子:邓银兰 {B}",
        f"配偶 李娴杰 {A}; 子 邓银兰 {B}",
        f"1.李娴杰/配偶/{A};2.邓银兰/子/{B}",
        f"姓名：李娴杰，关系：配偶，身份证：{A}；姓名：邓银兰，关系：子，身份证：{B}",
        f"李娴杰/{A}/配偶;邓银兰/{B}/子",
    ],
)
def test_a_family_is_read_whatever_stands_between(text):
    assert told(text) == [("李娴杰", "配偶", A), ("邓银兰", "子", B)]


def test_an_empty_family_has_nobody():
    for text in ("", "无", " ", "/", "单人户", "；"):
        assert read_family(text) == []


def test_a_missing_part_stays_missing_and_shifts_nothing():
    assert told(f"李娴杰//{A};邓银兰/子/") == [("李娴杰", "", A), ("邓银兰", "子", "")]
    assert told(f"/配偶/{A};邓银兰/子") == [("", "配偶", A), ("邓银兰", "子", "")]
    assert told("李娴杰/配偶/办理中;邓银兰/子/无") == [
        ("李娴杰", "配偶", "办理中"),
        ("邓银兰", "子", "无"),
    ]


def test_damaged_numbers_are_kept_as_typed():
    assert told("李娴杰/配偶/43049919340201537;邓银兰/子/4.42E+17") == [
        ("李娴杰", "配偶", "43049919340201537"),
        ("邓银兰", "子", "4.42E+17"),
    ]


def test_spaces_inside_numbers_and_full_width_digits_are_read():
    assert told(
        "李娴杰/配偶/430499 19340201 5377;邓银/子/４４２０９９１９５６０７１９２７５Ｘ"
    ) == [
        ("李娴杰", "配偶", A),
        ("邓银", "子", B),
    ]


def test_names_with_a_dot_and_compound_surnames_stay_whole():
    assert told("买买提·吐尔逊/女婿;欧阳少芳/女") == [
        ("买买提·吐尔逊", "女婿", ""),
        ("欧阳少芳", "女", ""),
    ]


def test_a_stated_sex_is_no_relation():
    (member,) = read_family(f"李娴杰/男/子/{A}")
    assert (member.name, member.sex, member.relation) == ("李娴杰", Sex.MALE, "子")


def test_one_person_alone_is_one_person():
    assert told(f"李娴杰 配偶 {A}") == [("李娴杰", "配偶", A)]
    assert told("李娴杰") == [("李娴杰", "", "")]
    assert told("李娴杰、邓银兰、邓惠欣") == [
        ("李娴杰", "", ""),
        ("邓银兰", "", ""),
        ("邓惠欣", "", ""),
    ]


def test_a_note_behind_a_name_stays_with_it():
    assert told("李娴杰(已故)/配偶;邓银兰(在读)/子") == [
        ("李娴杰(已故)", "配偶", ""),
        ("邓银兰(在读)", "子", ""),
    ]
