"""Both ways to a page, the first rows in order and the rows of each profile, find the same."""

import pytest
from django.db import connections, transaction

from bangfu.registry import queries
from bangfu.registry.queries import HouseholdFilter, PersonFilter, lists, narrow
from bangfu.registry.queries.people_list import ask_of_people

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
        PersonFilter(state="unverified"),
        PersonFilter(state="unverified", relation="head"),
        PersonFilter(village=SANJIAO),
    ],
)
def test_people_are_the_same_by_order_and_by_profile(families, monkeypatch, asked):
    whole = queries.list_people(families, asked, on=ON).rows
    monkeypatch.setattr(narrow, "WINDOW", 0)
    assert queries.list_people(families, asked, on=ON).rows == whole
    assert queries.count_people(families, asked, on=ON) == len(whole)


def test_what_was_looked_through_whole_is_not_counted_again(families, monkeypatch):
    asked = HouseholdFilter(category="low_income")
    found = queries.count_households(families, asked, on=ON)
    assert found
    monkeypatch.setattr(narrow, "_each", None)
    assert queries.count_households(families, asked, on=ON) == found


def test_who_narrows_nothing_is_told_one_total(families, monkeypatch):
    whole = queries.total_of(families, HouseholdFilter(), on=ON)
    assert queries.totals_of(families, HouseholdFilter(), on=ON) == (whole, whole)
    few = HouseholdFilter(village=SANJIAO)
    assert queries.totals_of(families, few, on=ON)[0].households < whole.households
    monkeypatch.setattr(lists, "CAP", 1)
    total, register = queries.totals_of(families, HouseholdFilter(), on=ON)
    assert (total.households, total.capped, register.capped) == (1, True, False)


@pytest.mark.parametrize("state", ["unverified", "disputed"])
def test_whose_number_is_in_doubt_stands_in_an_index_of_its_own(state):
    ask = ask_of_people(PersonFilter(state=state), ON)
    statement = (
        f"explain select t.id from {ask.table} t where t.area between 1 and 2 and {ask.always}"
        " order by t.area, t.sort_key, t.id limit 25"
    )
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        # Among few rows every index costs the same: the other one stands aside.
        cursor.execute("drop index registry_person_list")
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_sort = off")
        cursor.execute(statement)
        plan = "\n".join(line for (line,) in cursor.fetchall())
        transaction.set_rollback(True, "owner")
    assert "registry_person_doubt" in plan, plan
    assert "Sort" not in plan, plan
