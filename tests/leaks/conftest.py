from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

# Django is not ready yet when pytest reads this file: the town is imported where it is made.
if TYPE_CHECKING:
    from .town import Leaks


@pytest.fixture(scope="module")
def leaks(databases: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Leaks]:
    """Both towns, really committed, made once for the tests of a file.

    The tests write nothing that stays: what they try is refused, or rolled back.
    """
    from django.db import connections

    from .town import fill

    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PasswordHasher, "time_cost", 1)
        patch.setattr(Argon2PasswordHasher, "memory_cost", 64)
        mine = os.environ["BANGFU_DATABASE"]
        yield databases.fill(mine, f"{mine}_leaks", fill)
        connections.close_all()
        databases.copy(os.environ["BANGFU_DATABASE"])
