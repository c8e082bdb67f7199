"""`bangfu user`: what the machine itself does with accounts when no administrator can get in."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from tests.config.conftest import Call, environment

from bangfu.config.home import Home

DOOR = """
import sys, django
from bangfu.config import database
with database.running():
    django.setup()
    from django.test import Client
    client = Client()
    for password in sys.argv[2:]:
        answer = client.post("/account/login/", {"login": sys.argv[1], "password": password})
        print(answer.status_code)
    print(client.get("/").headers.get("Location", ""))
"""
FACTOR = """
import django
from bangfu.config import database
with database.running():
    django.setup()
    from allauth.mfa.totp.internal import auth as totp
    from bangfu.frame import clock
    from bangfu.offices.models import User
    from bangfu.offices.scope import Scope, scoped
    user = User.objects.using("owner").get(username="wang")
    with scoped(Scope(user.uuid), on=clock.today()):
        totp.TOTP.activate(User.objects.get(pk=user.pk), totp.generate_totp_secret())
"""


def _in(home: Home, script: str, *words: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=environment(home, DJANGO_SETTINGS_MODULE="bangfu.config.settings", BANGFU_DEBUG="1"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("act", ["reset-password", "reset-second-factor", "close"])
def test_the_resets_explain_themselves_and_ask_whose(bangfu: Call, act: str) -> None:
    assert "谁的账号" in bangfu("user", act, "--help").stdout
    done = bangfu("user", act)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_forgotten_password_and_a_lost_second_factor_are_mended(bangfu: Call, home: Home) -> None:
    assert bangfu("migrate").returncode == 0
    assert bangfu("town", "add", "442000109000", "三角镇", "442000109200=高平村").returncode == 0
    added = bangfu("user", "add", "wang", "--name", "王安", "--role", "security_admin")
    assert added.returncode == 0, added.stderr

    refused = bangfu("user", "reset-second-factor", "wang")
    assert refused.returncode == 2
    assert "没有开启两步验证" in refused.stderr
    _in(home, FACTOR)
    done = bangfu("user", "reset-second-factor", "WANG")
    assert done.returncode == 0, done.stderr
    assert "已关掉" in done.stdout
    for act in ("reset-password", "reset-second-factor", "close"):
        unknown = bangfu("user", act, "nix")
        assert unknown.returncode == 2
        assert "没有账号 nix" in unknown.stderr

    said = _in(home, DOOR, "wang", *["Wrong-2012-pond"] * 5)
    assert said[-1].startswith("/account/login/")
    done = bangfu("user", "reset-password", "wang")
    assert done.returncode == 0, done.stderr
    found = re.search(r"first password\): (\S+)", done.stdout)
    assert found is not None
    assert _in(home, DOOR, "wang", found[1]) == ["302", "/account/password/"]

    asked = bangfu("user", "close", "wang")
    assert asked.returncode == 2
    assert "没有人解锁账号" in asked.stderr
    closed = bangfu("user", "close", "wang", "--known")
    assert closed.returncode == 0, closed.stderr
    assert "已停用" in bangfu("user", "close", "wang").stderr
    assert bangfu("user", "reopen", "wang").returncode == 2
    again = bangfu("user", "reopen", "wang", "--reason", "came_back")
    assert again.returncode == 0, again.stderr
    found = re.search(r"first password\): (\S+)", again.stdout)
    assert found is not None
    assert "在用" in bangfu("user", "reopen", "wang", "--reason", "came_back").stderr
    assert bangfu("user", "close", "wang", "--known").returncode == 0

    asked = "SELECT verb FROM audit_entry WHERE verb LIKE 'offices.account.%' ORDER BY id"
    verbs = bangfu("sql", asked).stdout.split()
    assert "offices.account.reset_second_factor" in verbs
    assert "offices.account.close" in verbs
    assert verbs.index("offices.account.reset_password") < verbs.index("offices.account.unlock")
    assert bangfu("audit", "verify").returncode == 0
