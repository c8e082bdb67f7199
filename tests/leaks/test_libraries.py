"""The tables that are no room's: what the application role may do there, and what it sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from django.contrib.sessions.models import Session

from bangfu.config.database import privileges

from ..offices.town import PASSWORD, signed_in
from .test_rows import Eyes, _looking, _owner, _refused, _seen_by

if TYPE_CHECKING:
    from .town import Leaks

ACTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
NOBODY = Eyes(None, None, None)


def _acts(role: str, table: str) -> set[str]:
    """What the role may do with the table as a whole or with any of its columns."""
    asked = ", ".join(
        f"has_table_privilege('{role}', '{table}', '{act}')"
        + (
            f" or has_any_column_privilege('{role}', '{table}', '{act}')"
            if act in ("SELECT", "INSERT", "UPDATE", "REFERENCES")
            else ""
        )
        for act in ACTS
    )
    return {act for act, may in zip(ACTS, _owner(f"select {asked}")[0], strict=True) if may}


def test_every_table_is_under_policies_or_named(leaks: Leaks) -> None:
    bare = _owner(
        "select relname from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind in ('r', 'p', 'v', 'm', 'f') and not relrowsecurity order by 1"
    )
    unnamed = [table for (table,) in bare if table not in privileges.TABLES]
    assert not unnamed, f"say in config/database/privileges.py what is needed of {unnamed}"


@pytest.mark.parametrize("table", sorted(privileges.TABLES))
def test_the_roles_may_do_what_is_named_and_nothing_else(leaks: Leaks, table: str) -> None:
    named = {word.split()[0] for word in privileges.TABLES[table].split(", ") if word[:1].isupper()}
    assert _acts("bangfu_app", table) == named
    assert _acts("bangfu_trace", table) == set()


def test_a_table_that_nobody_named_is_closed(leaks: Leaks) -> None:
    from django.db import connections, transaction

    with connections["owner"].cursor() as cursor, transaction.atomic(using="owner"):
        cursor.execute("create table of_a_new_library (id bigserial primary key, word text)")
        assert _acts("bangfu_app", "of_a_new_library")
        privileges.settle(cursor)
        assert _acts("bangfu_app", "of_a_new_library") == set()
        cursor.execute(
            "select has_sequence_privilege('bangfu_app', 'of_a_new_library_id_seq', 'usage')"
        )
        assert cursor.fetchone() == (False,)
        transaction.set_rollback(True, using="owner")


def test_the_queue_is_reached_by_its_functions_and_no_argument_is_read(leaks: Leaks) -> None:
    from bangfu.rosters import tasks

    tasks.read.defer(batch="b", by="p")
    with _seen_by(NOBODY) as cursor:
        cursor.execute("select status, queue_name from procrastinate_jobs")
        assert cursor.fetchall() == [("todo", "rosters")]
        for statement in (
            "select args from procrastinate_jobs",
            "select * from procrastinate_jobs",
            "update procrastinate_jobs set args = '{}'",
            "delete from procrastinate_jobs",
            "insert into procrastinate_jobs (task_name) values ('rosters.take_in')",
            "select procrastinate_cancel_job_v1(1, true, true)",
            "select procrastinate_retry_job_v1(1, now(), 1, 'rosters', '')",
        ):
            cursor.execute("savepoint here")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                cursor.execute(statement)
            cursor.execute("rollback to savepoint here")
        cursor.execute("select procrastinate_register_worker_v1()")
        (worker,) = cursor.fetchone() or (0,)
        cursor.execute("select id from procrastinate_fetch_job_v2(null, %s)", [worker])
        (job,) = cursor.fetchone() or (0,)
        cursor.execute("select procrastinate_finish_job_v1(%s, 'succeeded', true)", [job])
        cursor.execute("select count(*) from procrastinate_jobs")
        assert cursor.fetchone() == (0,)


# --- sessions ----------------------------------------------------------------------------------


def test_a_session_in_the_table_opens_nothing(leaks: Leaks) -> None:
    client = signed_in(leaks.home["clerk"])
    key = client.session.session_key
    assert key is not None
    kept = list(Session.objects.using("owner").values_list("session_key", "session_data"))
    assert kept
    assert all(key not in digest and "sign_in" not in data for digest, data in kept)
    for digest, _data in kept:
        other = type(client)()
        other.cookies["bangfu_session"] = digest
        assert other.get("/account/2fa/").status_code == 302
    assert client.get("/account/2fa/").status_code == 200


def test_a_session_moved_to_ones_own_key_opens_nothing(leaks: Leaks) -> None:
    from bangfu.offices.sessions import _digest

    client, mine = signed_in(leaks.home["clerk"]), signed_in(leaks.home["nobody"])
    theirs, own = (_digest(str(one.session.session_key)) for one in (client, mine))
    rows = Session.objects.using("owner")
    data = rows.get(session_key=theirs).session_data
    assert rows.filter(session_key=own).update(session_data=data) == 1
    assert mine.get("/account/2fa/").status_code == 302


@pytest.mark.parametrize("statement", ["select *", "delete", "update", "insert"])
def test_sessions_are_not_listed_and_not_touched(leaks: Leaks, statement: str) -> None:
    words = {
        "select *": "select * from django_session",
        "delete": "delete from django_session",
        "update": "update django_session set expire_date = now()",
        "insert": "insert into django_session values ('k', 'd', now())",
    }
    with _seen_by(NOBODY) as cursor, pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.execute(words[statement])


# --- passwords, second factors, failures -------------------------------------------------------


def test_a_hash_in_the_row_of_another_account_opens_nothing(leaks: Leaks) -> None:
    from bangfu.offices.models import User

    users = User.objects.using("owner")
    clerk = users.get(pk=leaks.home["clerk"].pk)
    assert clerk.check_password(PASSWORD)
    clerk.password = users.get(pk=leaks.home["nobody"].pk).password
    assert not clerk.check_password(PASSWORD)


def test_a_hash_made_without_the_key_opens_nothing(leaks: Leaks) -> None:
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from bangfu.offices.models import User

    clerk = User.objects.using("owner").get(pk=leaks.home["clerk"].pk)
    plain = Argon2PasswordHasher()
    for word in (PASSWORD, f"{clerk.uuid}:{PASSWORD}"):
        made = plain.encode(word, "salt" * 6)
        for kept in (made, f"keyed_{made}"):
            clerk.password = kept
            assert not clerk.check_password(PASSWORD)


@pytest.mark.parametrize("column", ["uuid", "username", "is_demo", "opened_at", "opened_by"])
def test_who_an_account_is_does_not_change(leaks: Leaks, column: str) -> None:
    with (
        _looking(leaks, "a system admin") as (cursor, _),
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        cursor.execute(f"update offices_user set {column} = {column}")


def _factor(leaks: Leaks) -> None:
    from allauth.mfa.totp.internal import auth as totp

    from bangfu.offices.scope import scope_for, scoped

    from ..offices.town import ON

    for who in ("clerk", "nobody"):
        with scoped(scope_for(leaks.home[who], on=ON), on=ON):
            if not leaks.home[who].authenticator_set.exists():
                totp.TOTP.activate(leaks.home[who], totp.generate_totp_secret())


@pytest.mark.parametrize("who", ["no settings", "another town", "a system admin", "an auditor"])
def test_second_factors_are_ones_own(leaks: Leaks, who: str) -> None:
    _factor(leaks)
    with _looking(leaks, who) as (cursor, _):
        cursor.execute("select count(*) from mfa_authenticator")
        assert cursor.fetchone() == (0,)
        assert _refused(cursor, "delete from mfa_authenticator")
        assert _refused(cursor, "update mfa_authenticator set last_used_at = now()")
        assert _refused(
            cursor,
            "insert into mfa_authenticator (user_id, type, data, created_at)"
            f" values ({leaks.home['volunteer'].pk}, 'totp', '{{}}', now())",
        )


def test_a_second_factor_is_set_up_anew_never_changed(leaks: Leaks) -> None:
    """The constraint offices_factor_stays."""
    _factor(leaks)
    with _looking(leaks, "the town's clerk") as (cursor, _):
        cursor.execute("select count(*) from mfa_authenticator")
        assert cursor.fetchone() == (1,)
        for change in ("data = '{}'", "type = 'webauthn'", f"user_id = {leaks.home['nobody'].pk}"):
            cursor.execute("savepoint here")
            with pytest.raises(psycopg.errors.CheckViolation, match="set up anew"):
                cursor.execute(f"update mfa_authenticator set {change}")
            cursor.execute("rollback to savepoint here")


@pytest.mark.parametrize("who", ["no settings", "another town", "an auditor", "a leader"])
def test_failures_at_the_door_are_not_shown_nor_lifted(leaks: Leaks, who: str) -> None:
    from django.test import Client

    Client().post("/account/login/", {"login": "clerk", "password": "Wrong-2012-pond"})
    assert _owner("select count(*) from axes_accessattempt where username = 'clerk'")[0][0]
    with _looking(leaks, who) as (cursor, _):
        cursor.execute("select count(*) from axes_accessattempt")
        assert cursor.fetchone() == (0,)
        assert _refused(cursor, "delete from axes_accessattempt")
        assert _refused(cursor, "update axes_accessattempt set failures_since_start = 0")


def test_old_failures_are_forgotten(leaks: Leaks) -> None:
    from django.db import connections
    from django.test import Client

    Client().post("/account/login/", {"login": "once", "password": "Wrong-2012-pond"})
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "update axes_accessattempt set attempt_time = attempt_time - interval '2 days'"
            " where username = 'once'"
        )
    Client().post("/account/login/", {"login": "another", "password": "Wrong-2012-pond"})
    names = {name for (name,) in _owner("select username from axes_accessattempt")}
    assert "once" not in names
    assert "another" in names
