from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

# Django is not ready yet when pytest reads this file: the town is imported where it is made.
if TYPE_CHECKING:
    from .town import Place


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 all the same, but with little memory: its cost is not what these tests look at."""
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 64)


@pytest.fixture
def home(db: Any) -> Place:
    """A town with everybody in it, rolled back after the test."""
    from .town import found

    return found()


@pytest.fixture
def real_home(real_db: Any) -> Place:
    """The same, really committed: for requests that cross transactions, and for races."""
    from .town import found

    return found()
