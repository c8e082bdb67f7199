"""Both ways to a page, the first rows in order and the rows of each profile, find the same."""

import pytest

from bangfu.registry import queries
from bangfu.registry.queries import HouseholdFilter, PersonFilter, narrow

from .building import ON, SANJIAO
from .test_lists import families

__all__ = ["families"]
pytestmark = pytest.mark.django_db

ASKED = [
    HouseholdFilter(),
    HouseholdFilter(category="low_income"),
    HouseholdFilter(disabled=True),
    HouseholdFilter(elderly=True),
    HouseholdFilter(unverified=True, cause="illness"),
    HouseholdFilter(standing="left"),
    HouseholdFilter(cause="marriage"),
]


@pytest.mark.parametrize("order", ["", "changed", "entered"])
@pytest.mark.parametrize("asked", ASKED)
def test_households_are_the_same_by_order_and_by_profile(families, monkeypatch, asked, order):
    whole = queries.list_households(families, asked, on=ON, order=order).rows
    monkeypatch.setattr(narrow, "WINDOW", 0)
    assert queries.list_households(families, asked, on=ON, order=order).rows == whole
    assert queries.count_households(families, asked, on=ON, cap=0) == min(1, len(whole))
    if len(whole) > 1:
        rest = queries.list_households(families, asked, on=ON, order=order, after=whole[0].uuid)
        assert rest.rows == whole[1:]
        back = queries.list_households(families, asked, on=ON, order=order, before=whole[-1].uuid)
        assert back.rows == whole[:-1]


@pytest.mark.parametrize(
    "asked",
    [
        PersonFilter(),
        PersonFilter(disabled=True),
        PersonFilter(in_school=True),
        PersonFilter(age="70-79"),
        PersonFilter(relation="head", sex=1),
        PersonFilter(state="verified"),
        PersonFilter(village=SANJIAO),
    ],
)
def test_people_are_the_same_by_order_and_by_profile(families, monkeypatch, asked):
    whole = queries.list_people(families, asked, on=ON).rows
    monkeypatch.setattr(narrow, "WINDOW", 0)
    assert queries.list_people(families, asked, on=ON).rows == whole
    assert queries.count_people(families, asked, on=ON) == len(whole)
