"""The list: filters as chips, pages by key, nothing personal in an address."""

import re

import pytest

from .conftest import As

pytestmark = pytest.mark.django_db

ROW = re.compile(r'href="/households/([0-9a-f-]{36})/"')


def rows(page: str) -> list[str]:
    return ROW.findall(page)


def test_a_page_holds_25_and_leads_to_the_next_and_back(visit: As) -> None:
    client = visit("clerk")
    first = client.get("/households/").content.decode()
    seen = rows(first)
    assert "高平村3组" in first
    assert len(seen) == 25
    step = re.search(r'href="(\?after=[^"]+)" rel="next"', first)
    assert step
    second = client.get("/households/" + step[1]).content.decode()
    assert len(rows(second)) == 25
    assert not set(rows(second)) & set(seen)
    back = re.search(r'href="(\?before=[^"]+)" rel="prev"', second)
    assert back
    assert rows(client.get("/households/" + back[1]).content.decode()) == seen


def test_every_filter_becomes_a_chip_that_can_be_taken_off(visit: As) -> None:
    page = visit("clerk").get("/households/?category=dibao&elderly=1").content.decode()
    assert re.search(r'<a class="bf-tag" href="\?elderly=1">低保<', page)
    assert re.search(r'<a class="bf-tag" href="\?category=dibao">有60岁以上<', page)
    assert "清除筛选" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("category=dibao", "20户"),
        ("village=442099109206000", "40户"),
        ("cause=disability", "12户"),
        ("disabled=1", "8户"),
        ("in_school=1", "20户"),
        ("unverified=1", "9户"),
    ],
)
def test_a_filter_counts_what_it_shows(visit: As, asked: str, found: str) -> None:
    page = visit("clerk").get(f"/households/?{asked}").content.decode()
    assert f"<h2>{found} " in page


def test_nothing_found_says_so_and_offers_a_way_on(visit: As) -> None:
    page = visit("clerk").get("/households/?village=442099109001000").content.decode()
    assert "没有符合的户。" in page
    assert "清除筛选" in page


def test_a_filter_that_does_not_exist_asks_nothing(visit: As) -> None:
    page = visit("clerk").get("/households/?category=drop+table&after=x").content.decode()
    assert "<h2>60户 " in page


def test_no_identity_number_stands_in_the_list(visit: As) -> None:
    page = visit("clerk").get("/households/").content.decode()
    assert not re.search(r"(?<!\d)442099\d{8,}\d{3}[\dX](?!\d)", re.sub(r"\b\d{16}\b", "", page))
