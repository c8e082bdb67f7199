"""Posts: dated, not held twice, and the three administrators apart, under concurrency too."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, connections, transaction

from bangfu.offices import access, actions, queries
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import ADMIN_ROLES, Post, Role, User
from bangfu.offices.scope import operator_scope, scope_for, scoped

from .town import AT, FAR, ON, SINCE, Place, found

CASE_ROLES = sorted(set(Role.values) - ADMIN_ROLES - {Role.OPERATOR, Role.INSPECTOR})


def _give(
    home: Place,
    user: User,
    role: str,
    by: object = OPERATOR,
    *,
    since: date = SINCE,
    until: date | None = None,
) -> Post:
    return actions.give_post(
        user=user,
        role=role,
        organisation=home.town.government,
        valid_from=since,
        valid_until=until,
        by=by,
        at=AT,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("admin", sorted(ADMIN_ROLES))
def test_an_administrators_post_stands_alone(home: Place, admin: str) -> None:
    user = home["nobody"]
    _give(home, user, admin)
    for other in [*sorted(ADMIN_ROLES - {admin}), *CASE_ROLES]:
        with pytest.raises(actions.CannotGivePost, match="三员"):
            _give(home, user, other)


@pytest.mark.parametrize("admin", sorted(ADMIN_ROLES))
def test_who_works_on_cases_becomes_no_administrator(home: Place, admin: str) -> None:
    for role in CASE_ROLES:
        with pytest.raises(actions.CannotGivePost, match="三员"):
            _give(home, home[role], admin)


def test_an_administrator_may_change_over_on_the_next_day(home: Place) -> None:
    user = home["nobody"]
    _give(home, user, Role.AUDITOR, until=date(2012, 3, 31))
    with pytest.raises(actions.CannotGivePost):
        _give(home, user, Role.CLERK, since=date(2012, 3, 31))
    assert _give(home, user, Role.CLERK, since=date(2012, 4, 1)).pk


def test_the_same_post_is_not_held_twice_and_two_posts_may_be(home: Place) -> None:
    user = home["nobody"]
    _give(home, user, Role.CLERK)
    with pytest.raises(actions.CannotGivePost, match="同样的岗位"):
        _give(home, user, Role.CLERK, since=date(2012, 5, 1))
    assert _give(home, user, Role.REVIEWER).pk


def test_offices_post_dates_in_order_and_inspector_is_dated(home: Place) -> None:
    with pytest.raises(actions.CannotGivePost, match="早于"):
        _give(home, home["nobody"], Role.CLERK, until=date(2011, 1, 1))
    with pytest.raises(actions.CannotGivePost, match="离任日期"):
        _give(home, home["nobody"], Role.INSPECTOR)
    for promise, changes in [
        ("offices_post_dates_in_order", {"valid_until": date(2011, 1, 1)}),
        ("offices_post_role_is_known", {"role": "king"}),
    ]:
        with (
            scoped(operator_scope(), on=ON),
            pytest.raises(IntegrityError, match=promise),
            transaction.atomic(),
        ):
            Post.objects.filter(user=home["clerk"]).update(**changes)
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(IntegrityError, match="offices_post_inspector_is_dated"),
        transaction.atomic(),
    ):
        Post.objects.filter(user=home["inspector"]).update(valid_until=None)


def test_no_two_roles_have_the_same_hash(home: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(distinct hashtextextended(role, 0)) from unnest(%s::text[]) as role",
            [Role.values],
        )
        assert cursor.fetchone() == (len(Role.values),)


def test_administrators_cannot_be_made_in_a_race(real_home: Place) -> None:
    """Two appointments at the same moment, each fine by itself: one of them is refused."""
    user = real_home["nobody"]
    start, outcomes = threading.Barrier(2), []

    def appoint(role: str) -> None:
        try:
            start.wait(timeout=20)
            _give(real_home, user, role)
            outcomes.append("given")
        except actions.CannotGivePost:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=appoint, args=(r,)) for r in ("auditor", "clerk")]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert sorted(outcomes) == ["given", "refused"]


def test_the_three_duties_are_kept_apart(home: Place) -> None:
    system, security = home["system_admin"], home["security_admin"]
    with scoped(scope_for(system, on=ON), on=ON):
        with pytest.raises(actions.CannotGivePost):
            _give(home, home["nobody"], Role.AUDITOR, by=system)
        _give(home, home["nobody"], Role.CLERK, by=system, until=date(2012, 5, 31))
        with pytest.raises(actions.CannotGivePost):
            _give(home, system, Role.CLERK, by=system)
    with scoped(scope_for(security, on=ON), on=ON):
        with pytest.raises(actions.CannotGivePost):
            _give(home, home["nobody"], Role.CLERK, by=security, since=ON)
        assert _give(home, home["nobody"], Role.AUDITOR, by=security, since=ON).pk


@pytest.mark.parametrize("role", [*CASE_ROLES, "auditor", "nobody"])
def test_nobody_else_appoints(home: Place, role: str) -> None:
    by = home[role]
    with scoped(scope_for(by, on=ON), on=ON):
        with pytest.raises(actions.CannotGivePost):
            _give(home, home["neighbour"], Role.CLERK, by=by)
        with pytest.raises(actions.CannotOpenAccount):
            actions.open_account(
                username="mole",
                display_name="某人",
                organisation=home.town.government,
                by=by,
                at=AT,
            )
        with pytest.raises(actions.CannotResetPassword):
            actions.reset_password(user=home["neighbour"], by=by, at=AT)
        with pytest.raises(actions.CannotUnlock):
            actions.unlock(user=home["clerk"], by=by, at=AT)
        with pytest.raises(actions.CannotResetSecondFactor):
            actions.reset_second_factor(user=home["clerk"], by=by, at=AT)


def test_an_administrator_of_another_town_cannot_appoint_here(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    by = far["system_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        with pytest.raises(actions.CannotGivePost):
            _give(home, home["nobody"], Role.CLERK, by=by)
        with pytest.raises(actions.CannotResetPassword):
            actions.reset_password(user=home["clerk"], by=by, at=AT)
        assert home["clerk"].pk not in {user.pk for user in queries.list_accounts(by, on=ON)}


def test_a_post_that_ended_gives_no_right(home: Place) -> None:
    clerk = home["clerk"]
    with scoped(scope_for(home["system_admin"], on=ON), on=ON):
        found_post = queries.list_posts(clerk).get()
        post_ended = actions.end_post(
            post=found_post, valid_until=ON, by=home["system_admin"], at=AT
        )
        assert post_ended.ended_by == home["system_admin"].uuid
        fresh = User.objects.get(pk=clerk.pk)
        assert access.has_right(fresh, "register.write", on=ON)
        assert not access.has_right(fresh, "register.write", on=date(2012, 6, 2))
        assert scope_for(fresh, on=date(2012, 6, 2)).areas == ()
        with pytest.raises(actions.CannotEndPost):
            actions.end_post(
                post=found_post, valid_until=date(2011, 1, 1), by=home["system_admin"], at=AT
            )


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.OPERATOR}))
def test_the_scope_of_each_role(home: Place, role: str) -> None:
    town = (home.town.area.lo, home.town.area.hi)
    expected = {
        Role.CLERK: (town,),
        Role.REVIEWER: (town,),
        Role.APPROVER: (town,),
        Role.INSPECTOR: (),  # nothing before he is sent
        Role.VILLAGE_WORKER: ((home.village, home.village + 999),),
        Role.SOCIAL_WORKER: ((home.village, home.village + 999),),
    }
    with scoped(operator_scope(), on=ON):
        assert scope_for(home[role], on=ON).areas == expected.get(Role(role), ())


def test_an_unknown_right_is_a_mistake_of_the_programme(home: Place) -> None:
    with pytest.raises(ValueError):
        access.has_right(home["clerk"], "register.reed", on=ON)
