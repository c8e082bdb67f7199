"""Takes the pictures of the README from a running demo town.

    BANGFU_HOME=… .venv/bin/bangfu serve --port 8000 &
    .venv/bin/python docs/make_screenshots.py http://127.0.0.1:8000

Reads the demo accounts that the installation keeps in BANGFU_HOME; writes docs/screenshots/*.png.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
WIDE, NARROW = (1280, 800), (390, 844)


def household(page: Page) -> None:
    """Open the first household that has somebody to verify, or the first of all."""
    page.goto("/households/?unverified=1")
    page.click("[data-rows] a >> nth=0")
    page.wait_for_load_state()


def person(page: Page) -> None:
    """Open the head of that household."""
    household(page)
    page.click("main table [data-rows] a >> nth=0")
    page.wait_for_load_state()


def changes(page: Page) -> None:
    """Open what may be told of that household."""
    household(page)
    page.goto(page.url.split("?")[0] + "changes/")
    page.wait_for_load_state()


def pair(page: Page) -> None:
    """Look for people entered twice, and open the first pair, or the list where there is none."""
    page.goto("/pairs/")
    if not page.locator("main [data-rows] a").count():
        page.click("main form button")
        page.wait_for_load_state()
    if page.locator("main [data-rows] a").count():
        page.click("main [data-rows] a >> nth=0")
        page.wait_for_load_state()


def sheet(page: Page) -> None:
    """Open the newest sheet to be signed each month."""
    page.goto("/audit/sheets/")
    page.click("main a[href*='/audit/sheets/'] >> nth=0")
    page.wait_for_load_state()


def roster(page: Page) -> None:
    """Open the first roster: what was read, what waits, what was put right."""
    page.goto("/rosters/")
    page.click("[data-rows] a >> nth=0")
    page.wait_for_load_state()


def found(page: Page) -> None:
    """Type initials into the search box."""
    page.goto("/")
    page.fill(".bf-bar input[type=search]", "lj")
    page.wait_for_selector("#found a")


def at(address: str) -> Callable[[Page], None]:
    """Return a step that opens this address."""

    def go(page: Page) -> None:
        page.goto(address)
        page.wait_for_load_state()

    return go


# file name, account, size, language, how to get there
SHOTS: tuple[tuple[str, str, tuple[int, int], str, Callable[[Page], None]], ...] = (
    ("login", "", WIDE, "zh-hans", at("/account/login/")),
    ("home", "clerk", WIDE, "zh-hans", at("/")),
    ("rosters", "clerk", WIDE, "zh-hans", at("/rosters/")),
    ("roster", "clerk", WIDE, "zh-hans", roster),
    ("households", "clerk", WIDE, "zh-hans", at("/households/")),
    ("households-390", "clerk", NARROW, "zh-hans", at("/households/")),
    ("household", "clerk", WIDE, "zh-hans", household),
    ("household-390", "clerk", NARROW, "zh-hans", household),
    ("changes", "clerk", WIDE, "zh-hans", changes),
    ("changes-390", "village", NARROW, "zh-hans", changes),
    ("pair", "clerk", WIDE, "zh-hans", pair),
    ("export", "clerk", WIDE, "zh-hans", at("/lists/households/export")),
    ("calendar", "clerk", WIDE, "zh-hans", at("/offices/calendar/")),
    ("handover", "clerk", WIDE, "zh-hans", at("/offices/hand-overs/")),
    ("sheet", "auditor", WIDE, "zh-hans", sheet),
    ("person", "clerk", WIDE, "zh-hans", person),
    ("search", "clerk", WIDE, "zh-hans", found),
    ("leader", "leader", WIDE, "zh-hans", at("/")),
    ("trail", "auditor", WIDE, "zh-hans", at("/audit/")),
    ("home-en", "clerk", WIDE, "en", at("/")),
)


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README.")
    parser.add_argument("address")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("BANGFU_HOME", "var")))
    asked = parser.parse_args()
    os.environ["BANGFU_HOME"] = str(asked.home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bangfu.config.settings"
    django.setup()
    from bangfu.demo.town import accounts_of

    passwords = {account.username: account.password for account in accounts_of(asked.home)}
    (HERE / "screenshots").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        kept: dict[str, Any] = {}
        for name, account, size, language, go in SHOTS:
            if account and account not in kept:
                kept[account] = sign_in(browser, asked.address, account, passwords[account])
            take(browser, asked.address, kept.get(account), (name, size, language, go))
        browser.close()


def sign_in(browser: Browser, address: str, account: str, password: str) -> Any:
    """Sign in and return what the browser keeps."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", account)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")
    page.wait_for_selector(".bf-nav")
    state = context.storage_state()
    context.close()
    return state


def take(
    browser: Browser,
    address: str,
    state: Any,
    shot: tuple[str, tuple[int, int], str, Callable[[Page], None]],
) -> None:
    """Take one picture of what stands in the window."""
    name, (width, height), language, go = shot
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        storage_state=state,
        locale="en-GB" if language == "en" else "zh-CN",
    )
    context.add_cookies([{"name": "bangfu_language", "value": language, "url": address}])
    page = context.new_page()
    go(page)
    page.screenshot(path=HERE / "screenshots" / f"{name}.png")
    context.close()


if __name__ == "__main__":
    main()
