"""What an account must do before anything else: it says why, and there is a way out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from ..browser.town import PASSWORD
from .conftest import AT, ON, As

pytestmark = pytest.mark.django_db


def _set(name: str, **values: Any) -> None:
    from bangfu.offices.models import User
    from bangfu.offices.scope import Scope, at_door, scoped

    with at_door(name):
        user = User.objects.get(username=name)
    with scoped(Scope(user.uuid), on=ON):
        for field, value in values.items():
            setattr(user, field, value)
        user.save(update_fields=list(values))


def _where_kept(client: Any) -> str:
    """The page to which every other one leads."""
    answer = client.get("/households/")
    assert answer.status_code == 302
    return str(client.get(answer.url).content.decode())


def test_a_first_password_says_why_and_lets_one_leave(visit: As) -> None:
    client = visit("clerk")
    _set("clerk", must_change_password=True)
    page = _where_kept(client)
    assert "首次密码只用来进门" in page
    assert f'<form id="leave" method="post" action="{reverse("account_logout")}"' in page
    assert 'form="leave"' in page
    assert "回工作台" not in page


def test_an_old_password_says_why_and_lets_one_leave(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.offices import access

    monkeypatch.setattr(access, "has_old_password", lambda user, *, at: at > AT - timedelta(1))
    page = _where_kept(visit("clerk"))
    assert "这个密码用得太久了" in page
    assert 'form="leave"' in page


def test_a_second_factor_that_the_post_asks_for_says_so_and_lets_one_leave(
    visit: As, settings: Any
) -> None:
    settings.DEMO_SECOND_FACTOR = True
    client = visit("")
    client.post(reverse("account_login"), {"login": "reviewer", "password": PASSWORD})
    page = _where_kept(client)
    assert "您的岗位要求两步验证" in page
    assert 'form="leave"' in page


def test_who_comes_by_choice_finds_the_way_back(visit: As) -> None:
    client = visit("clerk")
    page = client.get(reverse("account_change_password")).content.decode()
    assert "回工作台" in page
    assert 'form="leave"' not in page
    assert "首次密码" not in page
