"""The small town of the browser tests, asked by Django's client."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ..browser import town

ON = date(2012, 12, 3)
AT = datetime.fromisoformat("2012-12-03T10:00:00+08:00")
GAOPING_HOME = "b0f00000-0000-4000-8000-000000000001"  # 高平村, two people
SANJIAO_HOME = "b0f00000-0000-4000-8000-000000000000"  # 三角村, one person
GAOPING_HEAD = "b0f10000-0000-4000-8000-000000000008"

As = Callable[[str], Client]


@pytest.fixture(scope="module")
def filled(databases: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The small town, really committed, once for a file of tests; made away with afterwards."""
    from django.db import connections

    mine = os.environ["BANGFU_DATABASE"]
    with django_db_blocker.unblock():
        databases.fill(mine, f"{mine}_filled", lambda: town.fill(AT, ON))
        connections.close_all()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        databases.copy(os.environ["BANGFU_DATABASE"])


@pytest.fixture
def visit(filled: None, db: None, monkeypatch: pytest.MonkeyPatch) -> As:
    """Return a function giving a client that is signed in as the account of this name."""
    monkeypatch.setenv("BANGFU_TODAY", ON.isoformat())

    def client(name: str) -> Client:
        from bangfu.offices.models import User
        from bangfu.offices.scope import at_door

        browser = Client(raise_request_exception=True)
        if name:
            with at_door(name):
                user = User.objects.get(username=name)
            browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return browser

    return client


@pytest.fixture
def trail(db: None) -> Callable[[], list[tuple[Any, ...]]]:
    """Return a function that reads the looks and refusals of the trail."""

    def read() -> list[tuple[Any, ...]]:
        from django.db import connections

        rows: list[tuple[Any, ...]] = []
        for alias, word in (("default", "read"), ("trace", "seal")):
            with connections[alias].cursor() as cursor:
                cursor.execute("select set_config('bangfu.audit', %s, true)", [word])
                cursor.execute("select kind, verb, subject::text, fields, reason from audit_entry")
                rows += [row for row in cursor.fetchall() if row not in rows]
        return rows

    return read
