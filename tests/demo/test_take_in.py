"""Made drawers through the real take-in, judged against their truth: no fault is allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bangfu.demo.maker import SANJIAO, Options, Town, Truth, make_drawer
from bangfu.demo.scoring import Verdict, judge
from bangfu.offices import access
from bangfu.offices import actions as offices
from bangfu.offices import queries as offices_queries
from bangfu.offices.scope import Scope, scoped
from bangfu.registry import queries as registry
from bangfu.rosters import actions as rosters

AT = datetime(2012, 12, 31, 4, tzinfo=UTC)
ON = date(2012, 12, 31)
HOUSEHOLDS = 73

Answers = tuple[dict[str, Any], list[dict[str, Any]]]


def town_of(number: int) -> Town:
    """A town of its own for each drawer, so that one database serves them all."""
    code = f"4420{number:02d}109"
    villages = tuple(replace(v, code=code + v.code[9:]) for v in SANJIAO.villages)
    return replace(SANJIAO, code=code, villages=villages)


def scope_of(town: Town) -> Scope:
    low = int(f"{town.code}000") * 1000
    return Scope(access.OPERATOR, ((low, low + 999_999),))


def take_in(town: Town, drawer: Path) -> Answers:
    """Found the town where it is not there, take the drawer in, and ask for all its people."""
    scope = scope_of(town)
    low = scope.areas[0][0]
    with scoped(scope, on=ON):
        known = low in {area.lo for area in offices_queries.list_towns()}
    if not known:
        offices.found_town(
            code=f"{town.code}000",
            name=town.name,
            villages={village.code: village.name for village in town.villages},
            valid_from=date(2000, 1, 1),
            at=AT,
        )
    took = rosters.take_in_paths([drawer], by=access.OPERATOR, at=AT, area=low, scope=scope)
    with scoped(scope, on=ON, read_only=True):
        return took, list(registry.person_lines(scope, on=ON))


@pytest.fixture
def judged(real_db: Any, tmp_path: Path) -> Callable[..., Verdict]:
    """Make a drawer, take it in, and judge the register."""

    def _judged(seed: int, number: int, *, wide: bool) -> Verdict:
        town = town_of(number)
        truth = make_drawer(
            tmp_path / str(number),
            seed=seed,
            households=HOUSEHOLDS,
            town=town,
            options=Options(wide=wide),
        )
        return judge(truth.as_json(), *take_in(town, tmp_path / str(number)))

    return _judged


@pytest.mark.parametrize("wide", [False, True], ids=["plain", "wide"])
@pytest.mark.parametrize("first", [100, 200])
def test_a_small_drawer_of_any_seed_becomes_a_register_without_a_fault(
    judged: Callable[..., Verdict], wide: bool, first: int
) -> None:
    for number in range(4):
        verdict = judged(first + number, number, wide=wide)
        assert verdict.passed, f"seed {first + number}\n{verdict.report()}"
        assert verdict.people > 200


def test_the_same_drawer_twice_changes_nobody(real_db: Any, tmp_path: Path) -> None:
    town = town_of(0)
    truth: Truth = make_drawer(tmp_path, seed=31, households=HOUSEHOLDS, town=town)
    _first, people = take_in(town, tmp_path)
    second, again = take_in(town, tmp_path)
    assert again == people
    assert judge(truth.as_json(), second, again).passed
