"""The rights of people at the desk: looks, requests, what is due, erasure by two."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from bangfu.offices.models import User
from bangfu.offices.scope import at_door, operator_scope, scoped

from ..browser.town import SANJIAO
from .conftest import AT, GAOPING_HEAD, GAOPING_HOME, ON, As

pytestmark = pytest.mark.django_db

WORDS = {
    "subject": GAOPING_HEAD, "kind": "correct", "about": "identity", "text": "号码抄错了",
    "asker": "self", "channel": "counter", "asked_on": "2012-12-03",
}  # fmt: skip
LOOKS, ASK = f"/households/{GAOPING_HOME}/looks/", f"/households/{GAOPING_HOME}/ask/"
LATER = "2023-06-01"


def look_of(username: str) -> None:
    """A look by the door of its own, really committed: a page reads what another has written."""
    known = connections["trace"].get_connection_params()
    words = {
        key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)
    }
    with at_door(username):
        who = User.objects.get(username=username).uuid
    with psycopg.connect(**words) as connection:
        connection.execute(
            "insert into audit_entry (at, kind, actor, verb, subject, subject_kind, area, fields,"
            " reason, detail, via) values (%s, 'look', %s, 'person.look', %s, 'person', null,"
            " '{identity}', 'verify', '{}', 'web')",
            [AT, who, UUID(GAOPING_HEAD)],
        )


def request_of(page: Any) -> Any:
    from bangfu.privacy.models import Request

    with scoped(operator_scope(), on=ON):
        return Request.objects.latest("id")


def asked(visit: As, **more: str) -> Any:
    answer = visit("clerk").post(ASK, {**WORDS, **more})
    assert answer.status_code == 302, answer.content.decode()
    return request_of(answer)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("approver", 200), ("village_worker", 403), ("reviewer", 403),
     ("auditor", 403), ("leader", 403), ("volunteer", 403), ("", 302)],
)  # fmt: skip
def test_who_looked_is_for_the_clerk_and_the_approver(visit: As, who: str, status: int) -> None:
    assert visit(who).get(LOOKS).status_code == status


def test_a_look_stands_on_the_familys_page_with_office_post_field_and_reason(visit: As) -> None:
    clerk = visit("clerk")
    assert "还没有人看过" in clerk.get(LOOKS).content.decode()
    look_of("reviewer")
    text = clerk.get(LOOKS).content.decode()
    for word in ("三角镇人民政府", "审核人", "身份证号", "核对身份"):
        assert word in text
    names = [line for line in text.splitlines() if "审核人甲" in line]
    assert names
    assert all("no-print" in line for line in names), "a name of staff would stand on the paper"


def test_opening_who_looked_is_itself_on_record(visit: As, trail: Any) -> None:
    visit("clerk").get(LOOKS)
    assert ("look", "audit.subject.look", GAOPING_HOME) in [row[:3] for row in trail()]


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 302), ("village_worker", 302), ("neighbour", 404), ("reviewer", 403), ("", 302)],
)
def test_a_request_is_taken_down_by_who_serves_the_family(
    visit: As, who: str, status: int, trail: Any
) -> None:
    answer = visit(who).post(ASK, WORDS)
    assert answer.status_code == status
    taken = [row for row in trail() if row[1] == "privacy.request.ask"]
    assert bool(taken) == (who in ("clerk", "village_worker"))


@pytest.mark.parametrize(
    "wrong",
    [{"text": ""}, {"asked_on": "2012-12-04"}, {"subject": GAOPING_HOME}, {"kind": ""},
     {"subject": "b0f10000-0000-4000-8000-000000000000"}],
)  # fmt: skip
def test_a_wrong_request_says_why_and_keeps_what_was_typed(
    visit: As, wrong: dict[str, str]
) -> None:
    answer = visit("clerk").post(ASK, {**WORDS, **wrong})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "bf-wrong" in text
    assert wrong.get("text") == "" or "号码抄错了" in text


def test_a_request_is_due_in_fifteen_working_days_and_its_words_are_sealed(visit: As) -> None:
    found = asked(visit)
    assert found.due_on == date(2012, 12, 24)
    assert "号码抄错了".encode() not in bytes(found.text)
    page = visit("clerk").get(f"/requests/{found.uuid}/").content.decode()
    assert "号码抄错了" in page


def test_a_request_waits_on_the_familys_page_for_who_answers_it(visit: As) -> None:
    visit("clerk").post(ASK, WORDS)
    place = f"/households/{GAOPING_HOME}/"
    waits = visit("clerk").get(place).content.decode().split("要处理的事")[1].split("</section>")[0]
    assert "待答复" in waits
    assert "/requests/" in waits
    assert "待答复" not in visit("village_worker").get(place).content.decode()


def test_opening_what_somebody_said_is_on_record(visit: As, trail: Any) -> None:
    clerk = visit("clerk")
    clerk.post(ASK, WORDS)
    page = clerk.get("/requests/").content.decode()
    address = re.search(r'href="(/requests/[0-9a-f-]+/)"', page)
    assert address
    assert "号码抄错了" in clerk.get(address[1]).content.decode()
    looks = [row for row in trail() if row[0] == "look" and "request" in (row[3] or [])]
    assert len(looks) == 1


def test_a_post_elsewhere_shows_no_requests_and_no_due_families(visit: As) -> None:
    """Social worker of the whole town, clerk of one village: he answers for that village."""
    from bangfu.offices.models import Post, User
    from bangfu.offices.scope import operator_scope, scoped

    visit("clerk").post(ASK, WORDS)
    with scoped(operator_scope(), on=ON):
        worker = User.objects.get(username="social_worker")
        post = Post.objects.get(user=worker)
        Post.objects.filter(pk=post.pk).update(area=Post.objects.get(user__username="clerk").area)
        Post.objects.create(
            user=worker, organisation=post.organisation, role="clerk", area_id=SANJIAO,
            valid_from=post.valid_from, given_by=post.given_by, given_at=post.given_at,
        )  # fmt: skip
    client = visit("social_worker")
    assert client.get(f"/households/{GAOPING_HOME}/").status_code == 200, "he reads the family"
    page = client.get("/requests/").content.decode()
    assert not re.search(r"/requests/[0-9a-f-]{36}/", page)
    assert client.get("/retention/").status_code == 200


def test_ones_own_request_opens_the_field_it_is_about_and_no_other(visit: As, trail: Any) -> None:
    found = asked(visit)
    clerk, at = visit("clerk"), f"/requests/{found.uuid}/"
    assert clerk.post(f"{at}show").status_code == 404, "not in his hands yet"
    clerk.post(at, {"act": "take"})
    answer = clerk.post(f"{at}show")
    assert "bf-number" in answer.content.decode()
    assert ("look", "person.look", GAOPING_HEAD, ["identity"], "case") in trail()
    assert visit("approver").post(f"{at}show").status_code == 404, "in other hands"
    clerk.post(at, {"act": "meet"})
    assert clerk.post(f"{at}show").status_code == 404, "decided"


def test_an_answer_is_taken_back_until_its_letter_is_printed(visit: As) -> None:
    found = asked(visit)
    clerk, at = visit("clerk"), f"/requests/{found.uuid}/"
    clerk.post(at, {"act": "meet"})
    assert request_of(None).state == "open", "nobody had it in hand"
    clerk.post(at, {"act": "take"})
    assert clerk.post(at, {"act": "refuse"}).status_code == 200
    clerk.post(at, {"act": "refuse", "refusal": "correct"})
    assert request_of(None).state == "refused"
    visit("approver").post(at, {"act": "reopen"})
    assert request_of(None).state == "refused"
    clerk.post(at, {"act": "reopen"})
    assert request_of(None).state == "open"
    clerk.post(at, {"act": "refuse", "refusal": "correct"})
    text = clerk.post(f"{at}letter").content.decode()
    assert "经核对，记录与证件一致" in text
    assert "人民法院" in text
    clerk.post(at, {"act": "reopen"})
    assert request_of(None).state == "refused"


def test_of_two_who_take_and_decide_the_second_is_told(visit: As) -> None:
    found = asked(visit)
    at = f"/requests/{found.uuid}/"
    visit("clerk").post(at, {"act": "take"})
    visit("approver").post(at, {"act": "take"})
    answer = visit("clerk").post(at, {"act": "meet"})
    assert "在别人手里" in answer.content.decode()
    visit("approver").post(at, {"act": "meet"})
    answer = visit("approver").post(at, {"act": "meet"})
    assert "已经有人办过了" in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("village_worker", 403), ("reviewer", 403), ("", 302)])
def test_requests_are_answered_by_nobody_else(visit: As, who: str, status: int) -> None:
    found = asked(visit)
    for address in ("/requests/", f"/requests/{found.uuid}/"):
        assert visit(who).get(address).status_code == status
    answer = visit(who).post(f"/requests/{found.uuid}/", {"act": "take"})
    assert answer.status_code == status
    assert request_of(None).handler is None


def left(visit: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """The family leaves the register, and ten years go by."""
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.actions import changes

    with scoped(operator_scope(), on=ON):
        told = changes.Told(
            on=ON, by=operator_scope().principal, at=AT, today=ON, reason="income", basis="told"
        )
        changes.leave(home=UUID(GAOPING_HOME), told=told)
    monkeypatch.setenv("BANGFU_TODAY", LATER)


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("approver", 200), ("village_worker", 403), ("reviewer", 403), ("", 302)],
)
def test_what_is_due_is_for_who_proposes_and_who_confirms(visit: As, who: str, status: int) -> None:
    assert visit(who).get("/retention/").status_code == status


def test_a_family_is_erased_from_list_to_page_by_two_people(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.privacy.models import Erasure

    clerk, at = visit("clerk"), f"/retention/{GAOPING_HOME}/"
    approver, nobody = visit("approver"), visit("reviewer")
    assert clerk.get(at).status_code == 404, "on the register"
    left(visit, monkeypatch)
    assert GAOPING_HOME in clerk.get("/retention/").content.decode()
    assert approver.post(at, {"act": "propose"}).status_code == 403
    assert clerk.post(at, {"act": "propose"}).status_code == 302
    with scoped(operator_scope(), on=ON):
        made = Erasure.objects.get()
    page = f"/erasures/{made.uuid}/"
    assert nobody.post(page, {"act": "confirm"}).status_code == 403
    assert "确认删除" not in clerk.get(page).content.decode()
    clerk.post(page, {"act": "confirm"})
    assert clerk.get(f"/people/{GAOPING_HEAD}/").status_code == 200
    assert "确认删除" in approver.get(page).content.decode()
    approver.post(page, {"act": "confirm"})
    for address in (f"/people/{GAOPING_HEAD}/", f"/households/{GAOPING_HOME}/"):
        text = clerk.get(address).content.decode()
        assert "已依法删除" in text
        assert made.clause in text
    assert visit("neighbour").get(f"/people/{GAOPING_HEAD}/").status_code == 404


def test_a_hold_placed_at_the_desk_stops_the_proposal(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk, at = visit("clerk"), f"/retention/{GAOPING_HOME}/"
    left(visit, monkeypatch)
    late = clerk.post(at, {"act": "hold", "reason": "lawsuit", "until": "2023-05-31"})
    assert "最多十年" in late.content.decode()
    clerk.post(at, {"act": "hold", "reason": "lawsuit", "until": "2024-01-01"})
    assert "诉讼" in clerk.get(at).content.decode()
    answer = clerk.post(at, {"act": "propose"}, follow=True)
    assert "不能删除" in answer.content.decode()


def test_no_job_erases_by_itself() -> None:
    """A day's job would not be two people: only the list tells what is due."""
    from pathlib import Path

    source = Path(__file__).resolve().parents[2] / "src" / "bangfu"
    callers = [
        place for place in source.rglob("*.py") if "confirm_erasure" in place.read_text("utf-8")
    ]
    names = {str(place.relative_to(source)) for place in callers}
    assert names == {"desk/rights/views/erasing.py", "registry/actions/erase.py"}


def own_file(visit: As, **more: str) -> str:
    found = asked(visit, about="other", **more)
    clerk, there = visit("clerk"), f"/requests/{found.uuid}/"
    clerk.post(there, {"act": "take"})
    assert "打印本人档案" in clerk.get(there).content.decode()
    page = clerk.post(f"{there}file")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    return str(page.content.decode())


def number_of_head() -> str:
    from bangfu.registry.actions import show_field
    from bangfu.registry.models import Person

    with scoped(operator_scope(), on=ON):
        return show_field(
            person=Person.objects.get(uuid=GAOPING_HEAD), field="identity", reason="verify",
            by=UUID(int=0), at=AT,
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["know", "copy"])
def test_who_asks_to_see_his_file_gets_it_on_paper_with_his_number_whole(
    visit: As, trail: Any, kind: str
) -> None:
    text = own_file(visit, kind=kind)
    assert number_of_head() in text
    assert "第四十四条至第五十条" in text
    assert ("look", "person.look") in {line[:2] for line in trail()}


def test_asked_for_the_household_the_head_gets_his_own_file(visit: As) -> None:
    assert number_of_head() in own_file(visit, kind="copy", subject=GAOPING_HOME)


def test_the_file_is_opened_only_by_whoever_has_the_request_in_hand(visit: As) -> None:
    found = asked(visit, kind="copy", about="other")
    there = f"/requests/{found.uuid}/"
    for who in ("clerk", "approver"):
        page = visit(who).post(f"{there}file", follow=True).content.decode()
        assert "先由您接手" in page
        assert number_of_head() not in page
    assert visit("village_worker").post(f"{there}file").status_code == 403
    assert visit("clerk").get(f"{there}file").status_code == 405


def test_a_request_to_correct_opens_no_file(visit: As) -> None:
    found = asked(visit)
    clerk, there = visit("clerk"), f"/requests/{found.uuid}/"
    clerk.post(there, {"act": "take"})
    assert "打印本人档案" not in clerk.get(there).content.decode()
    assert clerk.post(f"{there}file").status_code == 302


def test_a_number_that_may_be_anothers_stays_masked_on_the_paper(visit: As) -> None:
    """An account in another name is that other's."""
    from bangfu.privacy import crypto, keys
    from bangfu.registry.models import BankAccount, Person, Source

    number = "6222" + "0" * 11 + "7788"
    with scoped(operator_scope(), on=ON):
        head = Person.objects.get(uuid=GAOPING_HEAD)
        key = keys.ensure([head.uuid])[head.uuid]
        BankAccount.objects.create(
            person=head, area=head.area, valid_from=ON, recorded_at=AT, entry=UUID(int=7),
            source=Source.objects.earliest("id"), bank="信用社", holder="罗婶",
            number=crypto.seal(key, "account.number", number),
        )  # fmt: skip
    text = own_file(visit, kind="copy")
    assert number not in text
    assert "7788" in text
    assert "带星号的号码" in text
