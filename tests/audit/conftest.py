"""A trail of one's own: writers, a sealer, the owner's hand, and an auditor's eye."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from bangfu.audit import actions, anchor, keyfile, queries, sealing

AT = datetime(2012, 6, 30, 1, 2, 3, 456789, tzinfo=UTC)
CLERK = UUID("00000000-0000-4000-8000-00000000c1e4")


@pytest.fixture
def own_home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keys and anchor of this test alone; the folder has a space and Chinese in it."""
    home = tmp_path / "帮扶 家"
    home.mkdir()
    settings.BANGFU_HOME = home
    yield home
    keyfile.forget()


@pytest.fixture
def trail(real_db: Any, own_home: Path) -> Trail:
    return Trail()


class Trail:
    """What the tests of the chain do to a trail."""

    at = AT

    def act(self, verb: str = "registry.person.enter", **more: Any) -> None:
        actions.record(verb=verb, by=CLERK, at=AT, **{"subject": uuid4(), **more})

    def fill(self, count: int) -> None:
        for number in range(count):
            self.act(detail={"n": number}, fields=["name", "phone"])

    def seal(self) -> int:
        """Seal all there is; a transaction of another test may hold the horizon back a moment."""
        total, deadline = sealing.seal_pending(at=AT), time.monotonic() + 20
        while queries.seal_state().unsealed and time.monotonic() < deadline:
            time.sleep(0.02)
            total += sealing.seal_pending(at=AT)
        return total

    def sealed(self, count: int) -> Trail:
        self.fill(count)
        assert self.seal() == count
        return self

    def owner(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements as the owner; gives the rows of the last."""
        return run_as("owner", *statements)

    def tamper(self, *statements: str) -> None:
        """What a dishonest owner would do: put the guards away, change, put them back."""
        self.owner(
            "ALTER TABLE audit_entry DISABLE TRIGGER USER",
            "ALTER TABLE audit_seal DISABLE TRIGGER USER",
            "DO $$ DECLARE held name; BEGIN FOR held IN SELECT conname FROM pg_constraint"
            " WHERE conrelid = 'audit_seal'::regclass AND contype = 'f' LOOP"
            " EXECUTE format('ALTER TABLE audit_seal DROP CONSTRAINT %I', held);"
            " END LOOP; END $$",
            *statements,
            "ALTER TABLE audit_seal ENABLE TRIGGER USER",
            "ALTER TABLE audit_entry ENABLE TRIGGER USER",
        )

    def entry_of(self, seq: int) -> int:
        return self.owner(f"SELECT entry_id FROM audit_seal WHERE seq = {seq}")[0][0]

    @property
    def anchor(self) -> Path:
        return anchor.place()


def run_as(alias: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements on one connection; gives the rows of the last."""
    from django.db import connections, transaction

    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture
def as_role() -> Callable[..., list[tuple[Any, ...]]]:
    """Raw SQL as the role behind an alias."""
    return run_as


@pytest.fixture
def at() -> datetime:
    """The moment of the tests."""
    return AT


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """A page asked for in English by another test leaves its language behind."""
    with translation.override("zh-hans"):
        yield
