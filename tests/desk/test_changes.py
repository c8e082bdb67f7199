"""What a family goes through, told on the pages: each act, who may, what is refused, undoing."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from ..browser.town import number_of
from .conftest import AT, GAOPING_HEAD, GAOPING_HOME, SANJIAO_HOME, As

pytestmark = pytest.mark.django_db

WIFE = "b0f10000-0000-4000-8000-000000000009"
ALONE = "b0f10000-0000-4000-8000-000000000000"  # lives by himself in 三角村
THREE = "b0f00000-0000-4000-8000-000000000002"  # 高平村: head, wife, son
THREE_HEAD, THREE_WIFE, THREE_SON = (f"b0f10000-0000-4000-8000-0000000000{n}" for n in (10, 11, 12))
SLUGS = ("join", "birth", "death", "move-out", "move", "split", "head", "leave", "enter",
         "category", "phone", "address", "causes",
         "relocate", "need", "need-done", "housing", "income",
         "assets")  # fmt: skip
SEEN_IN_THE_VILLAGE = ("birth", "death", "move-out", "phone", "need", "need-done", "housing")
CHILD = number_of(400, date(2012, 11, 20), 1)
BRIDE = number_of(401, date(1986, 5, 6), 2)


def tell(client: Client, home: str, slug: str, **given: Any) -> Any:
    """Send the form of an act."""
    data = {"on": "2012-12-01", "basis": "told", "note": "", "seen": "0", **given}
    return client.post(f"/households/{home}/changes/{slug}/", data)


def done(client: Client, answer: Any) -> str:
    """The page of the household after the act; an act that failed shows why."""
    assert answer.status_code == 302, _wrong(answer)
    page: str = client.get(answer.url).content.decode()
    assert "已登记：" in page
    return page


def refused(answer: Any, words: str) -> str:
    """The form again, with this sentence, and nothing written."""
    page: str = answer.content.decode()
    assert answer.status_code == 200
    assert words in page, _wrong(answer)
    assert count() == 0
    return page


def _wrong(answer: Any) -> list[str]:
    page = answer.content.decode()
    return re.findall(r'bf-wrong"[^>]*>.*?<span>(.*?)</span>|<p>(.*?)</p>', page, re.DOTALL)


def count() -> int:
    from bangfu.registry.models import Change

    with _everywhere():
        return Change.objects.count()


def _everywhere() -> Any:
    from bangfu.offices.scope import operator_scope, scoped

    return scoped(operator_scope(), on=date(2012, 12, 3))


def household(uuid: str) -> Any:
    from bangfu.registry.models import Household

    with _everywhere():
        return Household.objects.select_related("head").get(uuid=uuid)


def undo_of(page: str) -> str:
    """The address of the first button that undoes."""
    found = re.search(r'action="(/changes/[0-9a-f-]{36}/undo)"', page)
    assert found
    return found[1]


# Each act through its page ------------------------------------------------------------------


def test_somebody_joins_with_a_number(visit: As) -> None:
    client = visit("clerk")
    answer = tell(client, GAOPING_HOME, "join", name="何 新", number=BRIDE, relation="38")
    page = done(client, answer)
    assert "添人" in page
    assert "何新" in page
    assert household(GAOPING_HOME).size == 3


def test_a_child_is_born(visit: As) -> None:
    client = visit("village_worker")
    given = {"on": "2012年11月20日", "name": "黄小", "sex": "1", "relation": "20"}
    page = done(client, tell(client, GAOPING_HOME, "birth", **given))
    assert "黄小" in page
    given = {"on": "20121120", "name": "黄大", "number": CHILD, "relation": "20"}
    seen = str(last_act(GAOPING_HOME))
    done(client, tell(client, GAOPING_HOME, "birth", **given, seen=seen))
    assert household(GAOPING_HOME).size == 4


def last_act(home: str) -> int:
    from bangfu.registry.models import Change

    with _everywhere():
        last = Change.objects.filter(household__uuid=home).order_by("id").last()
    return last.pk if last is not None else 0


def test_a_death_is_told_and_stands_on_both_pages(visit: As) -> None:
    client = visit("village_worker")
    page = done(client, tell(client, GAOPING_HOME, "death", person=WIFE))
    assert "曾在本户" in page
    assert "已去世，2012-12-01" in page
    assert "已去世，2012-12-01" in client.get(f"/people/{WIFE}/").content.decode()
    assert household(GAOPING_HOME).size == 1


def test_the_death_of_a_head_asks_for_the_next_one_on_a_second_look(visit: As) -> None:
    client = visit("clerk")
    page = refused(tell(client, THREE, "death", person=THREE_HEAD, note="病故"), "请选一位留下的人")
    assert 'name="head"' in page
    assert f'name="is_{THREE_SON}"' in page
    assert 'value="病故"' in page
    again = {"person": THREE_HEAD, "needs": "head", "head": THREE_WIFE}
    refused(tell(client, THREE, "death", **again), "请看一遍")
    answer = tell(client, THREE, "death", **again, **{f"is_{THREE_SON}": "20"})
    done(client, answer)
    home = household(THREE)
    assert str(home.head.uuid) == THREE_WIFE
    assert home.size == 2


def test_the_last_member_leaving_is_asked_about(visit: As) -> None:
    client = visit("clerk")
    page = refused(tell(client, SANJIAO_HOME, "move-out", person=ALONE), "最后一人")
    assert 'name="close"' in page
    again = {"person": ALONE, "needs": "close"}
    refused(tell(client, SANJIAO_HOME, "move-out", **again), "这一项要填")
    page = done(client, tell(client, SANJIAO_HOME, "move-out", **again, close="on"))
    assert "已退出" in page
    assert "已迁出，2012-12-01" in page


def test_a_member_moves_to_a_household_that_was_looked_for(visit: As) -> None:
    client = visit("clerk")
    head = household(SANJIAO_HOME).head.name
    given = {"person": WIFE, "to": head, "relation": "97"}
    page = refused(tell(client, GAOPING_HOME, "move", **given), "请选是哪一户")
    assert f'value="{SANJIAO_HOME}"' in page
    done(client, tell(client, GAOPING_HOME, "move", **given, target=SANJIAO_HOME))
    assert household(SANJIAO_HOME).size == 2


def test_a_member_moves_by_the_number_of_the_household(visit: As) -> None:
    client = visit("clerk")
    given = {"person": WIFE, "to": household(SANJIAO_HOME).number, "relation": "-"}
    done(client, tell(client, GAOPING_HOME, "move", **given))
    assert household(SANJIAO_HOME).size == 2


def test_a_household_parts(visit: As) -> None:
    client = visit("clerk")
    given = {f"to_{THREE_SON}": "02", "village": "442099109207000", "group": "3", "address": ""}
    done(client, tell(client, THREE, "split", **given))
    assert household(THREE).size == 2
    page = client.get("/households/?standing=open").content.decode()
    assert "<h2>1户" in page
    assert "三角村3组" in page


def test_another_member_becomes_the_head(visit: As) -> None:
    client = visit("clerk")
    done(client, tell(client, GAOPING_HOME, "head", head=WIFE, **{f"is_{GAOPING_HEAD}": "10"}))
    assert str(household(GAOPING_HOME).head.uuid) == WIFE
    page = client.get(f"/households/{GAOPING_HOME}/").content.decode()
    assert "曾在本户" not in page


def test_a_household_leaves_and_comes_back(visit: As) -> None:
    client = visit("clerk")
    page = done(client, tell(client, GAOPING_HOME, "leave", reason="job"))
    assert "就业" in page
    assert "您能看到的在册59户" in client.get("/households/").content.decode()
    left = client.get("/households/?standing=left").content.decode()
    assert "<h2>1户" in left
    assert "已退出" in left
    answer = tell(
        client, GAOPING_HOME, "enter", category="dibao", monthly="350.50", why="再次患病",
        on="2012-12-02", seen=str(last_act(GAOPING_HOME)),
    )  # fmt: skip
    page = done(client, answer)
    assert "350.50" in page
    assert household(GAOPING_HOME).category == "dibao"


def test_a_category_changes(visit: As) -> None:
    client = visit("clerk")
    done(client, tell(client, GAOPING_HOME, "category", category="dibao", monthly="300"))
    assert household(GAOPING_HOME).category == "dibao"


def test_a_telephone_changes(visit: As) -> None:
    client = visit("village_worker")
    done(client, tell(client, GAOPING_HOME, "phone", person=WIFE, phone="13900001234"))
    page = client.get(f"/people/{WIFE}/").content.decode()
    assert "13900001234" not in page
    assert "1234" in page


def opening(**given: Any) -> dict[str, Any]:
    """A new household of two as it is typed."""
    rows = {f"m{place}-{name}": "" for place in range(8) for name in ("name", "number", "born")}
    return {
        "step": "save", "village": "442099109206000", "group": "3组", "address": "旧街9号",
        "category": "hard_up", "cause": "illness", "monthly": "", "on": "2012-12-01",
        "basis": "visit", "note": "", **rows, "m0-name": "欧阳带娣", "m0-number": BRIDE,
        "m1-name": "欧阳明", "m1-relation": "20", "m1-sex": "1", "m1-born": "2010年3月", **given,
    }  # fmt: skip


def test_a_household_is_looked_for_and_then_opened(visit: As) -> None:
    client = visit("clerk")
    name = household(GAOPING_HOME).head.name
    found = client.post("/households/new/", {"step": "look", "text": name}).content.decode()
    assert "台账里已有这些人" in found
    assert GAOPING_HOME in found
    nobody = client.post("/households/new/", {"step": "look", "text": "欧阳带娣"}).content.decode()
    assert "台账里没有找到" in nobody
    filled = client.post("/households/new/", {"step": "fill", "text": "欧阳带娣"}).content.decode()
    assert 'value="欧阳带娣"' in filled
    page = done(client, client.post("/households/new/", opening()))
    for words in ("欧阳带娣户", "欧阳明", "较困难", "高平村3组", "新增住户"):
        assert words in page
    assert client.post(undo_of(page)).url == "/households/"
    assert "<h2>60户" in client.get("/households/").content.decode()


# Who may --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["", *(f"{slug}/" for slug in SLUGS)])
def test_each_page_opens_for_the_clerk_and_writes_nothing(visit: As, slug: str) -> None:
    answer = visit("clerk").get(f"/households/{GAOPING_HOME}/changes/{slug}")
    assert answer.status_code == 200
    assert count() == 0


def test_the_page_of_acts_offers_what_fits_the_household(visit: As) -> None:
    address = f"/households/{GAOPING_HOME}/changes/"
    clerk = visit("clerk").get(address).content.decode()
    offered = set(re.findall(rf'href="{address}([a-z-]+)/"', clerk))
    assert offered == set(SLUGS) - {"enter", "need-done"}
    village = visit("village_worker").get(address).content.decode()
    seen = set(re.findall(rf'href="{address}([a-z-]+)/"', village))
    assert seen == set(SEEN_IN_THE_VILLAGE) - {"need-done"}
    alone = visit("clerk").get(f"/households/{SANJIAO_HOME}/changes/").content.decode()
    assert "/split/" not in alone
    assert "/head/" not in alone


@pytest.mark.parametrize("slug", SLUGS)
def test_the_four_visitors(visit: As, slug: str) -> None:
    address = f"/households/{GAOPING_HOME}/changes/{slug}/"
    own = 200 if slug in SEEN_IN_THE_VILLAGE else 403
    for method in ("get", "post"):
        assert getattr(visit("village_worker"), method)(address).status_code == own
        assert getattr(visit("neighbour"), method)(address).status_code == 404
        assert getattr(visit("reviewer"), method)(address).status_code == 403
        assert getattr(visit("leader"), method)(address).status_code == 403
        assert getattr(visit(""), method)(address).status_code == 302
    assert count() == 0


@pytest.mark.parametrize("role", ["village_worker", "reviewer", "leader", "auditor"])
def test_only_the_clerk_opens_a_household(visit: As, role: str) -> None:
    assert visit(role).get("/households/new/").status_code == 403
    assert visit(role).post("/households/new/", opening()).status_code == 403
    assert visit("").get("/households/new/").status_code == 302
    assert "新增住户" not in visit("village_worker").get("/households/").content.decode()


def test_the_button_is_there_for_who_may(visit: As) -> None:
    address = f"/households/{GAOPING_HOME}/"
    button = f'href="{address}changes/"'
    assert button in visit("clerk").get(address).content.decode()
    assert button in visit("village_worker").get(address).content.decode()
    assert button not in visit("reviewer").get(address).content.decode()


def test_every_act_stands_under_one_heading(visit: As) -> None:
    from bangfu.desk.changes.offer import OFFERS, PARTS

    told = [slug for part in PARTS for slug in part.slugs]
    assert sorted(told) == sorted(offer.slug for offer in OFFERS)
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/changes/").content.decode()
    places = [page.index(f"<h2>{words}</h2>") for words in ("家里的人", "这一户", "情况", "更正")]
    assert places == sorted(places)
    assert places[0] < page.index("/changes/death/") < places[1] < page.index("/changes/phone/")


def test_somebody_of_another_household_is_no_choice(visit: As) -> None:
    answer = tell(visit("clerk"), GAOPING_HOME, "death", person=ALONE)
    assert answer.status_code == 200
    assert count() == 0


def test_who_reads_more_than_he_may_change_changes_only_that(visit: As) -> None:
    """The inspector reads the whole town; here he is the clerk of one village besides."""
    from bangfu.offices import actions
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.models import Area, Organisation, User

    with _everywhere():
        village = Area.objects.get(code="442099109206")
        actions.give_post(
            user=User.objects.get(username="inspector"),
            role="clerk",
            organisation=Organisation.objects.filter(area=village).get(),
            by=OPERATOR,
            at=AT,
            valid_from=date(2012, 12, 1),
        )
    client = visit("inspector")
    assert client.get(f"/households/{SANJIAO_HOME}/").status_code == 200
    assert client.get(f"/households/{SANJIAO_HOME}/changes/").status_code == 403
    assert tell(client, SANJIAO_HOME, "leave", reason="job").status_code == 403
    given = {**GOOD["move"], "to": household(SANJIAO_HOME).number}
    refused(tell(client, GAOPING_HOME, "move", **given), "没有找到")
    refused(client.post("/households/new/", opening(village="442099109207000")), "重新选")
    done(client, tell(client, GAOPING_HOME, "leave", reason="job"))


# What is refused ------------------------------------------------------------------------------

GOOD: dict[str, dict[str, str]] = {
    "join": {"name": "何新", "number": BRIDE, "relation": "38"},
    "birth": {"name": "黄小", "sex": "1", "relation": "20"},
    "death": {"person": WIFE},
    "move-out": {"person": WIFE},
    "move": {"person": WIFE, "to": "x", "target": SANJIAO_HOME, "relation": "97"},
    "split": {f"to_{WIFE}": "02", "village": "442099109206000"},
    "head": {"head": WIFE, f"is_{GAOPING_HEAD}": "10"},
    "leave": {"reason": "job"},
    "category": {"category": "dibao"},
    "phone": {"person": WIFE, "phone": "13900001234"},
    "address": {"group": "5", "address": "高平村5组新街1号", "how": "changed"},
    "causes": {"main": "age", "how": "changed"},
    "relocate": {"village": "442099109207000", "group": "2"},
    "need": {"kind": "job", "text": "想找半天工"},
    "housing": {"tenure": "own"},
    "income": {"person": WIFE, "wages_fen": "0", "months": "6"},
    "assets": {"within": "yes"},
}


@pytest.mark.parametrize("slug", list(GOOD))
@pytest.mark.parametrize(
    ("on", "words"),
    [
        ("2012-12-04", "日期不能晚于今天。"),
        ("2012-2-30", "没有这一天"),
        ("12.11.3", "年份请写四位"),
        ("2012年11月", "请写到哪一天"),
        ("昨天", "日期没认出来"),
        ("", "这一项要填"),
    ],
)
def test_a_day_that_is_none_is_said_at_the_field(visit: As, slug: str, on: str, words: str) -> None:
    refused(tell(visit("clerk"), GAOPING_HOME, slug, **GOOD[slug], on=on), words)


@pytest.mark.parametrize("slug", list(GOOD))
def test_an_act_needs_a_ground(visit: As, slug: str) -> None:
    refused(tell(visit("clerk"), GAOPING_HOME, slug, **GOOD[slug], basis=""), "这一项要填")


@pytest.mark.parametrize(
    ("slug", "on", "words"),
    [
        ("death", "1950-1-1", "的出生日期，请核对"),
        ("join", "1980-1-1", "生效日期早于何新的出生日期"),
        ("move", "2012-6-30", "生效日期要晚于"),
        ("split", "2012-6-30", "生效日期要晚于"),
        ("head", "2012-6-30", "生效日期要晚于"),
        ("leave", "2012-6-30", "现在的类别从"),
        ("category", "2012-6-30", "现在的类别从"),
        ("need", "2012-6-29", "生效日期不能早于这一户入册的日期"),
        ("housing", "2012-6-29", "生效日期不能早于这一户入册的日期"),
        ("income", "2012-6-29", "生效日期不能早于这一户入册的日期"),
        ("assets", "2012-6-29", "生效日期不能早于这一户入册的日期"),
    ],
)
def test_a_day_too_early_is_said_at_the_field(visit: As, slug: str, on: str, words: str) -> None:
    page = refused(tell(visit("clerk"), GAOPING_HOME, slug, **GOOD[slug], on=on), words)
    assert 'id="id_on_error"' in page


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("44209919860506", "号码应是18位，现在是14位。"),
        (BRIDE[:-1] + ("0" if BRIDE[-1] != "0" else "1"), "号码校验不对"),
        ("442099198613060011", "号码里的出生日期不对"),
        ("四四二零", "号码里有认不出的字"),
    ],
)
def test_a_wrong_number_is_said_at_the_field_and_kept(visit: As, number: str, words: str) -> None:
    page = refused(
        tell(visit("clerk"), GAOPING_HOME, "join", name="何新", number=number, relation="38"), words
    )
    assert f'value="{number}"' in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "这一项要填"),
        ({"name": "何1"}, "姓名里不能有数字"),
        ({"relation": ""}, "这一项要填"),
        ({"born": "1987-1-1"}, "与号码里的出生日期不同"),
        ({"sex": "1"}, "与号码里的性别不同"),
        ({"number": ""}, "没有号码的，请选性别"),
    ],
)
def test_a_newcomer_is_told_whole(visit: As, given: dict[str, str], words: str) -> None:
    refused(tell(visit("clerk"), GAOPING_HOME, "join", **{**GOOD["join"], **given}), words)


def test_somebody_on_the_register_is_not_added_again(visit: As) -> None:
    head = household(SANJIAO_HOME).head.name
    given = {"name": head, "number": number_of(0, date(1950, 1, 1), 1), "relation": "80"}
    refused(tell(visit("clerk"), GAOPING_HOME, "join", **given), "已在台账里")


def test_other_forms_say_what_is_missing(visit: As) -> None:
    client = visit("clerk")
    refused(
        tell(client, GAOPING_HOME, "move", person=WIFE, to="没有这人", relation="80"), "没有找到"
    )
    refused(tell(client, THREE, "split", village="442099109206000"), "请选谁分出去")
    both = {f"to_{THREE_SON}": "20", "village": "442099109206000"}
    refused(tell(client, THREE, "split", **both), "请选一位户主")
    refused(tell(client, GAOPING_HOME, "head"), "请选关系")
    refused(tell(client, GAOPING_HOME, "leave"), "这一项要填")
    refused(tell(client, GAOPING_HOME, "category", category="low_income"), "都没有变")
    refused(
        tell(client, GAOPING_HOME, "category", category="dibao", monthly="很多"), "金额没认出来"
    )
    refused(tell(client, GAOPING_HOME, "enter", category="dibao"), "已在册")
    refused(tell(client, GAOPING_HOME, "phone", person=WIFE, phone="1390"), "电话没认出来")


def test_a_new_household_says_what_is_missing(visit: As) -> None:
    client = visit("clerk")
    for given, words in (
        ({"m0-name": ""}, "这一项要填"),
        ({"village": ""}, "这一项要填"),
        ({"village": "442099109999000"}, "village"),
        ({"m1-relation": ""}, "这一项要填"),
        ({"m1-number": BRIDE, "m1-sex": "", "m1-born": ""}, "这个号码上面已填过"),
        ({"on": "2012-12-9"}, "日期不能晚于今天"),
        ({"on": "1980-1-1"}, "生效日期早于"),
    ):
        refused(client.post("/households/new/", opening(**given)), words)


def test_who_comes_second_is_told_who_was_first_and_keeps_what_he_typed(visit: As) -> None:
    village, clerk = visit("village_worker"), visit("clerk")
    done(village, tell(village, GAOPING_HOME, "phone", person=WIFE, phone="13900001234"))
    given = {**GOOD["join"], "note": "侄媳"}
    answer = tell(clerk, GAOPING_HOME, "join", **given)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r"在2012-12-03 \d\d:\d\d办了“登记变化”", page)
    assert 'value="侄媳"' in page
    assert f'href="/households/{GAOPING_HOME}/" target="_blank"' in page
    assert count() == 1
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    done(clerk, tell(clerk, GAOPING_HOME, "join", **given, seen=seen[1]))


# Undoing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", list(GOOD))
def test_each_act_is_undone_from_the_page_of_the_household(visit: As, slug: str) -> None:
    client = visit("clerk")
    before = household(GAOPING_HOME)
    page = done(client, tell(client, GAOPING_HOME, slug, **GOOD[slug]))
    answer = client.post(undo_of(page))
    assert answer.url == f"/households/{GAOPING_HOME}/"
    page = client.get(answer.url).content.decode()
    assert "<s>" in page
    assert "/undo" not in page
    after = household(GAOPING_HOME)
    assert (after.size, after.category, after.head) == (before.size, before.category, before.head)
    again = client.post(f"/changes/{_only().uuid}/undo")
    assert "已经撤回过了" in client.get(again.url).content.decode()


def _only() -> Any:
    from bangfu.registry.models import Change

    with _everywhere():
        return Change.objects.get()


def test_what_another_act_stands_on_is_not_undone(visit: As) -> None:
    client = visit("clerk")
    page = done(client, tell(client, THREE, "head", head=THREE_WIFE, on="2012-11-01",
                             **{f"is_{THREE_HEAD}": "10", f"is_{THREE_SON}": "20"}))  # fmt: skip
    first = undo_of(page)
    seen = str(last_act(THREE))
    done(client, tell(client, THREE, "move-out", person=THREE_HEAD, seen=seen))
    page = client.get(client.post(first).url).content.decode()
    assert "后来又办了“迁出”" in page
    assert household(THREE).size == 2


def test_an_act_is_undone_by_who_did_it(visit: As) -> None:
    village, clerk = visit("village_worker"), visit("clerk")
    page = done(village, tell(village, GAOPING_HOME, "death", person=WIFE))
    address = undo_of(page)
    assert "/undo" not in clerk.get(f"/households/{GAOPING_HOME}/").content.decode()
    page = clerk.get(clerk.post(address).url).content.decode()
    assert "请本人撤回" in page
    assert household(GAOPING_HOME).size == 1
    assert visit("neighbour").post(address).status_code == 404
    assert visit("reviewer").post(address).status_code == 403
    assert visit("").post(address).status_code == 302
    assert visit("village_worker").get(address).status_code == 405


def test_after_thirty_days_an_act_is_not_undone(visit: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visit("village_worker")
    address = undo_of(done(client, tell(client, GAOPING_HOME, "death", person=WIFE)))
    later = date(2012, 12, 3) + timedelta(days=31)
    monkeypatch.setenv("BANGFU_TODAY", later.isoformat())
    assert "/undo" not in client.get(f"/households/{GAOPING_HOME}/").content.decode()
    page = client.get(client.post(address).url).content.decode()
    assert "只能撤回30天内办的" in page


# What the pages show afterwards ---------------------------------------------------------------


def test_the_record_tells_kind_day_who_ground_and_note(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit("clerk")
    monkeypatch.setenv("BANGFU_TODAY", "2012-12-04")
    page = done(client, tell(client, GAOPING_HOME, "leave", reason="wish", note="本人写了申请"))
    record = page.split("<h2>变更记录</h2>")[1]
    for words in ("退出", "2012-12-01", "本人自愿", "本人或家人口述", "本人写了申请", "经办人甲"):
        assert words in record
    assert record.index("本人写了申请") < record.index("2012年低保户花名册")
    assert record.count("以前记作") == 0


def test_a_merged_person_leads_to_the_one_he_is(visit: As) -> None:
    from bangfu.registry.models import Person

    with _everywhere():
        Person.objects.filter(uuid=WIFE).update(canonical=Person.objects.get(uuid=GAOPING_HEAD))
    page = visit("clerk").get(f"/people/{WIFE}/").content.decode()
    assert "已并入" in page
    assert f'href="/people/{GAOPING_HEAD}/"' in page


def test_a_household_that_left_is_in_no_figure(visit: As) -> None:
    client = visit("clerk")
    done(client, tell(client, GAOPING_HOME, "leave", reason="job"))
    assert "59户" in client.get("/").content.decode()
    leader = visit("leader").get("/").content.decode()
    assert "在册59户" in leader


def test_the_trail_names_the_act(visit: As, trail: Any) -> None:
    client = visit("clerk")
    page = done(client, tell(client, GAOPING_HOME, "leave", reason="job"))
    client.post(undo_of(page))
    verbs = {row[1] for row in trail()}
    assert {"registry.household.leave", "registry.household.undo"} <= verbs
