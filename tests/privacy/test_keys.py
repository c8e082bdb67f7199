"""Keys of people and households: who may do what, and what a destroyed one takes along."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, IntegrityError, connections, transaction

from bangfu.audit import keyfile, queries
from bangfu.audit.keyfile import KeyTrouble
from bangfu.privacy import crypto, keys, masters

LABEL = "identity.number"


@pytest.mark.django_db
def test_keys_made_are_the_keys_opened(own_home: Any, somebody: Any) -> None:
    subjects = [uuid4() for _ in range(300)]
    with somebody():
        made = keys.create(subjects)
        opened = keys.open_many([*subjects, uuid4()])
    assert opened == made
    assert len(set(made.values())) == 300
    assert {len(key) for key in made.values()} == {32}


@pytest.mark.django_db
def test_nobody_opens_keys_outside_a_scope(own_home: Any, somebody: Any) -> None:
    subject = uuid4()
    with somebody():
        keys.create([subject])
    assert keys.open_many([subject]) == {}


@pytest.mark.django_db
def test_nothing_asked_is_nothing_done(own_home: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert keys.create([]) == {}
        assert keys.open_many([]) == {}


@pytest.mark.django_db
def test_a_subject_has_one_key(own_home: Any, somebody: Any) -> None:
    subject = uuid4()
    with somebody():
        first = keys.create([subject])
        with pytest.raises(IntegrityError), transaction.atomic():
            keys.create([subject])
        assert keys.ensure([subject, subject]) == first
        assert len(keys.ensure([subject, uuid4()])) == 2


DESTROY = "UPDATE privacy_subjectkey SET wrapped = NULL, destroyed_at = now() WHERE subject = '{}'"
"""What a confirmed erasure does; the act itself is tested with the register."""


def test_a_destroyed_key_takes_every_copy_along(
    real_db: Any, own_home: Any, somebody: Any, as_owner: Any
) -> None:
    subject, other = uuid4(), uuid4()
    with somebody():
        made = keys.create([subject, other])
    blob = crypto.seal(made[subject], LABEL, "442099199001011234")
    as_owner(DESTROY.format(subject))
    with somebody():
        assert keys.open_many([subject, other]) == {other: made[other]}
        with pytest.raises(IntegrityError), transaction.atomic():
            keys.ensure([subject])
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(made[other], LABEL, blob)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE privacy_subjectkey SET wrapped = '\\x00'",
        "UPDATE privacy_subjectkey SET wrapped = NULL, destroyed_at = now()",
        "DELETE FROM privacy_subjectkey",
        "TRUNCATE privacy_subjectkey",
    ],
)
@pytest.mark.parametrize("alias", ["default", "trace"])
def test_no_role_of_the_application_changes_keys(
    own_home: Any, somebody: Any, statement: str, alias: str
) -> None:
    with somebody():
        keys.create([uuid4()])
        with (
            pytest.raises(Error, match="permission denied"),
            transaction.atomic(using=alias),
            connections[alias].cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["SELECT * FROM privacy_subjectkey", "SELECT privacy_has_keys()"]
)
def test_the_trace_role_sees_no_keys(statement: str) -> None:
    with (
        pytest.raises(Error, match="permission denied"),
        transaction.atomic(using="trace"),
        connections["trace"].cursor() as cursor,
    ):
        cursor.execute(statement)


def living_and_destroyed(somebody: Any, as_owner: Any) -> None:
    living, gone = uuid4(), uuid4()
    with somebody():
        keys.create([living, gone])
    as_owner(DESTROY.format(gone))


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("DELETE FROM privacy_subjectkey", "never removed"),
        (
            "UPDATE privacy_subjectkey SET wrapped = '\\x00', destroyed_at = NULL"
            " WHERE wrapped IS NULL",
            "cannot come back",
        ),
        (
            "UPDATE privacy_subjectkey SET subject = gen_random_uuid() WHERE wrapped IS NOT NULL",
            "does not change its subject",
        ),
        (
            "UPDATE privacy_subjectkey SET wrapped = NULL WHERE wrapped IS NOT NULL",
            "privacy_subjectkey_destroyed_means_gone",
        ),
    ],
)
def test_even_the_owner_keeps_the_rows_of_keys(
    real_db: Any,
    own_home: Any,
    somebody: Any,
    as_owner: Any,
    statement: str,
    promise: str,
) -> None:
    living_and_destroyed(somebody, as_owner)
    with pytest.raises(Error, match=promise):
        as_owner(statement)


def test_rotation_wraps_anew_and_leaves_keys_and_blobs_alone(
    real_db: Any, own_home: Any, somebody: Any, at: datetime, as_owner: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(keys, "_BATCH", 7)
    subjects = [uuid4() for _ in range(20)]
    with somebody():
        made = keys.create(subjects)
    as_owner(DESTROY.format(subjects[0]))
    del made[subjects[0]]
    blob = crypto.seal(made[subjects[1]], LABEL, "442099199001011234")
    index = crypto.blind(LABEL, "442099199001011234")
    before = as_owner("SELECT subject, wrapped FROM privacy_subjectkey WHERE wrapped IS NOT NULL")
    assert keys.rotate_master(by=None, at=at) == 19
    after = as_owner("SELECT subject, wrapped FROM privacy_subjectkey WHERE wrapped IS NOT NULL")
    assert not {bytes(w) for _, w in before} & {bytes(w) for _, w in after}
    with somebody():
        assert keys.open_many(subjects) == made
        fresh = keys.create([uuid4()])
        assert len(fresh) == 1
    assert crypto.unseal(made[subjects[1]], LABEL, blob) == "442099199001011234"
    assert crypto.blind(LABEL, "442099199001011234") == index
    assert as_owner(
        "SELECT DISTINCT master_version FROM privacy_subjectkey WHERE wrapped IS NOT NULL"
    ) == [(2,)]
    assert keys.rewrap() == 0
    assert [line.verb for line in queries.list_entries(verb="privacy.master.")] == [
        "privacy.master.rotate"
    ]


def test_a_rotation_cut_off_in_the_middle_is_run_again(
    real_db: Any, own_home: Any, somebody: Any, at: datetime, as_owner: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(keys, "_BATCH", 3)
    subjects = [uuid4() for _ in range(8)]
    with somebody():
        made = keys.create(subjects)
    real, calls = masters.wrap, []

    def cut(*words: Any) -> Any:
        calls.append(words)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(*words)

    monkeypatch.setattr(masters, "wrap", cut)
    with pytest.raises(KeyboardInterrupt):
        keys.rotate_master(by=None, at=at)
    with somebody():
        assert keys.open_many(subjects) == made
    assert keys.rotate_master(by=None, at=at) == 8
    with somebody():
        assert keys.open_many(subjects) == made
    assert as_owner("SELECT DISTINCT master_version FROM privacy_subjectkey") == [(3,)]
    assert keys.check() == []


def test_a_server_that_read_the_file_before_makes_new_keys_under_the_new_version(
    real_db: Any, own_home: Any, somebody: Any, at: datetime, as_owner: Any
) -> None:
    old, new = uuid4(), uuid4()
    with somebody():
        made = keys.create([old])
    stale = masters.ring()
    keys.rotate_master(by=None, at=at)
    keyfile._known[(str(own_home), masters.NAME)] = stale
    with somebody():
        made |= keys.create([new])
        assert keys.open_many([old, new]) == made
    assert as_owner("SELECT DISTINCT master_version FROM privacy_subjectkey") == [(2,)]


def test_a_process_that_read_the_file_before_a_rotation_still_opens_keys(
    real_db: Any, own_home: Any, somebody: Any, at: datetime
) -> None:
    subject = uuid4()
    with somebody():
        made = keys.create([subject])
    stale = masters.ring()
    keys.rotate_master(by=None, at=at)
    keyfile._known[(str(own_home), masters.NAME)] = stale
    with somebody():
        assert keys.open_many([subject]) == made


def test_a_lost_file_is_said_and_no_new_one_is_made(
    real_db: Any, own_home: Any, somebody: Any
) -> None:
    assert keys.check() == []
    assert keys.set_up()
    assert not keys.set_up()
    with somebody():
        keys.create([uuid4()])
    assert keys.check() == []
    keyfile.place(masters.NAME).unlink()
    keyfile.forget()
    with pytest.raises(KeyTrouble, match="从备份中放回") as trouble:
        keys.set_up()
    assert trouble.value.code == "key_lost"
    with pytest.raises(KeyTrouble):
        crypto.blind(LABEL, "1")
    assert not keyfile.exists(masters.NAME)
    assert [problem.code for problem in keys.check()] == ["key_lost"]


def test_the_file_of_another_database_is_noticed(
    real_db: Any, own_home: Any, somebody: Any, at: datetime
) -> None:
    subject = uuid4()
    with somebody():
        keys.create([subject])
    keyfile.place(masters.NAME).unlink()
    keyfile.create(masters.NAME)
    assert [problem.code for problem in keys.check()] == ["key_foreign"]
    with somebody(), pytest.raises(KeyTrouble):
        keys.open_many([subject])
    with pytest.raises(KeyTrouble):
        keys.rotate_master(by=None, at=at)
    assert keyfile.load(masters.NAME, again=True).current == 1


def test_a_wrapped_key_moved_to_another_subject_does_not_open(
    real_db: Any, own_home: Any, somebody: Any, as_owner: Any
) -> None:
    first, second = uuid4(), uuid4()
    with somebody():
        keys.create([first, second])
    as_owner(
        "UPDATE privacy_subjectkey SET wrapped ="
        f" (SELECT wrapped FROM privacy_subjectkey WHERE subject = '{first}')"
        f" WHERE subject = '{second}'"
    )
    with somebody(), pytest.raises(KeyTrouble):
        keys.open_many([second])


@pytest.mark.django_db
def test_a_drawer_of_keys_and_texts_takes_seconds_at_most(own_home: Any, somebody: Any) -> None:
    """54,000 keys and 200,000 texts; the bounds are wide, the figures are in docs/figures.md."""
    subjects = [uuid4() for _ in range(54_000)]
    with somebody():
        start = time.process_time()
        made = keys.create(subjects)
        texts = [(key, LABEL, "442099199001011234") for key in made.values()] * 4
        crypto.seal_many(texts[:200_000])
        assert time.process_time() - start < 5
