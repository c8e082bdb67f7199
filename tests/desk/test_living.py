"""Needs, house, income and assets, told on the pages and read on the household's."""

from __future__ import annotations

import re

import pytest

from .conftest import GAOPING_HEAD, GAOPING_HOME, As
from .test_changes import WIFE, count, done, refused, tell, undo_of

pytestmark = pytest.mark.django_db
PAGE = f"/households/{GAOPING_HOME}/"


def part(page: str, title: str) -> str:
    """The card of the page under this title, without its tags."""
    found = re.search(rf"<h2>{title}</h2>(.*?)</section>", page, re.DOTALL)
    assert found, title
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[1]))


def test_what_was_never_told_is_not_filled_in_and_never_nought(visit: As) -> None:
    page = visit("clerk").get(PAGE).content.decode()
    assert "还没有登记需求。" in part(page, "困难与需求")
    assert "因残" in part(page, "困难与需求")
    assert "未填" in part(page, "住房")
    assert part(page, "收入与财产").count("未填") == 3
    assert "0.00" not in part(page, "收入与财产")
    assert re.search(r"下次复核</dt><dd[^>]*>未填", page)


def test_a_need_is_told_in_the_village_and_closed(visit: As) -> None:
    client = visit("village_worker")
    page = done(client, tell(client, GAOPING_HOME, "need", kind="job", text="想找半天工"))
    card = part(page, "困难与需求")
    for words in ("就业：想找半天工", "待解决", "2012-12-01提出", "本人或家人口述"):
        assert words in card
    form = client.get(f"{PAGE}changes/need-done/").content.decode()
    thread = re.search(r'name="need" value="([0-9a-f-]{36})"', form)
    assert thread
    given = {"need": thread[1], "state": "met", "on": "2012-12-02", "seen": "1"}
    page = done(client, tell(client, GAOPING_HOME, "need-done", **given))
    assert "已解决" in part(page, "困难与需求")
    assert "2012-12-02办结" in part(page, "困难与需求")
    assert "已解决 ，就业 想找半天工" in part(page, "变更记录")


def test_a_need_closed_before_it_was_told_is_said_at_the_field(visit: As) -> None:
    client = visit("clerk")
    done(client, tell(client, GAOPING_HOME, "need", kind="care", text="要人照看"))
    form = client.get(f"{PAGE}changes/need-done/").content.decode()
    thread = re.search(r'name="need" value="([0-9a-f-]{36})"', form)
    assert thread
    given = {"need": thread[1], "state": "met", "on": "2012-11-30", "seen": "1"}
    answer = tell(client, GAOPING_HOME, "need-done", **given)
    assert "早于提出需求的日期2012-12-01" in answer.content.decode()
    assert count() == 1


def test_a_need_long_open_waits_on_the_page(visit: As, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visit("clerk")
    done(client, tell(client, GAOPING_HOME, "need", kind="care", text="要人照看", on="2012-9-1"))
    card = part(client.get(PAGE).content.decode(), "要处理的事")
    assert "要人照看" in card
    assert "已过93天" in card


def test_a_house_is_told_and_its_form_knows_it_the_next_time(visit: As) -> None:
    client = visit("village_worker")
    given = {"tenure": "own", "structure": "brick", "floor_m2": "８５.５平方米", "grade": "D",
             "work": "rebuild", "cost_fen": "90,000"}  # fmt: skip
    page = done(client, tell(client, GAOPING_HOME, "housing", **given))
    card = part(page, "住房")
    for words in ("自有", "砖混", "85.5平方米", "D级（整体危险）", "重建", "预计90,000.00元"):
        assert words in card
    form = client.get(f"{PAGE}changes/housing/").content.decode()
    assert 'value="85.5"' in form
    assert "原来记错了" in form
    again = {**given, "floor_m2": "80", "mistaken": "on", "seen": "1"}
    page = done(client, tell(client, GAOPING_HOME, "housing", **again))
    assert "80平方米" in part(page, "住房")
    assert "原来记错了" in part(page, "变更记录")
    client.post(undo_of(page))
    assert "85.5平方米" in part(client.get(PAGE).content.decode(), "住房")


def test_income_per_head_is_worked_out_once_all_is_told(visit: As) -> None:
    client = visit("clerk")
    given = {"person": GAOPING_HEAD, "wages_fen": "1,200.01", "months": "6"}
    page = done(client, tell(client, GAOPING_HOME, "income", **given))
    card = part(page, "收入与财产")
    assert "还有1人的收入未填" in card
    assert re.search(r"人均每月 未填", card)
    given = {"person": WIFE, "transfer_fen": "0", "months": "6", "seen": "1"}
    card = part(done(client, tell(client, GAOPING_HOME, "income", **given)), "收入与财产")
    assert "600.00元" in card
    assert "1,200.01元" in card
    person = client.get(f"/people/{GAOPING_HEAD}/").content.decode()
    assert "每月1,200.01元" in person


def test_assets_say_whether_the_rule_is_kept(visit: As) -> None:
    client = visit("clerk")
    given = {"within": "no", "vehicle_fen": "50000"}
    card = part(done(client, tell(client, GAOPING_HOME, "assets", **given)), "收入与财产")
    assert "超过" in card
    assert "车辆 50,000.00元" in card


@pytest.mark.parametrize(
    ("slug", "given", "words"),
    [
        ("need", {"kind": "job", "text": ""}, "这一项要填"),
        ("need", {"kind": "gold", "text": "金"}, "没有这个选项"),
        ("housing", {"tenure": "own", "floor_m2": "很大"}, "面积没认出来"),
        ("housing", {"tenure": "own", "floor_m2": "5000"}, "面积要在0到2000平方米之间"),
        ("housing", {"tenure": "own", "cost_fen": "-5"}, "金额不能是负数"),
        ("housing", {"tenure": "own", "cost_fen": "9000"}, "填了费用，请选怎么改造"),
        ("housing", {"tenure": "own", "granted_on": "2013-1-1"}, "日期不能晚于今天"),
        ("income", {"person": WIFE, "months": "6"}, "没有收入就填0"),
        ("income", {"person": WIFE, "wages_fen": "1", "months": "13"}, "请填1到12"),
        ("income", {"person": WIFE, "wages_fen": "1.234", "months": "6"}, "最多写到分"),
        ("income", {"person": WIFE, "wages_fen": "1" * 14, "months": "6"}, "金额太大"),
        ("income", {"person": WIFE, "wages_fen": "一千左右", "months": "6"}, "金额没认出来"),
        ("assets", {"within": "unknown"}, "请至少填一项财产"),
    ],
)
def test_bad_input_is_said_and_kept(
    visit: As, slug: str, given: dict[str, str], words: str
) -> None:
    page = refused(tell(visit("clerk"), GAOPING_HOME, slug, **given), words)
    for name, typed in given.items():
        if name.endswith(("_fen", "_m2")):
            assert f'value="{typed}"' in page


def test_somebody_of_another_household_has_no_income_here(visit: As) -> None:
    client = visit("clerk")
    head = "b0f10000-0000-4000-8000-000000000010"
    answer = tell(client, GAOPING_HOME, "income", person=head, wages_fen="1", months="6")
    assert answer.status_code == 200
    assert count() == 0


def test_on_paper_it_is_one_sheet_to_sign(visit: As) -> None:
    page = visit("clerk").get(PAGE).content.decode()
    assert "户主签名" in page
    assert "填表人" in page
    assert "打印于" in page
    assert re.search(r'class="bf-card no-print"[^>]*><header><h2>要处理的事', page)


def test_a_record_that_is_long_is_folded(visit: As) -> None:
    client = visit("clerk")
    for turn in range(8):
        given = {"kind": "life", "text": f"要米{turn}", "seen": str(turn)}
        done(client, tell(client, GAOPING_HOME, "need", **given))
    page = client.get(PAGE).content.decode()
    assert re.search(r"<summary[^>]*>还有\d条", page)


def test_income_and_assets_are_told_from_where_they_are_shown(visit: As) -> None:
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/").content.decode()
    for act in ("income", "assets"):
        assert f'href="/households/{GAOPING_HOME}/changes/{act}/"' in page
    worker = visit("village_worker").get(f"/households/{GAOPING_HOME}/").content.decode()
    assert "/changes/assets/" not in worker
