"""One household, one person: what stands there, where it comes from, what is masked."""

import re

import pytest

from .conftest import GAOPING_HEAD, GAOPING_HOME, As

pytestmark = pytest.mark.django_db
WAITING = "b0f10000-0000-4000-8000-000000000050"  # household 10: the head's number is 办理中


def test_a_household_shows_members_category_causes_source_and_changes(visit: As) -> None:
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/").content.decode()
    for words in ("黄金水户", "家庭成员", "配偶", "低收入", "因残", "高平村2组", "变更记录"):
        assert words in page
    assert "2012年低保户花名册（高平、三角）.xlsx" in page
    assert "第8、9行" in page


def test_a_cause_is_said_once_and_the_rosters_own_words_where_they_say_more(visit: As) -> None:
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    page = client.get(f"/households/{GAOPING_HOME}/").content.decode()
    assert "Disability" in page
    assert "因残" not in page
    # 缺劳力 is not the code's own 缺劳动力.
    other = client.get("/households/b0f00000-0000-4000-8000-00000000000d/").content.decode()
    assert "缺劳力" in other


def test_a_category_that_goes_on_reads_as_english(visit: As) -> None:
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    page = client.get(f"/households/{GAOPING_HOME}/").content.decode()
    assert 'data-l="Until"><span class="muted">now</span>' in page
    assert "until now" not in page


def test_telephone_and_account_are_masked(visit: As) -> None:
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/").content.decode()
    assert not re.search(r"(?<!\d)1390\d{7}(?!\d)", page)
    assert "62170000" not in page


def test_a_number_still_to_be_verified_is_a_thing_to_do_not_a_hole(visit: As) -> None:
    client = visit("clerk")
    page = client.get("/households/b0f00000-0000-4000-8000-00000000000a/").content.decode()
    assert "要处理的事" in page
    assert "号码待核实" in page
    person = client.get(f"/people/{WAITING}/").content.decode()
    assert "办理中" in person


def test_each_fact_of_a_person_names_its_source_and_date(visit: As) -> None:
    page = visit("clerk").get(f"/people/{GAOPING_HEAD}/").content.decode()
    for words in ("姓名", "性别", "出生年月", "身份证号", "与户主关系", "残疾", "就读", "开户账号"):
        assert words in page
    assert "2012年低保户花名册（高平、三角）.xlsx 第8行" in page
    assert "2012-06-30" in page
    assert "未填" in page


def test_no_title_holds_the_name_of_a_person(visit: As) -> None:
    client = visit("clerk")
    for address in (f"/people/{GAOPING_HEAD}/", f"/households/{GAOPING_HOME}/"):
        title = re.search(r"<title>(.*?)</title>", client.get(address).content.decode())
        assert title
        assert "黄" not in title[1]


def test_on_paper_the_masked_number_stays_away_from_the_birth(visit: As) -> None:
    page = visit("clerk").get(f"/people/{GAOPING_HEAD}/").content.decode()
    assert re.search(r'<tr role="row" class="no-print"><td[^>]*>身份证号', page)
    assert "no-print" in page
