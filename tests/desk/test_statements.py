"""How many statements the pages cost that are opened most: lowered on purpose, never raised.

Here a request runs inside the test's own transaction, so six of them read, set back and release
what a request of its own would not.
"""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .conftest import GAOPING_HEAD, GAOPING_HOME, As

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("place", "most"),
    [
        ("/", 33),
        ("/households/", 30),
        ("/people/", 28),
        (f"/households/{GAOPING_HOME}/", 44),
        (f"/people/{GAOPING_HEAD}/", 38),
    ],
)
def test_a_page_costs_no_more_statements_than(visit: As, place: str, most: int) -> None:
    client = visit("clerk")
    client.get(place)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(place).status_code == 200
    assert len(asked) <= most, Counter(one["sql"][:80] for one in asked.captured_queries)
