"""Holds lifted, terms set, erasures proposed before their term, requests answered by an act."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from bangfu.offices.scope import operator_scope, scoped

from .conftest import AT, GAOPING_HEAD, GAOPING_HOME, ON, As
from .test_rights import LATER, asked, left, request_of

pytestmark = pytest.mark.django_db

TERM = "/retention/terms/household_left/"
ERASE = f"/households/{GAOPING_HOME}/erase/"


def held() -> Any:
    from bangfu.privacy.actions import place
    from bangfu.registry.models import Household

    with scoped(operator_scope(), on=ON):
        home = Household.objects.get(uuid=GAOPING_HOME)
        return place(
            subject=home.uuid, area=home.area, reason="lawsuit", until=date(2013, 12, 3),
            by=operator_scope().principal, at=AT, on=ON,
        )  # fmt: skip


def read(model: str, **which: Any) -> Any:
    from django.apps import apps

    with scoped(operator_scope(), on=ON):
        return apps.get_model("privacy", model).objects.filter(**which).last()


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 302), ("approver", 403), ("village_worker", 403), ("neighbour", 403), ("", 302)],
)
def test_a_hold_is_lifted_by_who_proposes_erasures_there(visit: As, who: str, status: int) -> None:
    made = held()
    at = f"/holds/{made.uuid}/"
    client = visit(who)
    assert client.get(at).status_code == (200 if who == "clerk" else status)
    assert client.post(at).status_code == status
    lifted = read("Hold", uuid=made.uuid).lifted_at is not None
    assert lifted == (who == "clerk")


def test_of_two_who_lift_a_hold_the_second_is_told(visit: As) -> None:
    clerk, at = visit("clerk"), f"/holds/{held().uuid}/"
    assert "诉讼" in clerk.get("/retention/").content.decode()
    clerk.post(at)
    assert "谁解除" in clerk.get(at).content.decode()
    assert "已经解除过了" in clerk.post(at, follow=True).content.decode()
    assert visit("clerk").get("/holds/b0f00000-0000-4000-8000-00000000abcd/").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("approver", 302), ("clerk", 403), ("village_worker", 403), ("neighbour", 403), ("", 302)],
)
def test_a_term_is_set_by_who_answers_for_the_town(visit: As, who: str, status: int) -> None:
    answer = visit(who).post(TERM, {"years": "15", "clause": "镇档案室规定第三条"})
    assert answer.status_code == status
    kept = read("Term", kind="household_left")
    assert (kept is not None and kept.years == 15) == (who == "approver")


def test_a_term_below_the_lawful_minimum_is_refused_and_the_words_are_kept(visit: As) -> None:
    approver, at = visit("approver"), "/retention/terms/impact/"
    text = approver.post(at, {"years": "2", "clause": "本单位规定"}).content.decode()
    assert "不能少于3年" in text
    assert "本单位规定" in text
    for wrong in ({"years": "0", "clause": "某条"}, {"years": "10", "clause": ""}):
        assert "bf-wrong" in approver.post(TERM, wrong).content.decode()
    assert read("Term") is None
    assert approver.get("/retention/terms/nothing/").status_code == 404


def test_the_new_term_is_what_falls_due(visit: As, monkeypatch: pytest.MonkeyPatch) -> None:
    left(visit, monkeypatch)
    approver, clerk = visit("approver"), visit("clerk")
    assert f"/retention/{GAOPING_HOME}/" in clerk.get("/retention/").content.decode()
    approver.post(TERM, {"years": "30", "clause": "镇档案室规定第三条"})
    text = clerk.get("/retention/").content.decode()
    assert f"/retention/{GAOPING_HOME}/" not in text
    assert "镇档案室规定第三条" in text


def test_nothing_on_the_register_is_proposed_for_erasure(visit: As) -> None:
    clerk = visit("clerk")
    for at in (ERASE, f"/people/{GAOPING_HEAD}/erase/"):
        assert "还在册" in clerk.get(at).content.decode()
        text = clerk.post(at, {"ground": "request", "clause": "第四十七条"}).content.decode()
        assert "还在册" in text
    assert read("Erasure") is None


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 302), ("approver", 403), ("village_worker", 403), ("neighbour", 403), ("", 302)],
)
def test_an_erasure_that_was_asked_for_needs_no_term(
    visit: As, who: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = visit(who)
    left(visit, monkeypatch)
    monkeypatch.setenv("BANGFU_TODAY", "2012-12-04")
    if who == "clerk":
        page = client.get(f"/households/{GAOPING_HOME}/").content.decode()
        assert ERASE in page
        assert "bf-wrong" in client.post(ERASE, {"ground": "request"}).content.decode()
        late = client.post(ERASE, {"ground": "household_left", "clause": "第四十七条"})
        assert late.status_code == 200, "the grounds of time have their own page"
    answer = client.post(ERASE, {"ground": "unlawful", "clause": "第四十七条第一款第四项"})
    assert answer.status_code == status
    made = read("Erasure")
    assert (made is not None and made.ground == "unlawful") == (who == "clerk")


def corrected() -> UUID:
    """An act of the register on the head of the family, done today."""
    from bangfu.registry.models import Change, Household, Person

    with scoped(operator_scope(), on=ON):
        home = Household.objects.get(uuid=GAOPING_HOME)
        return Change.objects.create(
            area=home.area, kind="correct", household=home, on=ON, basis="told", done_at=AT,
            person=Person.objects.get(uuid=GAOPING_HEAD), done_by=operator_scope().principal,
        ).uuid  # fmt: skip


def test_a_request_names_the_act_that_met_it_and_the_letter_says_so(visit: As) -> None:
    found, act = asked(visit), corrected()
    clerk, at = visit("clerk"), f"/requests/{found.uuid}/"
    clerk.post(at, {"act": "take"})
    assert str(act) in clerk.get(at).content.decode()
    strange = "b0f00000-0000-4000-8000-00000000abcd"
    assert clerk.post(at, {"act": "meet", "done_by": strange}).status_code == 200
    assert request_of(None).state == "open", "an act on another family met nothing"
    clerk.post(at, {"act": "meet", "done_by": str(act)})
    assert request_of(None).act == act
    assert "更正信息" in clerk.post(f"{at}letter").content.decode()


def test_a_request_may_be_met_without_an_act(visit: As) -> None:
    found = asked(visit, kind="know")
    clerk, at = visit("clerk"), f"/requests/{found.uuid}/"
    clerk.post(at, {"act": "take"})
    clerk.post(at, {"act": "meet", "done_by": ""})
    assert (request_of(None).state, request_of(None).act) == ("done", None)


def test_who_is_clerk_and_approver_has_the_place_once(visit: As) -> None:
    from bangfu.desk.menu import GROUPS

    both = frozenset({"erasure.propose", "erasure.confirm"})
    routes = [place.route for group in GROUPS for place in group.open_to(both)]
    assert routes.count("rights:retention") == 1


def test_the_day_of_the_later_tests_is_past_the_term() -> None:
    assert date.fromisoformat(LATER) > ON.replace(year=ON.year + 10)
