"""What a change would do, counted by hand, and again case by case."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.rules import Case, Person, Said, assess
from bangfu.rules.editing import with_value
from bangfu.rules.errors import StandardError
from bangfu.rules.frames import register_of
from bangfu.rules.loading import load_texts
from bangfu.rules.loading.folder import SEED
from bangfu.rules.whatif import CLOSES, GAINS, LOSES, OPENS, affordable, effects

ON = date(2012, 10, 1)
FILE = "442000109/education.yaml"
FILES = {
    str(one.relative_to(SEED)): one.read_text("utf-8")
    for one in sorted(SEED.rglob("*.yaml"))
    if not one.name.endswith(".cases.yaml")
}


def pupil(ident: str, stage: str | None) -> Person:
    facts = {"person.school.year": Said(2012), "person.school.full_time": Said(True)}
    if stage is not None:
        facts["person.school.stage"] = Said(stage)
    return Person(ident, facts)


def home(village: str, category: str | None, *stages: str | None) -> Case:
    facts = {"area": Said(village)}
    if category is not None:
        facts["household.category"] = Said(category)
    people = tuple(pupil(f"{village}-{n}", stage) for n, stage in enumerate(stages))
    return Case(ON, facts, people, ())


HOMES = [
    home("442000109201", "dibao", "senior", "primary"),
    home("442000109201", "none", "senior"),
    home("442000109202", "hard_up", "senior", "university"),
    home("442000109202", None, "senior"),
    home("442000109202", "dibao", None),
]


def changed(name: str, written: str, since: date = ON) -> dict[str, str]:
    return {
        **FILES,
        FILE: with_value(FILES[FILE], file=FILE, name=name, since=since, written=written),
    }


def compared(files: dict[str, str]) -> list:
    before, after = load_texts(FILES, prove=False), load_texts(files, prove=False)
    return effects(before, after, register_of(HOMES))


def test_a_higher_amount_is_counted_by_fund_village_and_person() -> None:
    (found,) = compared(changed("senior_grant", "2500.00元"))
    assert found.standard == "education"
    assert (found.before.yes, found.before.told, found.before.fen) == (4, 4, 850000)
    assert (found.after.yes, found.after.fen) == (4, 950000)
    assert found.before.unsure == 2
    assert found.funds == {"education": (850000, 950000)}
    one, two = found.places["442000109201"], found.places["442000109202"]
    assert (one.gains, one.loses, one.stays, one.before_fen, one.after_fen) == (
        1,
        0,
        1,
        250000,
        300000,
    )
    assert (two.gains, two.loses, two.stays, two.before_fen, two.after_fen) == (
        1,
        0,
        1,
        600000,
        650000,
    )
    assert found.changed.select(
        "household", "person", "before_fen", "after_fen", "effect"
    ).rows() == [
        (0, 0, 200000, 250000, GAINS),
        (2, 3, 200000, 250000, GAINS),
    ]


def test_abolishing_takes_the_yes_away() -> None:
    (found,) = compared(changed("senior_grant", "null"))
    assert found.after.fen == 450000
    assert set(found.changed["effect"]) == {LOSES, CLOSES}
    assert found.changed.filter(effect=LOSES)["after"].to_list() == [0, 0]


def test_who_is_covered_may_gain_lose_and_become_clear() -> None:
    (found,) = compared(changed("categories", "[dibao, none]"))
    effect = dict(zip(found.changed["person"], found.changed["effect"], strict=True))
    assert effect == {2: GAINS, 3: LOSES, 4: LOSES}


def test_a_fact_that_is_asked_for_newly_opens_the_question() -> None:
    text = FILES[FILE].replace(
        "when: household.category in categories",
        "when: household.category in categories and household.assets_ok",
    )
    (found,) = compared({**FILES, FILE: text})
    assert set(found.changed["effect"]) == {OPENS}
    assert found.after.yes == 0


def test_nothing_changed_has_no_effect() -> None:
    assert compared(FILES) == []
    files = {**FILES, FILE: "# 只加一句说明\n" + FILES[FILE]}
    assert compared(files) == []


def test_a_standard_taken_away_and_one_put_in() -> None:
    files = {name: text for name, text in FILES.items() if name != FILE}
    before, after = load_texts(FILES, prove=False), load_texts(files, prove=False, whole=False)
    (gone,) = effects(before, after, register_of(HOMES))
    assert (gone.before.yes, gone.after.yes, gone.after.fen) == (4, 0, 0)
    (come,) = effects(after, before, register_of(HOMES))
    assert (come.before.yes, come.after.yes, come.funds) == (0, 4, {"education": (0, 850000)})


def test_the_sums_are_those_of_each_case_asked_alone() -> None:
    files = changed("compulsory", "777.77元")
    after = load_texts(files, prove=False)
    (found,) = compared(files)
    alone = 0
    for case in HOMES:
        for answer in assess(after.of_area(str(case.facts["area"].value)), case):
            if answer.standard == "education":
                alone += answer.amount_fen or 0
    assert found.after.fen == alone


@pytest.mark.parametrize(
    ("budget", "amount", "cost", "count"),
    [(850000, 200000, 850000, 4), (849999, 199900, 849800, 4), (450000, 0, 450000, 2),
     (10_000_000, 4_775_000, 10_000_000, 4)],
)  # fmt: skip
def test_a_budget_is_turned_into_the_greatest_amount_it_pays(
    budget: int, amount: int, cost: int, count: int
) -> None:
    found = affordable(FILES, FILE, "senior_grant", register_of(HOMES), budget_fen=budget)
    assert (found.fen, found.cost_fen, found.subjects) == (amount, cost, count)


def test_a_value_that_nobody_here_gets_has_no_affordable_amount() -> None:
    with pytest.raises(ValueError, match="does not depend"):
        affordable(FILES, FILE, "vocational_grant", register_of(HOMES), budget_fen=10**8)


def test_a_changed_value_is_a_new_line_and_all_else_stays() -> None:
    text = changed("senior_grant", "2500.00元")[FILE]
    old, new = FILES[FILE].splitlines(), text.splitlines()
    assert [line for line in new if line not in old] == [
        "      - {from: 2012-10-01, value: 2500.00元}"
    ]
    assert len(new) == len(old) + 1
    held = next(
        one for one in load_texts({**FILES, FILE: text}, prove=False).bases if one.file == FILE
    )
    steps = held.values["senior_grant"].steps
    assert [(step.since, step.value) for step in steps] == [
        (date(2012, 1, 1), 200000), (ON, 250000)
    ]  # fmt: skip


def test_a_value_of_the_same_day_is_replaced_and_later_ones_go() -> None:
    file = "442000109/dibao.line.yaml"
    for since, left in ((date(2012, 6, 1), 2), (date(2013, 1, 1), 2), (date(2012, 1, 1), 1)):
        text = with_value(FILES[file], file=file, name="line", since=since, written="480.00元")
        (over,) = [
            one
            for one in load_texts({**FILES, file: text}, prove=False).overrides
            if one.file == file
        ]
        steps = over.values["line"].steps
        assert len(steps) == left
        assert (steps[-1].since, steps[-1].value) == (since, 48000)


@pytest.mark.parametrize(
    ("text", "name"),
    [(FILES[FILE], "nothing"), ("values: {a: {by_date: []}}", "a"), ("[", "a"), ("", "a"),
     ("values: {a: {by_date: [{from: x}]}}", "a")],
)  # fmt: skip
def test_what_cannot_be_changed_is_said(text: str, name: str) -> None:
    with pytest.raises(StandardError):
        with_value(text, file="x.yaml", name=name, since=ON, written="1.00元")
