"""Standards written short, and cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bangfu.rules import Answer, Case, Standards, assess, load, read_case
from bangfu.rules.loading.folder import load_texts

PLAIN = """
standard: plain
name: {zh: 甲, en: Plain}
area: "442000109"
subject: person
unit: person-year
period: calendar_year
from: 2012-01-01
source: {issuer: 镇政府, document: 文件, clause: 一}
values:
  most:
    zh: 上限
    en: Most
    unit: 元
    clause: 一
    by_date:
      - {from: 2012-01-01, value: 900.00元}
who:
  - zh: 有困难
    en: Hard-up
    clause: 一
    when: household.category in [dibao, hard_up]
amount:
  clause: 一
  formula: most
paid_by:
  - clause: 一
    shares:
      - {fund: town, parts: 1}
"""
CASES = """
signed: {by: 某某, on: 2012-01-05}
cases:
  - name: 给
    subject: p1
    expect: {answer: yes, amount: 900.00元}
    facts: {on: 2012-10-01, area: "442000109201", household: {category: dibao}, persons: [{id: p1}]}
  - name: 不给
    subject: p1
    expect: {answer: no}
    facts: {on: 2012-10-01, area: "442000109201", household: {category: none}, persons: [{id: p1}]}
"""


@pytest.fixture(scope="session")
def seed() -> Standards:
    return load()


@pytest.fixture
def plain() -> Callable[..., dict[str, str]]:
    """The files of one plain standard, with some of its text changed."""

    def made(*changes: tuple[str, str], cases: str = CASES, **more: str) -> dict[str, str]:
        text = PLAIN
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return {"plain.yaml": text, "plain.cases.yaml": cases, **more}

    return made


@pytest.fixture
def loaded(plain: Callable[..., dict[str, str]]) -> Callable[..., Standards]:
    def made(*changes: tuple[str, str]) -> Standards:
        return load_texts(plain(*changes), prove=False)

    return made


@pytest.fixture
def ask() -> Callable[..., Answer]:
    """Answer one standard for one subject of facts written as YAML."""

    def made(
        standards: Standards,
        facts: str,
        standard: str = "plain",
        subject: str = "p1",
        on: date | None = None,
    ) -> Answer:
        case = read_case(facts, file="facts.yaml", on=on)
        (found,) = [
            one
            for one in assess(standards.of_area(area_of(case)), case)
            if (one.standard, one.subject) == (standard, subject)
        ]
        return found

    return made


def area_of(case: Case) -> str | None:
    said: Any = case.facts.get("area")
    return None if said is None else str(said.value)
