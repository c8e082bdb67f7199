"""A home of one's own, and people with an area in whose name transactions run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connections, transaction

from bangfu.audit import keyfile

CLERK = UUID("00000000-0000-4000-8000-00000000c1e4")
TOWN = (442099109000000, 442099109999999)


@pytest.fixture
def own_home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keys and files of this test alone; the folder has a space and Chinese in it."""
    home = tmp_path / "帮扶 家"
    home.mkdir()
    settings.BANGFU_HOME = home
    yield home
    keyfile.forget()


@pytest.fixture
def at() -> datetime:
    return datetime(2012, 6, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def scoped() -> Callable[..., AbstractContextManager[UUID]]:
    """A transaction of somebody with areas, as the scope of a request opens it."""

    @contextmanager
    def opened(who: UUID = CLERK, areas: tuple[tuple[int, int], ...] = (TOWN,)) -> Iterator[UUID]:
        text = "{" + ",".join(f"[{low},{high}]" for low, high in areas) + "}"
        with transaction.atomic(), connections["default"].cursor() as cursor:
            setting = "SELECT set_config('bangfu.principal', %s, true),"
            setting += " set_config('bangfu.areas', %s, true)"
            cursor.execute(setting, [str(who), text])
            yield who
            cursor.execute(setting, ["", ""])

    return opened
