"""The home page of each post, the shell around it, the language."""

import re

import pytest

from bangfu.desk import home as homes
from bangfu.offices import queries
from bangfu.offices.models import TownSetting

from ..browser.town import GIVEN, SURNAMES
from .conftest import As

pytestmark = pytest.mark.django_db

NAMES = re.compile(f"[{SURNAMES}]({'|'.join(GIVEN)})")


def home(client) -> str:
    return client.get("/").content.decode()


def test_a_clerk_sees_what_is_to_be_verified_and_the_size_of_the_register(visit: As) -> None:
    page = home(visit("clerk"))
    assert "号码待核实的住户" in page
    assert "全部9户" in page
    assert "60户" in page


def test_a_register_too_large_to_count_is_counted_so_far(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "COUNTED", 40)
    page = home(visit("clerk"))
    assert "40户以上" in page
    assert "人口" not in page, "the people of the first forty would be no figure"


def test_a_clerk_sees_what_the_offices_year_has_for_this_month(visit: As) -> None:
    page = home(visit("clerk"))
    assert "造册截止" in page
    assert "还有16个工作日" in page
    assert "汛期" not in page, "the floods are over"
    assert "本月节点" not in home(visit("village_worker"))


def test_a_leader_sees_figures_and_no_name(visit: As) -> None:
    page = home(visit("leader"))
    assert "各村居在册户数" in page
    assert ">20<" in page
    assert not NAMES.search(page)


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_an_administrator_sees_the_own_duty_and_no_name(visit: As, role: str) -> None:
    page = home(visit(role))
    assert "三员分立" in page
    assert not NAMES.search(page)


def test_a_helper_without_a_pair_is_told_whom_to_ask(visit: As) -> None:
    assert "还没有分给您的住户，请找镇经办人安排结对。" in home(visit("volunteer"))


def test_a_liaison_is_not_told_to_pair(visit: As) -> None:
    page = home(visit("liaison"))
    assert "部门名单里的住户" in page
    assert "由镇经办人分给您" in page
    assert "结对" not in page


@pytest.mark.parametrize("role", ["volunteer", "liaison"])
def test_who_has_no_grant_is_not_told_that_the_register_is_empty(visit: As, role: str) -> None:
    page = visit(role).get("/households/").content.decode()
    assert "还没有分给您的住户。" in page
    assert "台账里还没有住户" not in page


def test_in_english_the_name_of_the_house_stands_apart_and_people_are_counted(visit: As) -> None:
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    assert "三角镇 Bangfu" in home(client)
    page = client.get("/households/").content.decode()
    assert ">3 people<" in page
    alone = client.get("/households/?village=442099109207000").content.decode()
    assert ">1 person<" in alone


def _not_a_demo(setting: TownSetting | None) -> TownSetting | None:
    if setting is not None:
        setting.is_demo = False
    return setting


def test_an_account_for_trying_out_in_a_real_town_is_marked_so(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("clerk")
    real = queries.find_town_setting
    monkeypatch.setattr(queries, "find_town_setting", lambda *place: _not_a_demo(real(*place)))
    page = home(client)
    assert '<span class="bf-demo">试用账号</span>' in page
    assert "演示数据" not in page


def test_the_menu_holds_only_places_that_exist_and_are_allowed(visit: As) -> None:
    for role in ("clerk", "leader", "auditor", "system_admin", "village_worker"):
        client = visit(role)
        menu = re.search(r'<nav class="bf-nav".*?</nav>', home(client), re.DOTALL)
        assert menu
        for address in re.findall(r'href="([^"]+)"', menu[0]):
            assert client.get(address).status_code == 200, (role, address)


def test_demo_data_is_marked_on_every_page(visit: As) -> None:
    client = visit("clerk")
    for address in ("/", "/households/", "/search/", "/help/"):
        assert '<span class="bf-demo">演示数据</span>' in client.get(address).content.decode()


def test_the_language_is_kept_and_the_page_comes_again(visit: As) -> None:
    client = visit("clerk")
    answer = client.post("/language", {"language": "en", "next": "/households/"})
    assert answer.status_code == 302
    assert answer.url == "/households/"
    page = client.get("/households/").content.decode()
    assert '<html lang="en"' in page
    assert "Filter" in page


def test_the_language_switch_leads_to_no_other_host(visit: As) -> None:
    answer = visit("").post("/language", {"language": "en", "next": "https://example.org/"})
    assert answer.url == "/"


def test_a_page_that_is_not_there_says_so_in_plain_words(visit: As) -> None:
    answer = visit("clerk").get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这一页，或不在您的范围内" in answer.content.decode()
