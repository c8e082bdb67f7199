"""What one keeps of a list: views with a name, columns and their order; for one's eyes alone."""

from __future__ import annotations

import re
from html import unescape

import pytest

from .conftest import As
from .test_households import rows

pytestmark = pytest.mark.django_db

KEEP = "/lists/households/views/keep"
VIEWS = "/lists/households/views"
COLUMNS = "/lists/households/columns"
LIST = "/households/"


def heads(page: str) -> list[str]:
    return [
        re.sub(r"<[^>]+>", "", head) for head in re.findall(r"<th [^>]*>(.*?)</th>", page, re.S)
    ]


def test_a_view_is_kept_and_shown_above_the_list(visit: As) -> None:
    client = visit("clerk")
    asked = "category=dibao&elderly=1&order=changed"
    answer = client.post(KEEP, {"name": " 低保 老人 ", "asked": asked})
    assert answer.status_code == 302
    assert answer["Location"] == f"/households/?{asked}"
    page = unescape(client.get(answer["Location"]).content.decode())
    assert f'<a class="bf-tag here" href="?{asked}" aria-current="true">低保 老人</a>' in page


def test_the_list_opens_with_the_view_one_has_chosen(visit: As) -> None:
    client = visit("clerk")
    client.post(KEEP, {"name": "低保", "asked": "category=dibao"})
    assert client.get(LIST).status_code == 200
    client.post(VIEWS, {"view": "0", "act": "open"})
    assert client.get(LIST)["Location"] == "/households/?category=dibao"
    assert "<h2>60户 " in client.get("/households/?all=1").content.decode()
    client.post(VIEWS, {"view": "0", "act": "close"})
    assert client.get(LIST).status_code == 200


def test_a_view_is_renamed_and_removed(visit: As) -> None:
    client = visit("clerk")
    for name in ("甲", "乙"):
        client.post(KEEP, {"name": name, "asked": "elderly=1"})
    client.post(VIEWS, {"view": "1", "act": "rename", "name": "丙"})
    page = client.get(LIST).content.decode()
    assert ">丙</a>" in page
    assert ">乙</a>" not in page
    client.post(VIEWS, {"view": "0", "act": "remove"})
    page = client.get(LIST).content.decode()
    assert ">丙</a>" in page
    assert ">甲</a>" not in page


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  ", "请给视图起个名字。"),
        ("很长" * 11, "名字最多20个字。"),
        ("甲", "已有同名的视图"),
        ("a\x08b", "看不见的字符"),
    ],
)
def test_a_bad_name_is_said_and_what_was_typed_stays(visit: As, name: str, said: str) -> None:
    client = visit("clerk")
    client.post(KEEP, {"name": "甲", "asked": "elderly=1"})
    answer = client.post(KEEP, {"name": name, "asked": "cause=illness"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'value="{name}"' in page
    assert 'value="cause=illness"' in page
    renamed = client.post(VIEWS, {"view": "0", "act": "rename", "name": "很长" * 11})
    assert renamed.status_code == 422


def test_twenty_views_are_enough(visit: As) -> None:
    client = visit("clerk")
    for number in range(20):
        client.post(KEEP, {"name": f"视图{number}", "asked": "elderly=1"})
    answer = client.post(KEEP, {"name": "又一个", "asked": "elderly=1"})
    assert "最多保存20个视图" in answer.content.decode()


def test_a_view_of_a_village_one_may_not_see_asks_nothing(visit: As) -> None:
    """Neither does it name it: the choices are those of the scope."""
    client = visit("village_worker")
    client.post(KEEP, {"name": "别村", "asked": "village=442099109207000"})
    page = client.get("/households/?village=442099109207000").content.decode()
    assert "三角村" not in page
    assert "442099109207000" not in client.get(VIEWS).content.decode()


def test_nobody_sees_the_views_and_columns_of_another(visit: As) -> None:
    visit("clerk").post(KEEP, {"name": "只有我", "asked": "cause=illness"})
    visit("clerk").post(COLUMNS, {"act": "hide:cause"})
    for who in ("reviewer", "village_worker"):
        client = visit(who)
        for address in (LIST, VIEWS, COLUMNS):
            assert "只有我" not in client.get(address).content.decode()
        assert "主要致困原因" in heads(client.get(LIST).content.decode())


def test_columns_are_chosen_and_ordered(visit: As) -> None:
    client = visit("clerk")
    first = heads(client.get(LIST).content.decode())
    assert first[:4] == ["户主", "类别", "村组", "人数"]
    client.post(COLUMNS, {"act": "hide:category"})
    client.post(COLUMNS, {"act": "up:size"})
    client.post(COLUMNS, {"act": "show:marks"})
    page = client.get(LIST).content.decode()
    assert heads(page) == ["户主", "人数", "村组", *first[4:], "家中有"]
    assert len(rows(page)) == 25
    client.post(COLUMNS, {"act": "default"})
    assert heads(client.get(LIST).content.decode()) == first


def test_the_head_cannot_be_hidden_or_moved_and_nonsense_does_nothing(visit: As) -> None:
    client = visit("clerk")
    before = heads(client.get(LIST).content.decode())
    for act in ("hide:head", "down:head", "up:category", "show:<b>", "x:y", ""):
        client.post(COLUMNS, {"act": act})
    assert heads(client.get(LIST).content.decode()) == before


@pytest.mark.parametrize("address", [VIEWS, COLUMNS, KEEP])
def test_who_reads_no_register_keeps_no_list(visit: As, address: str) -> None:
    for who in ("leader", "system_admin"):
        assert visit(who).post(address, {"name": "x"}).status_code == 403
    assert visit("").post(address, {}).status_code == 302


def test_there_is_no_list_of_another_name(visit: As) -> None:
    for address in ("/lists/audit/views", "/lists/audit/columns"):
        assert visit("clerk").get(address).status_code == 404
    assert visit("clerk").post("/lists/audit/views/keep", {"name": "x"}).status_code == 404


def test_the_list_can_be_sorted_by_its_heads(visit: As) -> None:
    page = unescape(visit("clerk").get("/households/?elderly=1").content.decode())
    assert 'href="?elderly=1&order=changed"' in page
    sorted_page = visit("clerk").get("/households/?order=changed").content.decode()
    assert 'aria-sort="descending">最近变动' in sorted_page
    step = re.search(r'href="(\?order=changed&amp;after=[^"]+)" rel="next"', sorted_page)
    assert step
    second = visit("clerk").get("/households/" + unescape(step[1])).content.decode()
    assert not set(rows(second)) & set(rows(sorted_page))


def test_groups_are_offered_once_a_village_is_chosen(visit: As) -> None:
    client = visit("clerk")
    assert 'name="group"' not in client.get("/households/?all=1").content.decode()
    page = client.get("/households/?village=442099109206000&group=高平村3组").content.decode()
    assert 'name="group"' in page
    assert re.search(r'<a class="bf-tag" href="\?village=442099109206000">高平村3组<', page)
