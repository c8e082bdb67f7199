"""What each clearance sees of a value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangfu.privacy import masks
from bangfu.privacy.states import Clearance, Reason

PUBLIC, HELPER, STAFF, FULL = Clearance
NUMBER = "442099199001011234"


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("张三", "张*"),
        ("张小明", "张**"),
        ("欧阳小明", "欧阳**"),
        ("欧阳明", "欧阳*"),
        ("欧阳", "欧*"),
        ("单于小", "单于*"),
        ("扎西顿珠", "扎***"),
        ("阿依古丽·买买提", "阿***·***"),
        ("买买提·阿布都·热合曼", "买**·***·***"),
        ("𠮷野", "𠮷*"),
        ("李\U00020bb7明", "李**"),
        ("葛\U000e0100城", "葛\U000e0100*"),
        ("佚", "*"),
        ("", ""),
        ("John Smith", "J*********"),
    ],
)
def test_the_public_sees_the_surname_and_stars(whole: str, shown: str) -> None:
    assert masks.name(whole, PUBLIC) == shown
    assert masks.name(whole, HELPER) == shown
    assert masks.name(whole, STAFF) == masks.name(whole, FULL) == whole


@given(st.text(min_size=1, max_size=12))
def test_no_name_comes_out_whole(whole: str) -> None:
    # Stars in the name itself say nothing about what the mask hid.
    if "*" not in whole and set(whole) - {"·"}:
        assert masks.name(whole, PUBLIC) != whole


@pytest.mark.parametrize(
    ("whole", "clearance", "shown"),
    [
        (NUMBER, PUBLIC, "442099************"),
        (NUMBER, HELPER, "442099************"),
        (NUMBER, STAFF, "442099********1234"),
        (NUMBER, FULL, NUMBER),
        ("442099900101123", STAFF, "442099******123"),
        ("442099900101123", PUBLIC, "442099*********"),
        ("44209919900101", STAFF, "**************"),
        ("正在办理", STAFF, "****"),
        ("", STAFF, ""),
    ],
)
def test_an_identity_number_hides_the_birth_date(
    whole: str, clearance: Clearance, shown: str
) -> None:
    assert masks.identity_number(whole, clearance) == shown


def test_beside_a_birth_date_the_last_digits_go_as_well() -> None:
    assert masks.identity_number(NUMBER, STAFF, beside_birth=True) == "442099************"
    assert masks.certificate(NUMBER + "44", STAFF, beside_birth=True) == "442099" + "*" * 14


def test_a_certificate_is_masked_as_the_number_in_it() -> None:
    assert masks.certificate(NUMBER + "44", STAFF) == "442099********1234**"
    assert masks.certificate(NUMBER + "44B1", PUBLIC) == "442099" + "*" * 16
    assert masks.certificate(NUMBER + "44", FULL) == NUMBER + "44"


@pytest.mark.parametrize(
    ("whole", "clearance", "shown"),
    [
        ("13800008000", STAFF, "138****8000"),
        ("13800008000", HELPER, "138****8000"),
        ("13800008000", PUBLIC, "***********"),
        ("13800008000", FULL, "13800008000"),
        ("076000001234", STAFF, "**********34"),
        ("0760-00001234", STAFF, "***********34"),
        ("8123", STAFF, "**23"),
        ("1", STAFF, "*"),
        ("", STAFF, ""),
    ],
)
def test_a_telephone_keeps_its_ends(whole: str, clearance: Clearance, shown: str) -> None:
    assert masks.phone(whole, clearance) == shown


@pytest.mark.parametrize(
    ("whole", "clearance", "shown"),
    [
        ("6222000000001234", STAFF, "**** **** **** 1234"),
        ("6222000000001234", HELPER, "**** **** **** ****"),
        ("6222000000001234", PUBLIC, "**** **** **** ****"),
        ("6222000000001234", FULL, "6222000000001234"),
        ("1234", STAFF, "**** **** **** ****"),
        ("", STAFF, ""),
    ],
)
def test_an_account_keeps_four_digits(whole: str, clearance: Clearance, shown: str) -> None:
    assert masks.bank(whole, clearance) == shown


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("高平村3组12号", "高平村3组***"),
        ("三角镇高平村第三村民小组十二号之一", "三角镇高平村第三村民小组***"),
        ("三角镇高平村3组", "三角镇高平村3组"),
        ("三角镇高平村福源路12号", "三角镇高平村***"),
        ("三角镇中心社区月湾路5号301房", "三角镇中心社区***"),
        ("三角镇金三大道9号", "三角镇***"),
        ("金三大道9号", "***"),
        ("", ""),
    ],
)
def test_the_public_learns_the_village_and_no_door(whole: str, shown: str) -> None:
    assert masks.address(whole, PUBLIC) == shown
    assert masks.address(whole, HELPER) == masks.address(whole, STAFF) == whole


def test_the_reasons_that_stand_in_old_trails_keep_their_codes() -> None:
    assert Reason.values == ["case", "verify", "payment", "contact", "inspection", "subject"]
