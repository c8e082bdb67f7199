"""Facts in and answers out, at the boundaries of every standard of the seed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bangfu.rules import Answer, FactsError, Standards, read_case

Ask = Callable[..., Answer]

BASE: dict[str, Any] = {
    "on": "2012-10-01",
    "area": "442000109201",
    "household": {"category": "dibao", "monthly_income_fen": 180000, "assets_ok": True},
    "persons": [{"id": "p1"}],
    "received": [],
}


def facts(person: dict[str, Any] | None = None, **more: Any) -> str:
    made = {**BASE, **more}
    if person is not None:
        made["persons"] = [{"id": "p1", **person}]
    return json.dumps(made)


@pytest.mark.parametrize(
    ("stage", "full_time", "fen"),
    [
        ("preschool", True, None),
        ("primary", None, 50_000),
        ("junior", False, 50_000),
        ("senior", True, 200_000),
        ("vocational", True, 200_000),
        ("college", True, 400_000),
        ("college", False, None),
        ("university", True, 400_000),
        ("postgraduate", True, None),
    ],
)
def test_education_pays_by_stage(
    seed: Standards, ask: Ask, stage: str, full_time: bool | None, fen: int | None
) -> None:
    school = {"stage": stage, "year": "2012-2013"}
    if full_time is not None:
        school["full_time"] = full_time  # type: ignore[assignment]
    answer = ask(seed, facts({"school": school}), "education")
    assert (answer.answer, answer.amount_fen) == (("yes", fen) if fen else ("no", None))
    if fen:
        assert answer.period == "2012-2013"
        assert answer.paid_by == (("education", fen),)


@pytest.mark.parametrize(("category", "yes"), [
    ("dibao", True), ("low_income", True), ("hard_up", True), ("tekun", False), ("none", False),
])  # fmt: skip
def test_education_is_for_dual_low_and_hard_up(
    seed: Standards, ask: Ask, category: str, yes: bool
) -> None:
    person = {"school": {"stage": "senior", "year": "2012-2013"}}
    answer = ask(seed, facts(person, household={"category": category}), "education")
    assert (answer.answer == "yes") is yes


@pytest.mark.parametrize(("fen", "yes"), [(2_999_999, False), (3_000_000, True), (0, False)])
def test_serious_illness_begins_at_thirty_thousand_included(
    seed: Standards, ask: Ask, fen: int, yes: bool
) -> None:
    answer = ask(seed, facts({"illness": {"year": 2012, "own_paid_fen": fen}}), "serious_illness")
    assert (answer.answer == "yes") is yes


@pytest.mark.parametrize(
    ("state", "on", "yes"),
    [
        ("requested", "2012-03-01", False),
        ("granted", "2012-01-01", False),
        ("paid", "2012-12-31", False),
        ("refused", "2012-03-01", True),
        ("paid", "2011-12-31", True),
    ],
)
def test_serious_illness_is_asked_once_a_year(
    seed: Standards, ask: Ask, state: str, on: str, yes: bool
) -> None:
    line = {"standard": "serious_illness", "person": "p1", "on": on, "state": state}
    person = {"illness": {"year": 2012, "own_paid_fen": 3_000_000}}
    answer = ask(seed, facts(person, received=[line]), "serious_illness")
    assert (answer.answer == "yes") is yes


def test_a_line_that_names_nobody_leaves_the_limit_unknown(seed: Standards, ask: Ask) -> None:
    line = {"standard": "serious_illness", "on": "2012-03-01", "state": "paid"}
    person = {"illness": {"year": 2012, "own_paid_fen": 3_000_000}}
    answer = ask(seed, facts(person, received=[line]), "serious_illness")
    assert (answer.answer, answer.needs) == ("unknown", ("received.person",))


@pytest.mark.parametrize(
    ("fen", "first", "second"), [(120_001, 60_001, 60_000), (1, 1, 0), (120_000, 60_000, 60_000)]
)
def test_the_disability_part_is_shared_one_to_one_to_the_odd_fen(
    seed: Standards, ask: Ask, fen: int, first: int, second: int
) -> None:
    person = {"disability": {"kind": "limb", "grade": 2, "need_fen": fen}}
    answer = ask(seed, facts(person), "disability")
    assert answer.amount_fen == fen
    assert answer.paid_by == (("disabled_employment_security", first), ("town_budget", second))


def test_a_fact_left_out_is_unknown_and_null_is_none(seed: Standards, ask: Ask) -> None:
    assert ask(seed, facts({}), "disability").needs == ("person.disability.kind",)
    assert ask(seed, facts({"disability": None}), "disability").answer == "no"
    without = {key: part for key, part in BASE.items() if key != "received"}
    assert ask(seed, json.dumps(without), "goods").needs == ("received",)
    assert ask(seed, facts(household={}), "goods").needs == ("household.category",)


def test_an_amount_of_the_example_table_says_so(seed: Standards, ask: Ask) -> None:
    person = {"illness": {"year": 2012, "own_paid_fen": 3_000_000}}
    trail = ask(seed, facts(person), "serious_illness").trail
    (step,) = [line for line in trail if line.get("step") == "bands"]
    assert step["example"] is True
    assert "示例表" in step["clause"]
    assert step["value"] == 500_000


def test_the_trail_names_clause_fact_value_and_since_when(seed: Standards, ask: Ask) -> None:
    answer = ask(seed, facts({}), "goods")
    first = answer.trail[0]
    assert first["fact"] == "household.category"
    assert first["value"] == "dibao"
    assert first["holds"] is True
    assert first["since"] == "2012-01-01"
    assert "一（四）" in first["clause"]
    assert len(answer.rule_hash) == 64


def test_a_day_before_the_standard_began_is_a_no_with_its_reason(seed: Standards, ask: Ask) -> None:
    answer = ask(seed, facts({}, on="2011-12-31"), "goods")
    assert answer.answer == "no"
    assert answer.trail[0]["fact"] == "on"
    assert answer.trail[0]["since"] == "2012-01-01"


def test_the_line_of_the_day_counts(seed: Standards, ask: Ask) -> None:
    poor = {"household": {"category": "none", "monthly_income_fen": 42_000, "assets_ok": True}}
    assert ask(seed, facts(**poor, on="2012-12-31"), "dibao", "household").answer == "no"
    answer = ask(seed, facts(**poor, on="2013-01-01"), "dibao", "household")
    assert (answer.answer, answer.amount_fen) == ("yes", 3_000)
    assert answer.period == "2013-01"
    assert {line["since"] for line in answer.trail if "against" in line} == {"2013-01-01"}


WRONG = [
    ({"household": {"category": "rich"}}, "household.category"),
    ({"household": {"colour": "red"}}, "household.colour"),
    ({"household": {"monthly_income_fen": 1800.5}}, "household.monthly_income_fen"),
    ({"household": {"monthly_income_fen": "1800元"}}, "household.monthly_income_fen"),
    ({"household": {"monthly_income_fen": -1}}, "household.monthly_income_fen"),
    ({"household": {"monthly_income_fen": 10**15}}, "household.monthly_income_fen"),
    ({"household": {"assets_ok": 1}}, "household.assets_ok"),
    ({"household": {"category": None}}, "household.category"),
    ({"household": []}, "household"),
    ({"household": {"size": 3}}, "household.size"),
    ({"area": "442000"}, "area"),
    ({"on": "2012-02-30"}, "on"),
    ({"on": None}, "on"),
    ({"colour": 1}, "colour"),
    ({"persons": {}}, "persons"),
    ({"persons": [{}]}, "persons[0].id"),
    ({"persons": [{"id": "p1"}, {"id": "p1"}]}, "persons[1].id"),
    ({"persons": [{"id": "household"}]}, "persons[0].id"),
    ({"persons": [{"id": "p1", "born": "2012-10-02"}]}, "persons[0].born"),
    ({"persons": [{"id": "p1", "born": "1850-01-01"}]}, "persons[0].born"),
    ({"persons": [{"id": "p1", "school": {"stage": "kindergarten"}}]}, "persons[0].school.stage"),
    ({"persons": [{"id": "p1", "school": {"year": "2012-2014"}}]}, "persons[0].school.year"),
    ({"persons": [{"id": "p1", "disability": {"grade": 5}}]}, "persons[0].disability.grade"),
    ({"persons": [{"id": "p1", "illness": {"year": 2013}}]}, "persons[0].illness.year"),
    ({"disaster": {"on": "2012-10-02"}}, "disaster.on"),
    ({"disaster": {"cause": "bad luck"}}, "disaster.cause"),
    ({"received": [{"standard": "goods", "on": "2012-01-01"}]}, "received[0].state"),
    (
        {"received": [{"standard": "goods", "on": "2012-01-01", "state": "lost"}]},
        "received[0].state",
    ),
    (
        {"received": [{"standard": "goods", "on": "2012-01-01", "state": "paid", "person": "p9"}]},
        "received[0].person",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "path"), WRONG)
def test_a_wrong_fact_is_named_by_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(FactsError) as refused:
        read_case(json.dumps({**BASE, **change}), file="f.json")
    assert refused.value.path == path
    assert refused.value.zh
    assert refused.value.en


def test_no_amount_of_nonsense_is_anything_but_a_refusal() -> None:
    for text in ("", "[]", "1", "a: &x 1", "{" * 100, "\0", "on: 2012-10-01\npersons: [1]"):
        with pytest.raises(FactsError):
            read_case(text, file="f.yaml")
