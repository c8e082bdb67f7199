"""Closing an account says what will stand still; reopening it gives nothing back but the door."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bangfu.audit.models import Entry
from bangfu.offices import access, actions, queries
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import HandOver, Post, Role, User
from bangfu.offices.scope import operator_scope, scope_for, scoped
from bangfu.privacy.models import Erasure, Request
from bangfu.registry.models import Household
from bangfu.rosters.models import Handout

from .town import AT, FAR, ON, SINCE, Place, found, signed_in


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", ON.isoformat())


def _give(home: Place, who: str, role: Role, since: date = SINCE) -> None:
    with scoped(operator_scope(), on=ON):
        actions.give_post(
            user=home[who],
            role=role,
            organisation=home.town.government,
            valid_from=since,
            by=OPERATOR,
            at=AT,
        )


def _close(home: Place, who: str, by: str = "system_admin", *, known: bool = False) -> None:
    admin = home[by]
    with scoped(scope_for(admin, on=ON), on=ON):
        actions.close_account(user=_user(who), by=admin, at=AT, known=known)


def _reopen(home: Place, who: str, by: str = "system_admin", reason: str = "came_back") -> str:
    admin = home[by]
    with scoped(scope_for(admin, on=ON), on=ON):
        return actions.reopen_account(user=_user(who), reason=reason, by=admin, at=AT)


def _user(username: str) -> User:
    with scoped(operator_scope(), on=ON):
        return User.objects.select_related("organisation").get(username=username)


def _entry(actor: User, verb: str) -> Entry:
    """The one entry of this verb, read by who made it: everybody sees his own acts."""
    with scoped(scope_for(actor, on=ON), on=ON):
        return Entry.objects.get(verb=verb, actor=actor.uuid)


def _at(route: str, user: User) -> str:
    return reverse(f"offices:{route}", args=[user.uuid])


# The last one of a role.


@pytest.mark.parametrize(
    ("who", "by", "still"),
    [
        ("clerk", "system_admin", "镇经办人（荷塘镇）：没有人导入花名册"),
        ("approver", "system_admin", "没有人确认"),
        ("village_worker", "system_admin", "要由镇经办人登记"),
        ("security_admin", "operator", "没有人解锁账号"),
        ("auditor", "security_admin", "没有人看留痕"),
    ],
)
def test_closing_the_last_of_a_role_names_what_will_stand_still_and_asks_again(
    home: Place, who: str, by: str, still: str
) -> None:
    if by == "operator":
        # Nobody closes himself: the machine does.
        with scoped(operator_scope(), on=ON), pytest.raises(actions.AsksAgain) as told:
            actions.close_account(user=home[who], by=OPERATOR, at=AT)
    else:
        with pytest.raises(actions.AsksAgain) as told:
            _close(home, who, by)
    assert still in told.value.still[0]
    assert _user(who).is_active


def test_where_a_second_clerk_covers_the_town_nothing_is_asked(home: Place) -> None:
    _give(home, "nobody", Role.CLERK)
    _close(home, "clerk")
    assert not _user("clerk").is_active


@pytest.mark.parametrize("case", ["later", "closed"])
def test_a_clerk_who_begins_later_or_is_closed_does_not_count(home: Place, case: str) -> None:
    _give(home, "nobody", Role.CLERK, since=ON + timedelta(days=case == "later"))
    if case == "closed":
        _close(home, "nobody")
    with pytest.raises(actions.AsksAgain):
        _close(home, "clerk")


def test_the_page_asks_again_and_the_second_answer_closes(home: Place) -> None:
    client, clerk = signed_in(home["system_admin"]), home["clerk"]
    page = client.post(_at("close_account", clerk)).content.decode()
    assert "没有人导入花名册" in page
    assert "仍要停用" in page
    assert _user("clerk").is_active
    done = client.post(_at("close_account", clerk), {"known": "1"}, follow=True)
    assert "账号已停用" in done.content.decode()
    assert not _user("clerk").is_active


def test_the_posts_end_with_the_day_of_closing_and_the_trail_says_how_many(home: Place) -> None:
    _give(home, "clerk", Role.REVIEWER, since=ON + timedelta(days=9))
    _close(home, "clerk", known=True)
    with scoped(operator_scope(), on=ON):
        ends = list(Post.objects.filter(user=home["clerk"]).values_list("role", "valid_until"))
    assert sorted(ends) == [("clerk", ON), ("reviewer", ON + timedelta(days=9))]
    assert _entry(home["system_admin"], "offices.account.close").detail == {"posts": 2}


# What waits in somebody's hands.


def _request(home: Place, who: str = "clerk") -> Request:
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        return Request.objects.create(
            area=home.village, subject=uuid4(), subject_kind="household", kind="correct",
            about="phone", channel="counter", asker="self", asked_on=ON,
            due_on=ON + timedelta(days=20), recorded_by=home["clerk"].uuid, recorded_at=AT,
            handler=home[who].uuid, state="open",
        )  # fmt: skip


def _erasure(home: Place) -> None:
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        left = Household.objects.create(
            area=home.village, number="HT-1", entry=uuid4(), entered_at=AT
        )
        Erasure.objects.create(
            area=home.village, subject=left.uuid, subject_kind="household", people=[],
            ground="request", clause="个保法第四十七条", clock_on=ON, state="proposed",
            proposed_by=home["clerk"].uuid, proposed_at=AT,
        )  # fmt: skip


def _sheet(home: Place) -> None:
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        Handout.objects.create(
            area=home.town.area.lo, name="households", state="waiting",
            asked_by=home["clerk"].uuid, asked_at=timezone.now(),
        )  # fmt: skip


def _handover(home: Place) -> HandOver:
    admin = home["system_admin"]
    with scoped(scope_for(admin, on=ON), on=ON):
        post = Post.objects.select_related("user__organisation", "area").get(user=home["clerk"])
        return actions.propose_handover(
            post=post, taker=home["nobody"], begins_on=ON + timedelta(days=3), by=admin, at=AT
        )


def _commission(home: Place) -> None:
    by = home["security_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        actions.commission(
            inspector=home["inspector"], area=home.town.area, villages=[home.village],
            covers=(SINCE, ON), errand="special", letter="某函1号", issuer="某局",
            valid=(ON, ON + timedelta(days=5)), percent=10, least=1, by=by, at=AT,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("make", "who", "named"),
    [
        (_request, "clerk", "本人要求：更正、补充1件"),
        (_erasure, "clerk", "提出的依法删除1件.*先收回"),
        (_sheet, "clerk", "正在生成的名单1件.*等几分钟"),
        (_handover, "clerk", "没办完的移交1件.*办完或撤回"),
        (_handover, "nobody", "没办完的移交1件"),
        (_commission, "inspector", "检查委托：专项检查1件.*安全管理员"),
    ],
)
def test_whatever_waits_for_the_account_is_named_and_it_stays_open(
    home: Place, make: Any, who: str, named: str
) -> None:
    make(home)
    with pytest.raises(actions.CannotCloseAccount, match=named):
        _close(home, who, known=True)
    assert _user(who).is_active


def test_a_request_in_hand_goes_over_with_the_post_and_what_does_not_move_stays(
    home: Place,
) -> None:
    asked = _request(home)
    other = _request(home, "approver")
    _erasure(home)
    _sheet(home)
    made = _handover(home)
    for who, act in (("clerk", actions.confirm_handover), ("nobody", actions.take_over)):
        user = _user(who)
        with scoped(scope_for(user, on=ON), on=ON):
            listed = queries.all_open_work(home["clerk"].uuid, made.area)
            assert sorted(one.words for one in listed) == ["提出的依法删除", "本人要求：更正、补充"]
            act(handover=made, by=user, at=AT)
    with scoped(scope_for(home["approver"], on=ON), on=ON):
        assert Request.objects.get(pk=asked.pk).handler == home["nobody"].uuid
        assert Request.objects.get(pk=other.pk).handler == home["approver"].uuid
    assert _entry(home["nobody"], "privacy.request.hand_over").detail == {"requests": 1}
    with scoped(operator_scope(), on=ON):
        left = {one.words for one in queries.all_open_work(home["clerk"].uuid)}
    assert left == {"提出的依法删除", "正在生成的名单"}


@pytest.mark.parametrize("who", ["reviewer", "neighbour", "auditor", "nobody"])
def test_a_stranger_reads_nothing_of_what_waits_for_somebody(home: Place, who: str) -> None:
    for make in (_request, _erasure, _sheet):
        make(home)
    with scoped(scope_for(home[who], on=ON), on=ON):
        assert queries.all_open_work(home["clerk"].uuid) == []


def test_nobody_takes_requests_over_without_a_hand_over_in_hand(home: Place) -> None:
    asked, made = _request(home), _handover(home)
    with scoped(scope_for(home["nobody"], on=ON), on=ON), connection.cursor() as cursor:
        cursor.execute("select offices_take_over_requests(%s)", [made.uuid])
        assert cursor.fetchone() == (0,)
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        assert Request.objects.get(pk=asked.pk).handler == home["clerk"].uuid


# Reopening.


def test_a_reopened_account_has_a_first_password_no_post_and_stands_on_the_trail(
    home: Place,
) -> None:
    _close(home, "clerk", known=True)
    first = _reopen(home, "clerk")
    clerk = _user("clerk")
    assert clerk.is_active
    assert clerk.must_change_password
    assert clerk.check_password(first)
    with scoped(operator_scope(), on=ON):
        assert access.rights_of(clerk, on=ON) == frozenset()
        assert not Post.objects.filter(user=clerk, valid_until=None).exists()
    entry = _entry(home["system_admin"], "offices.account.reopen")
    assert (entry.subject, entry.actor) == (clerk.uuid, home["system_admin"].uuid)
    assert entry.reason == "came_back"


def test_an_account_closed_before_posts_ended_with_it_comes_back_without_them(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        User.objects.filter(pk=home["clerk"].pk).update(is_active=False)
    _reopen(home, "clerk")
    with scoped(operator_scope(), on=ON):
        assert Post.objects.get(user=home["clerk"]).valid_until == ON - timedelta(days=1)


def test_a_post_that_was_to_begin_later_keeps_the_account_closed_until_then(home: Place) -> None:
    _give(home, "clerk", Role.REVIEWER, since=ON + timedelta(days=9))
    _close(home, "clerk", known=True)
    with pytest.raises(actions.CannotReopenAccount, match="2012-06-10"):
        _reopen(home, "clerk")
    assert not _user("clerk").is_active


@pytest.mark.parametrize(
    ("reason", "closed", "words"),
    [("", True, "为什么"), ("因为", True, "为什么"), ("came_back", False, "不用恢复")],
)
def test_without_a_reason_or_where_it_is_open_nothing_is_reopened(
    home: Place, reason: str, closed: bool, words: str
) -> None:
    if closed:
        _close(home, "clerk", known=True)
    with pytest.raises(actions.CannotReopenAccount, match=words):
        _reopen(home, "clerk", reason=reason)
    assert _user("clerk").is_active is not closed


def test_offices_account_reopens_on_record_only(home: Place) -> None:
    _close(home, "clerk", known=True)
    with (
        scoped(scope_for(home["system_admin"], on=ON), on=ON),
        pytest.raises(IntegrityError, match="on record only"),
        transaction.atomic(),
    ):
        User.objects.filter(pk=home["clerk"].pk).update(is_active=True)


def test_offices_account_reopens_without_posts(home: Place) -> None:
    """Even on record: the database itself keeps a post from coming back with the account."""
    from bangfu.audit import actions as audit

    admin, clerk = home["system_admin"], home["clerk"]
    with scoped(operator_scope(), on=ON):
        User.objects.filter(pk=clerk.pk).update(is_active=False)
    with scoped(scope_for(admin, on=ON), on=ON):
        audit.record(verb="offices.account.reopen", by=admin.uuid, at=AT, subject=clerk.uuid)
        with pytest.raises(IntegrityError, match="no post"), transaction.atomic():
            User.objects.filter(pk=clerk.pk).update(is_active=True)


def test_the_page_reopens_with_a_reason_and_shows_the_password_once(home: Place) -> None:
    client, clerk = signed_in(home["system_admin"]), home["clerk"]
    _close(home, "clerk", known=True)
    assert "恢复账号" in client.get(_at("account", clerk)).content.decode()
    wrong = client.post(_at("reopen_account", clerk), {"reason": ""})
    assert "请选为什么恢复" in wrong.content.decode()
    assert not _user("clerk").is_active
    page = client.post(_at("reopen_account", clerk), {"reason": "leave_over"}).content.decode()
    assert "只显示这一次" in page
    assert _user("clerk").is_active
    assert "恢复账号" not in client.get(_at("account", clerk)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("far", 404), ("clerk", 403), ("auditor", 403), ("leader", 403), ("", 302)],
)
def test_who_may_not_reopen_leaves_it_closed(home: Place, who: str, status: int) -> None:
    far = found(FAR, "柳岸镇", "far")
    _close(home, "village_worker", known=True)
    client = signed_in(far["system_admin"] if who == "far" else home[who]) if who else Client()
    answer = client.post(_at("reopen_account", home["village_worker"]), {"reason": "came_back"})
    assert answer.status_code == status
    assert not _user("village_worker").is_active


def test_an_administrators_account_is_reopened_by_the_security_administrator(home: Place) -> None:
    _close(home, "auditor", "security_admin", known=True)
    with pytest.raises(actions.CannotReopenAccount, match="不能恢复"):
        _reopen(home, "auditor")
    assert _reopen(home, "auditor", "security_admin")
