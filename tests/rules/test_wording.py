"""A rule in plain words, made from what is computed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bangfu.rules import Standards
from bangfu.rules.standards import Standard
from bangfu.rules.wording import Reader, value_words, worded

ON = date(2012, 10, 1)


def held(seed: Standards, ident: str) -> Standard:
    return next(one for one in seed.of_area("442000109201") if one.id == ident)


def said(seed: Standards, ident: str, at: int, *, zh: bool = True) -> str:
    standard = held(seed, ident)
    return worded(standard.who[at].node, Reader(standard, ON, zh))


def test_a_condition_names_facts_values_in_force_and_codes(seed: Standards) -> None:
    assert said(seed, "education", 0) == "住户类别属于帮扶对象（低保、低收入、较困难）"
    assert said(seed, "serious_illness", 1) == "年度自付医疗费不低于自付门槛（含）（30,000.00元）"
    assert said(seed, "serious_illness", 2) == "医疗费用年度是当天所在年度、当天所在年度 − 1年之一"
    assert said(seed, "housing", 3) == "改造方式不是重建，或者房屋安全等级是D级"
    assert said(seed, "disability", 1) == "有残疾类别"
    assert said(seed, "startup", 3, zh=False) == (
        "age in whole years from date of birth is at least Least age (16 years)"
    )


def test_the_value_is_the_one_in_force_on_the_day(seed: Standards) -> None:
    standard = held(seed, "dibao")
    for on, line in ((ON, "400.00元"), (date(2013, 1, 1), "450.00元")):
        assert line in worded(standard.who[0].node, Reader(standard, on, True))


def test_every_expression_of_the_seed_has_words_in_both_languages(seed: Standards) -> None:
    for standard in seed.of_area("442000109201"):
        for tree in standard.trees:
            chinese = worded(tree, Reader(standard, ON, True))
            english = worded(tree, Reader(standard, ON, False))
            assert re.search(r"[一-鿿]", chinese), (standard.id, chinese)
            assert not re.search(r"[一-鿿，。（）]", english), (standard.id, english)
            assert "person." not in chinese + english
            assert "household." not in chinese + english


@pytest.mark.parametrize(
    ("ident", "name", "chinese", "english"),
    [
        ("education", "senior_grant", "2,000.00元", "2,000.00 yuan"),
        ("education", "preschool_grant", "不发", "none"),
        ("education", "refused_counts", "否", "no"),
        ("housing", "interval", "120个月", "120 months"),
        ("serious_illness", "grants",
         "30,000.00元起5,000.00元、50,000.00元起10,000.00元、100,000.00元起20,000.00元",
         "from 30,000.00 yuan: 5,000.00 yuan, from 50,000.00 yuan: 10,000.00 yuan, "
         "from 100,000.00 yuan: 20,000.00 yuan"),
    ],
)  # fmt: skip
def test_values_read_with_their_units(
    seed: Standards, ident: str, name: str, chinese: str, english: str
) -> None:
    standard = held(seed, ident)
    series = standard.values.get(name) or next(
        one for one in standard.values.values() if one.kind.unit == "months"
    )
    step = series.on(ON)
    assert step is not None
    assert value_words(series.kind, step.value, zh=True) == chinese
    assert value_words(series.kind, step.value, zh=False) == english
