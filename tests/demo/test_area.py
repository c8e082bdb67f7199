"""An area of invented people: as many as asked, all different, and never among real ones."""

from __future__ import annotations

import argparse
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from bangfu.config.cli.demo import people as number_of_people
from bangfu.demo import area
from bangfu.demo import town as demo
from bangfu.demo.maker.crowd import MOST, families, town_for
from bangfu.demo.maker.numbers import is_whole
from bangfu.kernel import identity
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry import queries as registry
from bangfu.registry.models import Household, Person, Source

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
ON = AT.date()
SIZE = 400


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def test_a_million_stand_in_five_hundred_villages_of_different_names_and_codes() -> None:
    villages = town_for(MOST).villages
    assert len(villages) == 500
    assert len({village.code for village in villages}) == 500
    assert len({village.name for village in villages}) == 500
    assert len(town_for(100).villages) == 8


def test_numbers_are_valid_of_the_area_code_nobody_has_and_all_different() -> None:
    town = town_for(MOST)
    made = [
        person.number
        for place in (0, 1, 250, 499)
        for family in families(town, place, 2000, seed=3, on=ON)
        for person in family.members
        if person.number
    ]
    assert len(made) > 7600
    assert len(set(made)) == len(made)
    assert all(number.startswith("442099") and is_whole(number) for number in made)
    for number in made[::50]:
        read = identity.parse(number, on=ON)
        # The women of the first village have the order code 000, which is odd but valid.
        assert set(read.warnings) <= ({"sequence"} if number[14:17] == "000" else set())


def test_a_village_is_as_large_as_asked_and_the_same_for_the_same_seed() -> None:
    town = town_for(4000)

    def village(seed: int, place: int = 1) -> list[Any]:
        return list(families(town, place, 333, seed=seed, on=ON))

    assert sum(len(family.members) for family in village(1)) == 333
    assert village(1) == village(1)
    assert village(1) != village(2)
    assert village(1) != village(1, place=2)
    everybody = [person for family in village(1) for person in family.members]
    assert all(person.born <= ON for person in everybody)
    names = Counter(person.name[0] for person in everybody)
    assert names.most_common(1)[0][1] > 3 * len(everybody) / len(names)


def test_no_village_is_made_beyond_those_of_the_town() -> None:
    with pytest.raises(ValueError, match="village 8 of 8"):
        next(families(town_for(100), 8, 10, seed=1, on=ON))
    with pytest.raises(ValueError, match="people in 8 villages"):
        area.fill(town_for(100), 100_000, seed=1, at=AT)


def count() -> tuple[int, int]:
    with scoped(operator_scope(), on=ON, read_only=True):
        return Person.objects.count(), Household.objects.count()


def acts() -> int:
    with scoped(operator_scope(), on=ON), connections["owner"].cursor() as cursor:
        cursor.execute("select count(*) from audit_entry where verb = 'demo.village.enter'")
        return int(cursor.fetchone()[0])


def test_people_asked_for_are_entered_found_and_on_record(real_db: Any, tmp_path: Path) -> None:
    said: list[str] = []
    demo.build(tmp_path, at=AT, size=SIZE, say=said.append)
    people, homes = count()
    assert people == SIZE
    assert 80 < homes < SIZE
    assert any("400" in line for line in said)
    assert acts() == 8
    with scoped(operator_scope(), on=ON, read_only=True):
        one = Person.objects.filter(identity_state="verified").first()
        assert one is not None
        hits = registry.find_people(operator_scope(), one.name, on=ON)
        assert one.uuid in {hit.person for hit in hits}
    # A second call finds it whole.
    assert not demo.build(tmp_path, at=AT, size=SIZE).fresh
    assert count() == (people, homes)


def test_stopped_in_the_middle_it_goes_on_with_the_next_village(
    real_db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, entered = area._enter_village, []

    def stop_at_the_fourth(town: Any, place: int, people: int, **more: Any) -> None:
        if place == 3:
            raise KeyboardInterrupt
        entered.append(place)
        real(town, place, people, **more)

    monkeypatch.setattr(area, "_enter_village", stop_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path, at=AT, size=SIZE)
    assert count()[0] == 150
    assert acts() == 3
    monkeypatch.setattr(area, "_enter_village", real)
    demo.build(tmp_path, at=AT, size=SIZE)
    assert count()[0] == SIZE
    with scoped(operator_scope(), on=ON, read_only=True):
        assert Source.objects.filter(lineage=area.LINEAGE).count() == 8


def test_a_village_that_fails_leaves_nothing(
    real_db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_words: Any) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(area.audit, "record", refuse)
    with pytest.raises(RuntimeError, match="the trail is full"):
        demo.build(tmp_path, at=AT, size=SIZE)
    # The town was founded before, by its own act; of the village there is no trace.
    assert count() == (0, 0)


def test_it_refuses_where_a_town_a_trial_or_another_demo_is(real_db: Any, tmp_path: Path) -> None:
    demo.build(tmp_path, at=AT, people=False)
    with pytest.raises(demo.CannotBuildTown, match="BANGFU_HOME"):
        demo.build(tmp_path, at=AT, size=SIZE)
    with pytest.raises(demo.CannotBuildTown):
        demo.build(tmp_path / "elsewhere", at=AT, size=SIZE)
    assert count() == (0, 0)


def test_it_refuses_to_go_on_among_anybody_else(
    real_db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Begun here and cut off; meanwhile a family came by another door."""
    with monkeypatch.context() as cut:
        cut.setattr(demo.area, "fill", _cut_off)
        with pytest.raises(KeyboardInterrupt):
            demo.build(tmp_path, at=AT, size=SIZE)
    town = town_for(SIZE)
    monkeypatch.setattr(area, "LINEAGE", "somebody else's")
    area._enter_village(town, 0, 20, seed=9, at=AT)
    monkeypatch.undo()
    before = count()
    with pytest.raises(demo.CannotBuildTown, match="BANGFU_HOME"):
        demo.build(tmp_path, at=AT, size=SIZE)
    assert count() == before


def _cut_off(*_args: Any, **_more: Any) -> int:
    raise KeyboardInterrupt


@pytest.mark.parametrize("word", ["0", "99", "1000001", "-5", "1e6", "many", "", "١٠٠٠"])
def test_a_number_of_people_out_of_bounds_is_refused_in_words(word: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="100 到 1000000"):
        number_of_people(word)


def test_a_number_of_people_within_bounds_is_read() -> None:
    assert number_of_people("1000000") == MOST
