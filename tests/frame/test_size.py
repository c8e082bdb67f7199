"""Large type: chosen by a POST, kept on this screen, and on every page, the door included."""

from __future__ import annotations

import pytest
from django.test import Client

from bangfu.frame.views import SIZE_COOKIE

pytestmark = pytest.mark.django_db(databases=["default", "trace"])
LARGE = 'data-size="large"'


def test_a_stranger_chooses_large_type_before_signing_in() -> None:
    browser = Client()
    assert LARGE not in browser.get("/account/login/").content.decode()
    answer = browser.post("/size", {"size": "large", "next": "/account/login/"})
    assert answer["Location"] == "/account/login/"
    page = browser.get("/account/login/").content.decode()
    assert LARGE in page
    assert "标准字号" in page
    browser.post("/size", {"size": "plain"})
    assert LARGE not in browser.get("/account/login/").content.decode()


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "x:y", ""])
def test_the_way_back_leads_to_no_other_house(there: str) -> None:
    answer = Client().post("/size", {"size": "large", "next": there})
    assert answer["Location"] == "/"


def test_a_size_that_is_none_and_a_get_change_nothing() -> None:
    browser = Client()
    browser.post("/size", {"size": "huge"})
    assert SIZE_COOKIE not in browser.cookies
    assert browser.get("/size", {"size": "large"}).status_code == 405
