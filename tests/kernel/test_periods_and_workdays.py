"""Periods of days, and working days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.kernel.periods import Period, PeriodError, joined
from bangfu.kernel.workdays import Calendar, first_fill

DAYS = st.dates(date(2010, 1, 1), date(2012, 12, 31))
PERIODS = st.builds(
    lambda first, length: Period(first, None if length > 400 else first + timedelta(days=length)),
    DAYS,
    st.integers(0, 420),
)


def test_both_ends_belong_to_a_period() -> None:
    year = Period.of_year(2012)
    assert year.holds(date(2012, 1, 1))
    assert year.holds(date(2012, 12, 31))
    assert not year.holds(date(2013, 1, 1))
    assert year.days() == 366
    assert Period.of_month(2012, 2).last == date(2012, 2, 29)


def test_an_open_period_never_ends() -> None:
    period = Period(date(2012, 1, 1))
    assert period.holds(date(2999, 1, 1))
    assert period.days() is None
    assert period.half_open() == (date(2012, 1, 1), None)


def test_the_database_writes_the_day_after_the_last() -> None:
    assert Period.of_year(2012).half_open() == (date(2012, 1, 1), date(2013, 1, 1))


def test_a_period_cannot_end_before_it_begins() -> None:
    with pytest.raises(PeriodError):
        Period(date(2012, 1, 2), date(2012, 1, 1))


@settings(max_examples=150, deadline=None)
@given(PERIODS, PERIODS, DAYS)
def test_common_and_remaining_days_are_those_of_both(a: Period, b: Period, day: date) -> None:
    common = a.common(b)
    assert (common is not None and common.holds(day)) == (a.holds(day) and b.holds(day))
    assert any(part.holds(day) for part in a.without(b)) == (a.holds(day) and not b.holds(day))
    assert a.overlaps(b) == b.overlaps(a) == (common is not None)


@settings(max_examples=150, deadline=None)
@given(st.lists(PERIODS, max_size=6), DAYS)
def test_joined_periods_hold_the_same_days_and_keep_apart(periods: list[Period], day: date) -> None:
    result = joined(periods)
    assert any(p.holds(day) for p in result) == any(p.holds(day) for p in periods)
    for before, after in pairwise(result):
        assert before.last is not None
        assert before.last + timedelta(days=1) < after.first


SMALL = Calendar(
    holidays=frozenset({date(2012, 10, 1), date(2012, 10, 2)}),
    workdays=frozenset({date(2012, 9, 29)}),
)


def test_a_holiday_is_off_and_a_make_up_saturday_is_worked() -> None:
    assert not SMALL.is_workday(date(2012, 10, 1))
    assert SMALL.is_workday(date(2012, 9, 29))
    assert not SMALL.is_workday(date(2012, 9, 30))
    assert SMALL.is_workday(date(2012, 10, 3))


def test_the_day_of_the_start_never_counts() -> None:
    assert SMALL.add(date(2012, 9, 28), 1).on == date(2012, 9, 29)
    assert SMALL.add(date(2012, 9, 28), 2).on == date(2012, 10, 3)
    assert SMALL.add(date(2012, 10, 3), -2).on == date(2012, 9, 28)


def test_a_limit_on_a_day_off_rolls_to_the_next_working_day() -> None:
    assert SMALL.roll(date(2012, 9, 30)).on == date(2012, 10, 3)
    assert SMALL.roll(date(2012, 10, 3)).on == date(2012, 10, 3)


def test_an_unpublished_year_is_counted_by_weekdays_and_named() -> None:
    assert SMALL.add(date(2012, 12, 31), 1) == (date(2013, 1, 1), (2013,))
    assert SMALL.add(date(2012, 10, 8), 5).unpublished == ()
    assert SMALL.count(date(2012, 12, 31), date(2013, 1, 2)) == (2, (2013,))
    assert Calendar().add(date(2012, 1, 2), 1) == (date(2012, 1, 3), (2012,))


def test_an_office_can_publish_a_year_of_its_own() -> None:
    amended = SMALL.amended(year=2013, holidays=[date(2013, 1, 1)])
    assert amended.add(date(2012, 12, 31), 1) == (date(2013, 1, 2), ())
    assert not amended.is_workday(date(2012, 10, 1))
    replaced = SMALL.amended(year=2012)
    assert replaced.is_workday(date(2012, 10, 1))


@settings(max_examples=100, deadline=None)
@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_are_each_others_inverse(start: date, days: int) -> None:
    end = SMALL.add(start, days).on
    assert SMALL.is_workday(end)
    assert SMALL.count(start, end).days == days
    assert SMALL.count(end, start).days <= 0


def test_the_first_fill_knows_the_years_that_the_state_council_published() -> None:
    calendar = first_fill()
    assert {2004, 2012, 2026} <= calendar.published
    assert not calendar.is_workday(date(2012, 10, 1))
    assert calendar.is_workday(date(2012, 9, 29))
    assert calendar.add(date(2012, 9, 28), 2).on == date(2012, 10, 8)


def test_the_first_fill_marks_the_first_year_after_its_end() -> None:
    calendar = first_fill()
    after = max(calendar.published) + 1
    assert calendar.add(date(after - 1, 12, 20), 20).unpublished == (after,)
