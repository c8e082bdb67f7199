"""Handing a post over: both confirm, one act, and nothing half done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from bangfu.offices import access, actions, queries
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import Grant, HandOver, Post, Purpose, Role, StandIn, User
from bangfu.offices.scope import operator_scope, scope_for, scoped
from bangfu.rosters import actions as rosters
from bangfu.rosters.models import Batch

from .town import AT, FAR, ON, Place, found, signed_in

BEGINS = ON + timedelta(days=7)
SHEET = "荷塘镇低收入户名册(2012),,,\n编号,村(居),姓名,身份证,与户主关系\n1,高田村,卢树根,,户主\n"


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", ON.isoformat())


def _stage(home: Place, by: User, mark: str = "") -> Batch:
    with scoped(scope_for(by, on=ON), on=ON):
        batch, _new = rosters.stage(
            content=(SHEET + mark).encode(),
            file_name="名册.csv",
            by=by.uuid,
            at=AT,
            on=ON,
            area=home.town.area.lo,
        )
        return batch


def _post(user: User) -> Post:
    with scoped(operator_scope(), on=ON):
        return Post.objects.select_related("user__organisation", "area").get(user=user)


def _propose(
    home: Place,
    by: str = "system_admin",
    *,
    leaver: str = "clerk",
    taker: str = "nobody",
    begins_on: date = BEGINS,
) -> HandOver:
    who, post = home[by], _post(home[leaver])
    with scoped(scope_for(who, on=ON), on=ON):
        return actions.propose_handover(
            post=post, taker=home[taker], begins_on=begins_on, by=who, at=AT
        )


def _act(act: Any, user: User, made: HandOver) -> Any:
    user.__dict__.pop("_posts_on", None)
    with scoped(scope_for(user, on=ON), on=ON), transaction.atomic():
        return act(handover=made, by=user, at=AT)


def _state(made: HandOver) -> HandOver:
    with scoped(operator_scope(), on=ON):
        return HandOver.objects.get(pk=made.pk)


def test_the_second_confirmation_gives_the_post_ends_the_other_and_moves_the_work(
    home: Place,
) -> None:
    clerk, taker = home["clerk"], home["nobody"]
    batch = _stage(home, clerk)
    made = _propose(home)
    with pytest.raises(actions.CannotHandOver, match="先由移交的人"):
        _act(actions.take_over, taker, made)
    _act(actions.confirm_handover, clerk, made)
    with scoped(operator_scope(), on=ON):
        assert Post.objects.filter(user=taker).count() == 0
        assert Batch.objects.get(pk=batch.pk).held_by is None
    with override("en"):  # another language is no change of the work
        assert _act(actions.take_over, taker, made) == 1
    with scoped(operator_scope(), on=ON):
        given, ended = Post.objects.get(user=taker), Post.objects.get(user=clerk)
        assert (given.role, given.valid_from, given.valid_until) == (Role.CLERK, BEGINS, None)
        assert given.given_by == home["system_admin"].uuid
        assert ended.valid_until == BEGINS - timedelta(days=1)
        assert Batch.objects.get(pk=batch.pk).held_by == taker.uuid
        assert queries.all_open_work(clerk.uuid) == []
        assert [work.uuid for work in queries.all_open_work(taker.uuid)] == [batch.uuid]
    assert _state(made).done_at == AT
    for user in (clerk, taker):
        with pytest.raises(actions.CannotHandOver, match="已经办完"):
            _act(actions.take_over if user is taker else actions.confirm_handover, user, made)


def test_families_by_grant_go_over_and_stand_ins_end_with_the_post(home: Place) -> None:
    helper, taker = home["volunteer"], home["nobody"]
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        actions.give_grant(
            principal=helper.uuid,
            subject=uuid4(),
            area=home.village,
            purpose=Purpose.PAIRED,
            valid_from=ON,
            by=home["clerk"].uuid,
            at=AT,
        )
    made = _propose(home, leaver="volunteer")
    _act(actions.confirm_handover, helper, made)
    _act(actions.take_over, taker, made)
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        old = Grant.objects.get(principal=helper.uuid)
        new = Grant.objects.get(principal=taker.uuid)
        assert (old.valid_until, new.valid_from) == (BEGINS - timedelta(days=1), BEGINS)
        assert (old.subject, old.purpose) == (new.subject, new.purpose)


def test_a_stand_in_ends_on_the_last_day(home: Place) -> None:
    actions.arrange_stand_in(
        for_user=home["reviewer"],
        user=home["clerk"],
        valid_from=ON,
        valid_until=BEGINS + timedelta(days=9),
        by=OPERATOR,
        at=AT,
    )
    made = _propose(home)
    _act(actions.confirm_handover, home["clerk"], made)
    _act(actions.take_over, home["nobody"], made)
    with scoped(operator_scope(), on=ON):
        assert StandIn.objects.get().valid_until == BEGINS - timedelta(days=1)


def test_work_that_changed_since_overtakes_the_confirmation(home: Place) -> None:
    made = _propose(home)
    _act(actions.confirm_handover, home["clerk"], made)
    _stage(home, home["clerk"])
    with pytest.raises(actions.CannotHandOver, match="有变化"):
        _act(actions.take_over, home["nobody"], made)
    assert _state(made).done_at is None
    _act(actions.confirm_handover, home["clerk"], made)
    assert _act(actions.take_over, home["nobody"], made) == 1


def test_it_can_be_withdrawn_until_it_is_done(home: Place) -> None:
    for who in ("clerk", "nobody", "system_admin"):
        made = _propose(home)
        _act(actions.withdraw_handover, home[who], made)
        assert _state(made).withdrawn_by == home[who].uuid
        with pytest.raises(actions.CannotHandOver, match="已经撤回"):
            _act(actions.take_over, home["nobody"], made)


@pytest.mark.parametrize(
    ("by", "leaver", "taker", "begins", "words"),
    [
        ("system_admin", "clerk", "clerk", BEGINS, "移交给自己"),
        ("clerk", "clerk", "clerk", BEGINS, "移交给自己"),
        ("clerk", "clerk", "village_worker", BEGINS, "没有这个岗位的权限"),
        ("system_admin", "clerk", "auditor", BEGINS, "三员"),
        ("system_admin", "clerk", "security_admin", BEGINS, "三员"),
        ("system_admin", "inspector", "nobody", BEGINS, "重新任命"),
        ("auditor", "auditor", "nobody", BEGINS, "重新任命"),
        ("system_admin", "clerk", "nobody", ON - timedelta(days=1), "过去"),
        ("reviewer", "clerk", "nobody", BEGINS, "不由您移交"),
        ("security_admin", "clerk", "nobody", BEGINS, "不由您移交"),
        ("nobody", "clerk", "nobody", BEGINS, "不由您移交"),
    ],
)
def test_what_is_refused(
    home: Place, by: str, leaver: str, taker: str, begins: date, words: str
) -> None:
    with pytest.raises(actions.CannotHandOver, match=words):
        _propose(home, by, leaver=leaver, taker=taker, begins_on=begins)
    with scoped(operator_scope(), on=ON):
        assert not HandOver.objects.exists()


def test_another_town_and_a_closed_account_are_refused(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    home.people["far_clerk"] = far["clerk"]
    with pytest.raises(actions.CannotHandOver, match="不在这个镇"):
        _propose(home, taker="far_clerk")
    home.people["far_admin"] = far["system_admin"]
    with pytest.raises(actions.CannotHandOver, match="不由您移交"):
        _propose(home, "far_admin")
    made = _propose(home)
    with scoped(operator_scope(), on=ON):
        User.objects.filter(pk=home["nobody"].pk).update(is_active=False)
    with pytest.raises(actions.CannotHandOver, match="停用"):
        _act(actions.confirm_handover, home["clerk"], made)


def test_the_leaver_hands_over_to_who_holds_such_a_post(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        actions.give_post(
            user=home["nobody"],
            role=Role.CLERK,
            organisation=home.town.government,
            valid_from=ON,
            by=OPERATOR,
            at=AT,
        )
    made = _propose(home, "clerk")
    assert made.leaver_confirmed_by == home["clerk"].uuid
    _act(actions.take_over, home["nobody"], made)
    with scoped(operator_scope(), on=ON):
        assert Post.objects.get(user=home["nobody"]).valid_from == ON
        assert not access.has_right(home["clerk"], "register.decide", on=BEGINS)


def test_the_administrator_confirms_for_who_is_gone_and_the_taker_never_does(home: Place) -> None:
    made = _propose(home)
    with pytest.raises(actions.CannotHandOver, match="移交的人确认"):
        _act(actions.confirm_handover, home["nobody"], made)
    with scoped(operator_scope(), on=ON), pytest.raises(actions.CannotHandOver):
        actions.confirm_handover(handover=made, by=home["reviewer"], at=AT)
    _act(actions.confirm_handover, home["system_admin"], made)
    assert _state(made).leaver_confirmed_by == home["system_admin"].uuid
    with pytest.raises(actions.CannotHandOver, match="接手的人确认"):
        _act(actions.take_over, home["system_admin"], made)


# The database.


@pytest.mark.parametrize(
    ("promise", "words"),
    [
        ("offices_handover_not_to_oneself", {"taker": "clerk"}),
        ("offices_handover_both_confirm", {"done_at": AT}),
        (
            "offices_handover_done_stays_done",
            {"done_at": AT, "leaver_confirmed_at": AT, "withdrawn_at": AT},
        ),
        ("offices_handover_one_at_a_time", {}),
    ],
)
def test_the_database_keeps_each_promise(
    real_home: Place, promise: str, words: dict[str, Any]
) -> None:
    """As the owner, past the policies: they would refuse first."""
    home, post = real_home, _post(real_home["clerk"])
    if not words:
        _propose(home)
    values = {"taker": "nobody", **words}
    taker = home[str(values.pop("taker"))]
    with pytest.raises(IntegrityError) as caught, transaction.atomic(using="owner"):
        HandOver.objects.using("owner").create(
            area_id=home.town.area.lo,
            post_id=post.pk,
            leaver_id=home["clerk"].pk,
            taker_id=taker.pk,
            begins_on=BEGINS,
            mark="",
            proposed_by=OPERATOR,
            proposed_at=AT,
            **values,
        )
    assert caught.value.__cause__.diag.constraint_name == promise  # type: ignore[union-attr]


def test_the_taker_writes_no_confirmation_of_the_leaver_and_nothing_moves_off_the_record(
    home: Place,
) -> None:
    made = _propose(home)
    taker = home["nobody"]
    with (
        scoped(scope_for(taker, on=ON), on=ON),
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
    ):
        HandOver.objects.filter(pk=made.pk).update(leaver_confirmed_at=AT)
    name = caught.value.__cause__.diag.constraint_name  # type: ignore[union-attr]
    assert name == "offices_handover_leaver_confirms"
    _act(actions.confirm_handover, home["clerk"], made)
    with (
        scoped(scope_for(taker, on=ON), on=ON),
        pytest.raises(DatabaseError, match="on record"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select offices_take_over(%s, %s)", [made.uuid, AT])


def test_who_took_over_sees_no_more_of_the_leaver_once_it_is_done(home: Place) -> None:
    clerk, taker = home["clerk"], home["nobody"]
    made = _propose(home)
    sees = "select offices_sees_work(%s)"
    for done in (False, True):
        if done:
            _act(actions.confirm_handover, clerk, made)
            _act(actions.take_over, taker, made)
        with scoped(scope_for(taker, on=ON), on=ON), connection.cursor() as cursor:
            cursor.execute(sees, [clerk.uuid])
            assert cursor.fetchone() == (not done,)


@pytest.mark.parametrize("who", ["reviewer", "neighbour", "auditor", "nobody"])
def test_a_stranger_reads_nobodys_open_work(home: Place, who: str) -> None:
    _stage(home, home["clerk"])
    with scoped(scope_for(home[who], on=ON), on=ON):
        assert queries.all_open_work(home["clerk"].uuid) == []


# Closing an account.


def test_no_account_with_open_work_is_closed_and_what_is_open_is_named(home: Place) -> None:
    _stage(home, home["clerk"])
    admin = home["system_admin"]
    with (
        scoped(scope_for(admin, on=ON), on=ON),
        pytest.raises(actions.CannotCloseAccount, match=r"花名册.*移交"),
    ):
        actions.close_account(user=home["clerk"], by=admin, at=AT)
    page = signed_in(admin).post(
        reverse("offices:close_account", args=[home["clerk"].uuid]), follow=True
    )
    assert "手上还有没办完的" in page.content.decode()
    assert reverse("offices:propose_handover", args=[_post(home["clerk"]).uuid]) in (
        page.content.decode()
    )
    made = _propose(home)
    _act(actions.confirm_handover, home["clerk"], made)
    _act(actions.take_over, home["nobody"], made)
    with scoped(scope_for(admin, on=ON), on=ON):
        actions.close_account(user=home["clerk"], by=admin, at=AT, known=True)
        assert not User.objects.get(pk=home["clerk"].pk).is_active


# The pages: both sides, the administrator; other office, wrong role, nobody.


def _at(route: str, uuid: object) -> str:
    return reverse(f"offices:{route}", kwargs={"uuid": uuid})


def test_the_whole_way_on_the_pages(home: Place) -> None:
    admin, clerk, taker = (signed_in(home[who]) for who in ("system_admin", "clerk", "nobody"))
    _stage(home, home["clerk"])
    place = _at("propose_handover", _post(home["clerk"]).uuid)
    assert "花名册" in admin.get(place).content.decode()
    words = {"taker": str(home["nobody"].uuid), "begins_on": BEGINS.isoformat()}
    bad = admin.post(place, {**words, "begins_on": "2012-05-01"})
    assert "已经过去" in bad.content.decode()
    assert "2012-05-01" in bad.content.decode()
    assert admin.post(place, words).status_code == 302
    with scoped(operator_scope(), on=ON):
        made = HandOver.objects.get()
    page = _at("handover", made.uuid)
    assert "等您确认的移交" in clerk.get("/").content.decode()
    assert "等移交的人确认了" in taker.get(page).content.decode()
    assert "等接手" in clerk.post(_at("confirm_handover", made.uuid), follow=True).content.decode()
    answer = taker.post(_at("confirm_handover", made.uuid), follow=True)
    assert "移交办完了" in answer.content.decode()
    assert "已办完" in clerk.get(page).content.decode()
    assert page in taker.get(reverse("offices:handovers")).content.decode()


@pytest.mark.parametrize(
    ("by", "taker", "words"),
    [
        ("clerk", "village_worker", "只能交给这里已有同样岗位的人；要交给别人，请系统管理员来提。"),
        ("clerk", "nobody", "只能交给这里已有同样岗位的人；要交给别人，请系统管理员来提。"),
        ("system_admin", "auditor", "这个人不能接手：已停用，是三员，或不在这个镇。"),
    ],
)
def test_the_page_says_why_somebody_without_the_right_does_not_take_over(
    home: Place, by: str, taker: str, words: str
) -> None:
    words_ = {"taker": str(home[taker].uuid), "begins_on": BEGINS.isoformat()}
    page = signed_in(home[by]).post(_at("propose_handover", _post(home["clerk"]).uuid), words_)
    assert words in page.content.decode()
    assert f'value="{BEGINS.isoformat()}"' in page.content.decode()
    with scoped(operator_scope(), on=ON):
        assert not HandOver.objects.exists()


def test_the_page_says_that_the_right_was_lost_before_the_last_confirmation(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        actions.give_post(
            user=home["nobody"], role=Role.CLERK, organisation=home.town.government,
            valid_from=ON - timedelta(days=9), by=OPERATOR, at=AT,
        )  # fmt: skip
    made = _propose(home, "clerk")
    with scoped(operator_scope(), on=ON):
        Post.objects.filter(user=home["nobody"]).update(valid_until=ON - timedelta(days=1))
    answer = signed_in(home["nobody"]).post(_at("confirm_handover", made.uuid), follow=True)
    assert "接手的人已经没有这个岗位的权限，请系统管理员来提出移交。" in answer.content.decode()
    assert _state(made).is_open
    with scoped(operator_scope(), on=ON):
        assert Post.objects.get(user=home["clerk"]).valid_until is None


@pytest.mark.parametrize("who", ["reviewer", "auditor", "neighbour", "far", ""])
def test_who_takes_no_part_finds_nothing(home: Place, who: str) -> None:
    made = _propose(home)
    if who == "far":
        home.people["far"] = found(FAR, "柳岸镇", "far")["system_admin"]
    client = signed_in(home[who]) if who else Client()
    post = _post(home["clerk"]).uuid
    for answer in (
        client.get(_at("handover", made.uuid)),
        client.get(_at("propose_handover", post)),
        client.post(_at("propose_handover", post), {"taker": str(home["nobody"].uuid)}),
        client.post(_at("confirm_handover", made.uuid)),
        client.post(_at("withdraw_handover", made.uuid)),
    ):
        assert answer.status_code == (404 if who else 302)
    assert _state(made).is_open
