"""The search box: by POST, within scope, part by part."""

import pytest

from .conftest import As

pytestmark = pytest.mark.django_db


def found(client, text: str) -> str:
    return client.post("/search/found", {"text": text}).content.decode()


@pytest.mark.parametrize("typed", ["黄金水", "金水", "huangjinshui", "hjs", "黄金"])
def test_a_person_is_found_by_name_part_pinyin_and_initials(visit: As, typed: str) -> None:
    assert "黄金水" in found(visit("clerk"), typed)


def test_another_office_finds_nobody(visit: As) -> None:
    assert "黄金水" in found(visit("village_worker"), "黄金水")
    assert "黄金水" not in found(visit("neighbour"), "黄金水")


def test_the_full_page_shows_results_and_how_to_go_on(visit: As) -> None:
    client = visit("clerk")
    page = client.post("/search/", {"text": "黄"}).content.decode()
    assert "黄金水" in page
    assert "看这一户" in page
    assert "没有找到" in client.post("/search/", {"text": "诸葛"}).content.decode()


def test_what_stands_in_an_address_is_not_searched(visit: As) -> None:
    page = visit("clerk").get("/search/?text=黄金水").content.decode()
    assert "黄金水" not in page.split("</title>")[1].replace("搜", "")


def test_a_leader_has_no_search_box(visit: As) -> None:
    page = visit("leader").get("/").content.decode()
    assert "data-search" not in page
    assert visit("leader").post("/search/found", {"text": "黄"}).status_code == 403
