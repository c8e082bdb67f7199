"""The last system administrator stays; an inspector stands in for nobody."""

from __future__ import annotations

import pytest

from bangfu.offices import actions, queries
from bangfu.offices.access import OPERATOR
from bangfu.offices.actions.last import leaves_none
from bangfu.offices.models import Post, Role, User
from bangfu.offices.scope import operator_scope, scope_for, scoped

from .town import AT, ON, SINCE, Place, found


def _second_admin(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        actions.give_post(
            user=home["nobody"],
            role=Role.SYSTEM_ADMIN,
            organisation=home.town.government,
            area=home.town.area,
            valid_from=SINCE,
            by=OPERATOR,
            at=AT,
        )


def test_the_last_system_administrator_of_a_town_is_not_closed(home: Place) -> None:
    found("442099102000", "柳岸镇", "far")
    admin = home["system_admin"]
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(actions.CannotCloseAccount, match="唯一的系统管理员"),
    ):
        actions.close_account(user=admin, by=OPERATOR, at=AT)
    with scoped(operator_scope(), on=ON):
        assert User.objects.get(pk=admin.pk).is_active
    _second_admin(home)
    with scoped(operator_scope(), on=ON):
        actions.close_account(user=admin, by=OPERATOR, at=AT)
        assert not User.objects.get(pk=admin.pk).is_active


def test_the_security_administrator_cannot_close_the_last_one_either(home: Place) -> None:
    by = home["security_admin"]
    with (
        scoped(scope_for(by, on=ON), on=ON),
        pytest.raises(actions.CannotCloseAccount, match="唯一的系统管理员"),
    ):
        actions.close_account(user=home["system_admin"], by=by, at=AT)


def test_the_post_of_the_last_system_administrator_is_not_ended(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        post = Post.objects.get(user=home["system_admin"], role=Role.SYSTEM_ADMIN)
        with pytest.raises(actions.CannotEndPost, match="唯一的系统管理员"):
            actions.end_post(post=post, valid_until=ON, by=OPERATOR, at=AT)
        assert Post.objects.get(pk=post.pk).valid_until is None
    _second_admin(home)
    with scoped(operator_scope(), on=ON):
        actions.end_post(post=post, valid_until=ON, by=OPERATOR, at=AT)
        assert Post.objects.get(pk=post.pk).valid_until == ON


def test_an_administrator_of_a_wider_area_serves_as_the_other(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        admin = home["system_admin"]
        post = Post.objects.get(user=home["village_worker"])
        village = post.area
        assert leaves_none(admin, home.town.area, on=ON)
        assert not leaves_none(home["village_worker"], village, on=ON)


def test_an_inspector_is_neither_offered_nor_taken_as_a_stand_in(home: Place) -> None:
    admin = home["system_admin"]
    with scoped(scope_for(admin, on=ON), on=ON):
        offered = queries.who_may_stand_in(home["clerk"], admin, on=ON)
        assert home["village_worker"] in offered
        assert home["inspector"] not in offered
        with pytest.raises(actions.CannotStandIn, match="检查人员不能给别人代班"):
            actions.arrange_stand_in(
                for_user=home["clerk"],
                user=home["inspector"],
                valid_from=ON,
                valid_until=ON,
                by=admin,
                at=AT,
            )
