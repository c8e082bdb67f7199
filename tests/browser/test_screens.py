"""Every screen, as each role, wide and narrow, in both languages, under the real policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from .conftest import LANGUAGES, WIDTHS

pytestmark = pytest.mark.browser

HOUSEHOLD = "/households/b0f00000-0000-4000-8000-00000000000a/"
PERSON = "/people/b0f10000-0000-4000-8000-000000000050/"
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

PLACES: dict[str, tuple[str, ...]] = {
    "": ("/account/login/", "/nowhere/"),
    "clerk": ("/", "/households/", "/households/?category=dibao", HOUSEHOLD, PERSON, "/search/",
              "/help/", "/nowhere/", "/account/password/", "/account/2fa/",
              "/account/2fa/totp/activate/", "/account/reauthenticate/", "/account/logout/"),
    "village_worker": ("/", "/households/", HOUSEHOLD, PERSON),
    "social_worker": ("/",),
    "volunteer": ("/", "/households/"),
    "reviewer": ("/",),
    "approver": ("/",),
    "liaison": ("/",),
    "leader": ("/", "/households/", "/help/"),
    "inspector": ("/", PERSON),
    "system_admin": ("/",),
    "security_admin": ("/",),
    "auditor": ("/",),
}  # fmt: skip


def menu_of(page: Any) -> list[str]:
    return page.eval_on_selector_all(".bf-nav a", "links => links.map(a => a.getAttribute('href'))")


@pytest.fixture
def open_page(browser: Any, site: str, signed_in: Any) -> Iterator[Any]:
    """Return a function giving a page of this role, and what went wrong on it."""
    contexts = []

    def opened(role: str, width: int, language: str, **more: Any) -> tuple[Any, list[str]]:
        context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": WIDTHS[width]},
            storage_state=signed_in(role) if role else None,
            **more,
        )
        contexts.append(context)
        name = {"name": "bangfu_language", "value": language, "url": site}
        context.add_cookies([name])
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("console", lambda said: _note(said, wrong))
        page.on("request", lambda asked: _stay(asked.url, site, wrong))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation',"
            "e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))"
        )
        return page, wrong

    yield opened
    for context in contexts:
        context.close()


def _note(said: Any, wrong: list[str]) -> None:
    # The browser reports the status of a page of failure itself; that page is what we ask for.
    if said.type in ("error", "warning") and "Failed to load resource" not in said.text:
        wrong.append(f"{said.type}: {said.text}")


def _stay(url: str, site: str, wrong: list[str]) -> None:
    if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(site):
        wrong.append(f"another host: {url}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", PLACES)
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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", PLACES)
def test_axe_finds_nothing(open_page: Any, role: str, width: int) -> None:
    """The policy is bypassed here only: axe is injected."""
    page, _wrong = open_page(role, width, "zh-hans", bypass_csp=True)
    places = list(PLACES[role])
    told = []
    for place in places:
        page.goto(place)
        if place == "/":
            places += [link for link in menu_of(page) if link not in places]
        page.add_script_tag(path=str(AXE))
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
            " 'best-practice']})"
        )
        told += [
            (place, one["id"], one["help"], [node["html"][:160] for node in one["nodes"][:3]])
            for one in found["violations"]
        ]
    assert not told, json.dumps(told, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("role", ["clerk", "leader"])
def test_targets_on_the_phone_are_large_enough_for_a_finger(open_page: Any, role: str) -> None:
    page, _wrong = open_page(role, 390, "zh-hans")
    for place in PLACES[role]:
        page.goto(place)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, select, input, summary')]
              .filter(one => one.offsetParent && !one.closest('.bf-skip, p, .bf-table, .bf-log'))
              .map(one => {
                const box = (one.closest('label') ?? one).getBoundingClientRect();
                return [one.outerHTML.slice(0, 90), Math.round(box.width), Math.round(box.height)];
              })
              .filter(([, width, height]) => height < 24 || width < 24)"""
        )
        assert not small, f"{place}: {small}"
