"""A real server with a small town, and a real browser in front of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

HERE = Path(__file__).resolve().parent
DATABASE = f"bangfu_browser_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
WIDTHS = {1280: 900, 390: 844}
LANGUAGES = ("zh-hans", "en")


@pytest.fixture(scope="session")
def site(databases: Any) -> Iterator[str]:
    """The address of a server on a copy of the migrated template, filled with the small town."""
    databases.copy(DATABASE)
    environ = {**os.environ, "BANGFU_DATABASE": DATABASE, "BANGFU_TODAY": "2012-12-03"}
    subprocess.run([sys.executable, str(HERE / "town.py")], env=environ, check=True)
    with contextlib.closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    words = [sys.executable, "-m", "bangfu.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        with contextlib.suppress(OSError), urlopen(address, timeout=5):
            return
        time.sleep(0.2)
    raise RuntimeError("the server did not answer within a minute")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium of the machine, or the one that Playwright has fetched."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = shutil.which("chromium") or shutil.which("google-chrome")
        chromium = playwright.chromium.launch(executable_path=own)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def signed_in(browser: Any, site: str) -> Any:
    """Return a function giving the cookies of a role; each role signs in once for the whole run."""
    kept: dict[str, Any] = {}

    def cookies(role: str) -> Any:
        if role not in kept:
            from .town import PASSWORD

            context = browser.new_context(base_url=site)
            page = context.new_page()
            page.goto("/")
            page.fill("input[name=login]", role)
            page.fill("input[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_url(f"{site}/")
            kept[role] = context.storage_state()
            context.close()
        return kept[role]

    return cookies


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
