from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bangfu.offices import actions, queries
from bangfu.offices.models import Area, Level, bounds_of
from bangfu.offices.scope import operator_scope, scoped

from .town import AT, FAR, HOME, ON, SINCE, Place, found


def test_a_code_names_a_range_of_area_numbers() -> None:
    assert bounds_of("442000109000", Level.TOWN) == (442000109000000, 442000109999999)
    assert bounds_of("442000109206", Level.VILLAGE) == (442000109206000, 442000109206999)
    assert bounds_of("442000000000", Level.CITY) == (442000000000000, 442099999999999)
    for code, level in [("44200010900", Level.TOWN), ("442000109001", Level.TOWN)]:
        with pytest.raises(ValueError):
            bounds_of(code, level)


def test_a_town_stands_right_under_a_city(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        assert home.town.area.parent is not None
        assert home.town.area.parent.level == Level.CITY
        places = queries.list_villages(within=[(home.town.area.lo, home.town.area.hi)], on=ON)
        assert [area.name for area in places] == ["中心社区", "高田村", "低田村"]
        assert queries.areas_by_name(home.town.area)["高田"] == home.village
        assert [one.name for one in home.town.committees.values()] == [
            "荷塘镇中心社区居民委员会",
            "荷塘镇高田村民委员会",
            "荷塘镇低田村民委员会",
        ]


@pytest.mark.parametrize(
    ("name", "short"),
    [("高平村", "高平"), ("中心社区", "中心"), ("沙栏村民委员会", "沙栏"), ("东村", "东村")],
)
def test_a_village_has_the_short_name_people_write(name: str, short: str) -> None:
    from bangfu.offices.actions.towns import short_name

    assert short_name(name) == short


def test_a_town_is_founded_once_and_two_may_share_a_city(home: Place) -> None:
    with pytest.raises(actions.CannotFoundTown):
        found(HOME, "荷塘镇", "again")
    far = found(FAR, "柳岸镇", "far")
    assert far.town.area.parent_id == home.town.area.parent_id
    assert queries.find_town_setting() is None
    with scoped(operator_scope(), on=ON):
        setting = queries.find_town_setting(far.village)
    assert setting is not None
    assert setting.name == "柳岸镇"


def test_only_the_command_line_founds_a_town(home: Place) -> None:
    with pytest.raises(actions.CannotFoundTown):
        actions.found_town(
            code=FAR,
            name="柳岸镇",
            villages={},
            valid_from=SINCE,
            at=AT,
            by=home["system_admin"],
        )


def _area(**changes: Any) -> Area:
    words: dict[str, Any] = {
        "lo": 442099103000000,
        "hi": 442099103999999,
        "code": "442099103000",
        "name": "某镇",
        "level": Level.TOWN,
        "valid_from": SINCE,
    }
    return Area(**{**words, **changes})


@pytest.mark.parametrize(
    ("changes", "promise"),
    [
        ({"hi": 442099102999999}, "offices_area_range_in_order"),
        ({"lo": 442099103, "hi": 442099104}, "offices_area_lo_is_a_code"),
        ({"valid_until": date(2011, 1, 1)}, "offices_area_dates_in_order"),
        ({"parent_id": 442099101000000}, "lies outside its parent"),
    ],
)
def test_the_database_keeps_the_promises_of_an_area(
    home: Place, changes: dict[str, Any], promise: str
) -> None:
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(IntegrityError, match=promise),
        transaction.atomic(),
    ):
        _area(**changes).save(force_insert=True)


def test_offices_area_siblings_apart(home: Place) -> None:
    parent = home.town.area
    half = {
        "lo": home.village + 500,
        "hi": home.village + 1500,
        "parent": parent,
        "level": Level.VILLAGE,
        "code": "442099101999",
    }
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(IntegrityError, match="offices_area_siblings_apart"),
        transaction.atomic(),
    ):
        _area(**half).save(force_insert=True)


def test_offices_area_never_renumbered(home: Place) -> None:
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(IntegrityError, match="may not be renumbered"),
        transaction.atomic(),
    ):
        Area.objects.filter(lo=home.village).update(hi=home.village + 5)


def test_a_place_that_ends_has_a_successor_and_keeps_its_number(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        Area.objects.filter(lo=home.village).update(
            valid_until=date(2012, 12, 31), successor=home.next_village
        )
        within = [(home.town.area.lo, home.town.area.hi)]
        later = queries.list_villages(within=within, on=date(2013, 1, 1))
        assert home.village not in [area.lo for area in later]
        assert queries.get_area(home.village).successor_id == home.next_village
