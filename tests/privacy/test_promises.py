"""What the database promises of requests, holds and terms, each by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bangfu.offices.scope import operator_scope, scoped
from bangfu.privacy.models import Hold, Request, Term

pytestmark = pytest.mark.django_db

AT, ON = datetime(2012, 12, 3, 2, tzinfo=UTC), date(2012, 12, 3)
AREA = 442099104001000


def request(**more: Any) -> Request:
    return Request(**{
        "area": AREA, "subject": uuid4(), "subject_kind": "person", "kind": "know",
        "about": "other", "channel": "counter", "asker": "self", "asked_on": ON,
        "due_on": date(2012, 12, 24), "recorded_by": uuid4(), "recorded_at": AT, "state": "open",
        **more,
    })  # fmt: skip


def hold(**more: Any) -> Hold:
    return Hold(**{
        "area": AREA, "subject": uuid4(), "reason": "audit", "until": date(2013, 1, 1),
        "placed_by": uuid4(), "placed_at": AT, **more,
    })  # fmt: skip


def term(**more: Any) -> Term:
    return Term(**{
        "area": AREA // 10**6 * 10**6, "kind": "roster", "years": 10, "clause": "某条",
        "set_by": uuid4(), "set_at": AT, **more,
    })  # fmt: skip


BROKEN: list[tuple[str, Callable[[], list[Any]]]] = [
    ("privacy_request_decided_is_signed", lambda: [request(state="done")]),
    ("privacy_request_decided_is_signed", lambda: [request(decided_by=uuid4(), decided_at=AT)]),
    ("privacy_request_refused_says_why",
     lambda: [request(state="refused", decided_by=uuid4(), decided_at=AT)]),
    ("privacy_request_refused_says_why", lambda: [request(refusal="term")]),
    ("privacy_request_due_after_asked", lambda: [request(due_on=date(2012, 12, 2))]),
    ("privacy_hold_lifted_whole", lambda: [hold(lifted_at=AT)]),
    ("privacy_hold_lifted_whole", lambda: [hold(lifted_by=uuid4())]),
    ("privacy_term_one_of_a_kind", lambda: [term(), term(years=20)]),
    ("privacy_term_in_years", lambda: [term(years=0)]),
    ("privacy_term_in_years", lambda: [term(years=101)]),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "rows"), BROKEN)
def test_the_database_keeps_the_promise(promise: str, rows: Callable[[], list[Any]]) -> None:
    with scoped(operator_scope(), on=ON):
        *first, last = rows()
        for row in first:
            row.save(force_insert=True)
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            last.save(force_insert=True)


def test_what_breaks_no_promise_is_kept() -> None:
    with scoped(operator_scope(), on=ON):
        for row in (request(), hold(), term()):
            row.save(force_insert=True)
