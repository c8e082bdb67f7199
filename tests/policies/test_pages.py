"""A change of a standard through the pages: drafted, tried out, reviewed, published, in force."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bangfu.rules.loading import read_folder

from ..desk.conftest import GAOPING_HOME
from .pages import As, everywhere, filled, rules, trail, visit

__all__ = ["filled", "rules", "trail", "visit"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
FILE = "442000109/goods.yaml"
ASKED = {"what": "goods.yearly", "to": "1,000", "since": "2013-02-01", "because": "会议纪要3号"}


def main(client: Any, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return str(page.content.decode()).split("<main")[1].split("</main")[0]


def drafted(visit: As, **more: str) -> str:
    made = visit("clerk").post("/standards/goods/change/", {**ASKED, **more})
    assert made.status_code == 302, made.content.decode()
    return str(made.url)


def moved(visit: As, who: str, address: str, act: str, opinion: str = "") -> Any:
    return visit(who).post(f"{address}move", {"act": act, "opinion": opinion})


def agreed(visit: As) -> str:
    address = drafted(visit)
    assert visit("clerk").post(f"{address}try").status_code == 302
    assert moved(visit, "clerk", address, "submit").status_code == 302
    assert moved(visit, "reviewer", address, "agree", "按会议纪要").status_code == 302
    return address


def test_the_library_names_every_standard_to_whoever_signs_in(visit: As) -> None:
    for who in ("clerk", "village_worker", "leader", "volunteer", "auditor"):
        page = main(visit(who), "/standards/")
        for name in ("生活帮扶物资", "困难学生助学金", "最低生活保障"):
            assert name in page
    assert visit("").get("/standards/").status_code == 302


def test_a_standard_reads_in_plain_words_made_from_what_is_computed(visit: As) -> None:
    page = main(visit("leader"), "/standards/education/")
    for words in (
        "是双低户或较困难户", "住户类别属于帮扶对象（低保、低收入、较困难）",
        "<span>高中</span><span>2,000.00元</span>", "每人同一期最多1次", "困难群众子女助学资金",
        "在学证明或学籍号（学校）", "2012-01-01起 500.00元",
        "镇里自定，原文没有写", "可以和这些一起得：生活帮扶物资",
    ):  # fmt: skip
        assert words in page, words
    assert visit("clerk").get("/standards/nothing/").status_code == 404


def test_a_change_is_drafted_tried_out_reviewed_and_published(visit: As) -> None:
    address = drafted(visit)
    page = main(visit("clerk"), address)
    assert "+      - {from: 2013-02-01, value: 1000.00元}" in page
    assert "个例子都算对了" in page
    assert "还没有试算" in page
    assert visit("clerk").post(f"{address}try").status_code == 302
    page = main(visit("clerk"), address)
    assert re.search(r"多得 \d", page)
    assert moved(visit, "clerk", address, "submit").status_code == 302
    assert "退回" in main(visit("reviewer"), address)
    assert moved(visit, "reviewer", address, "agree").status_code == 302
    home = f"/households/{GAOPING_HOME}/entitled/?on="
    assert "1,000.00元" not in main(visit("clerk"), f"{home}2013-02-01")
    assert moved(visit, "approver", address, "publish").status_code == 302
    assert "1,000.00元" in main(visit("clerk"), f"{home}2013-02-01")
    assert "1,000.00元" not in main(visit("clerk"), f"{home}2013-01-31")
    assert "900.00元" in main(visit("clerk"), f"/households/{GAOPING_HOME}/")
    page = main(visit("leader"), "/standards/goods/")
    assert "会议纪要3号" in page
    assert "2013-02-01起 1,000.00元 还没到" in page
    assert "2012-01-01起 900.00元" in page


def test_the_one_who_drafted_neither_reviews_nor_publishes(visit: As) -> None:
    address = drafted(visit)
    visit("clerk").post(f"{address}try")
    moved(visit, "clerk", address, "submit")
    for who, act in (("clerk", "agree"), ("approver", "agree"), ("reviewer", "publish"),
                     ("approver", "publish"), ("clerk", "publish"), ("village_worker", "agree"),
                     ("leader", "publish"), ("", "agree")):  # fmt: skip
        answer = moved(visit, who, address, act)
        assert answer.status_code in (302, 400, 403)
        if answer.status_code == 302:
            assert "/login/" in answer.url
        assert state(address) == "submitted"


def revision(address: str) -> Any:
    from bangfu.policies.models import Revision

    with everywhere():
        return Revision.objects.get(uuid=address.split("/")[-2])


def state(address: str) -> str:
    return str(revision(address).state)


def test_what_was_not_tried_out_is_not_handed_in(visit: As) -> None:
    address = drafted(visit)
    answer = moved(visit, "clerk", address, "submit")
    assert answer.status_code == 400
    assert "请先试算" in answer.content.decode()
    assert state(address) == "draft"


def test_a_draft_that_changed_after_it_was_tried_is_tried_again(visit: As) -> None:
    address = drafted(visit)
    client = visit("clerk")
    client.post(f"{address}try")
    held = edit_of(client, address)
    client.post(f"{address}edit/", {**held, "text": held["text"].replace("1000.00元", "1100.00元")})
    assert "请先试算" in moved(visit, "clerk", address, "submit").content.decode()


def edit_of(client: Any, address: str) -> dict[str, str]:
    assert client.get(f"{address}edit/").status_code == 200
    held = revision(address)
    return {"text": held.text, "cases": held.cases, "because": held.because}


def test_a_fault_is_said_with_its_line_and_stops_the_change_not_the_service(visit: As) -> None:
    address = drafted(visit)
    client = visit("clerk")
    held = edit_of(client, address)
    broken = held["text"].replace("value: 1000.00元", "value: 1000.00")
    assert client.post(f"{address}edit/", {**held, "text": broken}).status_code == 302
    page = main(client, address)
    line = broken.split("\n").index("      - {from: 2013-02-01, value: 1000.00}") + 1
    assert f"{FILE}:{line}" in page
    assert "改好才能送复核" in page
    assert client.post(f"{address}try").status_code == 400
    assert moved(visit, "clerk", address, "submit").status_code == 400
    assert "900.00元" in main(client, f"/households/{GAOPING_HOME}/")


def test_a_case_that_comes_out_otherwise_is_a_fault(visit: As) -> None:
    address = drafted(visit, since="2012-01-01")
    page = main(visit("clerk"), address)
    assert "442000109/goods.cases.yaml" in page
    assert "改好才能送复核" in page


def test_a_change_of_past_days_is_pointed_out(visit: As) -> None:
    address = drafted(visit, what="goods.categories", since="2012-12-02", to="低保、低收入、较困难")
    assert "改动了已经过去的日子" in main(visit("clerk"), address)


def test_a_returned_draft_says_why_and_can_be_handed_in_again(visit: As) -> None:
    address = drafted(visit)
    visit("clerk").post(f"{address}try")
    moved(visit, "clerk", address, "submit")
    assert "请写要改什么" in moved(visit, "reviewer", address, "return").content.decode()
    assert moved(visit, "reviewer", address, "return", "先报财政").status_code == 302
    assert "先报财政" in main(visit("clerk"), address)
    assert moved(visit, "clerk", address, "submit").status_code == 302
    assert state(address) == "submitted"


def test_two_do_not_change_one_standard_at_once(visit: As) -> None:
    drafted(visit)
    again = visit("clerk").post("/standards/goods/change/", ASKED)
    assert again.status_code == 200
    assert "已经有人在改" in again.content.decode()
    assert "会议纪要3号" in again.content.decode()


def test_what_is_published_is_published_once(visit: As) -> None:
    address = agreed(visit)
    assert moved(visit, "approver", address, "publish").status_code == 302
    assert "不能这样办" in moved(visit, "approver", address, "publish").content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("to", "很多", "请写金额"), ("to", "1.005", "请写金额"), ("to", "-5", "请写金额"),
        ("to", "9" * 40, "请写金额"), ("since", "昨天", "日期"),
        ("since", "9999-01-01", "1850年到2199年"),
        ("because", " ", "必填"), ("what", "goods.nothing", "选择"), ("what", "", "必填"),
    ],
)  # fmt: skip
def test_what_is_typed_wrongly_is_said_at_its_field(
    visit: As, field: str, typed: str, said: str
) -> None:
    answer = visit("clerk").post("/standards/goods/change/", {**ASKED, field: typed})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "bf-wrong" in page
    assert said in page or "请" in page


def test_categories_and_switches_are_typed_in_words(visit: As) -> None:
    client = visit("clerk")
    made = client.post(
        "/standards/goods/change/", {**ASKED, "what": "goods.categories", "to": "低保、低收入"}
    )
    assert "value: [dibao, low_income]" in main(client, made.url)
    wrong = client.post(
        "/standards/education/change/",
        {**ASKED, "what": "education.categories", "to": "富裕"},
    )
    assert "可以写：" in wrong.content.decode()
    switch = client.post(
        "/standards/education/change/", {**ASKED, "what": "education.refused_counts", "to": "是"}
    )
    assert "value: yes" in main(client, switch.url)


def test_a_rule_of_a_wider_area_is_not_the_towns_to_change(visit: As) -> None:
    page = main(visit("clerk"), "/standards/dibao/")
    assert "改一个数" in page  # the town's own line
    answer = visit("clerk").post("/standards/dibao/text", {"file": "national/dibao.yaml"})
    assert answer.status_code == 302
    assert "policies:edit" not in answer.url
    assert answer.url == "/standards/dibao/"


@pytest.mark.parametrize(
    ("who", "status"),
    [("reviewer", 403), ("approver", 403), ("village_worker", 403), ("leader", 403), ("", 302)],
)
def test_who_may_draft(visit: As, who: str, status: int) -> None:
    client = visit(who)
    assert client.get("/standards/goods/change/").status_code == status
    assert client.post("/standards/goods/change/", ASKED).status_code == status
    assert client.post("/standards/goods/text", {"file": FILE}).status_code == status


def test_every_step_is_on_record(visit: As) -> None:
    from django.db import connection

    address = agreed(visit)
    moved(visit, "approver", address, "publish")
    with connection.cursor() as cursor:
        cursor.execute("select set_config('bangfu.audit', 'read', true)")
        cursor.execute("select verb from audit_entry where verb like 'policies.%%' order by id")
        verbs = [row[0] for row in cursor.fetchall()]
    assert [verb for verb in verbs if verb.startswith("policies.revision")] == [
        f"policies.revision.{act}" for act in ("draft", "try", "submit", "agree", "publish")
    ]


def test_the_pages_read_in_english(visit: As) -> None:
    address = drafted(visit)
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    for place, words in (
        ("/standards/", "Goods"), ("/standards/goods/", "Who is entitled"),
        ("/standards/goods/change/", "Change a number"), (address, "What differs"),
        ("/standards/what-if/", "How high could it be for this money"),
    ):  # fmt: skip
        assert words in main(client, place), place


def test_the_texts_of_the_seed_are_what_is_in_force_at_first(visit: As) -> None:
    files = read_folder()
    page = main(visit("clerk"), "/standards/goods/")
    assert "standard: goods" in page
    assert FILE in files
