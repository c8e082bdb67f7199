"""One text, one meaning: a case at a time and a register as columns answer alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from tests.rules.conftest import area_of

from bangfu.rules import HOUSEHOLD, Case, Standards, assess
from bangfu.rules.columns import assess_register
from bangfu.rules.frames import register_of
from bangfu.rules.loading.folder import load_texts
from bangfu.rules.samples import Maker

NUMBERS = {"no": 0, "yes": 1, "unknown": 2}


def same(standards: Standards, cases: Sequence[Case]) -> set[tuple[str, str]]:
    """Compare both engines on cases of one day; the kinds of answers that were seen."""
    frames = assess_register(standards, register_of(cases))
    rows = {
        (ident, row.get("person", row["household"])): row
        for ident, frame in frames.items()
        for row in frame.iter_rows(named=True)
    }
    seen: set[tuple[str, str]] = set()
    first = 0
    for place, case in enumerate(cases):
        ids = {one.id: first + number for number, one in enumerate(case.persons or ())}
        first += len(ids)
        for answer in assess(standards.of_area(area_of(case)), case):
            who = place if answer.subject == HOUSEHOLD else ids[answer.subject]
            row = rows.pop((answer.standard, who))
            paid = {
                name.removeprefix("fund."): fen
                for name, fen in row.items()
                if name.startswith("fund.") and fen is not None
            }
            wanted = {fund: fen for fund, fen in answer.paid_by if fen is not None}
            told = (NUMBERS[answer.answer], answer.amount_fen, wanted)
            assert (row["answer"], row["amount_fen"], paid) == told, (answer, case)
            seen.add((answer.standard, answer.answer))
    assert not {key for key, row in rows.items() if row["household"] is None}
    assert not rows
    return seen


@pytest.mark.parametrize("draw", range(12))
def test_both_engines_answer_random_families_alike(seed: Standards, draw: int) -> None:
    random = Random(draw)
    on = date(2012, 1, 1) + timedelta(days=random.randrange(900))
    area = random.choice(("442000109201", "442000109205", "442000110201"))
    maker = Maker(seed.of_area(area), on=on, area=area, random=random, unknown=0.12)
    same(seed, [maker.case() for _ in range(250)])


def test_the_random_families_meet_every_answer_of_every_standard(seed: Standards) -> None:
    area = "442000109201"
    maker = Maker(
        seed.of_area(area), on=date(2012, 10, 1), area=area, random=Random(1), unknown=0.12
    )
    seen = same(seed, [maker.case() for _ in range(1500)])
    assert seen == {(one.id, answer) for one in seed.bases for answer in NUMBERS}


def test_before_it_begins_and_after_it_ends_both_say_no(seed: Standards) -> None:
    for on in (date(2011, 12, 31), date(1990, 1, 1)):
        maker = Maker(seed.of_area(None), on=on, area="442000109201", random=Random(2))
        seen = same(seed, [maker.case() for _ in range(40)])
        assert {answer for _, answer in seen} == {"no"}


ODD = """
standard: odd
name: {zh: 杂, en: Odd}
area: 全国
subject: person
unit: person
period: calendar_year
from: 2012-01-01
source: {issuer: 镇, document: 文, clause: 一}
values:
  rate: {zh: 率, en: Rate, unit: "%", clause: 一, by_date: [{from: 2012-01-01, value: 33.33%}]}
  cap:
    {zh: 顶, en: Cap, unit: 元, clause: 一,
     by_date: [{from: 2012-01-01, value: 77.77元}, {from: 2013-01-01, value: null}]}
  often:
    {zh: 算, en: Counts, unit: switch, clause: 一, by_date: [{from: 2012-01-01, value: yes}]}
who:
  - zh: 甲
    en: A
    clause: 一
    when: >-
      count(person.labour = full or person.labour = skilled) >= 1
      or total(person.illness.own_paid_fen) > 10.00元
  - zh: 乙
    en: B
    clause: 一
    when: >-
      not all(age(person.born) < 60岁) or person.born > months_after(on, 0个月)
      or max(person.born, 2012-01-01) = person.born or person.disability.kind is none
amount:
  clause: 一
  formula: min(person.illness.own_paid_fen, household.monthly_income_fen + 3.33元)
  percent: rate
  at_most: cap
  top_up: yes
limit:
  times: 2
  per: SUBJECT
  within: WITHIN
  counts: {requested: often, granted: yes, paid: no, refused: yes}
  clause: 一
stacking:
  excludes: [{standard: goods, clause: 一}]
  counts_toward: [education]
paid_by:
  - {clause: 一, when: person.labour = weak, shares: [{fund: a, parts: 1}]}
  - clause: 一
    when: household.assets_ok
    shares: [{fund: a, parts: 3}, {fund: b, parts: 3}, {fund: c, parts: 1}]
  - {clause: 一, shares: [{fund: b, parts: 1}, {fund: c, parts: 1}]}
"""


@pytest.mark.parametrize("per", ["person", "household"])
@pytest.mark.parametrize("within", ["period", "calendar_year", "school_year", "month", "7个月"])
def test_every_shape_of_amount_limit_and_share_means_the_same(
    seed: Standards, per: str, within: str
) -> None:
    texts = {name: text for one in seed.bases for name, text in one.texts.items()} | {
        "odd.yaml": ODD.replace("SUBJECT", per).replace("WITHIN", within)
    }
    standards = load_texts(texts, prove=False)
    for number, on in enumerate((date(2012, 2, 29), date(2012, 8, 31), date(2013, 3, 31))):
        random = Random(f"{per}{within}{number}")
        maker = Maker(
            standards.of_area("442000109201"), on=on, area="442000109201", random=random,
            unknown=0.08,
        )  # fmt: skip
        same(standards, [maker.case() for _ in range(150)])


def test_areas_with_overrides_of_their_own_are_answered_apart(seed: Standards) -> None:
    cases = []
    for number, area in enumerate(("442000109201", "442000110201", "110101001001") * 80):
        maker = Maker(
            seed.of_area(area), on=date(2013, 5, 1), area=area, random=Random(number), unknown=0.1
        )
        cases.append(maker.case())
    seen = same(seed, cases)
    assert ("dibao", "yes") in seen
