"""Relations to the head of a household."""

from __future__ import annotations

import pytest

from bangfu.kernel.codes import Sex
from bangfu.kernel.relations import HEAD_CODES, LABELS, code_for, label, sex_of


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("户主", "02"), ("本人", "01"), ("配偶", "10"), ("丈夫", "11"), ("妻", "12"),
        ("妻子", "12"), ("老婆", "12"), ("子", "20"), ("儿子", "20"), ("长子", "22"),
        ("大儿子", "22"), ("次子", "23"), ("二儿子", "23"), ("女", "30"), ("女儿", "30"),
        ("长女", "32"), ("女婿", "28"), ("儿媳", "38"), ("儿媳妇", "38"), ("孙子", "41"),
        ("孙女", "42"), ("外孙子", "43"), ("外孙女", "44"), ("父亲", "51"), ("母亲", "52"),
        ("爸爸", "51"), ("家公", "53"), ("家婆", "54"), ("岳父", "55"), ("外母", "56"),
        ("爷爷", "61"), ("嫲嫲", "62"), ("外公", "63"), ("外婆", "64"), ("哥哥", "71"),
        ("弟弟", "73"), ("姐姐", "75"), ("妹", "77"), ("叔叔", "83"), ("侄子", "93"),
        ("侄女", "94"), ("外甥", "95"), ("保姆", "99"), ("其他", "80"), ("曾孙", None),
        ("子女", None), ("随便", None), ("", None),
    ],
)  # fmt: skip
def test_words_for_relations_find_their_code(word: str, code: str | None) -> None:
    assert code_for(word) == code


@pytest.mark.parametrize(
    ("word", "sex", "code"),
    [
        ("孙", Sex.MALE, "41"),
        ("孙", Sex.UNKNOWN, "40"),
        ("外孙", Sex.FEMALE, "44"),
        ("外孙", Sex.MALE, "43"),
        ("子女", Sex.FEMALE, "30"),
        ("孩子", Sex.MALE, "20"),
        ("父母", Sex.FEMALE, "52"),
        ("父母", Sex.UNKNOWN, "50"),
        ("曾孙", Sex.MALE, "47"),
        ("侄", Sex.FEMALE, "94"),
    ],
)
def test_the_sex_makes_a_general_word_exact(word: str, sex: Sex, code: str) -> None:
    assert code_for(word, sex) == code


def test_the_sex_never_overrules_a_word_that_says_it() -> None:
    assert code_for("妻", Sex.MALE) == "12"
    assert code_for("子", Sex.FEMALE) == "20"
    assert code_for("配偶", Sex.FEMALE) == "10"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("户主之妻", "12"),
        ("户主的儿子", "20"),
        ("之子", "20"),
        ("与户主之女", "30"),
        (" 长 子 ", "22"),
        ("子（已故）", "20"),
        ("户主(本人)", "02"),
        ("２０", "20"),
        ("02", "02"),
    ],
)
def test_a_relation_is_read_in_the_dress_of_the_roster(typed: str, code: str) -> None:
    assert code_for(typed) == code


@pytest.mark.parametrize("code", sorted(LABELS))
def test_every_code_and_label_of_the_standard_finds_itself(code: str) -> None:
    assert code_for(code) == code
    assert code_for(label(code)) == code


def test_the_standard_has_its_codes() -> None:
    assert len(LABELS) == 84
    assert {"01", "02"} == HEAD_CODES
    with pytest.raises(KeyError):
        label("98")


def test_a_relation_tells_the_sex_where_the_word_does() -> None:
    assert sex_of("12") is Sex.FEMALE
    assert sex_of("22") is Sex.MALE
    assert sex_of("10") is Sex.UNKNOWN
    assert sex_of("40") is Sex.UNKNOWN
    assert sex_of("28") is Sex.MALE
    assert sex_of("38") is Sex.FEMALE
