"""Across villages, on the pages: coming back, and a household that moves."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ..browser.town import GAOPING, SANJIAO
from .conftest import GAOPING_HEAD, GAOPING_HOME, SANJIAO_HOME, As
from .test_changes import ALONE, WIFE, _everywhere, count, done, household, refused, tell, undo_of

pytestmark = pytest.mark.django_db


def leave(client: Any) -> None:
    done(client, tell(client, GAOPING_HOME, "move-out", person=WIFE, on="2012-11-01"))


def back(client: Any, **given: str) -> Any:
    where = "other" if "to" in given else "anew" if "village" in given else "old"
    data = {"on": "2012-12-01", "basis": "told", "note": "", "where": where, **given}
    return client.post(f"/people/{WIFE}/return/", data)


def test_somebody_comes_back_to_a_household_that_was_looked_for(visit: As) -> None:
    client = visit("clerk")
    leave(client)
    assert f"/people/{WIFE}/return/" in client.get(f"/people/{WIFE}/").content.decode()
    number = household(GAOPING_HOME).number
    page = done(client, back(client, to=number, relation="10"))
    assert "回迁" in page
    assert household(GAOPING_HOME).size == 2
    assert f"/people/{WIFE}/return/" not in client.get(f"/people/{WIFE}/").content.decode()
    client.post(undo_of(page))
    assert household(GAOPING_HOME).size == 1


def test_the_old_household_is_offered_first_with_the_old_relation(visit: As) -> None:
    client = visit("clerk")
    leave(client)
    home = household(GAOPING_HOME)
    page = client.get(f"/people/{WIFE}/return/").content.decode()
    assert re.search(r'name="where" value="old"[^>]*checked', page)
    assert f"回到原来的户：{home.head.name}户，高平村，1人，编号{home.number}" in page
    assert '<option value="10" selected' in page
    done(client, back(client, relation="10"))
    assert household(GAOPING_HOME).size == 2


def test_a_village_left_from_the_start_does_not_stand_against_the_old_household(visit: As) -> None:
    client = visit("clerk")
    leave(client)
    done(client, back(client, where="old", relation="10", village=str(SANJIAO), to="9"))
    assert household(GAOPING_HOME).size == 2


def test_in_an_empty_household_he_is_the_head_and_with_a_new_head_the_relation_is_open(
    visit: As,
) -> None:
    client = visit("clerk")
    done(client, tell(client, SANJIAO_HOME, "move-out", person=ALONE, needs="close", close="on",
                      on="2012-11-01"))  # fmt: skip
    page = client.get(f"/people/{ALONE}/return/").content.decode()
    assert '<option value="02" selected' in page
    done(client, tell(client, GAOPING_HOME, "move-out", person=GAOPING_HEAD, needs="head",
                      head=WIFE, on="2012-11-01"))  # fmt: skip
    page = client.get(f"/people/{GAOPING_HEAD}/return/").content.decode()
    assert 'name="where" value="old"' in page
    assert '<option value="" selected' in page.split('name="relation"')[1].split("</select>")[0]


def test_an_old_household_out_of_reach_is_not_offered(visit: As) -> None:
    from bangfu.registry.models import Household

    client = visit("clerk")
    leave(client)
    with _everywhere():
        Household.objects.filter(uuid=GAOPING_HOME).update(area=442099199206000)
    page = client.get(f"/people/{WIFE}/return/").content.decode()
    assert 'value="old"' not in page
    assert household(GAOPING_HOME).number not in page


def test_a_name_is_asked_about_once_more(visit: As) -> None:
    client = visit("clerk")
    leave(client)
    name = household(SANJIAO_HOME).head.name
    page = back(client, to=name, relation="80").content.decode()
    assert "请选是哪一户" in page
    assert f'value="{SANJIAO_HOME}"' in page
    done(client, back(client, to=name, target=SANJIAO_HOME, relation="80"))
    assert household(SANJIAO_HOME).size == 2


def test_somebody_comes_back_to_a_household_of_his_own_and_it_is_undone(visit: As) -> None:
    client = visit("clerk")
    leave(client)
    page = done(client, back(client, village=str(SANJIAO), group="3", address="三角村3组1号"))
    assert "类别还没有定" in page
    answer = client.post(undo_of(page))
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"where": ""}, "这一项要填"),
        ({"where": "elsewhere"}, "没有这个选项"),
        ({}, "请选关系"),
        ({"where": "other", "relation": "80"}, "请填回到哪一户。"),
        ({"where": "anew"}, "请选另立一户的村居。"),
        ({"to": "查无此户"}, "没有找到别的户"),
        ({"to": "1", "relation": ""}, "请选关系"),
        ({"village": str(SANJIAO), "on": "2012-10-01"}, "要晚于"),
        ({"village": str(SANJIAO), "on": "2012-12-04"}, "日期不能晚于今天"),
    ],
)
def test_what_is_missing_is_said(visit: As, given: dict[str, str], words: str) -> None:
    client = visit("clerk")
    leave(client)
    page = back(client, **given).content.decode()
    assert words in page
    assert count() == 1


def test_a_household_moves_to_another_village_and_back(visit: As) -> None:
    client = visit("clerk")
    page = client.get(f"/households/{GAOPING_HOME}/changes/relocate/").content.decode()
    assert f'value="{GAOPING}"' not in page
    given = {"village": str(SANJIAO), "group": "2", "address": "三角村2组9号"}
    page = done(client, tell(client, GAOPING_HOME, "relocate", **given))
    assert "搬到另一村居" in page
    assert "三角村2组" in page
    assert household(GAOPING_HOME).area == SANJIAO
    assert visit("neighbour").get(f"/households/{GAOPING_HOME}/").status_code == 200
    assert visit("village_worker").get(f"/households/{GAOPING_HOME}/").status_code == 404
    client.post(undo_of(page))
    assert household(GAOPING_HOME).area == GAOPING
    refused_once = tell(client, GAOPING_HOME, "relocate", village="", seen="2").content.decode()
    assert "这一项要填" in refused_once


@pytest.mark.parametrize("role", ["reviewer", "village_worker", "leader", "auditor", ""])
def test_only_who_decides_lets_somebody_come_back(visit: As, role: str) -> None:
    client = visit(role)
    status = 302 if not role else 403
    assert client.get(f"/people/{WIFE}/return/").status_code == status
    assert back(client, village=str(SANJIAO)).status_code == status
    assert count() == 0


def test_who_lives_here_does_not_come_back(visit: As) -> None:
    refused(back(visit("clerk"), village=str(SANJIAO)), "不用办回迁")
