from collections.abc import Iterator
from typing import Any

import pytest

from ..desk.conftest import filled, trail, visit

__all__ = ["filled", "trail", "visit"]


@pytest.fixture
def town(db: None) -> Iterator[Any]:
    """A small town in which the operator hands files in; undone after the test."""
    from .town import Town

    with Town.founded() as made:
        yield made
