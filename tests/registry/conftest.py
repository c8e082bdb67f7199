from collections.abc import Iterator
from typing import Any

import pytest

from ..desk.conftest import trail

__all__ = ["trail"]


@pytest.fixture
def town(db: None) -> Iterator[Any]:
    """A transaction that sees and writes the whole town."""
    from bangfu.offices.scope import Scope, scoped

    from .building import BY, ON, TOWN

    with scoped(Scope(BY, (TOWN,)), on=ON) as scope:
        yield scope
