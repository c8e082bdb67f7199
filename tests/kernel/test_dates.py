"""Dates as people type them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel.dates import DateError, LooseDate, age, parse

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def code_of(cell: object) -> str:
    with pytest.raises(DateError) as caught:
        parse(cell)  # type: ignore[arg-type]
    return caught.value.code


@settings(max_examples=100, deadline=None)
@given(DAYS)
def test_every_way_to_type_a_day_means_that_day(day: date) -> None:
    for typed in (
        f"{day:%Y-%m-%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month}月{day.day}号",
        f" {day.year} 年 {day.month} 月 {day.day} 日 ",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y-%m-%d}T08:30:00",
    ):
        assert parse(typed) == LooseDate(day, day, "day"), typed
    assert parse(day).day == day
    assert parse(datetime(day.year, day.month, day.day, 13)).day == day


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1906, 1, 1), date(2099, 12, 31)), st.floats(0, 0.99))
def test_a_serial_of_the_spreadsheet_is_a_day(day: date, time: float) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert parse(serial).day == day
    assert parse(float(serial)).day == day
    assert parse(serial + time).day == day
    assert parse(str(serial)).day == day


def test_old_macintosh_workbooks_count_from_1904() -> None:
    assert parse(40000, epoch_1904=True).day == date(1904, 1, 1) + timedelta(days=40000)


@pytest.mark.parametrize(
    "cell",
    [
        "2012年6月",
        "2012-06",
        "2012/6",
        "2012.6",
        "2012.06",
        "201206",
        201206.0,
        2012.06,
        "2012年06月",
    ],
)
def test_a_month_means_all_its_days(cell: str | float) -> None:
    assert parse(cell) == LooseDate(date(2012, 6, 1), date(2012, 6, 30), "month")


def test_months_as_birth_columns_write_them() -> None:
    assert parse("1966.05").first == parse("1966.5").first == parse(1966.05).first
    assert parse("1966.10").first == date(1966, 10, 1)
    assert parse("2012年2月").last == date(2012, 2, 29)


@pytest.mark.parametrize("cell", ["1966.1", 1966.1])
def test_a_month_that_may_have_lost_its_zero_keeps_only_the_year(cell: str | float) -> None:
    assert parse(cell) == LooseDate(date(1966, 1, 1), date(1966, 12, 31), "year")


@pytest.mark.parametrize("cell", ["2012", "2012年", 2012, 2012.0])
def test_a_year_means_all_its_days(cell: str | float) -> None:
    assert parse(cell) == LooseDate(date(2012, 1, 1), date(2012, 12, 31), "year")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("二〇一二年七月九日", date(2012, 7, 9)),
        ("二○一二年十月二十九日", date(2012, 10, 29)),
        ("二零一二年十二月三十日", date(2012, 12, 30)),
        ("２０１２．７．４", date(2012, 7, 4)),
    ],
)
def test_chinese_and_full_width_digits_are_read(typed: str, day: date) -> None:
    assert parse(typed).day == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        ("不详", "missing"),
        ("2012年春节前", "format"),
        ("办理中", "format"),
        ("2012-07-09-01", "format"),
        ("1234567", "format"),
        (True, "format"),
        (float("nan"), "format"),
        (-3, "format"),
        ("2012-02-30", "impossible"),
        ("2012-13", "impossible"),
        ("20121301", "impossible"),
        ("201213", "impossible"),
        ("1899-12-31", "range"),
        (3.0, "range"),
        (99999999999.0, "range"),
        ("12.7.4", "two_digit_year"),
        ("66年5月", "two_digit_year"),
        ("4/7/2012", "order"),
    ],
)
def test_each_refusal_has_its_code(cell: object, code: str) -> None:
    assert code_of(cell) == code


def test_a_year_at_the_end_is_read_where_the_order_is_told() -> None:
    assert parse("4/7/2012", order="dmy").day == date(2012, 7, 4)
    assert parse("4/7/2012", order="mdy").day == date(2012, 4, 7)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), st.floats(), st.integers()))
def test_any_cell_is_read_or_refused(cell: object) -> None:
    code = None
    try:
        found = parse(cell)  # type: ignore[arg-type]
    except DateError as error:
        code = error.code
    else:
        assert found.first <= found.last
    assert code in {None, "missing", "format", "impossible", "range", "two_digit_year", "order"}


def test_loose_dates_agree_where_they_may_be_the_same_day() -> None:
    may = parse("1966.05")
    assert may.agrees_with(date(1966, 5, 25))
    assert may.agrees_with(parse("1966"))
    assert not may.agrees_with(date(1966, 6, 1))
    assert not may.agrees_with(parse("1967"))


def test_a_loose_date_is_written_with_the_precision_it_has() -> None:
    assert str(parse("2012-07-09")) == "2012年7月9日"
    assert str(parse("2012.07")) == "2012年7月"
    assert str(parse("2012")) == "2012年"


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1952, 5, 16), date(2012, 5, 15), 59),
        (date(1952, 5, 16), date(2012, 5, 16), 60),
        (date(2000, 2, 29), date(2011, 2, 28), 10),
        (date(2000, 2, 29), date(2011, 3, 1), 11),
        (date(2012, 1, 1), date(2012, 1, 1), 0),
    ],
)
def test_age_counts_full_years(born: date, on: date, years: int) -> None:
    assert age(born, on) == years
