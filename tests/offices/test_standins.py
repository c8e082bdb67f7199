"""Who stands in for whom: between two dates, with the other's reach, and on record as such."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from bangfu.audit import actions as audit
from bangfu.audit.models import Entry
from bangfu.offices import access, actions, queries
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import Role, StandIn, User
from bangfu.offices.scope import operator_scope, scope_for, scoped

from .town import AT, FAR, ON, Place, found, signed_in

UNTIL = ON + timedelta(days=10)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", ON.isoformat())


def _arrange(
    home: Place,
    user: User | None = None,
    for_user: User | None = None,
    *,
    by: object = OPERATOR,
    since: date = ON,
    until: date = UNTIL,
) -> StandIn:
    return actions.arrange_stand_in(
        for_user=for_user or home["clerk"],
        user=user or home["village_worker"],
        valid_from=since,
        valid_until=until,
        by=by,  # type: ignore[arg-type]
        at=AT,
    )


def _fresh(user: User) -> User:
    with scoped(operator_scope(), on=ON):
        return User.objects.select_related("organisation").get(pk=user.pk)


def test_a_stand_in_has_the_others_reach_on_those_days_and_no_other(home: Place) -> None:
    town = (home.town.area.lo, home.town.area.hi)
    _arrange(home, since=ON + timedelta(days=1))
    worker = _fresh(home["village_worker"])
    for day, sees in [(ON, False), (ON + timedelta(days=1), True), (UNTIL, True),
                      (UNTIL + timedelta(days=1), False)]:  # fmt: skip
        scope = scope_for(worker, on=day)
        assert (town in scope.areas) is sees
        with scoped(scope, on=day):
            assert access.has_right(worker, "register.decide", on=day) is sees
            with connection.cursor() as cursor:
                cursor.execute("select offices_may('{clerk}', %s)", [home.next_village])
                assert cursor.fetchone() == (sees,)


def test_a_stand_in_whose_account_or_principal_is_closed_lends_nothing(home: Place) -> None:
    made = _arrange(home)
    assert len(scope_for(_fresh(home["village_worker"]), on=ON).areas) == 2
    actions.end_stand_in(stand_in=made, by=OPERATOR, at=AT)
    assert len(scope_for(_fresh(home["village_worker"]), on=ON).areas) == 1
    _arrange(home)
    with scoped(operator_scope(), on=ON):
        User.objects.filter(pk=home["clerk"].pk).update(is_active=False)
    assert len(scope_for(_fresh(home["village_worker"]), on=ON).areas) == 1


def test_what_the_stand_in_could_not_do_alone_is_on_record_as_done_for_the_other(
    home: Place,
) -> None:
    _arrange(home)
    worker = _fresh(home["village_worker"])
    with scoped(scope_for(worker, on=ON), on=ON):
        for area in (home.village, home.next_village, None):
            audit.record(verb="desk.test.act", by=worker.uuid, at=AT, area=area)
        said = list(
            Entry.objects.filter(actor=worker.uuid, verb="desk.test.act")
            .order_by("id")
            .values_list("detail", flat=True)
        )
    mark = {"for": str(home["clerk"].uuid)}
    assert said == [mark, mark, {}]


def test_another_persons_entry_is_not_marked(home: Place) -> None:
    _arrange(home)
    clerk = home["clerk"]
    with scoped(scope_for(_fresh(home["village_worker"]), on=ON), on=ON):
        audit.record(verb="desk.test.act", by=clerk.uuid, at=AT, area=home.village)
    with scoped(scope_for(clerk, on=ON), on=ON):
        assert Entry.objects.get(actor=clerk.uuid, verb="desk.test.act").detail == {}


def test_what_ones_own_post_allows_is_not_done_for_another(home: Place) -> None:
    _arrange(home, user=home["clerk"], for_user=home["village_worker"])
    clerk = _fresh(home["clerk"])
    assert scope_for(clerk, on=ON).standing == ()


def test_nobody_reviews_across_a_stand_in(home: Place) -> None:
    _arrange(home, user=home["clerk"], for_user=home["reviewer"])
    with scoped(operator_scope(), on=ON):
        both = {home["clerk"].uuid, home["reviewer"].uuid}
        assert queries.hands_of(home["clerk"], on=ON) == both
        assert queries.hands_of(home["reviewer"], on=ON) == both
        after = UNTIL + timedelta(days=1)
        assert queries.hands_of(home["clerk"], on=after) == {home["clerk"].uuid}


def test_a_stand_in_for_a_reviewer_needs_the_second_factor(home: Place) -> None:
    _arrange(home, user=home["clerk"], for_user=home["reviewer"])
    with scoped(operator_scope(), on=ON):
        assert access.needs_second_factor(_fresh(home["clerk"]), on=ON)
        assert not access.needs_second_factor(_fresh(home["village_worker"]), on=ON)


@pytest.mark.parametrize(
    ("user", "for_user", "words"),
    [
        ("clerk", "clerk", "自己替自己"),
        ("auditor", "clerk", "三员"),
        ("clerk", "security_admin", "没有可以代班的岗位"),
        ("clerk", "liaison", "没有可以代班的岗位"),
        ("clerk", "nobody", "没有可以代班的岗位"),
    ],
)
def test_who_may_not_stand_in(home: Place, user: str, for_user: str, words: str) -> None:
    with pytest.raises(actions.CannotStandIn, match=words):
        _arrange(home, home[user], home[for_user])


def test_bad_dates_closed_accounts_and_other_towns_are_refused(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    day = timedelta(days=1)
    for since, until, words in [
        (ON, ON - day, "早于"),
        (ON - 9 * day, ON - day, "过去"),
        (ON, ON + 184 * day, "半年"),
    ]:
        with pytest.raises(actions.CannotStandIn, match=words):
            _arrange(home, since=since, until=until)
    with pytest.raises(actions.CannotStandIn, match="同一个镇"):
        _arrange(home, user=far["clerk"])
    with scoped(operator_scope(), on=ON):
        User.objects.filter(pk=home["neighbour"].pk).update(is_active=False)
    with pytest.raises(actions.CannotStandIn, match="停用"):
        _arrange(home, user=_fresh(home["neighbour"]))
    with scoped(operator_scope(), on=ON):
        assert not StandIn.objects.exists()


def test_there_is_no_chain_and_one_stand_in_at_a_time(home: Place) -> None:
    _arrange(home)
    with pytest.raises(actions.CannotStandIn, match="又代班又请人代班"):
        _arrange(home, user=home["clerk"], for_user=home["reviewer"])
    with pytest.raises(actions.CannotStandIn, match="又代班又请人代班"):
        _arrange(home, user=home["neighbour"], for_user=home["village_worker"])
    with pytest.raises(actions.CannotStandIn, match="已经有人代班"):
        _arrange(home, user=home["neighbour"])
    after = UNTIL + timedelta(days=1)
    assert _arrange(home, user=home["neighbour"], since=after, until=after).pk


def test_who_stands_in_becomes_no_administrator_on_those_days(home: Place) -> None:
    nobody = home["nobody"]
    give = {"user": nobody, "organisation": home.town.government, "by": OPERATOR, "at": AT}
    actions.give_post(role=Role.SOCIAL_WORKER, valid_from=ON, valid_until=ON, **give)  # type: ignore[arg-type]
    _arrange(home, user=nobody)
    with pytest.raises(actions.CannotGivePost, match="代班"):
        actions.give_post(role=Role.AUDITOR, valid_from=UNTIL, **give)  # type: ignore[arg-type]
    after = UNTIL + timedelta(days=1)
    assert actions.give_post(role=Role.AUDITOR, valid_from=after, **give).pk  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("promise", "changes"),
    [
        ("offices_standin_dates_in_order", {"valid_until": ON - timedelta(days=1)}),
        ("offices_standin_has_an_end", {"valid_until": ON + timedelta(days=184)}),
        ("offices_standin_not_for_oneself", {"user": "clerk"}),
        ("offices_standin_one_at_a_time", {"user": "neighbour"}),
        ("offices_standin_no_chain", {"user": "clerk", "for_user": "reviewer"}),
        ("offices_standin_no_administrator", {"user": "auditor", "for_user": "reviewer"}),
    ],
)
def test_the_database_keeps_each_promise(
    home: Place, promise: str, changes: dict[str, object]
) -> None:
    if promise in ("offices_standin_one_at_a_time", "offices_standin_no_chain"):
        _arrange(home)
    words = {"user": "village_worker", "for_user": "clerk", **changes}
    made = {
        "area": home.town.area,
        "valid_from": ON,
        "valid_until": words.pop("valid_until", UNTIL),
        "given_by": OPERATOR,
        "given_at": AT,
        **{key: home[str(name)] for key, name in words.items()},
    }
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
    ):
        StandIn.objects.create(**made)
    assert caught.value.__cause__.diag.constraint_name == promise  # type: ignore[union-attr]


def test_the_database_lets_only_the_system_administrator_write_one(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    for who in (home["clerk"], home["reviewer"], home["security_admin"], far["system_admin"]):
        with (
            scoped(scope_for(who, on=ON), on=ON),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            StandIn.objects.create(
                area=home.town.area,
                user=home["village_worker"],
                for_user=home["clerk"],
                valid_from=ON,
                valid_until=UNTIL,
                given_by=who.uuid,
                given_at=AT,
            )


# The page: own office, other office, wrong role, nobody.


def _words(home: Place, who: str = "village_worker") -> dict[str, str]:
    return {
        "stand-user": str(home[who].uuid),
        "stand-valid_from": ON.isoformat(),
        "stand-valid_until": UNTIL.isoformat(),
    }


def _at(route: str, uuid: object) -> str:
    return reverse(f"offices:{route}", kwargs={"uuid": uuid})


def test_the_system_administrator_arranges_and_ends_one(home: Place) -> None:
    client, clerk = signed_in(home["system_admin"]), home["clerk"]
    page = client.get(_at("account", clerk.uuid)).content.decode()
    assert home["village_worker"].display_name in page
    answer = client.post(_at("arrange_stand_in", clerk.uuid), _words(home), follow=True)
    assert "代班已登记" in answer.content.decode()
    with scoped(operator_scope(), on=ON):
        made = StandIn.objects.get()
    assert made.given_by == home["system_admin"].uuid
    answer = client.post(_at("end_stand_in", made.uuid), follow=True)
    assert "代班已结束" in answer.content.decode()
    with scoped(operator_scope(), on=ON):
        assert StandIn.objects.get().ended_by == home["system_admin"].uuid


def test_a_refusal_stands_on_the_form_and_keeps_what_was_chosen(home: Place) -> None:
    client = signed_in(home["system_admin"])
    words = {**_words(home), "stand-valid_until": "2012-05-01"}
    answer = client.post(_at("arrange_stand_in", home["clerk"].uuid), words)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "止日早于起日" in page
    assert "2012-05-01" in page
    with scoped(operator_scope(), on=ON):
        assert not StandIn.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "auditor", "village_worker", "security_admin", ""])
def test_nobody_else_arranges_or_ends_one(home: Place, who: str) -> None:
    made = _arrange(home)
    from django.test import Client

    client = signed_in(home[who]) if who else Client()
    for answer in (
        client.post(_at("arrange_stand_in", home["reviewer"].uuid), _words(home, "neighbour")),
        client.post(_at("end_stand_in", made.uuid)),
    ):
        assert answer.status_code == (403 if who else 302)
    with scoped(operator_scope(), on=ON):
        assert StandIn.objects.get(ended_at=None) == made


def test_the_administrator_of_another_town_finds_neither(home: Place) -> None:
    made, far = _arrange(home), found(FAR, "柳岸镇", "far")
    client = signed_in(far["system_admin"])
    assert client.post(_at("end_stand_in", made.uuid)).status_code == 404
    place = _at("arrange_stand_in", home["reviewer"].uuid)
    assert client.post(place, _words(home, "neighbour")).status_code == 404


def test_both_read_it_on_their_first_page(home: Place) -> None:
    _arrange(home)
    for who, words in [
        ("village_worker", f"您正在替{home['clerk'].display_name}代班"),
        ("clerk", f"{home['village_worker'].display_name}正在替您代班"),
    ]:
        assert words in signed_in(home[who]).get("/").content.decode()
    assert "代班" not in signed_in(home["reviewer"]).get("/").content.decode()
