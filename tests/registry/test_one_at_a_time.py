"""Two periods of one thing never overlap, not even when two people write at once."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry.models import Category, Household, Membership

from .building import AT, ON, enter, household, person


def write(period: tuple[date, date | None], model: type = Membership) -> None:
    """The one fact of the register once more, for another period."""
    fact = model.objects.order_by("id").first()
    fact.pk = None
    fact.valid_from, fact.valid_until = period
    fact.entry = uuid4()
    fact.save(force_insert=True)


BEFORE = (date(2012, 1, 1), date(2012, 12, 30))
TOUCHING = (date(2012, 1, 1), ON)
LATER = (date(2014, 1, 1), None)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Membership, Category])
def test_a_period_that_ends_the_day_before_is_no_overlap(town: Any, model: type) -> None:
    enter(household(person()))
    write(BEFORE, model)
    assert model.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Membership, Category])
@pytest.mark.parametrize("period", [TOUCHING, LATER])
def test_a_period_that_shares_a_day_is_refused(
    town: Any, model: type, period: tuple[date, date | None]
) -> None:
    enter(household(person()))
    with pytest.raises(IntegrityError, match=r"at.a.time"), transaction.atomic():
        write(period, model)


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Membership, Category])
def test_two_closed_periods_that_share_a_day_are_refused(town: Any, model: type) -> None:
    enter(household(person()))
    write(BEFORE, model)
    with pytest.raises(IntegrityError, match="at a time"), transaction.atomic():
        write((date(2012, 12, 30), date(2012, 12, 30)), model)


@pytest.mark.django_db
def test_opening_an_old_fact_again_is_looked_at_too(town: Any) -> None:
    enter(household(person()))
    Membership.objects.update(superseded_at=AT, superseded_by=uuid4())
    write(TOUCHING)
    with pytest.raises(IntegrityError, match="at a time"), transaction.atomic():
        Membership.objects.update(superseded_at=None, superseded_by=None)


@pytest.mark.parametrize(
    ("first", "second"),
    [(TOUCHING, (ON, None)), ((ON, None), TOUCHING), (TOUCHING, TOUCHING)],
    ids=["closed then open", "open then closed", "closed then closed"],
)
def test_of_two_who_write_at_once_the_later_sees_the_earlier(
    real_db: Any, first: tuple[date, date | None], second: tuple[date, date | None]
) -> None:
    with scoped(operator_scope(), on=ON):
        enter(household(person()))
        Membership.objects.update(superseded_at=AT, superseded_by=uuid4())
    ready, go = threading.Event(), threading.Event()
    refused: list[Exception] = []

    def earlier() -> None:
        with scoped(operator_scope(), on=ON):
            _fresh(first)
            ready.set()
            go.wait(5)
        connection.close()

    def later() -> None:
        try:
            with scoped(operator_scope(), on=ON):
                _fresh(second)
        except Exception as error:
            refused.append(error)
        connection.close()

    one, two = threading.Thread(target=earlier), threading.Thread(target=later)
    one.start()
    assert ready.wait(5)
    two.start()
    two.join(0.4)
    assert two.is_alive(), "the later must wait for the earlier"
    go.set()
    one.join(5)
    two.join(5)
    assert len(refused) == 1
    assert isinstance(refused[0], IntegrityError)
    with scoped(operator_scope(), on=ON):
        assert Membership.objects.filter(superseded_at=None).count() == 1


def _fresh(period: tuple[date, date | None]) -> None:
    fact = Membership.objects.order_by("id").first()
    assert fact is not None
    fact.pk = None
    fact.household = Household.objects.get()
    fact.superseded_at = fact.superseded_by = None
    fact.valid_from, fact.valid_until = period
    fact.save(force_insert=True)
