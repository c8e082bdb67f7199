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
        answer = page.goto(place)
        if place == "/":
            places += [link for link in menu_of(page) if link not in places]
        where = f"{role or 'nobody'} {width} {language} {place}"
        assert answer.status == 200 or place == "/nowhere/", where
        assert page.locator("main .btn-primary:visible").count() <= 1, where
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert page.evaluate("document.documentElement.lang")[:2] == language[:2], where
        assert page.locator("h1").count() == 1, where
        assert not wrong, f"{where}: {wrong}"


@pytest.mark.parametrize("width", [1280, 390])
def test_in_large_type_the_screens_fit_and_the_type_is_large(open_page: Any, width: int) -> None:
    """大字版: body 22 px, titles 30, main buttons 60."""
    page, wrong = open_page("clerk", width, "zh-hans")
    page.goto("/")
    page.click(".bf-bar > .bf-drop:not([data-help]) summary")
    page.click("button[value=large]")
    page.wait_for_selector("html[data-size=large]")
    for place in PLACES["clerk"]:
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        assert not wrong, f"{place}: {wrong}"
    page.goto("/")
    seen = page.evaluate(AS_SEEN)
    assert seen["text"] >= 22
    assert seen["title"] >= 30
    assert seen["button"] >= 60


AS_SEEN = """() => {
  const zoom = Number(getComputedStyle(document.body).zoom);
  const type = (one) => parseFloat(getComputedStyle(document.querySelector(one)).fontSize) * zoom;
  return {text: type('main'), title: type('h1'),
    button: document.querySelector('.btn-primary').getBoundingClientRect().height};
}"""


WIDER = """() => {
  document.querySelector('.bf-name').textContent = 'Christopher Wong Siu-ming';
  document.body.style.letterSpacing = '1.5px';
}"""
OUTSIDE = """() => [...document.querySelectorAll('.bf-bar *, .bf-card > header *')]
  .filter(one => one.offsetParent && !one.closest('.visually-hidden, .bf-panel'))
  .filter(one => one.getBoundingClientRect().right > innerWidth)
  .map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize("role", ["clerk", "leader", "volunteer", "system_admin"])
def test_on_a_phone_long_names_and_wide_letters_stay_inside(open_page: Any, role: str) -> None:
    """Other machines have wider letters than this one, and English is longer than Chinese."""
    page, _wrong = open_page(role, 390, "en")
    for place in ("/", "/help/"):
        page.goto(place)
        page.evaluate(WIDER)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, place
        assert not page.evaluate(OUTSIDE), place


def test_a_wrong_password_leaves_the_word_beside_it_to_be_read(open_page: Any) -> None:
    page, _wrong = open_page("clerk", 1280, "zh-hans")
    page.goto("/account/password/")
    page.fill("input[name=oldpassword]", "nix")
    page.fill("input[name=password1]", "a")
    page.fill("input[name=password2]", "b")
    page.click("main form button[type=submit] >> nth=0")
    wrong = page.locator(".bf-peek .is-invalid").first
    assert wrong.evaluate("one => getComputedStyle(one).backgroundImage") == "none"
