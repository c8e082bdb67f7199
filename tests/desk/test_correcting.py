"""A fact put right on its page: the old one stays, what is somebody else's is a question."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ..browser.town import number_of
from .conftest import AT, GAOPING_HEAD, GAOPING_HOME, As
from .test_changes import (
    BRIDE,
    WIFE,
    _everywhere,
    count,
    done,
    household,
    refused,
    tell,
    undo_of,
)

pytestmark = pytest.mark.django_db

SLUGS = ("identity", "relation", "contact", "account")
HEADS_NUMBER = number_of(4, date(1951, 2, 4), 2)
GOOD: dict[str, dict[str, str]] = {
    "identity": {"name": "黄改名", "keep": "on", "how": "wrong"},
    "relation": {"relation": "99"},
    "contact": {"phone": "13900005678", "how": "changed"},
    "account": {"account": "6200 0000 0000 1234 567", "bank": "农商行", "how": "wrong"},
}


def correct(client: Any, person: str, slug: str, **given: Any) -> Any:
    """Send the form of a correction."""
    data = {"on": "2012-12-01", "basis": "paper", "note": "", "seen": "0", **given}
    return client.post(f"/people/{person}/corrections/{slug}/", data)


def identity(uuid: str) -> Any:
    from bangfu.registry.models import Identity

    with _everywhere():
        return Identity.objects.get(person__uuid=uuid, superseded_at=None, valid_until=None)


@pytest.mark.parametrize("slug", SLUGS)
def test_each_fact_is_put_right_and_taken_back(visit: As, slug: str) -> None:
    client = visit("clerk")
    assert client.get(f"/people/{WIFE}/corrections/").status_code == 200
    page = client.get(f"/people/{WIFE}/corrections/{slug}/").content.decode()
    assert "现在记的是" in page
    assert count() == 0
    page = done(client, correct(client, WIFE, slug, **GOOD[slug]))
    assert "更正信息" in page or "登记变化" in page
    client.post(undo_of(page))
    assert "撤回" in client.get(f"/people/{WIFE}/").content.decode()


def test_a_name_is_put_right_and_its_number_stays_unseen(visit: As) -> None:
    client = visit("clerk")
    before = identity(WIFE)
    done(client, correct(client, WIFE, "identity", name="黄改名", keep="on", how="wrong"))
    after = identity(WIFE)
    assert after.name == "黄改名"
    assert bytes(after.number) == bytes(before.number)
    assert (after.state, after.born_on, after.sex) == ("verified", before.born_on, before.sex)
    page = client.get(f"/people/{WIFE}/").content.decode()
    assert f"姓名 {before.name}" in page


def test_a_change_from_a_day_leaves_the_days_before(visit: As) -> None:
    from bangfu.registry.models import Phone

    client = visit("clerk")
    done(client, correct(client, WIFE, "contact", phone="13900005678", how="changed"))
    with _everywhere():
        assert Phone.objects.get(person__uuid=WIFE, superseded_at=None).valid_from == date(
            2012, 12, 1
        )


def test_an_account_shows_bank_name_and_tail(visit: As) -> None:
    client = visit("clerk")
    given = {"account": "6200000000001234567", "bank": "农商行", "holder": "黄代管"}
    done(client, correct(client, WIFE, "account", how="wrong", **given))
    page = client.get(f"/people/{WIFE}/").content.decode()
    assert "农商行 黄代管" in page
    assert "4567" in page
    assert "6200000000001234567" not in page
    answer = correct(client, WIFE, "account", how="wrong", seen="1", **given)
    assert "没有变化" in answer.content.decode()


def test_a_number_of_somebody_else_is_kept_as_a_question(visit: As) -> None:
    client = visit("clerk")
    with _everywhere():
        from bangfu.registry.models import Person

        name = Person.objects.get(uuid=WIFE).name
    answer = correct(client, WIFE, "identity", name=name, number=_number(GAOPING_HEAD), how="wrong")
    page = done(client, answer)
    assert f"{name}的号码还待核实" in page
    assert identity(WIFE).state == "unverified"
    assert identity(GAOPING_HEAD).state == "verified"


def test_the_same_name_and_number_under_another_entry_leads_there(visit: As) -> None:
    client = visit("clerk")
    with _everywhere():
        from bangfu.registry.models import Person

        name = Person.objects.get(uuid=GAOPING_HEAD).name
    answer = correct(client, WIFE, "identity", name=name, number=_number(GAOPING_HEAD), how="wrong")
    page = refused(answer, "像是同一个人重复登记")
    assert f'href="/people/{GAOPING_HEAD}/"' in page


def _number(person: str) -> str:
    from bangfu.privacy import crypto, keys

    with _everywhere():
        fact = identity(person)
        key = keys.open_many([fact.person.uuid])[fact.person.uuid]
        return crypto.unseal(key, "identity.number", bytes(fact.number))


@pytest.mark.parametrize(
    ("slug", "given", "words"),
    [
        ("identity", {"name": "黄 3", "how": "wrong", "keep": "on"}, "姓名里不能有数字"),
        ("identity", {"name": "黄改名", "how": "wrong", "keep": "on", "number": BRIDE},
         "去掉“号码不变”"),
        ("identity", {"name": "黄改名", "how": "wrong", "number": "44209919"}, "号码应是18位"),
        ("identity", {"name": "黄改名", "number": BRIDE, "born": "1950", "how": "wrong"},
         "与号码里的出生日期不同"),
        ("identity", {"name": "黄改名", "number": BRIDE, "sex": "1", "how": "wrong"},
         "与号码里的性别不同"),
        ("identity", {"name": "黄改名", "keep": "on", "how": "changed", "on": "1920-01-01"},
         "早于"),
        ("identity", {"name": "黄改名", "keep": "on", "how": "changed", "on": "2012-12-04"},
         "日期不能晚于今天"),
        ("identity", {"name": "黄改名", "keep": "on", "how": "changed", "on": ""},
         "这一项要填"),
        ("identity", {"name": "黄改名", "keep": "on"}, "这一项要填"),
        ("relation", {"relation": ""}, "这一项要填"),
        ("contact", {"phone": "123", "how": "wrong"}, "电话没认出来"),
        ("account", {"account": "62-abc", "how": "wrong"}, "账号没认出来"),
        ("contact", {"phone": "13900005678", "how": "changed", "on": "1900-01-01"}, "早于"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_the_field(
    visit: As, slug: str, given: dict[str, str], words: str
) -> None:
    refused(correct(visit("clerk"), WIFE, slug, **given), words)


def test_what_was_wrong_all_along_asks_for_no_day(visit: As) -> None:
    done(visit("clerk"), correct(visit("clerk"), WIFE, "identity", on="", **GOOD["identity"]))


def test_the_head_gets_no_other_relation_here(visit: As) -> None:
    answer = correct(visit("clerk"), GAOPING_HEAD, "relation", relation="10")
    refused(answer, "换户主请办“变更户主”")


def test_the_causes_and_the_address_of_a_household(visit: As) -> None:
    client = visit("clerk")
    page = client.get(f"/households/{GAOPING_HOME}/changes/address/").content.decode()
    assert "旧街2巷2号" in page
    answer = tell(client, GAOPING_HOME, "address", group="5", address="高平村5组新街1号",
                  how="changed")  # fmt: skip
    assert "高平村5组" in done(client, answer)
    given = {"main": "disability", "second": "age", "third": "age", "how": "wrong", "seen": "1"}
    page = done(client, tell(client, GAOPING_HOME, "causes", **given))
    assert "因残，年老" in page
    assert household(GAOPING_HOME).cause == "disability"
    for given, words in (
        ({"group": "", "address": "", "how": "wrong"}, "请填小组或住址"),
        ({"group": "5", "address": "高平村5组", "how": ""}, "这一项要填"),
    ):
        answer = tell(client, GAOPING_HOME, "address", seen="2", **given)
        assert words in answer.content.decode()
    answer = tell(client, GAOPING_HOME, "causes", main="", how="wrong", seen="2")
    assert "这一项要填" in answer.content.decode()
    assert count() == 2


@pytest.mark.parametrize("slug", ["", *(f"{slug}/" for slug in SLUGS)])
def test_the_four_visitors(visit: As, slug: str) -> None:
    address = f"/people/{WIFE}/corrections/{slug}"
    for role in ("reviewer", "village_worker", "leader", "auditor"):
        assert visit(role).get(address).status_code == 403, role
    assert visit("neighbour").get(address).status_code in (403, 404)
    assert visit("").get(address).status_code == 302
    if slug:
        assert visit("reviewer").post(address, GOOD[slug[:-1]]).status_code == 403
        assert visit("").post(address, GOOD[slug[:-1]]).status_code == 302
    assert count() == 0


def test_who_may_not_correct_finds_no_button(visit: As) -> None:
    page = visit("clerk").get(f"/people/{WIFE}/").content.decode()
    assert f"/people/{WIFE}/corrections/" in page
    assert "/corrections/" not in visit("reviewer").get(f"/people/{WIFE}/").content.decode()
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/changes/").content.decode()
    assert f"/people/{WIFE}/corrections/" in page
    worker = visit("village_worker").get(f"/households/{GAOPING_HOME}/changes/").content.decode()
    assert "/corrections/" not in worker


def test_who_comes_second_is_told_who_was_first(visit: As) -> None:
    client = visit("clerk")
    done(client, correct(client, WIFE, "contact", phone="13900005678", how="changed"))
    answer = correct(client, WIFE, "identity", **GOOD["identity"])
    page = answer.content.decode()
    assert "办了“登记变化”" in page
    assert 'value="黄改名"' in page
    assert count() == 1


@pytest.mark.parametrize(
    ("place", "group"),
    [("高平村3组", "3组"), ("高平村", ""), ("高平村 3组", "3组"), ("3组", "3组")],
)
def test_a_place_that_is_the_village_alone_is_offered_as_no_group(
    visit: As, place: str, group: str
) -> None:
    from bangfu.offices.access import OPERATOR
    from bangfu.registry.actions import changes
    from bangfu.registry.models import Address

    client = visit("clerk")
    on = date(2012, 12, 1)
    told = changes.Told(on=on, by=OPERATOR, at=AT, today=on, basis="told")
    with _everywhere():
        changes.set_address(
            home=UUID(GAOPING_HOME), group=place, address="旧街1号", told=told, mistaken=True
        )
    page = client.get(f"/households/{GAOPING_HOME}/changes/address/").content.decode()
    field = re.search(r'<input[^>]*name="group"[^>]*>', page)
    assert field
    assert re.findall(r'value="([^"]*)"', field[0]) == ([group] if group else [])
    given = {"group": group, "address": "新街1号", "how": "wrong", "seen": "1"}
    done(client, tell(client, GAOPING_HOME, "address", **given))
    with _everywhere():
        now = Address.objects.get(household__uuid=GAOPING_HOME, superseded_at=None)
    assert now.place == ("高平村3组" if group else "")
    assert "高平村" in client.get(f"/households/{GAOPING_HOME}/").content.decode()
