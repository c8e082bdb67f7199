"""What a clerk does without a mouse, and what must not happen while typing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.browser

BOX = ".bf-bar input[type=search]"


@pytest.fixture
def page(browser: Any, site: str, signed_in: Any) -> Iterator[Any]:
    context = browser.new_context(
        base_url=site, viewport={"width": 1280, "height": 900}, storage_state=signed_in("clerk")
    )
    yield context.new_page()
    context.close()


def test_slash_goes_to_the_box_and_typing_finds_within_scope(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("hjs")
    # Answers to "h" and "hj" may come first on a busy machine.
    page.wait_for_selector("#found li:first-child >> text=黄金水")
    assert "text=" not in page.url
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/**")
    assert "黄金水" in page.inner_text("h1")


def test_enter_shows_all_and_back_finds_the_words_again(page: Any) -> None:
    page.goto("/")
    page.fill(BOX, "黄")
    page.keyboard.press("Enter")
    page.wait_for_selector("#results [data-rows] a")
    assert page.url.endswith("/search/")
    page.click("#results [data-rows] a >> nth=0")
    page.wait_for_url("**/people/**")
    page.go_back()
    page.wait_for_selector("#results [data-rows] a")
    assert page.input_value("#ask") == "黄"


def test_rows_are_walked_with_j_and_k_and_opened_with_enter(page: Any) -> None:
    page.goto("/households/")
    names = page.locator("[data-rows] a").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.innerText") == names[1]
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.innerText") == names[0]
    page.keyboard.press("Enter")
    page.wait_for_url("**/households/*-*/")


def test_single_keys_are_silent_in_a_field_and_while_a_method_composes(page: Any) -> None:
    page.goto("/households/")
    page.focus(BOX)
    page.keyboard.type("/jk?")
    assert page.input_value(BOX) == "/jk?"
    assert page.url.endswith("/households/")
    page.evaluate(
        """() => { document.activeElement.blur();
          document.body.dispatchEvent(new KeyboardEvent('keydown',
            {key: 'j', isComposing: true, bubbles: true})); }"""
    )
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_half_typed_words_of_an_input_method_are_not_asked(page: Any) -> None:
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.method == "POST" else None)
    page.evaluate(
        """selector => { const box = document.querySelector(selector); box.value = 'huang';
          box.dispatchEvent(new InputEvent('input', {bubbles: true, isComposing: true})); }""",
        BOX,
    )
    page.wait_for_timeout(500)
    assert not asked


def test_single_keys_can_be_turned_off(page: Any) -> None:
    page.goto("/help/")
    page.uncheck("[data-keys]")
    page.goto("/households/")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_first_tab_leads_past_the_menu(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "bf-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_escape_closes_what_is_open_and_keeps_the_place(page: Any) -> None:
    page.goto("/")
    page.click("[data-help] summary")
    assert page.locator("[data-help] .bf-panel").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("[data-help] .bf-panel").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_question_mark_opens_the_help_of_the_page(page: Any) -> None:
    page.goto("/households/")
    page.keyboard.press("?")
    assert page.locator("[data-help] .bf-panel").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/help/")


def test_a_whole_number_needs_a_reason_and_goes_away_again(page: Any) -> None:
    page.clock.install()
    page.goto("/people/b0f10000-0000-4000-8000-000000000008/")
    page.select_option("#id_reason", "verify")
    page.click("#shown button[type=submit]")
    page.wait_for_selector(".bf-number")
    assert len(page.inner_text(".bf-number")) == 18
    assert page.url.endswith("000008/")
    page.clock.fast_forward(61_000)
    page.wait_for_selector(".bf-number", state="detached")


def test_the_menu_of_the_phone_opens_and_closes(browser: Any, site: str, signed_in: Any) -> None:
    context = browser.new_context(
        base_url=site, viewport={"width": 390, "height": 844}, storage_state=signed_in("clerk")
    )
    page = context.new_page()
    page.goto("/")
    assert not page.locator("#menu").is_visible()
    page.click("[data-menu]")
    assert page.locator("#menu").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    page.click("[data-menu]")
    page.click("#menu a[href='/households/']")
    page.wait_for_url("**/households/")
    context.close()


def test_paper_shows_the_file_without_the_shell(page: Any) -> None:
    page.goto("/people/b0f10000-0000-4000-8000-000000000008/")
    page.emulate_media(media="print")
    for part in (".bf-side", ".bf-bar", ".bf-acts >> nth=0", "tr.no-print", "#show"):
        assert not page.locator(part).first.is_visible(), part
    assert page.locator("h1").is_visible()
    # A masked identity number beside a birth would make a whole one.
    assert "1951" in page.inner_text("main")
    assert "442099********" not in page.inner_text("main")
    assert page.locator(".only-print").is_visible()
