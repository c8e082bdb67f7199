from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture
def town(db: None) -> Iterator[Any]:
    """A transaction that sees and writes the whole town."""
    from bangfu.offices.scope import Scope, scoped

    from .building import BY, ON, TOWN

    with scoped(Scope(BY, (TOWN,)), on=ON) as scope:
        yield scope
