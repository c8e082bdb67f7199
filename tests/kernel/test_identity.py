"""Citizen identity numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel import identity
from bangfu.kernel.codes import Sex
from bangfu.kernel.identity import IdentityError, check_character, parse

ON = date(2012, 12, 31)
# The example of GB 11643-1999 and of countless textbooks.
SAMPLE = "11010519491231002X"


def number(area: str, born: date, sequence: int) -> str:
    first = f"{area}{born:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


born_days = st.dates(date(1900, 1, 1), ON)
numbers = st.builds(
    number, st.sampled_from(["442099", "440199", "110105"]), born_days, st.integers(1, 999)
)


def code_of(text: object, on: date | None = ON) -> str:
    with pytest.raises(IdentityError) as caught:
        parse(text, on=on)  # type: ignore[arg-type]
    return caught.value.code


def test_the_sample_of_the_standard_is_read_whole() -> None:
    found = parse(SAMPLE, on=ON)
    assert found.number18 == SAMPLE
    assert (found.born, found.sex, found.kind) == (date(1949, 12, 31), Sex.FEMALE, "resident")
    assert (found.from_15, found.repairs, found.warnings) == (False, (), ())


def test_the_second_sample_of_the_standard_has_its_check_character_but_too_early_a_birth() -> None:
    assert check_character("44052418800101001") == "4"
    assert code_of("440524188001010014") == "date"


@settings(max_examples=150, deadline=None)
@given(numbers)
def test_every_number_made_by_the_rule_is_read(text: str) -> None:
    found = parse(text, on=ON)
    assert found.number18 == text
    assert found.born == date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    assert found.sex == (Sex.MALE if int(text[16]) % 2 else Sex.FEMALE)


@settings(max_examples=150, deadline=None)
@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(text: str, place: int, shift: int) -> None:
    old = 10 if text[place] == "X" else int(text[place])
    wrong = text[:place] + str((old + shift) % 10) + text[place + 1 :]
    if wrong == text:
        return
    assert code_of(wrong) in {"checksum", "date", "shortened"}


@settings(max_examples=150, deadline=None)
@given(numbers, st.integers(0, 16))
def test_two_neighbours_swapped_are_always_noticed(text: str, place: int) -> None:
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if swapped == text:
        return
    assert code_of(swapped) in {"checksum", "date", "shortened", "characters"}


@pytest.mark.parametrize(
    ("typed", "repair"),
    [
        ("４４２０９９１９４９０８０２６４７５", "full_width"),
        ("442099 19490802 6475", "spaces"),
        ("442099\u300019490802\u200b6475\n", "spaces"),
        ("'442099194908026475", "apostrophe"),
        ("’442099194908026475", "apostrophe"),
        ("\ufeff442099194908026475", "spaces"),
    ],
)
def test_what_is_certain_is_repaired_and_named(typed: str, repair: str) -> None:
    found = parse(typed, on=ON)
    assert found.number18 == "442099194908026475"
    assert repair in found.repairs


@pytest.mark.parametrize("last", ["x", "ｘ", "Ｘ", "×", "Х"])
def test_every_way_to_type_the_last_x_is_read(last: str) -> None:
    assert parse(f"11010519491231002{last}", on=ON).number18 == SAMPLE


@settings(max_examples=100, deadline=None)
@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(1, 995))
def test_an_old_number_becomes_the_new_one_of_the_same_person(born: date, sequence: int) -> None:
    new = number("442099", born, sequence)
    found = parse(new[:6] + new[8:17], on=ON)
    assert found.number18 == new
    assert found.from_15
    assert found.repairs == ("from_15",)


def test_an_old_number_never_means_someone_born_from_2000_on() -> None:
    assert parse("442099010203123", on=ON).born == date(1901, 2, 3)


def test_an_old_number_of_the_series_kept_for_centenarians_is_warned() -> None:
    assert "before_1900_series" in parse("442099010203996", on=ON).warnings


def test_an_old_number_in_a_number_cell_is_whole() -> None:
    found = parse(442099550228243.0, on=ON)
    assert found.number18 == "442099195502282430"
    assert found.repairs == ("number_cell", "from_15")


@pytest.mark.parametrize(
    "cell",
    [4.42099196307172e17, 442099196307172265.0, 442099196307172265, "4.42E+17", "4.42099E+17"],
)
def test_a_number_that_lost_its_digits_is_never_read(cell: object) -> None:
    assert code_of(cell) == "shortened"


def test_a_rounded_number_is_refused_even_when_its_check_character_fits() -> None:
    for sequence in range(1, 999):
        text = number("442099", date(1963, 7, 17), sequence)
        if text[17] != "X":
            assert code_of(int(text)) == "shortened"


def test_a_text_that_ends_in_three_zeros_is_read_with_a_warning_or_called_shortened() -> None:
    read, refused = 0, 0
    for seventeen in range(44209919630701000, 44209919630729000, 100):
        first = str(seventeen)
        if check_character(first) == "0":
            assert "perhaps_shortened" in parse(first + "0", on=ON).warnings
            read += 1
        else:
            assert code_of(first + "0") == "shortened"
            refused += 1
    assert read
    assert refused


@pytest.mark.parametrize("cell", [None, "", "  ", "无", "/", "-", "——", "不详", "待补", 0, 0.0])
def test_an_empty_cell_is_missing(cell: object) -> None:
    assert code_of(cell) == "missing"


@pytest.mark.parametrize("cell", ["办理中", "正在办理", " 补办 中", "（申领中）", "待办"])
def test_a_number_that_is_being_issued_is_told_apart_from_a_missing_one(cell: str) -> None:
    assert code_of(cell) == "being_issued"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("44209919520516465", "length"),
        ("4420991952051646577", "length"),
        ("44209919520516465A", "characters"),
        ("4420991952O5164657", "characters"),
        ("李四", "characters"),
        ("442099195213164657", "date"),
        ("442099195202304657", "date"),
        ("442099195205164658", "checksum"),
        ("442099121399123", "date"),
        (True, "characters"),
        (date(2012, 1, 1), "characters"),
        (-5.0, "characters"),
        (float("nan"), "characters"),
    ],
)
def test_each_fault_has_its_own_code(cell: object, code: str) -> None:
    assert code_of(cell) == code


def test_a_birth_after_the_day_of_writing_is_impossible() -> None:
    text = number("442099", date(2013, 1, 1), 101)
    assert code_of(text, on=ON) == "date"
    assert parse(text, on=date(2013, 1, 1)).born == date(2013, 1, 1)
    assert parse(text).born == date(2013, 1, 1)


@pytest.mark.parametrize(
    ("area", "kind"),
    [
        ("810000", "hong_kong"),
        ("820000", "macao"),
        ("830000", "taiwan"),
        ("911156", "foreigner"),
        ("442000", "resident"),
    ],
)
def test_permits_share_the_form_and_are_told_apart(area: str, kind: str) -> None:
    found = parse(number(area, date(1980, 5, 6), 12), on=ON)
    assert found.kind == kind
    assert found.warnings == ()


def test_an_elder_may_carry_an_area_code_younger_than_himself() -> None:
    assert parse(number("442000", date(1930, 1, 2), 35), on=ON).warnings == ()


def test_a_strange_area_code_is_a_warning_and_never_a_refusal() -> None:
    assert parse(number("990000", date(1970, 1, 2), 35), on=ON).warnings == ()
    assert parse(number("000000", date(1970, 1, 2), 35), on=ON).warnings == ("area_code",)


def test_a_sequence_of_zeros_is_a_warning() -> None:
    assert "sequence" in parse(number("442099", date(1970, 1, 2), 0), on=ON).warnings


def test_a_very_old_person_is_a_warning() -> None:
    text = number("442099", date(1901, 1, 2), 35)
    assert parse(text, on=date(2012, 1, 1)).warnings == ()
    assert parse(text, on=date(2017, 1, 1)).warnings == ("very_old",)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_any_cell_is_read_or_refused_with_a_code_that_does_not_repeat_it(cell: object) -> None:
    code = said = None
    try:
        parse(cell, on=ON)  # type: ignore[arg-type]
    except IdentityError as error:
        code, said = error.code, str(error)
    assert said == code
    assert code in {
        None, "length", "characters", "date", "checksum", "missing", "being_issued", "shortened"
    }  # fmt: skip


def test_numbers_are_found_inside_a_longer_text() -> None:
    text = "李娴杰/配偶/430499193402015377；邓银兰/子/４４２０９９１９５６０７１９２７５７"
    assert identity.find(text) == ("430499193402015377", "442099195607192757")
    assert identity.find("电话13900000000") == ()
