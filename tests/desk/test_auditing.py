"""The auditor's pages: who may come in, what they show, and checking the chain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from bangfu.audit import actions, keyfile

from .conftest import AT, GAOPING_HEAD, ON, As

pytestmark = pytest.mark.django_db

OTHERS = ["clerk", "village_worker", "reviewer", "leader", "system_admin", "security_admin"]
PLACES = ["/audit/", "/audit/1/"]


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> Any:
    """The chain of this test alone."""
    settings.BANGFU_HOME = tmp_path
    yield
    keyfile.forget()


def act(**words: Any) -> None:
    actions.record(**{"verb": "registry.person.enter", "by": uuid4(), "at": AT, **words})


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("place", PLACES)
def test_nobody_but_the_auditor_reads_the_trail(visit: As, role: str, place: str) -> None:
    assert visit(role).get(place).status_code == 403


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_but_the_auditor_checks_it(visit: As, role: str) -> None:
    assert visit(role).post("/audit/verify").status_code == 403


@pytest.mark.parametrize("place", PLACES)
def test_a_stranger_is_sent_to_the_door(visit: As, place: str) -> None:
    assert visit("").get(place).status_code == 302
    assert visit("").post("/audit/verify").status_code == 302


def test_the_auditor_finds_the_trail_in_the_menu(visit: As) -> None:
    assert 'href="/audit/"' in visit("auditor").get("/").content.decode()


def test_an_entry_says_who_did_what_to_whom_and_where(visit: As) -> None:
    from bangfu.offices.models import User
    from bangfu.offices.scope import at_door

    with at_door("clerk"):
        clerk = User.objects.get(username="clerk")
    subject = uuid4()
    act(
        verb="rosters.batch.take_in",
        by=clerk.uuid,
        subject=subject,
        subject_kind="rosters.batch",
        area=442099109206000,
        fields=["identity"],
        detail={"rows": 12},
    )
    page = visit("auditor").get("/audit/").content.decode()
    for words in (clerk.display_name, "花名册入库", str(subject)[:8], "高平村", "身份证号"):
        assert words in page
    number = re.findall(r'href="/audit/(\d+)/"', page)[0]
    whole = visit("auditor").get(f"/audit/{number}/").content.decode()
    assert str(subject) in whole
    assert "待封存" in whole
    assert "<dt>行数</dt><dd>12</dd>" in whole


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("核对身份", "授给谁", "用途", "结对帮扶", "第几行", "是否完好", "是")),
        ("en", ("Checking an identity", "Given to", "Purpose", "Row", "Whole", "Yes")),
    ],
)
def test_fields_reason_and_details_are_words(
    visit: As, language: str, said: tuple[str, ...]
) -> None:
    somebody = uuid4()
    act(
        fields=["role", "name_2"],
        reason="verify",
        detail={"principal": str(somebody), "purpose": "paired", "row": 3, "ok": True},
        area=442099109206000,
    )
    client = visit("auditor")
    client.cookies["bangfu_language"] = language
    page = client.get("/audit/").content.decode()
    number = re.findall(r'href="/audit/(\d+)/"', page)[0]
    whole = client.get(f"/audit/{number}/").content.decode()
    for words in (*said, str(somebody)):
        assert words in whole
    for code in ("name_2", "{", "paired", ">verify<"):
        assert code not in whole.split("<main")[1].split("</main")[0]


def test_a_session_that_an_administrator_ends_stands_where_the_account_is(visit: As) -> None:
    from bangfu.offices.models import SignIn, User
    from bangfu.offices.scope import Scope, at_door, scoped

    visit("village_worker").get("/help/")
    with at_door("village_worker"):
        user = User.objects.get(username="village_worker")
    with scoped(Scope(user.uuid), on=ON):
        line = SignIn.objects.filter(user=user, ended_at=None).latest("opened_at")
    visit("security_admin").post(reverse("offices:end_session", args=[line.uuid]))
    page = visit("auditor").get("/audit/").content.decode()
    (row,) = re.findall(r'<tr role="row"><td.*?</tr>', page)[:1]
    assert "终止会话" in row
    assert "高平村" in row


def test_the_trail_tells_no_name_of_the_register(visit: As) -> None:
    act(subject=GAOPING_HEAD, subject_kind="registry.person", area=442099109206000)
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.models import Person

    with scoped(operator_scope(), on=AT.date()):
        name = Person.objects.get(uuid=GAOPING_HEAD).name
    page = visit("auditor").get("/audit/").content.decode()
    assert GAOPING_HEAD[:8] in page
    assert name not in page


def test_filters_narrow_and_pages_follow_each_other(visit: As) -> None:
    subject = uuid4()
    for _ in range(51):
        act(subject=subject, subject_kind="registry.person")
    act(verb="papers.paper.keep")
    auditor = visit("auditor")
    asked = f"/audit/?subject={subject}"
    first = auditor.get(asked).content.decode()
    assert first.count('<tr role="row">') == 51  # fifty and the header
    assert "papers.paper.keep" in first  # offered by the filter
    assert f"?subject={subject}&amp;before=" in first
    after = first.split("&amp;before=")[1].split('"')[0]
    second = auditor.get(f"{asked}&before={after}").content.decode()
    assert second.count('<tr role="row">') == 2
    assert (
        auditor.get("/audit/?on=2012-12-03&verb=papers.paper.keep")
        .content.decode()
        .count('<tr role="row">')
        == 2
    )
    assert "没有符合的记录" in auditor.get("/audit/?on=1999-01-01").content.decode()
    assert auditor.get("/audit/?before=9999999999999999999999").status_code == 200
    for far in ("9999-12-31", "0001-01-01", "2012-13-40", "-1"):
        assert auditor.get(f"/audit/?on={far}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("account=nobody", "没有这个账号"),
        ("subject=张小明", "对象编号是36位的编号"),
        ("on=yesterday", "bf-wrong"),
        ("kind=x", "bf-wrong"),
    ],
)
def test_what_cannot_be_asked_is_said(visit: As, asked: str, words: str) -> None:
    assert words in visit("auditor").get(f"/audit/?{asked}").content.decode()


def test_following_a_person_leaves_a_trace_of_the_auditor(visit: As, trail: Any) -> None:
    subject = uuid4()
    visit("auditor").get(f"/audit/?subject={subject}")
    visit("auditor").get("/audit/?account=clerk")
    visit("auditor").get("/audit/")
    looks = [row for row in trail() if row[1].startswith("audit.")]
    assert [(row[0], row[1]) for row in looks] == [
        ("look", "audit.subject.look"),
        ("look", "audit.account.look"),
    ]
    assert looks[0][2] == str(subject)


def test_checking_says_the_verdict_and_is_recorded(visit: As, trail: Any) -> None:
    page = visit("auditor").post("/audit/verify").content.decode()
    assert "核对结果" in page
    assert "留痕链还没有封存的记录" in page
    assert "audit.chain.verify" in [row[1] for row in trail()]


def test_an_address_alone_checks_nothing(visit: As) -> None:
    assert visit("auditor").get("/audit/verify").status_code == 405


def test_an_entry_that_does_not_exist_is_not_found(visit: As) -> None:
    for number in ("999999999", str(10**30)):
        assert visit("auditor").get(f"/audit/{number}/").status_code == 404


def test_in_english_too(visit: As) -> None:
    client = visit("auditor")
    client.cookies["bangfu_language"] = "en"
    with translation.override("zh-hans"):
        page = client.post("/audit/verify").content.decode()
    assert '<html lang="en"' in page
    assert "Result of the check" in page


HERE, ELSEWHERE = 442099109206000, 442099110200000


@pytest.fixture
def second_town(visit: As) -> None:
    """With it nobody of the first town audits the whole installation any more."""
    from bangfu.offices.actions import found_town

    found_town(
        code="442099110000",
        name="另一镇",
        villages={"442099110200": "远村"},
        city=("442000000000", "某某市"),
        valid_from=AT.date(),
        at=AT,
    )


def test_an_auditor_reads_the_entries_of_the_areas_of_his_post(
    visit: As, second_town: None, trail: Any
) -> None:
    marks = {area: uuid4() for area in (HERE, ELSEWHERE, None)}
    for area, mark in marks.items():
        act(subject=mark, subject_kind="person", area=area)
    auditor = visit("auditor")
    page = auditor.get("/audit/").content.decode()
    assert [area for area, mark in marks.items() if str(mark)[:8] in page] == [HERE]
    for area, mark in marks.items():
        asked = auditor.get(f"/audit/?subject={mark}").content.decode()
        assert ("没有符合的记录" in asked) is (area != HERE)
    checked = auditor.post("/audit/verify").content.decode()
    assert str(marks[ELSEWHERE])[:8] not in checked


def test_an_entry_of_another_town_is_not_there(visit: As, second_town: None) -> None:
    from bangfu.audit import queries

    for area, status in ((HERE, 200), (ELSEWHERE, 404), (None, 404)):
        act(subject=(mark := uuid4()), subject_kind="person", area=area)
        (line,) = queries.list_entries(subject=mark)
        assert visit("auditor").get(f"/audit/{line.id}/").status_code == status


def test_the_sign_ins_of_a_town_are_read_by_its_own_auditor(
    visit: As, second_town: None, filled: Any
) -> None:
    from django.test import Client

    from bangfu.audit import queries

    client = Client()
    word = {"login": "clerk", "password": "wrong-1-Wrong"}
    client.post("/account/login/", word)
    lines = queries.list_entries(verb="offices.account.sign_in_failed")
    assert [line.area for line in lines] == [442099109000000]


def test_who_audits_every_town_reads_what_belongs_to_none(visit: As, second_town: None) -> None:
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.actions import give_post, open_account
    from bangfu.offices.models import Area, Organisation
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=AT.date()):
        office = Organisation.objects.filter(kind="town_government").first()
        assert office is not None
        user = open_account(
            username="above", display_name="市审计", organisation=office, by=OPERATOR, at=AT,
            must_change_password=False, is_demo=True,
        ).user  # fmt: skip
        give_post(
            user=user, role="auditor", organisation=office, by=OPERATOR, at=AT,
            area=Area.objects.get(code="442000000000"), valid_from=AT.date(),
        )  # fmt: skip
    marks = [uuid4() for _ in range(2)]
    act(subject=marks[0], subject_kind="person")
    act(subject=marks[1], subject_kind="person", area=ELSEWHERE)
    page = visit("above").get("/audit/").content.decode()
    assert [str(mark)[:8] in page for mark in marks] == [True, True]


def test_every_verb_in_the_source_has_its_words() -> None:
    import ast

    from bangfu.desk.auditing.words import words_of

    source = Path(__file__).resolve().parents[2] / "src" / "bangfu"
    verbs = {
        word.value.value
        for place in source.rglob("*.py")
        for node in ast.walk(ast.parse(place.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "verb" and isinstance(word.value, ast.Constant) and word.value.value
    }
    assert len(verbs) > 8
    assert [verb for verb in sorted(verbs) if words_of(verb) == verb] == []
