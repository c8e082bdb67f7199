"""A change tried on the register: what it costs, counted again in SQL, and whom it touches."""

from __future__ import annotations

import csv
import json
from argparse import Namespace
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bangfu.rules.proposing import propose

from ..registry.building import GAOPING, ON, TOWN, enter, household, person
from .test_register import family, told

pytestmark = pytest.mark.django_db
CHANGE = """
what_if: 较困难户也发
changes:
  - {standard: goods, value: yearly, to: 1000.00元, from: 2012-12-01}
  - {standard: goods, value: categories, to: [hard_up], from: 2012-12-01}
"""


def tried(files: dict[str, str], text: str = CHANGE) -> Any:
    from bangfu.policies import queries

    proposal = propose(files, text, file="change.yaml", on=ON)
    return queries.try_out(proposal, [TOWN], before=queries.standards())


def two_families() -> None:
    family()
    enter(
        household(person("何带娣", "44209919750102224X"), area=GAOPING + 1000, category="hard_up"),
        lineage="较困难",
    )


def test_a_change_is_counted_by_village_and_by_fund(town: Any, rules: dict[str, str]) -> None:
    two_families()
    trial = tried(rules)
    (goods,) = trial.effects
    assert goods.standard == "goods"
    assert (goods.before.yes, goods.before.fen) == (3, 270000)
    assert (goods.after.yes, goods.after.fen) == (1, 100000)
    assert sum(place.gains for place in goods.places.values()) == 1
    assert sum(place.loses for place in goods.places.values()) == 2
    assert set(trial.villages) == {str(GAOPING)[:12], str(GAOPING + 1000)[:12]}


def test_a_full_recount_in_sql_comes_to_the_same(town: Any, rules: dict[str, str]) -> None:
    from django.db import connection

    two_families()
    (goods,) = tried(rules).effects
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(case when c.code in ('dibao', 'low_income', 'hard_up') then 90000 end),"
            " sum(case when c.code = 'hard_up' then 100000 end)"
            " from registry_membership m join registry_category c"
            " on c.household_id = m.household_id and c.superseded_at is null"
            " where m.superseded_at is null and m.valid_until is null"
        )
        assert cursor.fetchone() == (goods.before.fen, goods.after.fen)


def test_whom_it_touches_is_named_with_village_family_and_amounts(
    town: Any, rules: dict[str, str]
) -> None:
    from bangfu.policies import queries

    two_families()
    trial = tried(rules)
    rows = queries.whom(trial, trial.effects[0]).to_dicts()
    assert [(row["name"], row["effect"], row["before_fen"], row["after_fen"]) for row in rows] == [
        ("曾妹", "loses", 90000, None),
        ("曾强", "loses", 90000, None),
        ("何带娣", "gains", 90000, 100000),
    ]
    assert all(UUID(row["household"]) and UUID(row["person"]) and row["number"] for row in rows)


def test_the_scope_of_the_reader_is_the_net(town: Any, rules: dict[str, str]) -> None:
    from bangfu.offices.scope import Scope, scoped

    two_families()
    with scoped(Scope(UUID(int=7), ((GAOPING, GAOPING + 999),)), on=ON):
        trial = tried(rules)
    assert trial.columns.register.persons.height == 2


@contextmanager
def _open() -> Any:
    yield None


def test_the_command_answers_for_a_family_of_the_register_and_leaves_a_look(
    town: Any, rules: dict[str, str], monkeypatch: pytest.MonkeyPatch, trail: Any
) -> None:
    from bangfu.config.cli import of_register
    from bangfu.config.cli.words import Refused
    from bangfu.registry.models import Disability

    monkeypatch.setattr(of_register, "at_work", _open)
    monkeypatch.setattr(of_register, "require_tables", lambda: None)
    home, (mother, son) = family()
    told(Disability, mother, kind=4, grade=2)
    for asked, subject in (
        ({"household": str(home.uuid)}, None),
        ({"household": home.number}, None),
        ({"person": str(son.uuid)}, str(son.uuid)),
    ):
        case, person, standards = of_register.case_of_register(
            Namespace(**{"household": None, "person": None, "on": ON, **asked})
        )
        assert person == subject
        assert {one.area for one in standards.bases} == {"", "442099109"}
        assert {one.id for one in case.persons or ()} == {str(mother.uuid), str(son.uuid)}
        assert case.facts["household.category"].value == "dibao"
    looks = [row for row in trail() if row[1] == "household.look"]
    assert len(looks) == 3
    assert all(row[2] == str(home.uuid) for row in looks)
    for asked in ({"household": "没有"}, {"person": "没有"}, {"person": str(UUID(int=5))}):
        with pytest.raises(Refused):
            of_register.case_of_register(
                Namespace(**{"household": None, "person": None, "on": ON, **asked})
            )
    with pytest.raises(Refused):
        of_register.case_of_register(
            Namespace(household=None, person=str(son.uuid), on=date(2000, 1, 1))
        )


def test_the_command_says_what_a_change_does(
    town: Any, rules: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    from bangfu.config.cli import whatif
    from bangfu.config.cli.words import Refused

    monkeypatch.setattr(whatif, "at_work", _open)
    monkeypatch.setattr(whatif, "require_tables", lambda: None)
    two_families()
    file = tmp_path / "change.yaml"
    file.write_text(CHANGE, "utf-8")
    names = tmp_path / "names.csv"
    asked = {"file": str(file), "on": ON, "names": str(names), "json": True}
    assert whatif.run(Namespace(**asked)) == 0
    said = json.loads(capsys.readouterr().out)
    (goods,) = said["standards"]
    assert (said["households"], said["persons"]) == (2, 3)
    assert goods["after"]["fen"] == 100000
    rows = list(csv.DictReader(names.read_text("utf-8-sig").splitlines()))
    assert [(row["name"], row["before"], row["after"]) for row in rows] == [
        ("曾妹", "yes", "no"), ("曾强", "yes", "no"), ("何带娣", "yes", "yes")
    ]  # fmt: skip
    with pytest.raises(Refused):
        whatif.run(Namespace(**asked))
    assert whatif.run(Namespace(**{**asked, "json": False, "names": None})) == 0
    plain = capsys.readouterr().out
    assert "2,700.00 → 1,000.00元" in plain
    assert "曾妹" not in plain
    file.write_text(CHANGE.replace("1000.00元", "1000"), "utf-8")
    assert whatif.run(Namespace(**asked)) == 1
    assert "442000109/goods.yaml:" in capsys.readouterr().err
