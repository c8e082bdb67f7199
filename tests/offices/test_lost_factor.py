"""A second factor that its owner has lost: who takes it off, and what follows."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import connections
from django.test import Client
from django.urls import reverse

from bangfu.offices import actions
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import SignIn, User
from bangfu.offices.scope import operator_scope, scope_for, scoped

from .town import AT, ON, PASSWORD, Place, signed_in

VERB = "offices.account.reset_second_factor"
LOGIN = "/account/login/"


def _set_up(user: User) -> None:
    with scoped(scope_for(user, on=ON), on=ON):
        totp.TOTP.activate(user, totp.generate_totp_secret())
        RecoveryCodes.activate(user)


def _factors(user: User) -> int:
    with scoped(scope_for(user, on=ON), on=ON):
        return Authenticator.objects.filter(user=user).count()


def _entries(using: str = "default") -> list[Any]:
    with connections[using].cursor() as cursor:
        cursor.execute("select actor, subject, via from audit_entry where verb = %s", [VERB])
        return cursor.fetchall()


def _page(name: str, user: User) -> str:
    return reverse(f"offices:{name}", kwargs={"uuid": user.uuid})


def _knock(name: str) -> Client:
    client = Client()
    assert client.post(LOGIN, {"login": name, "password": PASSWORD}).status_code == 302
    return client


def test_the_security_administrator_takes_it_off_and_the_next_login_sets_up_another(
    home: Place, settings: Any
) -> None:
    user, by = home["reviewer"], home["security_admin"]
    there = signed_in(user)
    there.get("/account/2fa/")
    _set_up(user)
    client = signed_in(by)
    page = client.get(_page("account", user)).content.decode()
    assert _page("reset_second_factor", user) in page
    assert "data-confirm" in page
    answer = client.post(_page("reset_second_factor", user), follow=True).content.decode()
    assert "两步验证已关掉" in answer
    assert _page("reset_second_factor", user) not in answer
    assert _factors(user) == 0
    with scoped(scope_for(by, on=ON), on=ON):
        assert _entries() == [(by.uuid, user.uuid, "web")]
        assert not SignIn.objects.filter(user=user, ended_at=None).exists()
    assert there.get("/account/2fa/")["Location"].startswith(LOGIN)
    settings.DEMO_SECOND_FACTOR = True
    assert _knock("reviewer").get("/")["Location"] == "/account/2fa/totp/activate/"


def test_who_waits_at_the_second_step_begins_again(home: Place) -> None:
    user = home["reviewer"]
    _set_up(user)
    waiting = _knock("reviewer")
    signed_in(home["security_admin"]).post(_page("reset_second_factor", user))
    assert waiting.get("/account/2fa/authenticate/")["Location"] == LOGIN
    assert _knock("reviewer").get("/account/2fa/").status_code == 200


def test_without_a_second_factor_nothing_is_done_and_nothing_recorded(home: Place) -> None:
    user, by = home["clerk"], home["security_admin"]
    client = signed_in(by)
    assert (
        _page("reset_second_factor", user)
        not in client.get(_page("account", user)).content.decode()
    )
    answer = client.post(_page("reset_second_factor", user), follow=True).content.decode()
    assert "没有开启两步验证" in answer
    with scoped(scope_for(by, on=ON), on=ON):
        assert _entries() == []


def test_nobody_takes_off_his_own_this_way(home: Place) -> None:
    by = home["security_admin"]
    client = signed_in(by)
    _set_up(by)
    assert "不能重置" in client.post(_page("reset_second_factor", by), follow=True).content.decode()
    assert _factors(by) == 2
    assert _page("reset_second_factor", by) not in client.get(_page("account", by)).content.decode()


@pytest.mark.parametrize("who", ["system_admin", "auditor", "clerk", "leader"])
def test_nobody_else_may_or_is_told(home: Place, who: str) -> None:
    user = home["reviewer"]
    _set_up(user)
    client = signed_in(home[who])
    assert client.post(_page("reset_second_factor", user)).status_code == 403
    assert _factors(user) == 2
    if who == "system_admin":
        assert "关掉两步验证" not in client.get(_page("account", user)).content.decode()


def test_the_command_line_takes_it_off_as_the_owner_of_the_database(real_home: Place) -> None:
    user = real_home["security_admin"]
    _set_up(user)
    with scoped(operator_scope(), on=ON):
        actions.reset_second_factor(user=user, by=OPERATOR, at=AT)
        with pytest.raises(actions.CannotResetSecondFactor):
            actions.reset_second_factor(user=user, by=OPERATOR, at=AT)
    assert _factors(user) == 0
    assert _entries("owner") == [(OPERATOR, user.uuid, "cli")]
