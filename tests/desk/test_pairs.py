"""Screen 7: is it the same person? Three answers, who was first, taking back, by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from ..browser.town import number_of
from .conftest import AT, GAOPING_HEAD, GAOPING_HOME, SANJIAO_HOME, As
from .test_changes import (
    ALONE,
    THREE,
    THREE_HEAD,
    THREE_SON,
    THREE_WIFE,
    WIFE,
    _everywhere,
    count,
    household,
)

pytestmark = pytest.mark.django_db
BORN = date(1961, 5, 6)
NUMBER = number_of(460, BORN, 1)


@pytest.fixture
def twins(visit: As) -> tuple[str, str]:
    """Two entries of one man in two villages: one with his number, one without."""
    return entered("霍大明", NUMBER, GAOPING_HOME), entered("霍大明", None, SANJIAO_HOME)


def entered(name: str, number: str | None, home: str, relation: str = "80") -> str:
    from bangfu.kernel.identity import parse
    from bangfu.offices.access import OPERATOR
    from bangfu.registry.actions import changes

    told = changes.Told(on=date(2012, 12, 1), by=OPERATOR, at=AT, today=date(2012, 12, 3),
                        basis="told")  # fmt: skip
    who = changes.Newcomer(name, relation, parse(number) if number else None, 1, BORN, "day")
    with _everywhere():
        change = changes.join(home=uuid(home), who=who, told=told)
        assert change.person is not None
        return str(change.person.uuid)


def uuid(text: str) -> Any:
    from uuid import UUID

    return UUID(text)


def person(one: str) -> Any:
    from bangfu.registry.models import Person

    with _everywhere():
        return Person.objects.select_related("canonical").get(uuid=one)


def found(client: Any) -> str:
    """Look through the register; returns the address of the first pair."""
    page = client.get(client.post("/pairs/look").url).content.decode()
    address = re.search(r'href="(/pairs/[0-9a-f-]{36}/)"', page)
    assert address, page
    return address[1]


def answer(client: Any, address: str, said: str, **more: str) -> Any:
    return client.post(f"{address}decide", {"answer": said, **more})


def state(address: str) -> str:
    from bangfu.registry.models import Pair

    with _everywhere():
        return Pair.objects.get(uuid=address.split("/")[2]).state


def test_the_page_is_empty_until_the_register_looked(visit: As) -> None:
    client = visit("clerk")
    assert "没有待比对的" in client.get("/pairs/").content.decode()
    page = client.get(client.post("/pairs/look").url).content.decode()
    assert "找过了，没有新的" in page


def test_two_entries_side_by_side(visit: As, twins: tuple[str, str]) -> None:
    client = visit("clerk")
    address = found(client)
    page = client.get(address).content.decode()
    assert "第1对，共1对" in page
    assert "姓名和出生日期都相同。" in page
    assert "<mark>未填</mark>" in page
    assert NUMBER not in page
    assert "乙从" in page
    assert page.count('data-key="') == 3
    assert "btn-primary" not in page.split("<main")[1].split("</main")[0]
    assert state(address) == "open"


def test_the_same_person_becomes_one_and_two_again(visit: As, twins: tuple[str, str]) -> None:
    client, (keep, gone) = visit("clerk"), twins
    address = found(client)
    page = client.get(answer(client, address, "same").url).content.decode()
    assert "已记下：是同一人" in page
    assert "1对看完：合并1，分开0，核实0" in page
    assert str(person(gone).canonical.uuid) == keep
    page = client.get(f"/people/{gone}/").content.decode()
    assert "已并入" in page
    assert "/undo" in page
    assert f'href="/people/{gone}/"' in client.get(f"/people/{keep}/").content.decode()
    assert household(SANJIAO_HOME).size == 1
    hits = client.post("/search/found", {"text": "霍大明"}).content.decode()
    assert hits.count("霍大明") == 1
    assert "定了：是同一人" in client.get(address).content.decode()
    page = client.get(client.post(f"{address}reopen").url).content.decode()
    assert "已撤回" in page
    assert person(gone).canonical is None
    assert household(SANJIAO_HOME).size == 2


def test_another_clerk_parts_them_later(
    visit: As, twins: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.offices.access import OPERATOR
    from bangfu.registry.actions import changes

    told = changes.Told(on=date(2012, 12, 3), by=OPERATOR, at=AT, today=date(2012, 12, 3))
    with _everywhere():
        change = changes.merge(keep=uuid(twins[0]), gone=uuid(twins[1]), told=told)
    monkeypatch.setenv("BANGFU_TODAY", "2013-06-01")
    for role, status in (("reviewer", 403), ("village_worker", 403), ("", 302)):
        assert visit(role).post(f"/changes/{change.uuid}/undo").status_code == status
    visit("clerk").post(f"/changes/{change.uuid}/undo")
    assert person(twins[1]).canonical is None


@pytest.mark.parametrize(("said", "words"), [("apart", "不是同一人"), ("ask", "请村里核实")])
def test_another_answer_is_remembered_and_taken_back(
    visit: As, twins: tuple[str, str], said: str, words: str
) -> None:
    client = visit("clerk")
    address = found(client)
    page = client.get(answer(client, address, said).url).content.decode()
    assert f"已记下：{words}" in page
    assert "找过了，没有新的" in client.get(client.post("/pairs/look").url).content.decode()
    assert "定了：" in client.get(address).content.decode()
    client.post(f"{address}reopen")
    assert state(address) == "open"
    assert "还没有定" in client.get(client.post(f"{address}reopen").url).content.decode()


def test_who_comes_second_is_told_who_was_first(visit: As, twins: tuple[str, str]) -> None:
    client = visit("clerk")
    address = found(client)
    answer(client, address, "apart")
    page = answer(client, address, "same").content.decode()
    assert "别人先定了" in page
    assert re.search(r"经办人甲在2012-12-03 \d\d:\d\d定了：不是同一人", page)
    assert person(twins[1]).canonical is None


def test_the_last_one_is_undone_from_the_next(visit: As, twins: tuple[str, str]) -> None:
    client = visit("clerk")
    entered("霍大明", None, THREE)
    first = found(client)
    second = answer(client, first, "apart").url
    page = client.get(second).content.decode()
    assert f'action="{first}reopen"' in page
    assert 'data-key="u"' in page
    assert "已看1对：合并0，分开1，核实0" in page


def test_by_hand_and_two_verified_numbers_are_never_one(visit: As) -> None:
    client = visit("clerk")
    page = client.post(f"/people/{WIFE}/compare/", {"text": "zzz"}).content.decode()
    assert "台账里没有找到" in page
    name = person(GAOPING_HEAD).name
    page = client.post(f"/people/{WIFE}/compare/", {"text": name}).content.decode()
    assert f'name="other" value="{GAOPING_HEAD}"' in page
    made = client.post(f"/people/{WIFE}/compare/", {"other": GAOPING_HEAD})
    page = client.get(made.url).content.decode()
    assert "各有一个核实过的号码，不能合并" in page
    assert 'data-key="y"' not in page
    page = answer(client, made.url, "same").content.decode()
    assert "各有一个核实过的号码，不能合并" in page
    assert person(WIFE).canonical is None
    again = client.post(f"/people/{WIFE}/compare/", {"other": WIFE})
    assert "请选另一个人" in again.content.decode()
    assert client.post(f"/people/{WIFE}/compare/", {"other": str(uuid4())}).status_code == 200
    assert count() == 0


def test_a_merged_head_is_succeeded_on_a_second_look(visit: As) -> None:
    client = visit("clerk")
    with _everywhere():
        from bangfu.registry.models import Identity, Person

        Person.objects.filter(uuid=THREE_HEAD).update(identity_state="unverified")
        Identity.objects.filter(person__uuid=THREE_HEAD).update(superseded_at=AT,
                                                                superseded_by=uuid4())  # fmt: skip
    made = client.post(f"/people/{THREE_HEAD}/compare/", {"other": ALONE})
    page = client.get(made.url).content.decode()
    assert "乙是户主，还要选一位新户主" in page
    page = answer(client, made.url, "same").content.decode()
    assert "谁做户主" in page
    given = {"needs": "head", "head": THREE_WIFE, "sure": "unlike"}
    page = answer(client, made.url, "same", **given).content.decode()
    assert "请看一遍" in page
    assert '<input type="hidden" name="sure" value="unlike">' in page
    more = {"needs": "head", "head": THREE_WIFE, f"is_{THREE_SON}": "30"}
    page = answer(client, made.url, "same", **more).content.decode()
    assert "登记的性别是男，选的却是女" in page
    more |= {f"is_{THREE_SON}": "20"}
    page = answer(client, made.url, "same", **more).content.decode()
    assert "没有一项相同" in page
    assert re.search(r'name="is_[^>]*>.*?value="20" selected', page, re.DOTALL)
    assert answer(client, made.url, "same", **more, sure="unlike").status_code == 302
    assert str(household(THREE).head.uuid) == THREE_WIFE


def test_yes_to_two_with_nothing_in_common_is_asked_once_more(visit: As) -> None:
    client = visit("clerk")
    stranger = entered("霍大明", None, SANJIAO_HOME)
    made = client.post(f"/people/{WIFE}/compare/", {"other": stranger})
    page = answer(client, made.url, "same").content.decode()
    assert "两条没有一项相同：姓名、出生年月都对不上" in page
    box = re.search(r'<input type="checkbox" name="sure"[^>]*>', page)
    assert box
    assert "checked" not in box[0]
    assert 'value="unlike"' in box[0]
    assert "没有一项相同" in answer(client, made.url, "same").content.decode()
    assert person(stranger).canonical is None
    assert state(made.url) == "open"
    assert answer(client, made.url, "same", sure="unlike").status_code == 302
    assert str(person(stranger).canonical.uuid) == WIFE


@pytest.mark.parametrize("where", ["", "decide", "reopen"])
def test_the_four_visitors_of_a_pair(visit: As, twins: tuple[str, str], where: str) -> None:
    address = found(visit("clerk"))

    def ask(role: str) -> int:
        client = visit(role)
        if where:
            return int(client.post(f"{address}{where}", {"answer": "apart"}).status_code)
        return int(client.get(address).status_code)

    for role in ("reviewer", "village_worker", "neighbour", "leader", "auditor"):
        assert ask(role) == 403, role
    assert ask("") == 302
    assert state(address) == "open"
    assert visit("clerk").get(f"/pairs/{uuid4()}/").status_code == 404
    if where:
        assert visit("clerk").get(f"{address}{where}").status_code == 405


@pytest.mark.parametrize("role", ["reviewer", "village_worker", "leader", "auditor", ""])
def test_who_may_not_decide_finds_no_pairs(visit: As, role: str) -> None:
    status = 302 if not role else 403
    client = visit(role)
    assert client.get("/pairs/").status_code == status
    assert client.post("/pairs/look").status_code == status
    assert client.get(f"/people/{WIFE}/compare/").status_code == status
    assert client.post(f"/people/{WIFE}/compare/", {"other": ALONE}).status_code == status
    if role:
        assert "/pairs/" not in client.get("/").content.decode()


def test_an_answer_that_is_none_decides_nothing(visit: As, twins: tuple[str, str]) -> None:
    address = found(visit("clerk"))
    assert answer(visit("clerk"), address, "maybe").status_code == 200
    assert state(address) == "open"


def test_what_differs_is_marked_by_character() -> None:
    from bangfu.desk.pairs.compare import spans

    assert spans("梁婉仪", "梁婉怡") == (
        (("梁婉", False), ("仪", True)),
        (("梁婉", False), ("怡", True)),
    )
    assert spans("高平村", "高平村") == ((("高平村", False),), (("高平村", False),))
    assert spans("138", "") == ((("138", True),), (("未填", True),))
