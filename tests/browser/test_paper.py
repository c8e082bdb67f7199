"""The file of a household on A4: every sheet says whose it is, dates stay whole, room to sign."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .conftest import LANGUAGES
from .screens import HOUSEHOLD
from .test_changes import HOME, choose

pytestmark = pytest.mark.browser


def _sheets(page: Any, *, across: bool = False) -> int:
    """How many sheets of A4 the page prints on, upright or across."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = set(re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf))
    assert {(round(float(w)), round(float(h))) for w, h in boxes} == {
        (842, 595) if across else (595, 842)
    }
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_of_a_household_is_printed_to_be_signed(open_page: Any, language: str) -> None:
    page, wrong = open_page("clerk", 1280, language)
    page.goto(HOUSEHOLD)
    assert not page.is_visible(".bf-running")
    assert _sheets(page) == 2
    page.emulate_media(media="print")
    number = page.inner_text(".bf-facts .wide:nth-of-type(5) dd")
    running = page.locator("main > .bf-running")
    assert number in running.inner_text()
    style = "one => [getComputedStyle(one).display, getComputedStyle(one).breakInside]"
    # What makes a browser repeat it on every sheet.
    assert running.evaluate(style) == ["table-header-group", "avoid"]
    assert page.eval_on_selector("main", style)[0] == "table"
    assert page.locator(".bf-sign dd:visible").count() == 3
    for hidden in (".bf-side", ".bf-bar", "main .btn", "main form", ".bf-foot"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    assert not wrong


def test_dates_and_categories_stay_in_one_line_and_a_long_record_runs_on(open_page: Any) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans")
    page.on("dialog", lambda dialog: dialog.accept())
    for day, category in ((1, "dibao"), (2, "low_income")):
        page.goto(f"{HOME}changes/category/")
        choose(page, "category", category)
        choose(page, "basis", "paper")
        page.fill("[name=on]", f"2012-12-0{day}")
        page.click("main form button[type=submit]")
        page.wait_for_url(f"**{HOME}?done=*")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 643, "height": 972})  # A4 less its margins, in CSS pixels
    script = "all => all.map(one => one.getClientRects().length)"
    assert set(page.eval_on_selector_all("main td .keep, main td.keep", script)) == {1}
    spread = page.eval_on_selector(
        ".bf-card:has(.bf-log)", "one => getComputedStyle(one).breakInside"
    )
    assert spread == "auto"
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    for _turn in range(2):
        page.goto(HOME)
        page.locator(".bf-log form button").first.click()
        page.wait_for_url(f"**{HOME}")
    assert not wrong


def test_the_sheet_for_a_village_begins_under_its_heading(open_page: Any) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans")
    wife, other = (f"b0f10000-0000-4000-8000-0000000000{n}" for n in ("09", "58"))
    page.goto(f"/people/{other}/")
    name = page.text_content("h1").strip()
    page.goto(f"/people/{wife}/compare/")
    page.fill("main input[name=text]", name)
    page.click("main .btn-primary")
    page.click(f'form:has(input[value="{other}"]) button')
    page.wait_for_url("**/pairs/**")
    pair = page.url
    page.click("button[data-key=v]")
    page.goto("/pairs/asked/")
    assert _sheets(page, across=True) == 1
    page.emulate_media(media="print")
    assert page.locator(".bf-ask tbody tr").count() >= 1
    style = "one => getComputedStyle(one).breakInside"
    assert page.eval_on_selector(".bf-village .bf-card", style) == "auto"
    assert page.locator(".bf-sign dd:visible").count() == 2
    assert page.locator("nav:visible, main .btn:visible").count() == 0
    page.emulate_media(media="screen")
    page.goto(pair)
    page.click("button[data-key=n]")
    assert not wrong


def test_a_letter_is_printed_as_the_standard_for_letters_has_it(open_page: Any) -> None:
    """GB/T 9704-2012: 37 mm above, 28 mm left, 22 lines of 28 points, type of 16, title of 22."""
    page, wrong = open_page("clerk", 1280, "zh-hans")
    page.goto(f"{HOME}ask/")
    page.locator("label:has(input[name=subject])").first.click()
    for name, value in (("kind", "explain"), ("about", "other"), ("asker", "self"),
                        ("channel", "counter")):  # fmt: skip
        choose(page, name, value)
    page.fill("main textarea[name=text]", "为什么是低收入")
    page.fill("[name=asked_on]", "2012-12-03")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{HOME}")
    page.goto("/requests/")
    page.click("main .bf-list a >> nth=0")
    page.click("button:has-text('我来办')")
    choose(page, "refusal", "duty")
    page.click("button:has-text('不能照办')")
    page.click("button:has-text('打印答复书')")
    page.wait_for_selector(".bf-letter")
    assert _sheets(page) == 1
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 590, "height": 850})  # 156 mm in CSS pixels
    line = page.locator(".bf-letter p").nth(1)
    script = "one => [getComputedStyle(one).fontSize, getComputedStyle(one).lineHeight]"
    style = line.evaluate(script)
    assert [round(float(size[:-2]) * 0.75) for size in style] == [16, 28]
    title = page.locator("h1").evaluate("one => getComputedStyle(one).fontSize")
    assert round(float(title[:-2]) * 0.75) == 22
    assert not wrong
