"""A first user finds help on the page where he stops."""

from __future__ import annotations

import pytest
from django.urls import NoReverseMatch, get_resolver, reverse

from bangfu.desk.hints import HINTS, SAME, hints_for

from .conftest import GAOPING_HOME, As

pytestmark = pytest.mark.django_db


def _exists(route: str) -> bool:
    for args in ([], ["b0f00000-0000-4000-8000-000000000001"], [2012]):
        try:
            return bool(reverse(route, args=args))
        except NoReverseMatch:
            continue
    namespace, name = route.split(":")
    return name in get_resolver(None).namespace_dict[namespace][1].reverse_dict


def test_every_page_with_hints_exists() -> None:
    assert not [route for route in {*HINTS, *SAME, *SAME.values()} if not _exists(route)]


def test_a_page_says_how_it_is_used_beside_its_help(visit: As) -> None:
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/").content.decode()
    assert "这一页怎么用" in page
    for words in hints_for("desk:household"):
        assert words in page


def test_in_english_the_hints_are_english(visit: As) -> None:
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    assert "Choose a condition and the list narrows." in client.get("/households/").content.decode()
