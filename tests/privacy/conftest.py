"""A home of one's own with its key file, and somebody in whose name a transaction runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections, transaction

from bangfu.audit import keyfile


@pytest.fixture
def own_home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keys of this test alone; the folder has a space and Chinese in it."""
    home = tmp_path / "帮扶 家"
    home.mkdir()
    settings.BANGFU_HOME = home
    yield home
    keyfile.forget()


@pytest.fixture
def at() -> datetime:
    return datetime(2012, 6, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def somebody() -> Callable[..., AbstractContextManager[UUID]]:
    """A transaction in somebody's name, as the scope of a request opens it."""

    @contextmanager
    def opened() -> Iterator[UUID]:
        who = uuid4()
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("SELECT set_config('bangfu.principal', %s, true)", [str(who)])
            yield who
            cursor.execute("SELECT set_config('bangfu.principal', '', true)")

    return opened


@pytest.fixture
def as_owner() -> Callable[..., list[tuple[Any, ...]]]:
    """Raw SQL as the owner; gives the rows of the last statement."""

    def run(*statements: str) -> list[tuple[Any, ...]]:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return run
