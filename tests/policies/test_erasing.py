"""Answers that were kept of a family that is erased: nothing of it is left in them."""

from __future__ import annotations

from pathlib import Path

from django.db import connections

from bangfu.policies.actions import keep_answers
from bangfu.registry.models import Household

from ..papers.conftest import own_home
from ..registry.test_erasing import AT, LEFT, Family, acting, committed, confirm, propose

__all__ = ["committed", "own_home"]


def kept() -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select standard, answer, amount_fen, person, length(kept) from policies_assessment"
        )
        return cursor.fetchall()


def keep(family: Family) -> None:
    with acting(family.place["clerk"]) as clerk:
        home = Household.objects.get(uuid=family.household)
        assert keep_answers(home=home, by=clerk, on=LEFT, at=AT)


def test_an_erased_household_leaves_no_answer(own_home: Path, committed: Family) -> None:
    keep(committed)
    before = kept()
    assert before
    assert all(length for *_rest, length in before)
    confirm(committed, propose(committed))
    assert set(kept()) == {("", "", None, None, 0)}
    assert len(kept()) == len(before)


def test_an_erased_member_leaves_no_facts_in_the_answers_of_the_family(
    own_home: Path, committed: Family
) -> None:
    keep(committed)
    made = propose(committed, subject=committed.child, kind="person", ground="person_gone")
    confirm(committed, made)
    rows = kept()
    assert all(length == 0 for *_rest, length in rows)
    assert str(committed.child) not in str(rows)
