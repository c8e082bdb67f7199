"""The sheet for a village: what it was asked, masked, with room to answer; who may print it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from ..browser.town import GAOPING, SANJIAO, number_of
from .conftest import GAOPING_HOME, As
from .test_changes import GAOPING_HEAD, THREE, WIFE, count
from .test_pairs import NUMBER, answer, entered, person, state, twins

__all__ = ["twins"]

pytestmark = pytest.mark.django_db
PAGE = "/pairs/asked/"


def ask(client: Any, one: str, other: str) -> str:
    """Put two side by side and ask the village; returns the address of the pair."""
    made: str = client.post(f"/people/{one}/compare/", {"other": other}).url
    assert answer(client, made, "ask").status_code == 302
    return made


def sheet(client: Any, village: int | str = "") -> str:
    page = client.get(PAGE, {"village": village} if village else {})
    assert page.status_code == 200
    return str(page.content.decode()).split("<main")[1].split("</main")[0]


def rows(page: str) -> list[str]:
    return re.findall(r"<tr role=\"row\"><td.*?</tr>", page, re.DOTALL)


def test_nothing_asked_says_how_something_comes_here(visit: As) -> None:
    page = sheet(visit("clerk"))
    assert "没有请村里核实的" in page
    assert "data-print" not in page


def test_a_pair_across_two_villages_is_on_the_sheet_of_both(
    visit: As, twins: tuple[str, str]
) -> None:
    client = visit("clerk")
    address = ask(client, *twins)
    mark = address.split("/")[2].replace("-", "")[:6].upper()
    assert f'<code class="small">{mark}</code>' in client.get("/pairs/").content.decode()
    assert f'href="{PAGE}"' in client.get("/pairs/").content.decode()
    for village, name in ((GAOPING, "高平村"), (SANJIAO, "三角村")):
        page = sheet(client, village)
        assert f"<h2>{name}</h2>" in page
        (row,) = rows(page)
        assert f'href="{address}"' in row
        assert mark in row
        assert row.count("霍大明") >= 2
        assert '<td class="blank no"' in row
        assert "□ 是同一人" in row
        assert "村里核实人" in page


def test_numbers_are_masked_and_no_birth_stands_beside_them(
    visit: As, twins: tuple[str, str]
) -> None:
    client = visit("clerk")
    ask(client, *twins)
    page = sheet(client, GAOPING)
    assert NUMBER not in page
    assert f"{NUMBER[:6]}********{NUMBER[-4:]}" in page
    for words in ("1961", "出生", "52岁", "51岁"):
        assert words not in page


def test_that_births_differ_is_said_without_them(visit: As) -> None:
    client = visit("clerk")
    other = entered("何带娣", None, GAOPING_HOME)
    ask(client, WIFE, other)
    (row,) = rows(sheet(client))
    assert re.search(r"姓名、[^<]*出生年月", row)
    assert "1961" not in row
    assert "1953" not in row


def test_who_lives_elsewhere_is_shown_as_far_as_it_takes(visit: As, twins: tuple[str, str]) -> None:
    client = visit("clerk")
    ask(client, *twins)
    (row,) = rows(sheet(client, SANJIAO))
    sides = row.split("<td")[2:4]
    far = next(side for side in sides if "高平村" in side)
    near = next(side for side in sides if "高平村" not in side)
    assert "村居 高平村" in far
    for label in ("地址", "电话", "同户成员", "住户"):
        assert label in near
        assert label not in far
    assert person(GAOPING_HEAD).name not in row


def test_what_was_decided_leaves_the_sheet(visit: As, twins: tuple[str, str]) -> None:
    client = visit("clerk")
    address = ask(client, *twins)
    answer(client, address, "apart")
    assert state(address) == "apart"
    assert "没有请村里核实的" in sheet(client)


def test_a_long_list_says_how_many_are_on_this_sheet(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.registry.queries import pairs

    monkeypatch.setattr(pairs, "ON_PAPER", 1)
    client = visit("clerk")
    for name in ("何带娣", "何招娣"):
        ask(client, WIFE, entered(name, None, THREE))
    page = sheet(client, GAOPING)
    assert len(rows(page)) == 1
    assert "共2对，这里是前" in page


def test_looking_is_on_record_with_the_village_and_writes_nothing(
    visit: As, twins: tuple[str, str], trail: Any
) -> None:
    client = visit("clerk")
    ask(client, *twins)
    before = count()
    sheet(client, GAOPING)
    looks = [row for row in trail() if row[1] == "registry.pairs.look"]
    assert [(row[0], row[4]) for row in looks] == [("look", "verify")]
    assert not any("霍" in str(row) for row in trail())
    assert count() == before


@pytest.mark.parametrize(
    ("role", "status"),
    [("reviewer", 403), ("village_worker", 403), ("neighbour", 403), ("leader", 403),
     ("auditor", 403), ("", 302)],
)  # fmt: skip
def test_who_may_not_decide_prints_no_sheet(
    visit: As, twins: tuple[str, str], role: str, status: int
) -> None:
    ask(visit("clerk"), *twins)
    client = visit(role)
    for place in (PAGE, f"{PAGE}?village={GAOPING}"):
        assert client.get(place).status_code == status
    assert visit("clerk").post(PAGE).status_code == 405


@pytest.mark.parametrize("village", ["442099199206000", "高平村", "0"])
def test_a_village_that_was_not_asked_or_is_out_of_reach_is_not_there(
    visit: As, twins: tuple[str, str], village: str
) -> None:
    client = visit("clerk")
    ask(client, *twins)
    assert client.get(PAGE, {"village": village}).status_code == 404


def test_a_pair_of_whom_one_is_out_of_reach_is_on_no_sheet(
    visit: As, twins: tuple[str, str]
) -> None:
    from bangfu.offices.models import Area
    from bangfu.offices.scope import Scope
    from bangfu.registry import queries

    from .test_changes import _everywhere

    ask(visit("clerk"), *twins)
    with _everywhere():
        assert Area.objects.filter(lo=GAOPING).exists()
        mine = Scope(None, ((GAOPING, GAOPING + 999),))  # type: ignore[arg-type]
        on = date(2012, 12, 3)
        assert queries.count_asked(mine, on=on) == {}
        assert queries.list_asked(mine, GAOPING, on=on) == []


def test_the_sheet_reads_in_english(visit: As, twins: tuple[str, str]) -> None:
    client = visit("clerk")
    ask(client, *twins)
    client.cookies["bangfu_language"] = "en"
    page = sheet(client, GAOPING)
    assert "What differs" in page
    assert "The village's answer" in page or "The village&#x27;s answer" in page
    assert number_of(460, date(1961, 5, 6), 1) not in page
