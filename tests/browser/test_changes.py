"""A change of a family told in the browser: asked back, kept while typing, undone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from .screens import faults_of

pytestmark = pytest.mark.browser

HOME = "/households/b0f00000-0000-4000-8000-00000000000e/"  # 高平村: head, wife, son
HEAD, WIFE, SON = (f"b0f10000-0000-4000-8000-0000000000{n}" for n in ("70", "71", "72"))


def choose(page: Any, name: str, value: str) -> None:
    """Click the words of a choice, as a finger does."""
    page.locator(f"label:has(input[name={name}][value='{value}'])").click()


def no_faults(page: Any) -> None:
    told = faults_of(page)
    assert not told, json.dumps(told, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_death_is_asked_back_recorded_and_undone(open_page: Any, width: int) -> None:
    page, wrong = open_page("clerk", width, "zh-hans", bypass_csp=True)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(HOME)
    page.locator("a.btn-primary:visible", has_text="登记变化").click()
    page.click("main a:text-is('去世')")
    choose(page, "person", HEAD)
    choose(page, "basis", "paper")
    page.fill("[name=note]", "家属来报")
    page.click("main form button[type=submit]")
    assert "请选一位留下的人做户主" in page.inner_text("main")
    assert page.input_value("[name=note]") == "家属来报"
    no_faults(page)
    choose(page, "head", WIFE)
    page.select_option(f"[name=is_{SON}]", "20")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{HOME}?done=*")
    assert "已登记：去世" in page.inner_text("main")
    assert "曾在本户" in page.inner_text("main")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    no_faults(page)
    page.click(".bf-undo button")
    page.wait_for_url(f"**{HOME}")
    assert "已撤回：去世" in page.inner_text("main")
    assert "曾在本户" not in page.inner_text("main")
    no_faults(page)
    assert not wrong, wrong


def test_what_was_typed_is_there_again_until_it_is_sent(open_page: Any) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans")
    address = f"{HOME}changes/leave/"
    page.goto(address)
    choose(page, "reason", "job")
    page.fill("[name=note]", "进了五金厂")
    page.goto("/help/")
    page.goto(address)
    assert page.input_value("[name=note]") == "进了五金厂"
    assert page.is_checked("[name=reason][value=job]")
    assert not page.locator("[name=basis]:checked").count()
    choose(page, "basis", "visit")
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**{HOME}?done=*")
    page.goto(address)
    assert "用不上" in page.inner_text("main")
    page.goto(HOME)
    page.on("dialog", lambda dialog: dialog.accept())
    page.click(".bf-log form button")
    page.wait_for_url(f"**{HOME}")
    page.goto(address)
    assert page.input_value("[name=note]") == ""
    assert not wrong, wrong


def test_a_new_household_is_told_with_the_keyboard_alone(open_page: Any) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans", bypass_csp=True)
    page.goto("/households/new/")
    page.focus("main [name=text]")
    page.keyboard.type("欧阳带娣")
    page.keyboard.press("Enter")
    page.wait_for_selector("h2:has-text('台账里没有找到')")
    no_faults(page)
    page.locator("main button:has-text('新增这一户')").press("Enter")
    page.wait_for_selector("[name=m0-name]")
    assert page.input_value("[name=m0-name]") == "欧阳带娣"
    no_faults(page)
    page.focus("[name=m0-sex][value='2']")
    page.keyboard.press("Space")
    page.locator("summary:has-text('第2人')").press("Enter")
    page.fill("[name=m1-name]", "欧阳明")
    page.locator("main button[type=submit]").press("Enter")
    page.wait_for_selector("[role=alert]")
    assert page.is_visible("[name=m1-name]")
    no_faults(page)
    assert not wrong, wrong
