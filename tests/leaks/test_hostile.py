"""No page answers 500: whatever stands in an address or in a form, as whichever role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction

from .test_addresses import _client, _places

if TYPE_CHECKING:
    from .town import Leaks

pytestmark = pytest.mark.slow

HOSTILE = ("a\x00b", "a\x01b", "长" * 10_000, "9999-12-31", "0001-01-01", "-1", "9" * 30,
           "00000000-0000-0000-0000-000000000000", "😀'\"<%", "[]", "")  # fmt: skip
ASKED = ("q", "text", "on", "page", "show", "after", "before", "account", "subject", "kind", "verb",
         "village", "group", "layout", "said", "done", "mark", "ended", "checked", "why", "order",
         "view", "next", "from", "until", "year", "batch")  # fmt: skip
LEAVES = ("account_logout", "account_change_password", "offices:close_account")
_NAMES = re.compile(r'name="([^"]+)"')
_DIGITS = re.compile(r"(?<=/)\d+(?=/|$)")


@contextmanager
def rolled_back() -> Iterator[None]:
    """Whatever a request writes is gone afterwards: the next one finds the town as it was."""
    with ExitStack() as doors:
        for alias in ("default", "trace"):
            doors.enter_context(transaction.atomic(using=alias))
        yield
        for alias in ("default", "trace"):
            transaction.set_rollback(True, using=alias)


def _addresses(leaks: Leaks) -> list[tuple[str, str]]:
    """Every address with what it is meant for, and with numbers there are not."""
    found: dict[str, str] = {}
    for name, _kind, address in _places(leaks.objects):
        for one in (address, _DIGITS.sub("9999", address), _DIGITS.sub("9" * 20, address)):
            if name not in LEAVES:
                found.setdefault(one, name)
    return [(name, address) for address, name in found.items()]


EVERY = [
    pytest.param(who, 1, marks=pytest.mark.soak)
    for who in ("clerk", "approver", "village_worker", "system_admin", "security_admin", "auditor")
]


@pytest.mark.parametrize(("who", "each"), [("clerk", 5), ("security_admin", 5), *EVERY])
def test_nothing_that_is_sent_is_answered_500(leaks: Leaks, who: str, each: int) -> None:
    client = _client(leaks, who)
    client.raise_request_exception = False
    broken: list[Any] = []
    for turn, (name, address) in enumerate(_addresses(leaks)[::each]):
        with rolled_back():
            page = client.get(address)
        if page.status_code >= 500:
            broken.append(("get", name, address))
        if page.status_code in (403, 404):
            continue
        text = "" if page.streaming else page.content.decode("utf-8", "replace")
        fields = {*_NAMES.findall(text), "act", "name"} - {"csrfmiddlewaretoken"}
        for bad in (HOSTILE[turn % len(HOSTILE)], HOSTILE[(turn + 3) % len(HOSTILE)]):
            with rolled_back():
                got = client.get(address, dict.fromkeys(ASKED, bad[:2000]))
            with rolled_back():
                sent = client.post(address, dict.fromkeys(fields, bad))
            broken += [
                (method, name, address, bad[:12])
                for method, answer in (("get", got), ("post", sent))
                if answer.status_code >= 500
            ]
    assert broken == []
