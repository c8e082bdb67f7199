"""Screen 7 in the browser: side by side at both widths, and answered with a key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from .conftest import LANGUAGES, WIDTHS
from .screens import faults_of

pytestmark = pytest.mark.browser

WIFE = "b0f10000-0000-4000-8000-000000000009"
UNSURE = "b0f10000-0000-4000-8000-000000000018"
SHOTS = os.environ.get("BANGFU_SHOTS", "")


def _shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def _pair_up(page: Any) -> None:
    """Bring up two entries from the page of one of them."""
    page.goto(f"/people/{UNSURE}/")
    name = page.text_content("h1").strip()
    page.goto(f"/people/{WIFE}/compare/")
    page.fill("main input[name=text]", name)
    page.click("main .btn-primary")
    page.click(f'form:has(input[value="{UNSURE}"]) button')
    page.wait_for_url("**/pairs/**")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_two_entries_fit_the_screen(open_page: Any, width: int, language: str) -> None:
    page, wrong = open_page("clerk", width, language)
    _pair_up(page)
    _shot(page, f"pair-{width}-{language}")
    assert page.locator(".bf-three button").count() == 3
    boxes = [page.locator(".bf-three button").nth(n).bounding_box() for n in range(3)]
    assert all(box["height"] >= 44 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/pairs/")
    _shot(page, f"pairs-{width}-{language}")
    page.goto(f"/people/{WIFE}/corrections/identity/")
    _shot(page, f"correct-{width}-{language}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not wrong


def test_a_key_answers_and_another_takes_it_back(open_page: Any) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans")
    _pair_up(page)
    address = page.url
    page.focus("input[type=search]")
    page.keyboard.press("n")
    assert page.url == address
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != address)
    assert "不是同一人" in page.text_content("main")
    page.goto(address)
    page.click("main form button:has-text('撤回')")
    page.wait_for_load_state()
    assert page.locator("[data-key=y]").count() == 1
    assert not wrong


@pytest.mark.parametrize("width", WIDTHS)
def test_everybody_can_use_it(open_page: Any, width: int) -> None:
    page, _wrong = open_page("clerk", width, "zh-hans", bypass_csp=True)
    _pair_up(page)
    assert not faults_of(page)
