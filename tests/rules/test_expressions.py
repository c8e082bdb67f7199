"""The language: what it means, what it refuses, and that nothing gets out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bangfu.rules.cases import Case, Person, Said
from bangfu.rules.errors import ExpressionError
from bangfu.rules.expressions import parse
from bangfu.rules.one import Context, evaluate
from bangfu.rules.values import MONEY, MONTHS, NONE, UNKNOWN, Kind, Sort

ON = date(2012, 10, 1)
VALUES: Mapping[str, tuple[Kind, bool]] = {
    "most": (MONEY, False),
    "soon": (MONTHS, False),
    "some": (Kind(Sort.CODE, "category"), True),
}
PAID = "person__illness__own_paid_fen"
HELD = {"most": 3_000_000, "soon": 6, "some": ("dibao", "hard_up")}


def value(text: str, **facts: Any) -> Any:
    """What an expression comes to for a person; facts by their name with _ for the dots."""
    told = {name.replace("__", "."): Said(one) for name, one in facts.items()}
    mine = {name: one for name, one in told.items() if name.startswith("person.")}
    rest = {name: one for name, one in told.items() if not name.startswith("person.")}
    person = Person("p1", mine)
    tree = parse(text, values=VALUES, persons=True)
    return evaluate(tree, Context(Case(ON, rest, (person,), ()), person, HELD)).value


@pytest.mark.parametrize(
    ("text", "facts", "wanted"),
    [
        ("household.category in some", {"household__category": "dibao"}, True),
        ("household.category in some", {"household__category": "none"}, False),
        ("household.category in some", {}, UNKNOWN),
        ("household.category not in [dibao]", {"household__category": "tekun"}, True),
        ("person.illness.own_paid_fen >= most", {PAID: 3_000_000}, True),
        ("person.illness.own_paid_fen >= most", {PAID: 2_999_999}, False),
        ("person.illness.own_paid_fen >= 30,000.00元", {PAID: 3_000_000}, True),
        ("person.illness.own_paid_fen >= 3万元", {PAID: 2_999_999}, False),
        ("person.illness.own_paid_fen >= most", {PAID: NONE}, False),
        ("person.illness.own_paid_fen != most", {PAID: NONE}, True),
        ("person.school.stage is none", {"person__school__stage": NONE}, True),
        ("person.school.stage is not none", {"person__school__stage": "senior"}, True),
        ("person.school.stage is none", {}, UNKNOWN),
        ("age(person.born) >= 16岁", {"person__born": date(1996, 10, 1)}, True),
        ("age(person.born) >= 16岁", {"person__born": date(1996, 10, 2)}, False),
        ("months_since(disaster.on) < soon", {"disaster__on": date(2012, 4, 1)}, False),
        ("months_since(disaster.on) < soon", {"disaster__on": date(2012, 4, 2)}, True),
        ("person.disability.grade <= 2", {"person__disability__grade": 2}, True),
        ("person.school.year = school_year(on)", {"person__school__year": 2012}, True),
        ("person.illness.year = year(on) - 1年", {"person__illness__year": 2011}, True),
        ("not household.assets_ok", {"household__assets_ok": False}, True),
        ("household.housing.own", {"household__housing__own": NONE}, False),
        ('person.startup.kind = "shop"', {"person__startup__kind": "shop"}, True),
        ("any(person.labour = full)", {"person__labour": "full"}, True),
        ("count(person.labour = full) = 1", {"person__labour": "weak"}, False),
        ("total(person.illness.own_paid_fen) > 0元", {PAID: NONE}, False),
    ],
)  # fmt: skip
def test_an_expression_means_what_it_says(text: str, facts: dict[str, Any], wanted: Any) -> None:
    assert value(text, **facts) is wanted


def test_false_settles_an_and_and_true_an_or_whatever_is_unknown() -> None:
    low = {"household__category": "none"}
    assert value("household.category = dibao and household.assets_ok", **low) is False
    assert value("household.category = none or household.assets_ok", **low) is True
    assert value("household.category = none and household.assets_ok", **low) is UNKNOWN


def test_what_would_settle_an_unknown_is_named_and_nothing_else() -> None:
    tree = parse(
        "household.assets_ok and (household.category = dibao or person.labour = lost)",
        values={},
        persons=True,
    )
    person = Person("p1", {})
    facts = {"household.assets_ok": Said(True)}
    found = evaluate(tree, Context(Case(ON, facts, (person,), ()), person, {}))
    assert found.value is UNKNOWN
    assert found.needs == {"household.category", "person.labour"}


def test_half_a_fen_is_rounded_up() -> None:
    assert value("(0.01元 * 50%) = 0.01元") is True
    assert value("(0.03元 * 50%) = 0.02元") is True
    assert value("(100.00元 * 33.33%) = 33.33元") is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "household",
        "household.income",
        "person.__class__",
        "__import__",
        "open(on)",
        "household.category = rich",
        "household.category = 1",
        "household.category < dibao",
        "person.born > 3",
        "person.illness.own_paid_fen > 3",
        "person.illness.own_paid_fen > 30000",
        "person.illness.own_paid_fen > 1.234元",
        "person.illness.own_paid_fen > 3个月",
        "age(person.born) > 16",
        "age(person.born) > 16个月",
        "age(on, on) > 16岁",
        "person.born + 3年 > on",
        "most * most > 0元",
        "household.size * 50% > 1人",
        "household.category is none",
        "household.category in []",
        "household.category in most",
        "household.category = some",
        "any(any(person.labour = full))",
        "any(household.size)",
        "min(most)",
        "household.assets_ok = dibao",
        "household.assets_ok and most",
        "household.assets_ok or",
        "(household.assets_ok",
        "household.assets_ok)",
        "household.assets_ok household.assets_ok",
        "2012-13-01 < on",
        "2012-2014 = school_year(on)",
        "household.assets_ok; 1",
        "household.assets_ok == true",
        "lambda: 1",
        "household['category']",
        "most > 99999999999999999元",
        "household.assets_ok and " * 400 + "true",
        "(" * 60 + "household.assets_ok" + ")" * 60,
        "not " * 60 + "household.assets_ok",
        "household.assets_ok\0",
    ],
)
def test_what_is_unclear_or_reaches_outside_is_refused(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        value(text)
    assert refused.value.zh
    assert refused.value.en
    assert 0 <= refused.value.at <= len(text)


def test_a_fact_of_one_person_cannot_be_read_of_a_household() -> None:
    with pytest.raises(ExpressionError, match="of one person"):
        parse("person.labour = full", values={}, persons=False)
    assert parse("any(person.labour = full)", values={}, persons=False)


PIECES = st.sampled_from(
    [
        "household.category",
        "household.assets_ok",
        "person.born",
        "person.illness.own_paid_fen",
        "most",
        "some",
        "on",
        "and",
        "or",
        "not",
        "in",
        "is",
        "none",
        "=",
        "!=",
        "<",
        "<=",
        "(",
        ")",
        "[",
        "]",
        ",",
        "*",
        "+",
        "-",
        "30000.00元",
        "16岁",
        "50%",
        "2012-10-01",
        "dibao",
        "any(",
        "age(",
        "count(",
        "min(",
        "true",
        "__class__",
        ".",
        "'",
        "\\",
        "2012-2013",
        '"',
        "{}",
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=25).map(" ".join), st.text(max_size=60)))
def test_any_text_is_an_expression_or_a_refusal(text: str) -> None:
    try:
        tree = parse(text, values=VALUES, persons=True)
    except ExpressionError:
        return
    found = evaluate(tree, Context(Case(ON, {}, (), ()), Person("p1", {}), HELD))
    assert found.value is not None
