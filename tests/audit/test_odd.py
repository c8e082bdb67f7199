"""What looks odd in a day, on made-up trails: and that ordinary work raises nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from bangfu.audit.odd import KEPT, Limits, Odd, Seen, Setting, Usual, look_into
from bangfu.audit.states import Oddity

NINE = datetime.fromisoformat("2012-06-29T09:00:00+08:00")


def looks(
    count: int,
    *,
    at: datetime = NINE,
    fields: tuple[str, ...] = (),
    kind: str = "household",
    subjects: list[UUID] | None = None,
) -> list[Seen]:
    seen = subjects or [uuid4() for _ in range(count)]
    return [
        Seen(n + 1, at + timedelta(seconds=n), "look", f"{kind}.look", seen[n % len(seen)], kind,
             fields)
        for n in range(count)
    ]  # fmt: skip


def kinds(found: list[Odd]) -> list[str]:
    return [odd.kind.value for odd in found]


def test_an_ordinary_day_raises_nothing() -> None:
    families = [uuid4() for _ in range(40)]
    day = [
        *looks(40, subjects=families),
        *looks(120, kind="person"),
        *looks(8, kind="person", fields=("identity",)),
        Seen(900, NINE, "act", "registry.household.move", families[0], "household"),
        Seen(901, NINE, "act", "registry.households.export", rows=300),
        Seen(902, NINE, "act", "offices.gate.refuse", uuid4(), "household", rule="not_found"),
        Seen(903, NINE, "login", "offices.account.sign_in"),
    ]
    assert look_into(day, Setting(works=True)) == []


def test_a_busy_month_is_no_oddity_for_who_is_always_busy() -> None:
    known = Setting(works=True, usual=lambda: Usual(files=80, numbers=30, export=2000))
    day = [
        *looks(150),
        *looks(60, kind="person", fields=("phone",)),
        Seen(901, NINE, "act", "registry.households.export", rows=5000),
    ]
    assert look_into(day, known) == []


def test_families_one_works_on_are_no_strangers() -> None:
    families = [uuid4() for _ in range(200)]
    known = Setting(works=True, cases=frozenset(families))
    assert look_into(looks(200, subjects=families), known) == []


def test_many_strangers_in_a_day_are_one_finding_with_its_entries() -> None:
    (odd,) = look_into(looks(300), Setting(works=True, usual=lambda: Usual(files=10)))
    assert (odd.kind, odd.count, odd.limit) == (Oddity.MANY_FILES, 300, 60)
    assert len(odd.entries) == KEPT


def test_one_family_opened_often_counts_once() -> None:
    assert look_into(looks(300, subjects=[uuid4()]), Setting(works=True)) == []


def test_many_whole_numbers() -> None:
    day = looks(20, kind="person", fields=("identity",))
    assert kinds(look_into(day, Setting(works=True))) == ["many_numbers"]
    assert look_into(day[:19], Setting(works=True)) == []


@pytest.mark.parametrize(("hour", "odd"), [(5, True), (6, False), (21, False), (22, True)])
def test_the_night_begins_and_ends_by_the_hour(hour: int, odd: bool) -> None:
    day = looks(10, at=NINE.replace(hour=hour))
    assert kinds(look_into(day, Setting(works=True))) == (["odd_hours"] if odd else [])


def test_a_day_off_is_no_working_day_and_a_single_look_is_nothing() -> None:
    assert kinds(look_into(looks(10), Setting(works=False))) == ["odd_hours"]
    assert look_into(looks(9), Setting(works=False)) == []


def test_ones_own_family() -> None:
    own = uuid4()
    day = looks(1, subjects=[own])
    assert kinds(look_into(day, Setting(works=True, own=frozenset({own})))) == ["own_family"]
    assert look_into(looks(1), Setting(works=True, own=frozenset({own}))) == []


def test_many_misses_count_what_was_tried_not_how_often() -> None:
    one = uuid4()
    day = [
        Seen(n, NINE, "act", "offices.gate.refuse", one, "household", rule="not_found")
        for n in range(30)
    ]
    assert look_into(day, Setting(works=True)) == []
    many = [
        Seen(n, NINE, "act", "offices.gate.refuse", uuid4(), "household", rule="not_found")
        for n in range(10)
    ]
    assert kinds(look_into(many, Setting(works=True))) == ["many_misses"]


def test_an_export_larger_than_usual() -> None:
    day = [Seen(1, NINE, "act", "registry.people.export", rows=2400)]
    (odd,) = look_into(day, Setting(works=True, usual=lambda: Usual(export=700)))
    assert (odd.kind, odd.count, odd.limit) == (Oddity.LARGE_EXPORT, 2400, 2101)
    assert look_into(day, Setting(works=True, usual=lambda: Usual(export=900))) == []


def test_limits_are_the_installations_own() -> None:
    known = Setting(works=True, limits=Limits(many_numbers=3))
    assert kinds(look_into(looks(3, kind="person", fields=("phone",)), known)) == ["many_numbers"]
