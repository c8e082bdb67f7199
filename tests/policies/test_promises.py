"""What the database keeps of a change of a standard and of a kept answer, whoever writes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from ..registry.building import BY, GAOPING, ON, TOWN
from .test_register import family

pytestmark = pytest.mark.django_db
AT = datetime(2012, 12, 31, 1, 0, tzinfo=UTC)
OTHER = UUID(int=9)


def whatif() -> Any:
    from bangfu.policies.models import WhatIf

    return WhatIf.objects.create(
        place=TOWN[0], words="试算", on=ON, text="", base="", households=0, persons=0,
        shown={"standards": []}, made_by=BY, made_at=AT,
    )  # fmt: skip


def draft(**values: Any) -> Any:
    from bangfu.policies.models import Revision

    held = {"place": TOWN[0], "file": f"{uuid4()}.yaml", "standard": "goods", "text": "a",
            "because": "会议", "drafted_by": BY, "drafted_at": AT}  # fmt: skip
    return Revision.objects.create(**{**held, **values})


def at(state: str) -> Any:
    """A change that came this far by the way there is."""
    from bangfu.offices.scope import Scope, scoped

    one = draft(whatif=whatif())
    if state in ("submitted", "agreed", "published"):
        moved(one, state="submitted")
    if state in ("agreed", "published"):
        with scoped(Scope(OTHER, (TOWN,)), on=ON):
            moved(one, state="agreed", reviewed_by=OTHER, reviewed_at=AT)
    if state == "published":
        with scoped(Scope(OTHER, (TOWN,)), on=ON):
            moved(one, state="published", published_by=OTHER, published_at=AT)
    return one


def moved(one: Any, **values: Any) -> None:
    type(one).objects.filter(pk=one.pk).update(**values)
    one.refresh_from_db()


@pytest.mark.parametrize(
    ("state", "values", "promise"),
    [
        ("submitted", {"reviewed_by": BY}, "policies_revision_reviewed_by_another"),
        ("draft", {"published_by": BY}, "policies_revision_publish"),
        ("submitted", {"state": "agreed", "reviewed_by": None},
         "moved on by whom it names|policies_revision_agreed_by_somebody"),
        ("draft", {"published_by": OTHER}, "policies_revision_published_whole"),
        ("submitted", {"text": "b"}, "not rewritten"),
        ("agreed", {"text": "b"}, "not rewritten"),
        ("agreed", {"whatif": None}, "not rewritten|tried_out_first"),
        ("draft", {"file": "other.yaml"}, "stays what it was drafted for"),
        ("draft", {"drafted_by": OTHER}, "stays what it was drafted for"),
        ("draft", {"state": "published"}, "does not go from draft to published"),
        ("published", {"opinion": "后来的话"}, "what is done with stays"),
        ("published", {"state": "draft"}, "does not go from published"),
        ("submitted", {"state": "agreed", "reviewed_by": OTHER, "reviewed_at": AT},
         "moved on by whom it names"),
    ],
)  # fmt: skip
def test_a_change_keeps_its_promises(
    town: Any, state: str, values: dict[str, Any], promise: str
) -> None:
    one = at(state)
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        moved(one, **values)


def test_a_change_is_not_under_review_before_it_was_tried_out(town: Any) -> None:
    one = draft()
    with (
        pytest.raises(IntegrityError, match="policies_revision_tried_out_first"),
        transaction.atomic(),
    ):
        moved(one, state="submitted")


def test_one_change_of_a_file_at_a_time(town: Any) -> None:
    one = draft()
    with (
        pytest.raises(IntegrityError, match="policies_revision_one_open_for_a_file"),
        transaction.atomic(),
    ):
        draft(file=one.file)
    moved(one, state="dropped")
    assert draft(file=one.file).pk


def test_nobody_begins_with_what_is_published_or_in_another_name(town: Any) -> None:
    for values in ({"state": "published"}, {"drafted_by": OTHER}):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            draft(**values)


def test_nothing_of_it_is_taken_away(town: Any) -> None:
    one, tried = draft(), whatif()
    for row in (one, tried):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        moved(tried, words="别的")


def test_a_kept_answer_has_an_answer_and_money_only_for_a_yes(town: Any) -> None:
    from bangfu.policies.models import Assessment

    home, _people = family()
    held = {
        "area": home.area, "household": home, "batch": uuid4(), "standard": "goods", "on": ON,
        "answer": "yes", "amount_fen": 1, "rule_hash": "a", "facts_hash": "b", "kept": b"x",
        "kept_by": BY, "kept_at": AT,
    }  # fmt: skip
    assert Assessment.objects.create(**held).pk
    for values, promise in (
        ({"answer": "perhaps", "amount_fen": None}, "policies_assessment_answers"),
        ({"answer": "no"}, "policies_assessment_amount_of_a_yes"),
        ({"amount_fen": -1}, "policies_assessment_amount_of_a_yes"),
    ):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            Assessment.objects.create(**{**held, **values})
    for values in ({"kept_by": OTHER}, {"area": GAOPING + 10**9}):
        with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            Assessment.objects.create(**{**held, **values})


def test_a_kept_answer_goes_where_its_family_goes(town: Any) -> None:
    from bangfu.policies.models import Assessment
    from bangfu.registry.actions import changes

    home, _people = family()
    keep(home)
    told = changes.Told(on=ON, by=BY, at=AT, today=ON, basis="told")
    changes.relocate(home=home.uuid, place=changes.Place(GAOPING + 1000, "三角村"), told=told)
    assert set(Assessment.objects.values_list("area", flat=True)) == {GAOPING + 1000}


def keep(home: Any) -> Any:
    from bangfu.offices.models import User
    from bangfu.policies.actions import keep_answers

    return keep_answers(home=home, by=User(uuid=BY), on=date(2012, 12, 31), at=AT)


def test_what_was_kept_comes_out_the_same(town: Any) -> None:
    from bangfu.policies import queries

    home, _people = family()
    rows = queries.replay_batch(home, keep(home))
    assert all(row.same for row in rows)
    assert {row.assessment.standard for row in rows} >= {"goods", "dibao"}
