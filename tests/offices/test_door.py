"""The door: login, locks, second factor, first passwords, sessions that run out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connections
from django.test import Client
from django.utils import timezone

from bangfu.offices import actions, queries
from bangfu.offices.models import SignIn, User
from bangfu.offices.scope import at_door, operator_scope, scope_for, scoped

from .town import AT, ON, PASSWORD, Place, signed_in

LOGIN = "/account/login/"
HOME = "/account/2fa/"


def _try(client: Client, name: str, password: str, **more: str) -> str:
    answer = client.post(LOGIN, {"login": name, "password": password, **more})
    return answer.content.decode() if answer.status_code == 200 else answer["Location"]


def _verbs(verb: str) -> list[Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select actor, detail from audit_entry where verb = %s order by id", [verb])
        return cursor.fetchall()


def test_a_login_leads_in_and_is_recorded(real_home: Place) -> None:
    client = Client()
    assert _try(client, " CLERK ", PASSWORD, next=HOME) == HOME
    assert client.get(HOME).status_code == 200
    assert [actor for actor, _detail in _verbs("offices.account.sign_in")] == [
        real_home["clerk"].uuid
    ]
    client.post("/account/logout/")
    assert client.get(HOME).status_code == 302
    assert len(_verbs("offices.account.sign_out")) == 1


def test_the_session_has_a_new_key_after_login(home: Place) -> None:
    client = Client()
    session = client.session
    session["before"] = "1"
    session.save()
    old = session.session_key
    _try(client, "clerk", PASSWORD)
    assert client.session.session_key != old


def test_the_words_say_how_often_one_may_try_and_not_what_was_wrong(real_home: Place) -> None:
    for name in ("clerk", "there-is-no-such"):
        client = Client()
        for left in (4, 3, 2, 1):
            assert f"账号或密码不对，还可试{left}次" in _try(client, name, "Wrong-2012-pond")
        assert re.search(r"请\d\d:\d\d后再试", _try(client, name, "Wrong-2012-pond"))
        assert re.search(r"请\d\d:\d\d后再试", _try(client, name, PASSWORD))
    failures = _verbs("offices.account.sign_in_failed")
    assert {str(actor) for actor, _detail in failures} == {str(real_home["clerk"].uuid), "None"}
    assert "no-such" not in str(failures)


def test_a_name_typed_otherwise_is_the_same_lock(home: Place) -> None:
    for name in ("clerk", "Clerk", " CLERK", "clerK", "cLerk"):
        text = _try(Client(), name, "Wrong-2012-pond")
    assert "后再试" in text
    assert "后再试" in _try(Client(), "clerk", PASSWORD)


def test_the_lock_ends_after_twenty_minutes(home: Place) -> None:
    for _ in range(5):
        _try(Client(), "clerk", "Wrong-2012-pond")
    now = timezone.now()
    with at_door("clerk"):
        until = queries.locked_until("clerk", at=now)
        later = queries.locked_until("clerk", at=now + timedelta(minutes=20, seconds=1))
    assert until is not None
    assert timedelta(minutes=19) < until - now <= timedelta(minutes=20)
    assert later is None


def test_the_security_administrator_lifts_a_lock(home: Place) -> None:
    for _ in range(5):
        _try(Client(), "clerk", "Wrong-2012-pond")
    address = f"/offices/accounts/{home['clerk'].uuid}/unlock"
    system = signed_in(home["system_admin"])
    page = system.get(f"/offices/accounts/{home['clerk'].uuid}/").content.decode()
    assert "急用请找安全管理员解锁" in page
    assert address not in page
    assert system.post(address).status_code == 403
    client = signed_in(home["security_admin"])
    assert address in client.get("/offices/security/").content.decode()
    assert client.post(address, {"from": "security"})["Location"] == "/offices/security/"
    assert "后再试" not in _try(Client(), "clerk", PASSWORD)


def test_a_lock_of_nobodys_name_is_counted_and_the_name_not_told(home: Place) -> None:
    for _ in range(5):
        _try(Client(), "My-secret-2012", "Wrong-2012-pond")
    page = signed_in(home["security_admin"]).get("/offices/security/").content.decode()
    assert "另有1个不存在的账号名" in page
    assert "没有被锁的账号" in page
    assert "my-secret" not in page.lower()


def test_the_page_of_login_names_the_town_and_whom_to_call(home: Place) -> None:
    page = Client().get(LOGIN).content.decode()
    assert "荷塘镇" in page
    assert "陈管理" in page
    assert "10000000001" in page


def test_a_closed_account_gets_the_same_words_as_a_wrong_password(home: Place) -> None:
    by = home["system_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        actions.close_account(user=home["clerk"], by=by, at=AT, known=True)
    assert "账号或密码不对" in _try(Client(), "clerk", PASSWORD)


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "password/reset/", "login/code/", "2fa/webauthn/", "2fa/codes/download/"],
)
def test_no_other_page_of_allauth_exists(home: Place, address: str) -> None:
    assert Client().get(f"/account/{address}").status_code == 404
    assert signed_in(home["clerk"]).get(f"/account/{address}").status_code == 404


# --- a first password ------------------------------------------------------------------------


def _with_first_password(home: Place) -> tuple[User, Client]:
    by = home["system_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        password = actions.reset_password(user=home["clerk"], by=by, at=AT)
    client = Client()
    _try(client, "clerk", password)
    client.first = password  # type: ignore[attr-defined]
    return home["clerk"], client


def test_a_first_password_is_changed_before_anything_else(home: Place) -> None:
    user, client = _with_first_password(home)
    for address in ("/", HOME, "/offices/accounts/"):
        assert client.get(address)["Location"] == "/account/password/"
    words = {"oldpassword": client.first, "password1": PASSWORD, "password2": PASSWORD}  # type: ignore[attr-defined]
    assert "最近五次" in client.post("/account/password/", words).content.decode()
    words |= {"password1": "River-2013-bank", "password2": "River-2013-bank"}
    assert client.post("/account/password/", words).status_code == 302
    assert client.get(HOME).status_code == 200
    with scoped(operator_scope(), on=ON):
        assert not User.objects.get(pk=user.pk).must_change_password
    assert "账号或密码不对" in _try(Client(), "clerk", PASSWORD)
    assert _try(Client(), "clerk", "River-2013-bank") == "/"


# --- the second factor ---------------------------------------------------------------------


def _set_up_totp(user: User) -> str:
    secret = totp.generate_totp_secret()
    with scoped(scope_for(user, on=ON), on=ON):
        totp.TOTP.activate(user, secret)
    return secret


def _code(secret: str) -> str:
    counter = int(timezone.now().timestamp()) // 30
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_the_secret_of_the_second_factor_is_not_readable_in_the_database(home: Place) -> None:
    secret = _set_up_totp(home["clerk"])
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        kept = list(Authenticator.objects.values_list("data", flat=True))
    assert len(kept) == 1
    assert secret not in str(kept)


def test_who_set_up_a_second_factor_is_asked_for_it(home: Place) -> None:
    secret = _set_up_totp(home["clerk"])
    client = Client()
    assert "/account/2fa/authenticate/" in _try(client, "clerk", PASSWORD)
    assert client.get(HOME).status_code == 302
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "还可试4次" in wrong
    assert client.post("/account/2fa/authenticate/", {"code": _code(secret)}).status_code == 302
    assert client.get(HOME).status_code == 200


def test_wrong_codes_lock_the_account_like_wrong_passwords(home: Place) -> None:
    secret = _set_up_totp(home["clerk"])
    client = Client()
    _try(client, "clerk", PASSWORD)
    for _ in range(5):
        page = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "后再试" in page
    page = client.post("/account/2fa/authenticate/", {"code": _code(secret)}).content.decode()
    assert "后再试" in page
    assert "后再试" in _try(Client(), "clerk", PASSWORD)


@pytest.mark.parametrize(
    "role", ["system_admin", "security_admin", "auditor", "reviewer", "approver"]
)
def test_these_roles_must_set_up_a_second_factor(home: Place, role: str, settings: Any) -> None:
    settings.DEMO_SECOND_FACTOR = True
    client = signed_in(home[role])
    assert client.get("/")["Location"] == "/account/2fa/totp/activate/"
    assert client.get("/account/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    answer = client.post("/account/2fa/totp/activate/", {"code": _code(secret)})
    assert answer.status_code == 302
    codes = re.findall(r"\b\d{8}\b", client.get(answer["Location"]).content.decode())
    assert len(codes) == 10
    assert client.get(HOME).status_code == 200
    assert _own_acts(home[role]) == ["offices.account.set_up_second_factor"]
    for status in (302, 200):  # a recovery code leads in once
        client = Client()
        assert "/2fa/authenticate/" in _try(client, role, PASSWORD)
        answer = client.post("/account/2fa/authenticate/", {"code": codes[0]})
        assert answer.status_code == status


def _own_acts(user: User) -> list[str]:
    with scoped(scope_for(user, on=ON), on=ON), connections["default"].cursor() as cursor:
        cursor.execute(
            "select verb from audit_entry where actor = %s and 'second_factor' = any(fields)"
            " order by id",
            [user.uuid],
        )
        return [verb for (verb,) in cursor.fetchall()]


def test_recovery_codes_are_renewed_on_record_and_the_old_ones_open_nothing(home: Place) -> None:
    user, client = home["clerk"], signed_in(home["clerk"])
    page = "/account/2fa/totp/activate/"
    client.get(page)
    client.post(page, {"code": _code(client.session["mfa.totp.secret"])})
    place = "/account/2fa/codes/"
    old = re.findall(r"\b\d{8}\b", client.get(place).content.decode())
    assert client.post(f"{place}generate/").status_code == 302
    new = re.findall(r"\b\d{8}\b", client.get(place).content.decode())
    assert len(new) == 10
    assert not set(old) & set(new)
    assert "data-print" in client.get(place).content.decode()
    for code, status in ((old[0], 200), (new[0], 302)):
        browser = Client()
        _try(browser, "clerk", PASSWORD)
        answer = browser.post("/account/2fa/authenticate/", {"code": code})
        assert answer.status_code == status
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert _own_acts(user) == [
        "offices.account.set_up_second_factor",
        "offices.account.renew_recovery_codes",
        "offices.account.take_off_second_factor",
    ]


@pytest.mark.parametrize("role", ["clerk", "village_worker", "leader"])
def test_other_roles_may_do_without(home: Place, role: str, settings: Any) -> None:
    settings.DEMO_SECOND_FACTOR = True
    assert signed_in(home[role]).get(HOME).status_code == 200


def test_demo_accounts_are_not_forced(home: Place) -> None:
    assert signed_in(home["auditor"]).get(HOME).status_code == 200


# --- sessions --------------------------------------------------------------------------------


def _owner(statement: str, *values: Any) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values)


def test_twenty_idle_minutes_end_the_session_and_lead_back_to_the_page(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    assert client.get(HOME).status_code == 200
    _owner("update offices_signin set seen_at = seen_at - interval '19 minutes'")
    assert client.get(HOME).status_code == 200
    _owner("update offices_signin set seen_at = now() - interval '21 minutes'")
    answer = client.get("/offices/accounts/?text=%E9%99%88&page=2")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/?next=%2Foffices%2Faccounts%2F%3Ftext%3D")
    assert "why=idle" in answer["Location"]
    answer = client.post(answer["Location"], {"login": "clerk", "password": PASSWORD, "next": HOME})
    assert answer["Location"] == HOME


def test_an_act_after_the_session_ran_out_leads_back_to_its_form(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    client.get(HOME)
    _owner("update offices_signin set seen_at = now() - interval '21 minutes'")
    answer = client.post("/offices/accounts/new", {}, HTTP_REFERER=f"http://testserver{HOME}")
    assert "next=%2Faccount%2F2fa%2F" in answer["Location"]
    client = signed_in(real_home["clerk"])
    client.get(HOME)
    _owner("update offices_signin set seen_at = now() - interval '21 minutes'")
    answer = client.get(
        HOME,
        HTTP_HX_REQUEST="true",
        HTTP_HX_CURRENT_URL="http://testserver/households/?village=1",
    )
    assert "next=%2Fhouseholds%2F%3Fvillage%3D1" in answer["HX-Redirect"]


def test_the_time_last_heard_of_moves_by_the_trace_role(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    client.get(HOME)
    _owner("update offices_signin set seen_at = now() - interval '5 minutes'")
    client.get(HOME)
    with scoped(operator_scope(), on=ON):
        line = SignIn.objects.get(user=real_home["clerk"])
    assert timezone.now() - line.seen_at < timedelta(minutes=1)


def test_a_session_ended_by_an_administrator_is_over(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    client.get(HOME)
    with scoped(operator_scope(), on=ON):
        line = SignIn.objects.get(user=real_home["clerk"])
    admin = signed_in(real_home["security_admin"])
    assert admin.post(f"/offices/sessions/{line.uuid}/end").status_code == 302
    assert client.get(HOME)["Location"].startswith(LOGIN)
    assert client.get(HOME)["Location"].startswith(LOGIN)


def test_a_changed_password_ends_nothing_of_ones_own(real_home: Place) -> None:
    client = signed_in(real_home["clerk"])
    client.get(HOME)
    words = {"oldpassword": PASSWORD, "password1": "River-2013-bank"}
    answer = client.post("/account/password/", {**words, "password2": "River-2013-bank"})
    assert answer.status_code == 302
    assert client.get(HOME).status_code == 200
    with scoped(operator_scope(), on=ON):
        assert SignIn.objects.filter(user=real_home["clerk"]).count() == 1
