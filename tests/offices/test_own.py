"""What everybody has of his own: a password that grows old, and the list of his sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from bangfu.frame import clock
from bangfu.offices import browsers
from bangfu.offices.models import SignIn
from bangfu.offices.scope import operator_scope, scoped

from .town import ON, PASSWORD, Place, signed_in

HOME = "/account/2fa/"
CHANGE = "/account/password/"
SESSIONS = "/account/sessions/"
OTHERS = "/account/sessions/others"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"
)
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/130.0.0.0 Mobile Safari/537.36"
)


def _owner(statement: str, *values: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def _used_for(place: Place, days: int, *, demo: bool = False) -> None:
    _owner(
        "update offices_user set is_demo = %s, password_changed_at = %s where id = %s",
        demo,
        clock.now() - timedelta(days=days),
        place["clerk"].pk,
    )


# --- a password that grew old ----------------------------------------------------------------


def test_a_password_of_ninety_days_is_changed_before_anything_else(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    _used_for(real_home, 89)
    assert client.get(HOME).status_code == 200
    _used_for(real_home, 91)
    for address in ("/", HOME, "/rosters/"):
        assert client.get(address)["Location"] == CHANGE
    assert "已用满90天" in client.get(CHANGE).content.decode()
    words = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "最近五次" in client.post(CHANGE, words).content.decode()
    words |= {"password1": "River-2013-bank", "password2": "River-2013-bank"}
    assert client.post(CHANGE, words).status_code == 302
    assert client.get(HOME).status_code == 200
    assert "已用满" not in client.get(CHANGE).content.decode()


@pytest.mark.parametrize(("days", "status"), [(0, 200), (30, 302), (400, 200)])
def test_how_long_is_the_installations_to_say(
    real_home: Place, settings: Any, days: int, status: int
) -> None:
    settings.PASSWORD_DAYS = days
    client = signed_in(real_home["clerk"])
    _used_for(real_home, 100)
    assert client.get(HOME).status_code == status


def test_the_printed_password_of_a_demo_account_does_not_grow_old(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    _used_for(real_home, 1000, demo=True)
    assert client.get(HOME).status_code == 200


# --- one's own sessions ----------------------------------------------------------------------


def _at(place: Place, browser: str) -> Client:
    client = signed_in(place["clerk"])
    client.defaults["HTTP_USER_AGENT"] = browser
    assert client.get(HOME).status_code == 200
    return client


def test_ones_sessions_say_when_from_where_and_with_what(home: Place) -> None:
    _at(home, PHONE)
    page = _at(home, EDGE).get(SESSIONS).content.decode()
    assert "Edge，Windows" in page
    assert "Chrome，Android" in page
    assert "127.0.0.1" in page
    assert page.count("就是这里") == 1
    assert page.count("使用中") == 1


def test_the_other_sessions_are_ended_and_this_one_goes_on(real_home: Place) -> None:
    there, here = _at(real_home, PHONE), _at(real_home, EDGE)
    stranger = signed_in(real_home["reviewer"])
    stranger.get(HOME)
    answer = here.post(OTHERS, follow=True)
    assert "已结束1个会话" in answer.content.decode()
    assert "结束其他会话" not in answer.content.decode()
    assert here.get(HOME).status_code == 200
    assert there.get(HOME)["Location"].startswith("/account/login/")
    assert stranger.get(HOME).status_code == 200
    with connections["owner"].cursor() as cursor:
        cursor.execute("select actor from audit_entry where verb = 'offices.session.end'")
        assert cursor.fetchall() == [(real_home["clerk"].uuid,)]


def test_nobody_sees_or_ends_the_sessions_of_another(home: Place) -> None:
    _at(home, PHONE)
    client = signed_in(home["reviewer"])
    assert "Android" not in client.get(SESSIONS).content.decode()
    client.post(OTHERS)
    with scoped(operator_scope(), on=ON):
        assert SignIn.objects.get(user=home["clerk"]).ended_at is None


def test_who_is_not_signed_in_is_led_to_the_door(home: Place) -> None:
    for answer in (Client().get(SESSIONS), Client().post(OTHERS)):
        assert answer["Location"].startswith("/account/login/")
    assert signed_in(home["clerk"]).get(OTHERS).status_code == 405


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (EDGE, "Edge，Windows"),
        (PHONE, "Chrome，Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) MicroMessenger/8.0",
            "微信，iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
            "Firefox，Linux",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605", "Safari，Mac"),
        ("curl/8.5", "其他浏览器"),
        ("", "其他浏览器"),
    ],
)
def test_a_browser_is_named_in_words(told: str, words: str) -> None:
    assert browsers.in_words(told) == words
