"""A change somebody thinks of: a copy, an override, or a few new values."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.rules.errors import StandardError
from bangfu.rules.loading import load_texts, read_folder
from bangfu.rules.proposing import propose

FILES = read_folder()
ON = date(2012, 10, 1)
EDUCATION = "442000109/education.yaml"
LINE = "442000109/dibao.line.yaml"


def held(proposal, ident: str, area: str = "442000109201"):
    return next(one for one in proposal.standards.of_area(area) if one.id == ident)


def test_a_few_values_are_put_into_their_files_from_the_day_asked_about() -> None:
    text = """
what_if: 提标
on: 2012-11-01
changes:
  - {standard: education, value: senior_grant, to: 2500.00元}
  - {standard: education, value: categories, to: [dibao], from: 2013-01-01}
  - {standard: goods, value: yearly, to: null}
"""
    found = propose(FILES, text, file="change.yaml", on=ON)
    assert (found.words, found.on) == ("提标", date(2012, 11, 1))
    assert found.changed == (EDUCATION, "442000109/goods.yaml")
    values = held(found, "education").values
    assert [(s.since, s.value) for s in values["senior_grant"].steps][-1] == (
        date(2012, 11, 1), 250000
    )  # fmt: skip
    assert values["categories"].steps[-1].since == date(2013, 1, 1)
    assert held(found, "goods").values["yearly"].steps[-1].value is None
    assert load_texts(FILES, prove=False).bases == load_texts(read_folder(), prove=False).bases


def test_the_narrowest_value_is_the_one_that_holds_and_an_area_names_another() -> None:
    text = "what_if: 低保线\nchanges: [{standard: dibao, value: line, to: 500.00元%s}]"
    assert propose(FILES, text % "", file="a.yaml", on=ON).changed == (LINE,)
    assert propose(FILES, text % ", area: '442000109'", file="a.yaml", on=ON).changed == (LINE,)
    with pytest.raises(StandardError):
        propose(FILES, text % ", area: '440000'", file="a.yaml", on=ON)


def test_a_changed_copy_stands_for_the_standard_it_is_a_copy_of() -> None:
    text = FILES[EDUCATION].replace("500.00元", "600.00元")
    found = propose(FILES, text, file="mine.yaml", on=ON)
    assert found.changed == (EDUCATION,)
    assert found.words == "困难学生助学金"
    assert held(found, "education").values["compulsory"].steps[0].value == 60000


def test_an_override_is_a_copy_too_and_a_new_one_comes_beside() -> None:
    text = FILES[LINE].replace("400.00元", "410.00元")
    assert propose(FILES, text, file="mine.yaml", on=ON).changed == (LINE,)
    narrower = text.replace('area: "442000109"', 'area: "442000109201"')
    found = propose(FILES, narrower, file="mine.yaml", on=ON)
    assert found.changed == ("442000109201/dibao.new.yaml",)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "what_if: 空的\nchanges: []",
        "what_if: 没有\nchanges: [{standard: nothing, value: x, to: 1.00元}]",
        "what_if: 没有\nchanges: [{standard: education, value: nothing, to: 1.00元}]",
        "what_if: 缺\nchanges: [{standard: education, value: senior_grant}]",
        "what_if: 单位\nchanges: [{standard: education, value: senior_grant, to: 2500}]",
        "what_if: 单位\nchanges: [{standard: education, value: senior_grant, to: 3人}]",
        "what_if: 多\nmore: 1\nchanges: [{standard: education, value: senior_grant, to: 1.00元}]",
        "what_if: 日\non: 昨天\nchanges: [{standard: education, value: senior_grant, to: 1.00元}]",
        "what_if: 逃\nchanges: [{standard: education, value: senior_grant, to: '1.00元}\\n- x'}]",
        "standard: education\narea: '442000109'",
        "[",
    ],
)
def test_an_unclear_change_is_refused_with_its_file_and_line(text: str) -> None:
    with pytest.raises(StandardError) as refused:
        propose(FILES, text, file="change.yaml", on=ON)
    assert all(fault.file and fault.zh and fault.en for fault in refused.value.faults)
