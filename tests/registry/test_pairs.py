"""Who may be registered twice: found by the register, decided by a human, taken back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from bangfu.kernel.identity import check_character
from bangfu.registry import queries
from bangfu.registry.actions import changes
from bangfu.registry.actions.changes import CannotChange, NeedsHead, NewHead
from bangfu.registry.actions.doubts import find_doubts
from bangfu.registry.actions.pairs import Decided, Unlike, apart, ask_village, pair_up, reopen, same
from bangfu.registry.models import Household, Pair, Person
from bangfu.registry.queries import HouseholdFilter
from bangfu.registry.states import PairState

from .building import AT, BY, GAOPING, SANJIAO, enter, household, person
from .test_changes import HUSBAND, MOMENT, SON, TODAY, WIFE, told

pytestmark = pytest.mark.django_db
BORN = date(1952, 12, 2)
OTHER = UUID(int=8)


def two(first: Any, second: Any, **more: Any) -> tuple[UUID, UUID]:
    """Two families of one person each; returns their UUIDs."""
    homes = [household(first), household(second, **{"address": "别处", **more})]
    enter(*homes)
    return homes[0].members[0].uuid, homes[1].members[0].uuid


def born(name: str, number: str | None = None, **more: Any) -> Any:
    return person(name, number, **{"born_on": BORN, "born_precision": "day", **more})


def reasons() -> list[str]:
    return [pair.reasons for pair in Pair.objects.order_by("id")]


def raw(number: str) -> dict[str, Any]:
    return {"number_raw": number}


@pytest.mark.parametrize(
    ("first", "second", "where", "why"),
    [
        (born("陈强", HUSBAND), born("陈强"), SANJIAO, ["name_birth"]),
        (born("陈婉仪", HUSBAND), born("陈婉怡"), GAOPING, ["sound_birth"]),
        (born("陈婉仪", HUSBAND), born("陈婉怡"), SANJIAO, []),
        (born("陈强", HUSBAND), born("陈大"), GAOPING, []),
        (born("陈强", HUSBAND), born("陈强", SON), GAOPING, []),
        (person("陈强", HUSBAND, phone="13900001234"), person("陈强", None, phone="13900001234"),
         SANJIAO, ["phone"]),
        (person("陈强", HUSBAND, phone="13900001234"), person("陈儿", None, phone="13900001234"),
         SANJIAO, []),
        (person("陈强", HUSBAND), person("陈强", None, **raw(HUSBAND[:-1])), SANJIAO,
         ["slip_short"]),
        (person("陈强", HUSBAND), person("陈强", None, **raw(HUSBAND[:9] + "9" + HUSBAND[10:])),
         SANJIAO, ["slip_digit"]),
        (person("陈强", HUSBAND), person("陈强", None, **raw(HUSBAND[:16] + "15")), SANJIAO,
         ["slip_swap"]),
        (person("陈强", HUSBAND), person("陈强", None, **raw("办理中")), SANJIAO, []),
        (person("陈强", HUSBAND), person("陈强", None, **raw(SON)), SANJIAO, []),
    ],
)  # fmt: skip
def test_what_is_found_and_why(
    town: Any, first: Any, second: Any, where: int, why: list[str]
) -> None:
    two(first, second, area=where)
    assert find_doubts(by=BY, at=AT) == len(why)
    assert reasons() == why
    assert find_doubts(by=BY, at=AT) == 0


def test_a_number_held_by_two_is_found(town: Any) -> None:
    one, other = two(person("陈强", HUSBAND), person("黄伟", SON))
    changes.set_identity(
        person=other, told=told(), mistaken=True,
        who=changes.Who("黄伟", changes_number(HUSBAND), 1),
    )  # fmt: skip
    assert find_doubts(by=BY, at=AT) == 1
    assert reasons() == ["number"]
    assert {Pair.objects.get().one.uuid, Pair.objects.get().two.uuid} == {one, other}


def changes_number(text: str) -> Any:
    from bangfu.kernel.identity import parse

    return parse(text)


def test_a_look_brings_no_more_than_asked_and_the_next_one_goes_on(town: Any) -> None:
    for _ in range(3):
        two(born("陈强"), born("陈强"))
    assert find_doubts(by=BY, at=AT, most=2) == 2
    assert find_doubts(by=BY, at=AT, most=100) == 13
    assert find_doubts(by=BY, at=AT) == 0


def doubt(town: Any) -> tuple[Pair, UUID, UUID]:
    one, other = two(born("陈强", HUSBAND), born("陈强"), area=SANJIAO)
    find_doubts(by=BY, at=AT)
    return Pair.objects.get(), one, other


def test_two_entries_become_one_everywhere_and_two_again(town: Any) -> None:
    pair, keep, gone = doubt(town)
    change = same(pair=pair.uuid, told=told(basis="compared"))
    assert (Person.objects.get(uuid=gone).canonical or gone).uuid == keep
    assert [line["id"] for line in queries.person_lines(town, on=TODAY)] == [str(keep)]
    assert len(next(queries.person_lines(town, on=TODAY))["sources"]) == 2
    assert [hit.person for hit in queries.find_people(town, "陈强", on=TODAY)] == [keep]
    assert queries.find_person(town, gone, on=TODAY) is not None
    assert queries.total_of(town, HouseholdFilter(), on=TODAY) == queries.Total(1, 1)
    file = queries.get_person_file(town, keep, on=TODAY, clearance=_staff())
    assert file is not None
    assert [(entry.uuid, act) for entry, act in file.merged] == [(gone, change)]
    pair.refresh_from_db()
    assert (pair.state, pair.change, pair.decided_by) == (PairState.SAME, change, BY)
    assert find_doubts(by=BY, at=AT) == 0
    reopen(pair=pair.uuid, by=BY, at=MOMENT)
    assert len(list(queries.person_lines(town, on=TODAY))) == 2
    pair.refresh_from_db()
    assert (pair.state, pair.change) == (PairState.OPEN, None)
    assert queries.total_of(town, HouseholdFilter(), on=TODAY) == queries.Total(2, 2)


def _staff() -> Any:
    from bangfu.privacy.masks import Clearance

    return Clearance.STAFF


def test_a_merge_undone_on_the_household_opens_the_pair_again(town: Any) -> None:
    pair, _keep, _gone = doubt(town)
    change = same(pair=pair.uuid, told=told())
    changes.undo(change=change.uuid, by=BY, at=MOMENT)
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN


def test_a_roster_that_tells_of_the_merged_one_again_tells_of_the_one_he_is(town: Any) -> None:
    one, other = two(person("陈强", HUSBAND), person("陈强", SON, state="unverified"))
    pair = pair_up(one=one, two=other, by=BY, at=AT)
    same(pair=pair.uuid, told=told())
    from bangfu.privacy import crypto

    token = crypto.blind("identity.number", SON)
    assert queries.people_by_number_tokens([token])[token] == [one]


def test_not_the_same_is_remembered_and_taken_back(town: Any) -> None:
    pair, *_ = doubt(town)
    apart(pair=pair.uuid, by=BY, at=AT)
    assert find_doubts(by=BY, at=AT) == 0
    assert list(queries.waiting_pairs(town, on=TODAY)) == []
    assert Person.objects.exclude(canonical=None).count() == 0
    reopen(pair=pair.uuid, by=BY, at=MOMENT)
    assert list(queries.waiting_pairs(town, on=TODAY)) == [pair]
    with pytest.raises(CannotChange, match="还没有定"):
        reopen(pair=pair.uuid, by=BY, at=MOMENT)


def test_who_comes_second_is_told(town: Any) -> None:
    pair, *_ = doubt(town)
    ask_village(pair=pair.uuid, by=BY, at=AT)
    apart(pair=pair.uuid, by=OTHER, at=AT)
    for act in (lambda: same(pair=pair.uuid, told=told()),
                lambda: ask_village(pair=pair.uuid, by=BY, at=AT)):  # fmt: skip
        with pytest.raises(Decided) as late:
            act()
        assert (late.value.pair.state, late.value.pair.decided_by) == ("apart", OTHER)
    assert Person.objects.exclude(canonical=None).count() == 0


def test_two_verified_numbers_are_never_one_person(town: Any) -> None:
    one, other = two(born("陈强", HUSBAND), born("陈强", SON))
    pair = pair_up(one=other, two=one, by=BY, at=AT)
    with pytest.raises(CannotChange, match="各有一个核实过的号码"):
        same(pair=pair.uuid, told=told())
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN
    assert pair_up(one=one, two=other, by=BY, at=AT) == pair


def test_the_sure_number_stays_whoever_was_first(town: Any) -> None:
    one, other = two(born("陈强"), born("陈强", HUSBAND))
    find_doubts(by=BY, at=AT)
    same(pair=Pair.objects.get().uuid, told=told())
    assert Person.objects.get(canonical__uuid=other).uuid == one
    with pytest.raises(CannotChange, match="已并入陈强"):
        changes.set_phone(person=one, number="13900001234", told=told())
    with pytest.raises(CannotChange, match="已并入陈强"):
        pair_up(one=one, two=other, by=BY, at=AT)


def test_the_one_without_a_sure_number_takes_nobody_in(town: Any) -> None:
    one, other = two(person("陈强", None), person("陈强", HUSBAND))
    with pytest.raises(CannotChange, match="请把另一条并入他"):
        changes.merge(keep=one, gone=other, told=told())


def test_a_merged_head_needs_a_successor_and_nothing_is_half_done(town: Any) -> None:
    home = household(person("陈强", None), person("李娟", WIFE, relation="10", is_head=False))
    enter(home)
    head, wife = (one.uuid for one in home.members)
    alone = household(person("陈强", HUSBAND), address="别处")
    enter(alone)
    pair = pair_up(one=head, two=alone.members[0].uuid, by=BY, at=AT)
    with pytest.raises(NeedsHead):
        same(pair=pair.uuid, told=told())
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN
    same(pair=pair.uuid, told=told(), head=NewHead(wife, {}))
    found = Household.objects.get(uuid=home.uuid)
    assert (found.size, found.head.name if found.head else "") == (1, "李娟")


def test_somebody_who_lives_nowhere_takes_nobody_in(town: Any) -> None:
    one, other = two(born("陈强", HUSBAND), born("陈强"))
    changes.move_out(person=one, told=told(), close=True)
    find_doubts(by=BY, at=AT)
    with pytest.raises(CannotChange, match="请先办“回迁”"):
        same(pair=Pair.objects.get().uuid, told=told())
    assert Person.objects.get(uuid=other).canonical is None


def test_the_database_keeps_the_pair(town: Any) -> None:
    pair, one, other = doubt(town)
    first, second = (Person.objects.get(uuid=uuid) for uuid in (one, other))
    more = {"area": first.area, "other_area": second.area, "reasons": "number", "found_at": AT,
            "found_by": BY}  # fmt: skip
    for values, promise in (
        ({"one": first, "two": second, **more}, "registry_pair_once"),
        ({"one": second, "two": first, **more, "area": second.area, "other_area": first.area},
         "registry_pair_in_order"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            Pair.objects.create(**values)
    for values, promise in (
        ({"decided_by": BY}, "registry_pair_decided_whole"),
        ({"state": "same", "decided_by": BY, "decided_at": AT}, "registry_pair_same_is_a_merge"),
        ({"found_by": OTHER}, "never rewritten"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            Pair.objects.filter(pk=pair.pk).update(**values)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Pair.objects.all().delete()


def test_a_pair_moves_with_its_people(town: Any) -> None:
    _pair, one, _other = doubt(town)
    target = household(person("黄浩", WIFE), area=SANJIAO, address="三角")
    enter(target)
    changes.move(person=one, to=target.uuid, relation="80", told=told(), close=True)
    found = Pair.objects.get()
    assert (found.area, found.other_area) == (SANJIAO, SANJIAO)


def test_progress_counts_what_one_decided(town: Any) -> None:
    pair, *_ = doubt(town)
    assert queries.progress_of(town, on=TODAY, by=BY, since=AT).waiting == 1
    apart(pair=pair.uuid, by=BY, at=AT)
    done = queries.progress_of(town, on=TODAY, by=BY, since=AT)
    assert (done.waiting, done.apart, done.seen, done.total) == (0, 1, 1, 1)
    assert queries.last_decided(town, on=TODAY, by=BY, since=AT) == pair
    assert queries.last_decided(town, on=TODAY, by=OTHER, since=AT) is None


def test_decisions_are_in_the_trail(town: Any, trail: Any) -> None:
    pair, *_ = doubt(town)
    apart(pair=pair.uuid, by=BY, at=AT)
    reopen(pair=pair.uuid, by=BY, at=AT)
    verbs = {row[1] for row in trail()}
    assert {"registry.pair.look", "registry.pair.apart", "registry.pair.reopen"} <= verbs


def test_a_stranger_finds_no_pair(town: Any) -> None:
    with pytest.raises(CannotChange, match="不归您管"):
        apart(pair=uuid4(), by=BY, at=AT)
    with pytest.raises(CannotChange, match="请选另一个人"):
        pair_up(one=BY, two=BY, by=BY, at=AT)


def test_a_number_like_another_is_near_by_one_slip() -> None:
    from bangfu.matching import Slip, slip_between

    plain = "44209919850101003"
    number = plain + check_character(plain)
    assert slip_between(number, number) is None
    assert slip_between(number, number[:-1]) is Slip.SHORT
    assert slip_between(number, "9" + number[1:]) is Slip.DIGIT
    assert slip_between(number, number[:6] + "91" + number[8:]) is Slip.SWAP
    assert slip_between(number, number[:5] + "811" + number[8:]) is None
    assert slip_between("", number) is None


@pytest.mark.parametrize(
    ("first", "second", "differs"),
    [
        (born("陈强", HUSBAND), person("黄丽", None, born_on=date(1960, 1, 1),
                                       born_precision="year"), ("name", "born")),
        (person("陈强", HUSBAND), person("黄丽", None), ("name",)),
        (person("陈强", HUSBAND), person("黄丽", None, **raw(SON)), ("name",)),
        (born("陈强", HUSBAND), born("陈强"), None),
        (born("陈强", HUSBAND), born("黄丽"), None),
        (born("陈强", HUSBAND), person("黄丽", None, born_on=date(1952, 1, 1),
                                       born_precision="year"), None),
    ],
)  # fmt: skip
def test_two_with_nothing_in_common_are_merged_only_where_somebody_stands_by_it(
    town: Any, first: Any, second: Any, differs: tuple[str, ...] | None
) -> None:
    one, other = two(first, second)
    pair = pair_up(one=one, two=other, by=BY, at=AT)
    if differs is not None:
        with pytest.raises(Unlike, match="没有一项相同") as asked:
            same(pair=pair.uuid, told=told())
        assert asked.value.differs == differs
        pair.refresh_from_db()
        assert pair.state == PairState.OPEN
        assert not Person.objects.exclude(canonical=None).exists()
    same(pair=pair.uuid, told=told(), sure={Unlike.KEY} if differs else ())
    pair.refresh_from_db()
    assert pair.state == PairState.SAME
