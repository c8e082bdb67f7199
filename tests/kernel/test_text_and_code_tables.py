"""Typed text and the small code tables."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel import codes
from bangfu.kernel.codes import CodeTable, Sex, parse_sex
from bangfu.kernel.text import as_text, is_empty_word, squeeze, tighten, to_half_width, trim

TABLES = [table for table in vars(codes).values() if isinstance(table, CodeTable)]


def test_full_width_letters_digits_and_marks_become_half_width() -> None:
    assert to_half_width("ＡＢｘ１２３，．（）　￥") == "ABx123,.() ¥"
    assert to_half_width("高平村、三组") == "高平村、三组"


@pytest.mark.parametrize("space", [" ", "\u3000", "\u00a0", "\u200b", "\ufeff", "\u2060", "\t", "\n", "\x00", "\u202c"])  # fmt: skip  # noqa: E501
def test_every_kind_of_space_is_squeezed_out(space: str) -> None:
    assert squeeze(f"{space}何{space}健{space}") == "何健"
    assert trim(f"{space}何{space}{space}健{space}") == "何 健"


@pytest.mark.parametrize("mark", ["'", "’", "‘", "`", "´", "＇", "''"])
def test_leading_apostrophes_go_and_inner_ones_stay(mark: str) -> None:
    assert squeeze(f"{mark}123") == "123"
    assert squeeze(f" {mark} 123") == "123"
    assert trim("O'Neil") == "O'Neil"


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)
    assert to_half_width(to_half_width(text)) == to_half_width(text)
    assert tighten(tighten(text)[0]) == (tighten(text)[0], ())


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("x", "x"),
        (15900000674.0, "15900000674"),
        (15900000674, "15900000674"),
        (1966.05, "1966.05"),
        (0.1 + 0.2, "0.3"),
        (4.42099196307172e17, "4.42099196307172e+17"),
        (True, "是"),
        (date(2012, 7, 9), "2012-07-09"),
        (datetime(2012, 7, 9), "2012-07-09"),
        (datetime(2012, 7, 9, 8, 30), "2012-07-09 08:30:00"),
    ],
)
def test_a_cell_is_written_as_a_person_sees_it(cell: object, text: str) -> None:
    assert as_text(cell) == text  # type: ignore[arg-type]


def test_words_for_nothing_are_known_and_zero_is_something() -> None:
    assert all(is_empty_word(word) for word in ["", "无", "/", "——", "N/A", "不详", "暂无"])
    assert not any(is_empty_word(word) for word in ["0", "办理中", "吴", "1"])


def test_the_tables_of_the_register_are_all_there() -> None:
    assert len(TABLES) >= 12
    assert codes.ETHNIC["01"] == "汉族"
    assert len(codes.ETHNIC) == 58
    assert [codes.DISABILITY_KIND[str(k)] for k in (1, 4, 7)] == ["视力", "肢体", "多重"]
    assert codes.HEALTH["66"] == "精神残疾"
    assert codes.EDUCATION["20"] == "大学本科"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.source)
def test_every_label_and_code_finds_itself(table: CodeTable) -> None:
    for code, label in table.items():
        assert table.find(label) == code
        assert table.find(code) == code
        assert table.find(f" {label}　") == code


@pytest.mark.parametrize(
    ("table", "word", "code"),
    [
        (codes.CAUSE, "因病", "01"),
        (codes.CAUSE, "缺劳动力", "05"),
        (codes.CAUSE, "缺劳力", "05"),
        (codes.CAUSE, "年老", "12"),
        (codes.CAUSE, "丧偶", "10"),
        (codes.SCHOOL_STAGE, "大学", "7"),
        (codes.SCHOOL_STAGE, "初中", "3"),
        (codes.DISABILITY_GRADE, "一级", "1"),
        (codes.DISABILITY_KIND, "肢体残疾", "4"),
        (codes.MARITAL, "离异", "40"),
        (codes.EDUCATION, "文盲", "90"),
        (codes.ETHNIC, "壮", "08"),
        (codes.LABOUR, "无劳动能力", "5"),
        (codes.CAUSE, "没有这种原因", None),
        (codes.CAUSE, "", None),
    ],
)
def test_spoken_words_find_their_code(table: CodeTable, word: str, code: str | None) -> None:
    assert table.find(word) == code


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("男", Sex.MALE),
        ("女 ", Sex.FEMALE),
        ("男性", Sex.MALE),
        ("F", Sex.FEMALE),
        ("1", Sex.MALE),
        ("２", Sex.FEMALE),
        ("", Sex.UNKNOWN),
        ("？", Sex.UNKNOWN),
        ("9", Sex.UNSTATED),
    ],
)
def test_a_sex_is_read_and_the_unknown_stays_unknown(text: str, sex: Sex) -> None:
    assert parse_sex(text) is sex


def test_the_codes_of_sex_are_those_of_the_standard() -> None:
    assert [int(sex) for sex in (Sex.UNKNOWN, Sex.MALE, Sex.FEMALE, Sex.UNSTATED)] == [0, 1, 2, 9]
