"""Whose number is to be verified stands in the lists, and why in a few words, never the number."""

from __future__ import annotations

import re

import pytest

from bangfu.audit.keyfile import KeyTrouble
from bangfu.desk.numbers import _why
from bangfu.privacy import keys
from bangfu.registry.states import IdentityState

from .conftest import As


@pytest.mark.parametrize(
    ("state", "written", "why"),
    [
        (IdentityState.UNVERIFIED, "", "没有号码"),
        (IdentityState.UNVERIFIED, "无", "没有号码"),
        (IdentityState.UNVERIFIED, "办理中", "号码在办"),
        (IdentityState.UNVERIFIED, "待补", "号码在办"),
        (IdentityState.UNVERIFIED, "44209919500101001", "号码抄错"),
        (IdentityState.DISPUTED, "442099195001010018", "同号不同名"),
    ],
)
def test_why_is_said_in_four_characters(state: str, written: str, why: str) -> None:
    assert _why(state, written) == why


@pytest.mark.django_db
def test_a_household_with_a_number_to_verify_has_a_chip_in_the_list(visit: As) -> None:
    page = visit("clerk").get("/households/?unverified=1").content.decode()
    rows = re.findall(r'<tr role="row"><td role="cell"><a href="/households/.*?</tr>', page)
    assert len(rows) == 9
    assert all("bf-chip due" in row and "号码待核实" in row for row in rows)
    first = visit("clerk").get("/households/").content.decode()
    assert 0 < first.count("号码待核实</span>") < 25


@pytest.mark.django_db
def test_without_the_keys_the_page_of_the_day_stands_and_guesses_no_reason(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_people: object) -> dict[object, bytes]:
        raise KeyTrouble("master", "the file of the keys is missing")

    monkeypatch.setattr(keys, "open_many", gone)
    page = visit("clerk").get("/").content.decode()
    assert page.count("，号码待核实</span>") == 6
    assert "没有号码" not in page


@pytest.mark.django_db
def test_home_names_the_person_and_the_reason(visit: As) -> None:
    page = visit("clerk").get("/").content.decode()
    told = re.findall(r'<span class="sub">([^<]+)，号码在办</span>', page)
    assert len(told) == 6
    assert not re.search(r"442099\d{4}", page)
