"""Lists of households: order, pages, filters, capped counts, scope."""

from dataclasses import replace
from datetime import date

import pytest

from bangfu.offices.scope import Scope, scoped
from bangfu.registry import queries
from bangfu.registry.queries import HouseholdFilter

from .building import BY, GAOPING, ON, SANJIAO, enter, household, person

pytestmark = pytest.mark.django_db
EVERYTHING = HouseholdFilter()


@pytest.fixture
def families(town):
    enter(
        household(person("赵一", None), cause_text="因病"),
        household(person("陈二", None, born_on=date(1940, 1, 1), born_precision="day")),
        household(
            person("黄三", None, disability_kind=4, disability_grade=2),
            cause_text="因残",
            category="low_income",
            area=SANJIAO,
        ),
        household(person("欧阳四", None, stage="高中"), category="hard_up", area=SANJIAO),
    )
    return town


def heads(scope, asked=EVERYTHING, **page):
    return [row.head for row in queries.list_households(scope, asked, on=ON, **page).rows]


def test_villages_in_the_order_of_codes_and_names_by_pinyin(families):
    assert heads(families) == ["陈二", "赵一", "黄三", "欧阳四"]


def test_pages_go_forward_and_back_without_a_gap(families):
    first = queries.list_households(families, EVERYTHING, on=ON, limit=3)
    assert first.before is None
    second = queries.list_households(families, EVERYTHING, on=ON, after=first.after, limit=3)
    assert [row.head for row in second.rows] == ["欧阳四"]
    assert second.after is None
    back = queries.list_households(families, EVERYTHING, on=ON, before=second.before, limit=3)
    assert back.rows == first.rows


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (HouseholdFilter(village=SANJIAO), ["黄三", "欧阳四"]),
        (HouseholdFilter(category="low_income"), ["黄三"]),
        (HouseholdFilter(cause="disability"), ["黄三"]),
        (HouseholdFilter(disabled=True), ["黄三"]),
        (HouseholdFilter(in_school=True), ["欧阳四"]),
        (HouseholdFilter(elderly=True), ["陈二"]),
        (HouseholdFilter(unverified=True, village=GAOPING), ["陈二", "赵一"]),
        (HouseholdFilter(village=SANJIAO, cause="illness", disabled=True), []),
    ],
)
def test_narrows(families, asked, expected):
    assert heads(families, asked) == expected
    assert queries.count_households(families, asked, on=ON) == len(expected)


def test_counts_are_capped(families):
    assert queries.count_households(families, EVERYTHING, on=ON, cap=2) == 3


def test_a_village_worker_sees_the_village_and_counts_the_village(families):
    with scoped(Scope(BY, ((GAOPING, GAOPING + 999),)), on=ON) as scope:
        assert heads(scope) == ["陈二", "赵一"]
        assert queries.count_households(scope, EVERYTHING, on=ON) == 2
        assert queries.count_households(scope, HouseholdFilter(village=SANJIAO), on=ON) == 0
        assert queries.total_of(scope, EVERYTHING, on=ON) == queries.Total(2, 2)


def test_a_household_of_another_village_is_not_there(families):
    away = queries.list_households(families, HouseholdFilter(village=SANJIAO), on=ON).rows[0]
    with scoped(Scope(BY, ((GAOPING, GAOPING + 999),)), on=ON) as scope:
        assert queries.find_household(scope, away.uuid, on=ON) is None


def test_where_somebody_was_read_names_file_sheet_and_row(town):
    head = person()
    home = household(head)
    enter(home, sheet="高平")
    enter(replace(home, known=True, members=[replace(head, known=True)]), sheet="三角")
    (line,) = queries.person_lines(town, on=ON)
    assert line["sources"] == [
        {"file": "低保户花名册.xlsx", "sheet": "高平", "row": 5},
        {"file": "低保户花名册.xlsx", "sheet": "三角", "row": 5},
    ]
