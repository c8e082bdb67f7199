"""Who may do what with the trail, in raw SQL as each role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import Error, connections, transaction

from bangfu.audit import actions

WRITE = (
    "INSERT INTO audit_entry (at, kind, actor, verb, subject, subject_kind, fields, reason,"
    " detail, via) VALUES (now(), '{kind}', gen_random_uuid(), 'a.b', gen_random_uuid(), '',"
    " '{{}}', '', '{{}}', '')"
)
LINK = "INSERT INTO audit_seal (seq, entry_id, digest, previous, key_version, cluster, sealed_at)"
TAMPERING = [
    "UPDATE audit_entry SET verb = 'x.y'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry CASCADE",
    "UPDATE audit_seal SET digest = previous",
    "DELETE FROM audit_seal",
    "TRUNCATE audit_seal",
]


def refused(run: Callable[..., Any], alias: str, *statements: str) -> str:
    with pytest.raises(Error) as caught, transaction.atomic(using=alias):
        run(alias, *statements)
    return str(caught.value)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", TAMPERING)
@pytest.mark.parametrize("alias", ["default", "trace"])
def test_no_role_of_the_application_changes_the_trail(
    as_role: Any, alias: str, statement: str
) -> None:
    assert "permission denied" in refused(as_role, alias, statement)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", TAMPERING)
def test_the_owner_must_put_the_guard_away_first(as_role: Any, statement: str) -> None:
    assert "only ever added to" in refused(as_role, "owner", statement)


@pytest.mark.django_db
def test_the_application_writes_acts_and_logins_but_no_looks(as_role: Any) -> None:
    as_role("default", WRITE.format(kind="act"), WRITE.format(kind="login"))
    assert "row-level security" in refused(as_role, "default", WRITE.format(kind="look"))


@pytest.mark.django_db
def test_the_trace_role_writes_looks_only(as_role: Any) -> None:
    as_role("trace", WRITE.format(kind="look"))
    for kind in ("act", "login"):
        assert "row-level security" in refused(as_role, "trace", WRITE.format(kind=kind))


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["id", "recorded_at", "txid"])
def test_nobody_chooses_place_or_moment_of_an_entry(as_role: Any, column: str) -> None:
    value = {"id": "1", "recorded_at": "now()", "txid": "'1'"}[column]
    statement = (
        f"INSERT INTO audit_entry (at, kind, verb, subject_kind, fields, reason, detail, via,"
        f" {column}) OVERRIDING SYSTEM VALUE VALUES (now(), 'act', 'a.b', '', '{{}}', '', '{{}}',"
        f" '', {value})"
    )
    assert "permission denied" in refused(as_role, "default", statement)


@pytest.mark.django_db
def test_the_application_writes_no_links(as_role: Any) -> None:
    statement = f"{LINK} VALUES (1, 1, '\\x00', '\\x00', 1, 1, now())"
    assert "permission denied" in refused(
        as_role, "default", "SELECT set_config('bangfu.audit', 'seal', true)", statement
    )


@pytest.mark.django_db
def test_unset_the_trail_shows_nothing(as_role: Any) -> None:
    as_role("default", WRITE.format(kind="act"))
    as_role("trace", WRITE.format(kind="look"))
    for alias in ("default", "trace"):
        assert as_role(alias, "SELECT count(*) FROM audit_entry") == [(0,)]


@pytest.mark.django_db
def test_an_auditor_reads_all_and_others_what_they_did(as_role: Any, at: Any) -> None:
    me, other = uuid4(), uuid4()
    for who in (me, me, other):
        actions.record(verb="registry.person.enter", by=who, at=at)
    count = "SELECT count(*) FROM audit_entry"
    mine = f"SELECT set_config('bangfu.principal', '{me}', true)"
    assert as_role("default", mine, count) == [(2,)]
    auditor = "SELECT set_config('bangfu.audit', 'read', true)"
    assert as_role("default", auditor, count) == [(3,)]
    # A setting of the wrong role opens nothing.
    for alias, word in (("default", "seal"), ("trace", "read")):
        setting = f"SELECT set_config('bangfu.audit', '{word}', true)"
        unscoped = "SELECT set_config('bangfu.principal', '', true)"
        assert as_role(alias, setting, unscoped, count) == [(0,)]


@pytest.mark.django_db
def test_a_look_needs_who_and_whom(as_role: Any) -> None:
    statement = (
        "INSERT INTO audit_entry (at, kind, verb, subject_kind, fields, reason, detail, via)"
        " VALUES (now(), 'look', 'a.b', '', '{}', '', '{}', '')"
    )
    assert "audit_entry_look_names_who_and_whom" in refused(as_role, "trace", statement)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"kind": "other"}, "audit_entry_kind_is_known"),
        ({"verb": ""}, "audit_entry_says_what_was_done"),
    ],
)
def test_an_entry_has_a_known_kind_and_a_verb(change: dict[str, str], name: str) -> None:
    values = {"kind": "act", "verb": "a.b", **change}
    with (
        pytest.raises(Error, match=name),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO audit_entry (at, kind, verb, subject_kind, fields, reason, detail, via)"
            " VALUES (now(), %s, %s, '', '{}', '', '{}', '')",
            [values["kind"], values["verb"]],
        )


def test_a_link_is_counted_from_one_and_has_a_digest_of_its_own(trail: Any) -> None:
    trail.sealed(2)
    entry = trail.owner("SELECT max(id) FROM audit_entry")[0][0]
    row = f"({{seq}}, {entry + 1}, {{digest}}, '\\x00', 1, 1, now())"
    trail.fill(1)
    with pytest.raises(Error, match="audit_seal_counts_from_1"):
        trail.owner(f"{LINK} VALUES {row.format(seq=0, digest=repr('x'))}")
    digest = "(SELECT digest FROM audit_seal WHERE seq = 2)"
    with pytest.raises(Error, match="audit_seal_digest_once"):
        trail.owner(f"{LINK} VALUES {row.format(seq=3, digest=digest)}")


def test_a_sealed_entry_is_held_by_its_link(trail: Any) -> None:
    trail.sealed(1)
    with pytest.raises(Error, match="foreign key constraint"):
        trail.owner("ALTER TABLE audit_entry DISABLE TRIGGER USER", "DELETE FROM audit_entry")
