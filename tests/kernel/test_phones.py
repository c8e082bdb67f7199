"""Telephone numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel.phones import PhoneError, parse, parse_many


def code_of(cell: object) -> str:
    with pytest.raises(PhoneError) as caught:
        parse(cell)  # type: ignore[arg-type]
    return caught.value.code


@pytest.mark.parametrize(
    "cell",
    [
        "13900007156", 13900007156, 13900007156.0, "139 0000 7156", "139-0000-7156",
        "+8613900007156", "+86 139-0000-7156", "008613900007156", "8613900007156",
        "１３９００００７１５６", "'13900007156", "手机：13900007156", "电话号码:13900007156",
    ],
)  # fmt: skip
def test_a_mobile_is_read_in_every_dress(cell: str | float) -> None:
    found = parse(cell)
    assert (found.number, found.kind) == ("13900007156", "mobile")


@pytest.mark.parametrize(
    "cell",
    [
        "0760-85409789", "076085409789", "(0760)85409789", "（0760）8540 9789", "0760—85409789",
        "+86-760-85409789", "0086 760 85409789", 76085409789.0, 76085409789,
    ],
)  # fmt: skip
def test_a_landline_is_read_in_every_dress(cell: str | float) -> None:
    found = parse(cell)
    assert (found.number, found.kind) == ("0760-85409789", "landline")


def test_three_digit_area_codes_and_seven_digit_numbers_are_read() -> None:
    assert parse("020-81230000").number == "020-81230000"
    assert parse("01062340000").number == "010-62340000"
    assert parse("0898-6234000").number == "0898-6234000"


def test_a_number_cell_that_lost_its_zero_says_so() -> None:
    assert parse(76085409789.0).repairs == ("number_cell", "leading_zero")


def test_the_usual_form_needs_no_repair() -> None:
    assert parse("0760-85409789").repairs == ()
    assert parse("13900007156").repairs == ()


def test_a_local_number_needs_to_be_told_its_area_code() -> None:
    assert code_of("85409789") == "prefix"
    found = parse("85409789", area_code="0760")
    assert (found.number, found.repairs) == ("0760-85409789", ("area_code",))


@pytest.mark.parametrize("cell", ["0760-85409789-12", "0760-85409789转12", "0760-85409789#12"])
def test_an_extension_is_kept_apart(cell: str) -> None:
    found = parse(cell)
    assert (found.number, found.extension) == ("0760-85409789", "12")


def test_service_numbers_are_read() -> None:
    assert parse("400-000-0000") == ("4000000000", "service", "", ("marks",))


@pytest.mark.parametrize("mark", ["/", "、", "；", ";", ",", "\n", "或", " "])
def test_several_numbers_in_one_cell_are_all_read(mark: str) -> None:
    found = parse_many(f"13900007156{mark}13500000001")
    assert [phone.number for phone in found] == ["13900007156", "13500000001"]


def test_one_number_is_a_list_of_one() -> None:
    assert [phone.number for phone in parse_many(13900007156.0)] == ["13900007156"]
    assert [phone.number for phone in parse_many("0760-85409789")] == ["0760-85409789"]
    with pytest.raises(PhoneError):
        parse_many("")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "missing"), ("", "missing"), ("无", "missing"), ("0", "missing"), (0.0, "missing"),
        ("张三", "characters"), ("1390000715x", "characters"), ("=A1", "characters"),
        ("1390000715", "length"), ("139000071566", "length"), ("12", "length"),
        ("12900007156", "prefix"), ("00000000000", "prefix"), (1.39e10 + 0.5, "length"),
    ],
)  # fmt: skip
def test_each_refusal_has_its_code(cell: object, code: str) -> None:
    assert code_of(cell) == code


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=20), st.floats(), st.integers(), st.text("0123456789-+ ()")))
def test_any_cell_is_read_or_refused(cell: object) -> None:
    code = None
    try:
        found = parse(cell)  # type: ignore[arg-type]
    except PhoneError as error:
        code = error.code
    else:
        assert found.number
    assert code in {None, "missing", "characters", "length", "prefix"}


@settings(max_examples=100, deadline=None)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True, alphabet=st.characters(max_codepoint=127)))
def test_reading_twice_gives_the_same_number(number: str) -> None:
    assert parse(parse(number).number).number == number
