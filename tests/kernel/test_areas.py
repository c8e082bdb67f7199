"""Area codes and the numbers made from them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel.areas import (
    AreaError,
    Level,
    area_of,
    contains,
    kind_of,
    number_of,
    parent_code,
    parent_codes,
    parse,
    range_of,
    range_of_number,
)


@pytest.mark.parametrize(
    ("code", "full", "level"),
    [
        ("44", "440000000000", Level.PROVINCE),
        ("440000", "440000000000", Level.PROVINCE),
        ("442000", "442000000000", Level.CITY),
        ("110105", "110105000000", Level.COUNTY),
        ("442000109", "442000109000", Level.TOWN),
        ("442000100", "442000100000", Level.TOWN),
        (442000109, "442000109000", Level.TOWN),
        ("442000109000", "442000109000", Level.TOWN),
        ("442000109001", "442000109001", Level.VILLAGE),
        ("442000109200", "442000109200", Level.VILLAGE),
    ],
)
def test_a_code_of_any_length_is_read_with_its_level(
    code: str | int, full: str, level: Level
) -> None:
    assert parse(code) == (full, level, 0)


def test_the_range_of_a_town_holds_its_villages_and_their_gaps_and_nothing_else() -> None:
    first, last = range_of("442000109")
    assert (first, last) == (442000109000 * 1000, 442000109999 * 1000 + 999)
    assert first <= number_of("442000109206", 17) <= last
    assert not contains("442000109", number_of("442000110000"))
    assert not contains("442000109", number_of("442000108999", 999))


def test_the_range_of_a_village_is_its_own_number_and_its_gap() -> None:
    assert range_of("442000109206") == (442000109206000, 442000109206999)


def test_a_city_without_counties_holds_its_towns_directly() -> None:
    assert parent_codes("442000109206") == ("440000000000", "442000000000", "442000109000")
    assert parent_code("442000109") == "442000000000"
    assert contains("442000", number_of("442000109206"))
    assert range_of("442000") == (442000000000000, 442099999999999)


def test_a_city_with_counties_has_one_level_more() -> None:
    assert parent_codes("110105001001") == (
        "110000000000", "110100000000", "110105000000", "110105001000"
    )  # fmt: skip
    assert parent_code("11") is None


def test_an_own_unit_lives_in_the_gap_of_its_village() -> None:
    number = number_of("442000109206", 3)
    assert area_of(number) == ("442000109206", Level.GROUP, 3)
    assert area_of(number).number == number
    assert range_of_number(number) == (number, number)
    assert range_of_number(number_of("442000109206")) == range_of("442000109206")


@pytest.mark.parametrize("own", [-1, 1000])
def test_the_gap_has_999_places(own: int) -> None:
    with pytest.raises(AreaError, match="gap"):
        number_of("442000109206", own)


@pytest.mark.parametrize(
    ("code", "said"),
    [("", "characters"), ("高平村", "characters"), ("44200010920", "length"), ("04", "length")],
)
def test_a_code_that_is_none_is_refused(code: str, said: str) -> None:
    with pytest.raises(AreaError, match=said):
        parse(code)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("44", "省"), ("442000", "市"), ("110105", "县"), ("442000001", "街道"),
        ("442000109", "镇"), ("442000201", "乡"), ("442000401", "乡级单位"),
        ("442000109001", "居委会"), ("442000109206", "村委会"), ("442000109401", "村级单位"),
    ],
)  # fmt: skip
def test_the_kind_is_told_by_the_statistical_numbering(code: str, kind: str) -> None:
    assert kind_of(code) == kind


@settings(max_examples=150, deadline=None)
@given(
    st.integers(110101001001, 659999999999), st.integers(0, 999), st.sampled_from([2, 4, 6, 9, 12])
)
def test_every_number_lies_within_each_of_its_parents(code: int, own: int, end: int) -> None:
    number = code * 1000 + own
    above = area_of(number)
    for parent in (*parent_codes(above.code), above.code):
        assert contains(parent, number)
    prefix = str(code)[:end]
    first, last = range_of(prefix)
    assert first <= number <= last
    assert last - first + 1 in {10**13, 10**11, 10**9, 10**6, 10**3}
