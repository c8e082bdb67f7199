"""The administrators' screens, from the click to the database."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bangfu.offices import access
from bangfu.offices.models import Post, Role, SignIn, User
from bangfu.offices.scope import operator_scope, scoped

from .town import FAR, ON, PASSWORD, Place, found, signed_in

NEW = "River-2013-bank"


def _at(route: str, uuid: Any = None) -> str:
    return reverse(f"offices:{route}", kwargs={"uuid": uuid} if uuid else None)


def _user(name: str) -> User:
    with scoped(operator_scope(), on=ON):
        return User.objects.get(username=name)


def test_an_account_is_opened_and_its_password_shown_once(home: Place) -> None:
    client = signed_in(home["system_admin"])
    with scoped(operator_scope(), on=ON):
        office = home.town.government.pk
    words = {"username": "fresh", "display_name": "梁新来", "organisation": office, "phone": ""}
    answer = client.post(_at("open_account"), words)
    page = answer.content.decode()
    password = re.search(r'<code class="bf-code fs-2">([^<]+)</code>', page)
    assert password is not None
    assert "no-store" in answer["Cache-Control"]
    user = _user("fresh")
    assert user.check_password(password[1])
    assert password[1] not in client.get(_at("account", user.uuid)).content.decode()
    assert "已经有人用了" in client.post(_at("open_account"), words).content.decode()


def test_an_account_is_opened_only_in_ones_own_town(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    client = signed_in(home["system_admin"])
    words = {"username": "mole", "display_name": "某人", "organisation": far.town.government.pk}
    assert client.post(_at("open_account"), words).status_code == 200
    assert far.town.government.name not in client.get(_at("open_account")).content.decode()
    with scoped(operator_scope(), on=ON):
        assert not User.objects.filter(username="mole").exists()


def test_a_post_is_given_and_ended(home: Place) -> None:
    client, nobody = signed_in(home["system_admin"]), home["nobody"]
    words = {
        "role": Role.CLERK,
        "organisation": home.town.government.pk,
        "area": "",
        "valid_from": "2012-02-01",
        "valid_until": "",
    }
    assert client.post(_at("give_post", nobody.uuid), words).status_code == 302
    assert "同样的岗位" in client.post(_at("give_post", nobody.uuid), words).content.decode()
    with scoped(operator_scope(), on=ON):
        post = Post.objects.get(user=nobody)
    assert "镇经办人" in client.get(_at("account", nobody.uuid)).content.decode()
    client.post(_at("end_post", post.uuid), {"valid_until": "2012-03-01"})
    with scoped(operator_scope(), on=ON):
        post.refresh_from_db()
        assert access.roles_of(_user("nobody"), on=ON) == frozenset()
    assert str(post.valid_until) == "2012-03-01"
    assert post.ended_by == home["system_admin"].uuid


@pytest.mark.parametrize(
    ("who", "role", "allowed"),
    [
        ("system_admin", Role.CLERK, True),
        ("system_admin", Role.AUDITOR, False),
        ("security_admin", Role.AUDITOR, True),
        ("security_admin", Role.CLERK, False),
    ],
)
def test_only_the_roles_one_may_give_are_on_offer(
    home: Place, who: str, role: Role, allowed: bool
) -> None:
    client, nobody = signed_in(home[who]), home["nobody"]
    page = client.get(_at("account", nobody.uuid)).content.decode()
    assert (f'value="{role.value}"' in page) == allowed
    words = {"role": role, "organisation": home.town.government.pk, "valid_from": "2012-02-01"}
    answer = client.post(_at("give_post", nobody.uuid), words)
    assert answer.status_code == (302 if allowed else 200)


def test_a_reset_password_is_shown_once_and_leads_to_a_new_one(home: Place) -> None:
    client, clerk = signed_in(home["system_admin"]), home["clerk"]
    page = client.post(_at("reset_password", clerk.uuid)).content.decode()
    password = re.search(r'<code class="bf-code fs-2">([^<]+)</code>', page)
    assert password is not None
    assert _user("clerk").check_password(password[1])
    assert not _user("clerk").check_password(PASSWORD)
    other = Client()
    words = {"login": "clerk", "password": password[1]}
    assert other.post("/account/login/", words).status_code == 302
    assert other.get("/")["Location"] == "/account/password/"
    words = {"oldpassword": password[1], "password1": NEW, "password2": NEW}
    assert other.post("/account/password/", words).status_code == 302
    assert other.get("/").status_code == 200
    assert _user("clerk").check_password(NEW)
    own = client.post(_at("reset_password", home["system_admin"].uuid))
    assert own.status_code == 302
    assert _user("system_admin").check_password(PASSWORD)


def test_an_administrators_account_is_in_the_hands_of_the_security_administrator(
    home: Place,
) -> None:
    auditor = home["auditor"]
    for holder, right in (("system_admin", False), ("security_admin", True)):
        client = signed_in(home[holder])
        page = client.get(_at("account", auditor.uuid)).content.decode()
        assert [act in page for act in ("重设首次密码", "停用账号")] == [right, right]
        page = client.post(_at("reset_password", auditor.uuid))
        assert page.status_code == (200 if right else 302)
        assert _user("auditor").check_password(PASSWORD) is not right
        client.post(_at("close_account", auditor.uuid), {"known": "1"})
        assert _user("auditor").is_active is not right


def test_a_new_password_of_a_locked_account_says_from_when_it_works(home: Place) -> None:
    client, clerk = signed_in(home["system_admin"]), home["clerk"]
    assert "去给岗位" not in client.post(_at("reset_password", clerk.uuid)).content.decode()
    for _ in range(5):
        Client().post("/account/login/", {"login": "clerk", "password": "Wrong-2012-pond"})
    page = client.post(_at("reset_password", clerk.uuid)).content.decode()
    assert "到时才能用新密码登录" in page


def test_a_post_without_a_last_day_says_so_and_ones_own_session_is_marked(home: Place) -> None:
    clerk, admin = home["clerk"], home["system_admin"]
    client = signed_in(admin)
    page = client.get(_at("account", clerk.uuid)).content.decode()
    assert "未定" in page
    assert "关掉两步验证" not in page
    own = client.get(_at("account", admin.uuid)).content.decode()
    assert own.count("就是这里") == 1
    assert "重设首次密码" not in own


def test_a_session_that_has_run_out_is_not_offered_to_be_ended(real_home: Place) -> None:
    from django.db import connections

    signed_in(real_home["clerk"]).get("/account/2fa/")
    client = signed_in(real_home["security_admin"])
    where = _at("account", real_home["clerk"].uuid)
    assert "结束会话" in client.get(where).content.decode()
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "update offices_signin set seen_at = now() - interval '21 minutes' where user_id = %s",
            [real_home["clerk"].pk],
        )
    page = client.get(where).content.decode()
    assert "结束会话" not in page
    assert "已结束" in page


def test_an_account_is_closed(home: Place) -> None:
    client, clerk = signed_in(home["system_admin"]), home["clerk"]
    asked = client.post(_at("close_account", clerk.uuid))
    assert asked.status_code == 200
    assert "没有人导入花名册" in asked.content.decode()
    assert _user("clerk").is_active
    assert client.post(_at("close_account", clerk.uuid), {"known": "1"}).status_code == 302
    assert not _user("clerk").is_active
    assert "已停用" in client.get(_at("account", clerk.uuid)).content.decode()


def test_the_list_finds_by_name_account_and_office_within_the_town(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    client = signed_in(home["system_admin"])
    page = client.get(_at("accounts")).content.decode()
    assert str(home["clerk"].uuid) in page
    assert str(far["clerk"].uuid) not in page
    assert re.findall(r"(\d+)个账号", page) == [str(len(home.people))]
    for text in ("clerk", "演示clerk"):
        found_page = client.get(_at("accounts"), {"text": text}).content.decode()
        assert re.findall(r"(\d+)个账号", found_page) == ["1"]
    assert "没有符合的账号" in client.get(_at("accounts"), {"text": "clerkfar"}).content.decode()


def test_the_security_page_shows_roles_and_sessions(home: Place) -> None:
    signed_in(home["clerk"]).get("/account/2fa/")
    client = signed_in(home["security_admin"])
    page = client.get(_at("security")).content.decode()
    for words in ("系统管理员", "安全审计员", "演示clerk", "没有被锁的账号"):
        assert words in page
    with scoped(operator_scope(), on=ON):
        line = SignIn.objects.get(user=home["clerk"])
    assert str(line.uuid) in page
    assert client.post(_at("end_session", line.uuid)).status_code == 302
    assert str(line.uuid) not in client.get(_at("security")).content.decode()


@pytest.mark.parametrize("who", ["clerk", "village_worker", "auditor", "leader", "nobody"])
def test_nobody_else_opens_the_administrators_pages(home: Place, who: str) -> None:
    client = signed_in(home[who])
    target = home["neighbour"].uuid
    for route, uuid in [
        ("accounts", None),
        ("open_account", None),
        ("account", target),
        ("security", None),
    ]:
        assert client.get(_at(route, uuid)).status_code == 403, route
    for route, uuid in [
        ("open_account", None),
        ("give_post", target),
        ("reset_password", target),
        ("close_account", target),
        ("unlock", target),
        ("reset_second_factor", target),
    ]:
        assert client.post(_at(route, uuid)).status_code == 403, route


def test_a_strange_administrator_finds_nothing(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    client, target = signed_in(far["system_admin"]), home["clerk"].uuid
    assert client.get(_at("account", target)).status_code == 404
    for route in ("give_post", "reset_password", "close_account"):
        assert client.post(_at(route, target)).status_code == 404, route
    client = signed_in(far["security_admin"])
    for route in ("give_post", "unlock", "reset_second_factor"):
        assert client.post(_at(route, target)).status_code == 404, route
