"""The leader's total stands wherever nobody's few can be worked out from it."""

from __future__ import annotations

import pytest

from bangfu.desk.figures import FEW, HELD, Figures, safe
from bangfu.registry.queries.figures import VillageFigure

from .conftest import As

TOWN, ONE, TWO, THREE = (442099109_000_000 + n * 1000 for n in (0, 206, 207, 208))


def table(total: int, cells: dict[tuple[int, str], int | None]) -> Figures:
    figures = [
        VillageFigure(area, "三角镇" if area == TOWN else f"村{area}", category, count, count)
        for (area, category), count in cells.items()
    ]
    return safe(figures, (total, total * 3))


def cell(shown: Figures, row: int, label: str) -> int | str:
    return dict(shown.rows[row].cells)[label]


def test_without_small_figures_all_stands() -> None:
    shown = table(30, {(ONE, "dibao"): 10, (TWO, "dibao"): 20})
    assert shown.total == (30, 90)
    assert not shown.held


def test_one_small_figure_takes_a_second_one_with_it_and_the_total_stands() -> None:
    shown = table(31, {(TOWN, "dibao"): None, (ONE, "dibao"): 10, (TWO, "dibao"): 20})
    assert shown.total == (31, 93)
    assert shown.held
    assert [cell(shown, row, "低保") for row in range(3)] == [FEW, HELD, 20]


def test_several_small_figures_hide_each_other() -> None:
    shown = table(25, {(ONE, "dibao"): None, (TWO, "dibao"): None, (THREE, "dibao"): 20})
    assert shown.total == (25, 75)
    assert not shown.held


@pytest.mark.parametrize("hidden", [2, 8])
def test_several_that_can_be_one_thing_only_take_another_with_them(hidden: int) -> None:
    shown = table(20 + hidden, {(ONE, "dibao"): None, (TWO, "dibao"): None, (THREE, "dibao"): 20})
    assert shown.held
    assert cell(shown, 2, "低保") == HELD


def test_where_there_is_nothing_to_hide_behind_the_total_is_missing() -> None:
    assert table(3, {(ONE, "dibao"): None}).total is None


def test_a_household_without_a_village_is_said_to_have_none() -> None:
    shown = table(30, {(TOWN, "dibao"): 10, (ONE, "dibao"): 20})
    assert shown.rows[0].village == "三角镇（未写村居）"


@pytest.mark.django_db
def test_the_headline_of_a_leader_is_the_register(visit: As) -> None:
    page = visit("leader").get("/").content.decode()
    assert "<h1>在册60户" in page
