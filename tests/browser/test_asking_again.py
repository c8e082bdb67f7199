"""What is asked a second time before it is kept: fits both widths, and axe finds nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from .conftest import LANGUAGES, WIDTHS
from .screens import faults_of
from .test_changes import choose

pytestmark = pytest.mark.browser

NOBODY = "b0f10000-0000-4000-8000-000000000018"
THREE = "b0f00000-0000-4000-8000-000000000002"
_HEAD, WIFE, SON = (f"b0f10000-0000-4000-8000-0000000000{n}" for n in (10, 11, 12))
SHOTS = os.environ.get("BANGFU_SHOTS", "")

# How many pixels the chosen words leave free in a select.
ROOM = """one => {
  const style = getComputedStyle(one), pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  return one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    - pen.measureText(one.selectedOptions[0].text).width;
}"""


def _shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_an_odd_relation_to_a_new_head(open_page: Any, width: int, language: str) -> None:
    page, wrong = open_page("clerk", width, language, bypass_csp=True)
    page.goto(f"/households/{THREE}/changes/head/")
    choose(page, "head", SON)
    choose(page, "basis", "told")
    page.click("main .btn-primary")
    _shot(page, f"head-filled-{width}-{language}")
    assert page.input_value(f'select[name="is_{WIFE}"]') == "52"
    page.select_option(f'select[name="is_{WIFE}"]', "10")
    page.click("main .btn-primary")
    _shot(page, f"head-odd-{width}-{language}")
    assert page.locator("input[name=sure]").count() == 1
    assert not page.is_checked("input[name=sure]")
    assert page.input_value(f'select[name="is_{WIFE}"]') == "10"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults_of(page) == []
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_yes_to_two_with_nothing_in_common(open_page: Any, width: int, language: str) -> None:
    page, wrong = open_page("clerk", width, language, bypass_csp=True)
    page.goto(f"/people/{NOBODY}/")
    name = page.text_content("h1").strip()
    page.goto(f"/people/{WIFE}/compare/")
    page.fill("main input[name=text]", name)
    page.click("main .btn-primary")
    page.click(f'form:has(input[value="{NOBODY}"]) button')
    page.wait_for_url("**/pairs/**")
    page.click("button[data-key=y]")
    _shot(page, f"pair-unlike-{width}-{language}")
    assert page.locator("input[name=sure]").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert faults_of(page) == []
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_order_of_a_list_reads_whole(open_page: Any, width: int, language: str) -> None:
    page, _wrong = open_page("clerk", width, language)
    page.goto("/households/")
    if width < 600:
        page.click("[data-open=filters]")
        left = page.eval_on_selector_all(
            ".bf-filters > .form-select, .bf-filters > .btn",
            "all => all.map(one => Math.round(one.getBoundingClientRect().right))",
        )
        assert left[-1] == left[-2] == left[-3] == max(left)  # no hole beside the last ones
    for value in ("changed", "entered", ""):
        page.select_option(".bf-filters [name=order]", value)
        assert page.eval_on_selector(".bf-filters [name=order]", ROOM) > -1, value
