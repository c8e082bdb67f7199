"""Counts by place that single nobody out, whatever a reader adds up or subtracts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.kernel.disclosure import Shown, bounds, protect

COUNTS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 40), max_size=10)


def test_a_small_count_is_hidden_and_another_with_it() -> None:
    found = protect({"a": 2, "b": 30, "c": 7, "d": 0})
    assert found.cells == {"a": None, "b": 30, "c": None, "d": 0}
    assert found.total == 39


def test_ones_alone_would_be_told_by_their_number() -> None:
    """Four hidden that come to four are one each: more is hidden until they may be k."""
    found = protect({"a": 1, "b": 1, "c": 1, "d": 1, "e": 9})
    assert found.hidden == ("a", "b", "c", "d", "e")
    assert found.total == 13
    assert bounds(found)["a"] == (1, 9)


def test_where_nothing_is_left_to_hide_the_total_goes() -> None:
    assert protect({"a": 3, "b": 0}) == Shown({"a": None, "b": 0}, None)
    assert protect({"a": 1, "b": 1, "c": 4}) == Shown({"a": None, "b": None, "c": None}, None)


def test_nothing_small_is_shown_as_it_is() -> None:
    counts = {"a": 5, "b": 0, "c": 12}
    assert protect(counts) == Shown(counts, 17)
    assert protect({}) == Shown({}, 0)


def test_a_second_table_does_not_tell_by_difference() -> None:
    first = protect({"a": 20, "b": 30, "c": 40})
    second = protect({"a": 21, "b": 30, "c": 50}, beside=[first])
    assert second.cells["a"] is None
    assert second.cells["b"] is None
    assert second.total == 101
    third = protect({"a": 20, "b": 30, "c": 42}, beside=[first])
    assert third.total is None
    assert third.cells == {"a": 20, "b": 30, "c": None}


@given(COUNTS, st.integers(2, 8))
def test_no_hidden_count_can_be_worked_out_below_k(counts: dict[str, int], k: int) -> None:
    found = protect(counts, k=k)
    for place, (least, most) in bounds(found).items():
        assert least <= counts[place]
        assert most is None or (most >= counts[place] and most >= k)
        assert least == 1
    for place, count in found.cells.items():
        assert count in (None, counts[place])
        assert count is None or count == 0 or count >= k
    assert found.total in (None, sum(counts.values()))
    assert found == protect(dict(reversed(counts.items())), k=k)


@given(COUNTS, COUNTS)
def test_shown_figures_of_two_tables_never_differ_by_few(
    one: dict[str, int], two: dict[str, int]
) -> None:
    first = protect(one)
    second = protect(two, beside=[first])
    pairs = [(first.cells.get(place), count) for place, count in second.cells.items()]
    for before, after in [*pairs, (first.total, second.total)]:
        if before is not None and after is not None:
            assert not 0 < abs(before - after) < 5


@pytest.mark.parametrize(("counts", "k"), [({"a": -1}, 5), ({"a": 3}, 1)])
def test_what_is_no_count_is_refused(counts: dict[str, int], k: int) -> None:
    with pytest.raises(ValueError, match="0 or more"):
        protect(counts, k=k)


def test_five_hundred_villages_take_no_time() -> None:
    counts = {str(n): n % 60 for n in range(500)}
    begun = time.perf_counter()
    protect(counts, beside=[protect(counts)])
    assert time.perf_counter() - begun < 1
