"""Every screen, as each role, wide and narrow, in both languages, under the real policy."""

from __future__ import annotations

from typing import Any

import pytest

from .screens import CASES, PLACES, menu_of

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("role", "width", "language"), CASES)
def test_screens_fit_and_say_nothing_wrong(
    open_page: Any, role: str, width: int, language: str
) -> None:
    page, wrong = open_page(role, width, language)
    places = list(PLACES[role])
    for place in places:
        page.goto(place)
        if place == "/":
            places += [link for link in menu_of(page) if link not in places]
        where = f"{role or 'nobody'} {width} {language} {place}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert page.evaluate("document.documentElement.lang")[:2] == language[:2], where
        assert page.locator("h1").count() == 1, where
        assert not wrong, f"{where}: {wrong}"
