"""What is written into the trail, by which door, and what never is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from bangfu.audit import actions, queries

AT = datetime(2012, 6, 30, 8, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_an_act_says_who_did_what_to_whom_and_where() -> None:
    clerk, person = uuid4(), uuid4()
    actions.record(
        verb="registry.phone.change",
        by=clerk,
        at=AT,
        subject=person,
        subject_kind="registry.person",
        area=442099109201000,
        fields=["phone"],
        detail={"batch": uuid4(), "rows": 12, "ok": True},
        via="web",
    )
    (line,) = queries.list_entries(subject=person)
    assert (line.kind, line.actor, line.verb, line.at) == (
        "act",
        clerk,
        "registry.phone.change",
        AT,
    )
    assert (line.subject_kind, line.area, line.fields) == (
        "registry.person",
        442099109201000,
        ["phone"],
    )
    assert line.via == "web"
    assert line.seq is None


def test_an_act_vanishes_with_its_transaction(trail: Any) -> None:
    with transaction.atomic():
        trail.act()
        transaction.set_rollback(True)
    assert queries.list_entries() == []


def test_a_look_stays_though_the_request_fails(trail: Any) -> None:
    with transaction.atomic():
        look(subject=uuid4())
        transaction.set_rollback(True)
    (line,) = queries.list_entries()
    assert (line.kind, line.reason, line.fields) == ("look", "contact", ["phone"])


def test_a_look_is_written_from_a_request_that_may_only_read(trail: Any) -> None:
    with transaction.atomic():
        from django.db import connection

        connection.cursor().execute("SET TRANSACTION READ ONLY")
        look(subject=uuid4())
    assert [line.kind for line in queries.list_entries()] == ["look"]


@pytest.mark.django_db
def test_many_acts_are_one_statement_in_the_order_given(django_assert_num_queries: Any) -> None:
    acts = [actions.Act(verb="registry.person.enter", detail={"n": n}) for n in range(300)]
    with django_assert_num_queries(1):
        actions.record_many(acts, by=uuid4(), at=AT)
    lines = queries.list_entries(limit=500)
    assert [line.detail for line in lines] == [f'{{"n": {n}}}' for n in reversed(range(300))]


@pytest.mark.django_db
def test_no_acts_write_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        actions.record_many([], by=None, at=AT)


@pytest.mark.parametrize(
    "detail",
    [
        {"name": "张小明"},
        {"number": "442099199001011234"},
        {"number": 442099199001011234},
        {"phone": "tel 13800001234"},
        {"张小明": 1},
        {"rows": [{"deep": "13800001234"}]},
        {"blob": b"x"},
        {"text": "x" * 2001},
    ],
)
def test_a_value_is_refused_wherever_it_hides(detail: dict[str, Any]) -> None:
    with pytest.raises(actions.ValueInTrail):
        actions.record(verb="registry.person.enter", by=None, at=AT, detail=detail)


@pytest.mark.parametrize(
    "words",
    [
        {"fields": ["张小明"]},
        {"fields": ["442099199001011234"]},
        {"verb": "entered"},
        {"verb": "登记.人"},
        {"reason": "因为他问了"},
        {"subject_kind": "a person"},
    ],
)
def test_only_codes_and_names_of_fields_are_taken(words: dict[str, Any]) -> None:
    with pytest.raises(actions.ValueInTrail):
        actions.record(**{"verb": "registry.person.enter", "by": None, "at": AT, **words})


@pytest.mark.django_db
def test_digests_and_ids_are_taken_though_they_hold_many_digits() -> None:
    digits = "0123456789" * 6 + "0123"
    ident = "00000000-0000-4000-8000-012345678901"
    actions.record(
        verb="registry.person.enter", by=None, at=AT, detail={"sha": digits, "id": ident}
    )
    assert len(queries.list_entries()) == 1


@pytest.mark.parametrize(
    ("statement", "shape"),
    [
        (
            "UPDATE registry_person SET name = '张小明' WHERE id = 7",
            "UPDATE registry_person SET name = ? WHERE id = ?",
        ),
        ("SELECT $x$ 13800001234 $x$, E'it''s' -- 张\n, 1.5", "SELECT ?, ? ? , ?"),
        ("SELECT a1, t2.c3 /* 442099199001011234 */ FROM t2", "SELECT a1, t2.c3 ? FROM t2"),
        ('SELECT "张三" FROM t', 'SELECT " " FROM t'),
    ],
)
def test_a_statement_of_the_owner_is_kept_without_its_values(statement: str, shape: str) -> None:
    assert actions.without_literals(statement) == shape


def test_a_statement_of_the_owner_is_recorded(trail: Any) -> None:
    actions.record_statement(statement="DELETE FROM t WHERE id = 5", by=None, at=AT, rows=1)
    (line,) = queries.list_entries()
    assert line.verb == "config.database.sql"
    assert "DELETE FROM t WHERE id = ?" in line.detail


@pytest.mark.django_db
def test_a_login_is_of_its_own_kind() -> None:
    who = uuid4()
    actions.login(verb="offices.login.refuse", by=who, at=AT, detail={"left": 3})
    (line,) = queries.list_entries(kind="login")
    assert line.actor == who


def look(**words: Any) -> None:
    actions.look(
        **{
            "by": uuid4(),
            "at": AT,
            "subject_kind": "registry.person",
            "fields": ["phone"],
            "reason": "contact",
            **words,
        }
    )


def test_a_reach_gives_its_areas_and_only_the_whole_gives_what_has_none(trail: Any) -> None:
    here, there = 442099109201000, 442099110201000
    for area in (here, there, None):
        trail.act(area=area)
    town = (442099109000000, 442099109999999)
    for reach, areas in (
        (queries.Reach((town,)), {here}),
        (queries.Reach((town,), installation=True), {here, None}),
        (queries.Reach(), set()),
        (None, {here, there, None}),
    ):
        found = queries.list_entries(reach=reach)
        assert {line.area for line in found} == areas
        for line in queries.list_entries():
            assert (queries.find_entry(line.id, reach=reach) is not None) is (line.area in areas)
