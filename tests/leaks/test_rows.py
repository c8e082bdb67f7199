"""Principals × tables: what the application role sees and does in every table with an area.

The tables are found, not listed: a new one with an area is in the matrix the day it lands, and
fails until the town of these tests has something in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.apps import apps
from django.db import connections

from ..offices.town import ON

if TYPE_CHECKING:
    from .town import Leaks

AREAS = "bangfu.areas"
INSUFFICIENT_PRIVILEGE = "42501"

# Models of ours without an area, each with its reason.
WITHOUT_AREA = {
    "audit.Seal": "digests only",
    "audit.Sheet": "heads of the chain, and who signed them",
    "offices.Area": "is the areas themselves",
    "offices.User": "belongs to an organisation; no case data",
    "offices.PastPassword": "belongs to an account",
    "offices.Preference": "belongs to an account",
    "offices.SignIn": "belongs to an account",
    "policies.Revision": "the text of a rule and who changed it; anybody may read it",
    "policies.WhatIf": "figures that single nobody out; the exact ones are policies.WhatIfResult",
    "privacy.SubjectKey": "wrapped keys of subjects, useless without the key file",
    "registry.Source": "names a list, not a person",
}
# Tables with an area that show more than the area's rows, each with its reason.
TO_ANYBODY = {"offices_townsetting": "stands on the page of login"}
TO_SIGNED_IN = {
    "offices_officeday": "the office's year",
    "offices_workingyear": "which days are off",
    "offices_organisation": "whom to turn to",
    "offices_post": "who holds which office",
    "offices_standin": "who stands in for whom",
}
# Seen in a transaction that the auditor's pages open, and by nobody else.
FOR_AUDITORS = {"audit_alert"}
# Seen by the security administrator of the town, besides who serves the place.
BY_DUTY = {("offices_commission", "a security admin")}
# Seen by clerk and approver of the place only, not by everybody who serves it.
BY_ROLE = {"privacy_hold", "privacy_term"}
# Seen by who did it, wrote it or was given it, besides the area.
BY_OWN_HAND = {"audit_entry", "papers_paper", "rosters_handout", "offices_grant"}
# Seen by both sides and by who manages accounts there, whatever areas they see.
BY_ITS_SIDES = {"offices_handover"}


def _tables() -> list[str]:
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if model.__module__.startswith("bangfu.")
        and any(one.column == "area" for one in model._meta.concrete_fields)
    )


TABLES = _tables()
SCOPED = [
    one
    for one in TABLES
    if one not in {*TO_ANYBODY, *TO_SIGNED_IN, *BY_OWN_HAND, *BY_ITS_SIDES, *FOR_AUDITORS}
]


FAR_ADMINS = ("another town's system admin", "another town's security admin")


@dataclass(frozen=True)
class Eyes:
    """The settings of a transaction, and the ranges whose rows it may see."""

    principal: str | None
    areas: str | None
    today: str | None
    sees: tuple[tuple[int, int], ...] = ()

    def settings(self) -> dict[str, str]:
        given = {
            "bangfu.principal": self.principal,
            AREAS: self.areas,
            "bangfu.today": self.today,
        }
        return {name: text for name, text in given.items() if text is not None}


OUTSIDERS = (
    "no settings",
    "empty settings",
    "after a transaction",
    "another town",
    "a system admin",
    "a security admin",
    "an auditor",
    "a leader",
    "an ended grant",
    "a stranger with no area",
)


def _eyes(leaks: Leaks, who: str) -> Eyes:
    home, far, today = leaks.home, leaks.far, ON.isoformat()
    none = "{}"
    if who in ("no settings", "after a transaction"):
        return Eyes(None, None, None)
    if who == "empty settings":
        return Eyes("", "", "")
    if who == "another town":
        area = far.town.area
        return Eyes(
            str(far["clerk"].uuid), f"{{[{area.lo},{area.hi}]}}", today, ((area.lo, area.hi),)
        )
    if who == "the next village":
        lo, hi = home.next_village, home.next_village + 999
        return Eyes(str(home["neighbour"].uuid), f"{{[{lo},{hi}]}}", today, ((lo, hi),))
    if who == "one's own village":
        lo, hi = home.village, home.village + 999
        return Eyes(str(home["village_worker"].uuid), f"{{[{lo},{hi}]}}", today, ((lo, hi),))
    if who == "the town's clerk":
        area = home.town.area
        return Eyes(
            str(home["clerk"].uuid), f"{{[{area.lo},{area.hi}]}}", today, ((area.lo, area.hi),)
        )
    if who in FAR_ADMINS:
        role = "system_admin" if "system" in who else "security_admin"
        return Eyes(str(far[role].uuid), none, today)
    people = {
        "a grant": "volunteer",
        "an ended grant": "liaison",
        "a leader": "leader",
        "a system admin": "system_admin",
        "a security admin": "security_admin",
        "an auditor": "auditor",
        "a stranger with no area": "nobody",
    }
    return Eyes(str(home[people[who]].uuid), none, today)


@contextmanager
def _seen_by(eyes: Eyes, *, after: Eyes | None = None) -> Iterator[psycopg.Cursor[Any]]:
    """A transaction of the application role with these settings, rolled back at the end."""
    known = connections["default"].get_connection_params()
    words = {
        key: known[key] for key in ("dbname", "user", "password", "host", "port") if known.get(key)
    }
    with psycopg.connect(**words) as connection:
        cursor = connection.cursor()
        if after is not None:
            _set(cursor, after)
            connection.commit()
        _set(cursor, eyes)
        yield cursor
        connection.rollback()


def _set(cursor: psycopg.Cursor[Any], eyes: Eyes) -> None:
    for name, text in eyes.settings().items():
        cursor.execute("select set_config(%s, %s, true)", [name, text])


@contextmanager
def _looking(leaks: Leaks, who: str) -> Iterator[tuple[psycopg.Cursor[Any], Eyes]]:
    eyes = _eyes(leaks, who)
    after = _eyes(leaks, "the town's clerk") if who == "after a transaction" else None
    with _seen_by(eyes, after=after) as cursor:
        yield cursor, eyes


def _owner(statement: str) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _inside(area: int, eyes: Eyes) -> bool:
    return any(lo <= area <= hi for lo, hi in eyes.sees)


# --- the matrix itself -------------------------------------------------------------------------


def test_every_model_has_an_area_or_a_reason() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("bangfu.")]
    without = {
        model._meta.label
        for model in ours
        if not any(one.column == "area" for one in model._meta.concrete_fields)
    }
    assert without == set(WITHOUT_AREA)


def test_the_application_role_is_under_the_policies(leaks: Leaks) -> None:
    rows = _owner(
        "select rolsuper, rolbypassrls from pg_roles"
        " where rolname in ('bangfu_app', 'bangfu_trace')"
    )
    assert rows == [(False, False), (False, False)]
    owned = _owner(
        "select relname from pg_class c join pg_roles r on r.oid = c.relowner"
        " where r.rolname in ('bangfu_app', 'bangfu_trace')"
    )
    assert owned == []
    assert not _owner(
        "select 1 from pg_auth_members m join pg_roles r on r.oid = m.member"
        " where r.rolname in ('bangfu_app', 'bangfu_trace')"
    )


def test_every_table_with_an_area_has_a_policy(leaks: Leaks) -> None:
    """Tables that no model knows (side tables of search) are found as well."""
    bare = _owner(
        "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attname = 'area'"
        " and not a.attisdropped and not (c.relrowsecurity and exists"
        " (select 1 from pg_policy p where p.polrelid = c.oid))"
    )
    assert bare == []


@pytest.mark.parametrize("table", TABLES)
def test_the_town_has_something_in_every_table(leaks: Leaks, table: str) -> None:
    rows = _owner(f"select count(*) from {table} where area is not null")
    assert rows[0][0] > 0, f"give the town of these tests a row in {table}"


# --- reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "who"),
    [(table, who) for table in SCOPED for who in OUTSIDERS if (table, who) not in BY_DUTY],
)
def test_an_outsider_sees_no_row_of_the_town(leaks: Leaks, table: str, who: str) -> None:
    with _looking(leaks, who) as (cursor, eyes):
        try:
            cursor.execute(f"select area from {table}")
        except psycopg.errors.InsufficientPrivilege:
            return
        foreign = [area for (area,) in cursor.fetchall() if not _inside(area, eyes)]
        assert foreign == []
        cursor.execute(f"select area, count(*) from {table} group by area")
        assert all(_inside(area, eyes) for area, _count in cursor.fetchall())
        cursor.execute(f"select count(*) from {table}")
        counted = cursor.fetchone()
        cursor.execute(
            f"select count(*) from {table} where area <@ %s::int8multirange",
            ["{" + ",".join(f"[{lo},{hi}]" for lo, hi in eyes.sees) + "}"],
        )
        assert counted == cursor.fetchone()


@pytest.mark.parametrize("who", ["the next village", "one's own village", "the town's clerk"])
@pytest.mark.parametrize("table", SCOPED)
def test_who_serves_a_place_sees_its_rows_and_only_those(
    leaks: Leaks, table: str, who: str
) -> None:
    every = [area for (area,) in _owner(f"select area from {table}")]
    with _looking(leaks, who) as (cursor, eyes):
        cursor.execute(f"select area from {table}")
        seen = [area for (area,) in cursor.fetchall()]
    if table in BY_ROLE and who != "the town's clerk":
        assert seen == []
        return
    assert sorted(seen) == sorted(area for area in every if _inside(area, eyes))
    if who == "the town's clerk":
        assert seen


@pytest.mark.parametrize("who", [*OUTSIDERS, "the town's clerk", "one's own village", "a grant"])
@pytest.mark.parametrize("table", sorted(FOR_AUDITORS))
def test_what_is_the_auditors_is_seen_by_nobody_else(leaks: Leaks, table: str, who: str) -> None:
    with _looking(leaks, who) as (cursor, _):
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone() == (0,)


def test_a_grant_shows_one_family_and_no_other(leaks: Leaks) -> None:
    family = leaks.families["own"]
    with _looking(leaks, "a grant") as (cursor, _):
        cursor.execute("select uuid from registry_household")
        assert cursor.fetchall() == [(family.household,)]
        cursor.execute("select uuid from registry_person")
        assert cursor.fetchall() == [(family.head,)]
        cursor.execute("select area, count(*) from registry_identity group by area")
        assert cursor.fetchall() == [(family.area, 1)]
        cursor.execute("select count(*) from rosters_stagedrow")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("who", OUTSIDERS)
@pytest.mark.parametrize("table", sorted(TO_SIGNED_IN))
def test_offices_are_shown_to_who_is_signed_in(leaks: Leaks, table: str, who: str) -> None:
    with _looking(leaks, who) as (cursor, eyes):
        cursor.execute(f"select count(*) from {table}")
        found = cursor.fetchone()
    assert found is not None
    assert (found[0] > 0) == bool(eyes.principal)


@pytest.mark.parametrize("who", [one for one in OUTSIDERS if one != "another town"])
@pytest.mark.parametrize("table", sorted(BY_OWN_HAND))
def test_what_was_written_by_hand_is_seen_by_that_hand(leaks: Leaks, table: str, who: str) -> None:
    column = {
        "audit_entry": "actor",
        "papers_paper": "kept_by",
        "rosters_handout": "asked_by",
        "offices_grant": "principal",
    }
    with _looking(leaks, who) as (cursor, eyes):
        cursor.execute(f"select {column[table]}::text from {table}")
        assert {hand for (hand,) in cursor.fetchall()} <= {eyes.principal or "nobody"}


OF_NO_SIDE = [one for one in OUTSIDERS if one != "a system admin"]


@pytest.mark.parametrize("who", [*OF_NO_SIDE, "the next village", *FAR_ADMINS])
def test_a_hand_over_is_seen_by_its_sides(leaks: Leaks, who: str) -> None:
    with _looking(leaks, who) as (cursor, eyes):
        cursor.execute(
            "select count(*) from offices_handover h where not exists (select 1 from offices_user u"
            " where u.uuid::text = %s and u.id in (h.leaver_id, h.taker_id))"
            " and h.area between %s and %s",
            [eyes.principal or "", leaks.home.town.area.lo, leaks.home.town.area.hi],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "table",
    [
        "offices_area",
        "offices_user",
        "offices_pastpassword",
        "offices_preference",
        "offices_signin",
    ],
)
@pytest.mark.parametrize("who", ["no settings", "empty settings", "after a transaction"])
def test_accounts_are_hidden_from_who_is_not_signed_in(leaks: Leaks, table: str, who: str) -> None:
    with _looking(leaks, who) as (cursor, _):
        cursor.execute(f"select count(*) from {table}")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("who", ["one's own village", "another town", "an auditor", "a grant"])
@pytest.mark.parametrize("table", ["offices_pastpassword", "offices_preference", "offices_signin"])
def test_sessions_old_passwords_and_preferences_are_ones_own(
    leaks: Leaks, table: str, who: str
) -> None:
    with _looking(leaks, who) as (cursor, eyes):
        cursor.execute(
            f"select distinct u.uuid::text from {table} t join offices_user u on u.id = t.user_id"
        )
        assert {uuid for (uuid,) in cursor.fetchall()} <= {eyes.principal}


def test_at_the_door_one_account_is_visible_and_nothing_else(leaks: Leaks) -> None:
    with _seen_by(Eyes(None, None, None)) as cursor:
        cursor.execute("select set_config('bangfu.at_door', 'clerk', true)")
        cursor.execute("select username from offices_user")
        assert cursor.fetchall() == [("clerk",)]
        for table in [*SCOPED, *TO_SIGNED_IN, "offices_area", "offices_grant", "offices_signin"]:
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,), table


# --- writing -----------------------------------------------------------------------------------


def _refused(cursor: psycopg.Cursor[Any], statement: str, values: list[Any] | None = None) -> bool:
    """Whether the statement is refused, or finds no row; the transaction goes on either way."""
    cursor.execute("savepoint here")
    try:
        cursor.execute(statement, values)
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.errors.CheckViolation as refusal:
        # A promise of the table speaks before its policies do.
        return refusal.diag.constraint_name == "offices_standin_no_administrator"
    else:
        return cursor.rowcount == 0
    finally:
        cursor.execute("rollback to savepoint here")


def _written_columns(table: str) -> str:
    """The columns that a row is written with: one the database generates is not among them."""
    found = _owner(
        "select string_agg(quote_ident(column_name), ', ') from information_schema.columns"
        f" where table_name = '{table}' and table_schema = 'public' and is_generated = 'NEVER'"
    )
    return str(found[0][0])


WRITERS = (*OUTSIDERS, "the next village", "a grant", *FAR_ADMINS)
# What the administrators of the town are there for, and may therefore write in it.
DUTIES = {
    ("offices_commission", "a security admin"),
    ("offices_organisation", "a system admin"),
    ("offices_post", "a system admin"),
    ("offices_post", "a security admin"),
    ("offices_townsetting", "a system admin"),
}
CASES = [(table, who) for table in TABLES for who in WRITERS if (table, who) not in DUTIES]


@pytest.mark.parametrize(("table", "who"), CASES)
def test_nobody_writes_into_a_village_that_is_not_his(leaks: Leaks, table: str, who: str) -> None:
    own = (leaks.home.village, leaks.home.village + 999)
    row = _owner(
        f"select to_jsonb(t)::text from {table} t"
        f" order by (area between {own[0]} and {own[1]}) desc limit 1"
    )[0][0]
    with _looking(leaks, who) as (cursor, _):
        town = (leaks.home.town.area.lo, leaks.home.town.area.hi)
        where = f"where area between {town[0]} and {town[1]}"
        if who == "the next village":
            where = f"where area between {own[0]} and {own[1]}"
        assert _refused(cursor, f"update {table} set area = area {where}")
        assert _refused(cursor, f"delete from {table} {where}")
        columns = _written_columns(table)
        copy = (
            f"insert into {table} ({columns})"
            f" select {columns} from jsonb_populate_record(null::{table}, %s::jsonb)"
        )
        assert _refused(cursor, copy, [row]), "a copy of a row entered"


@pytest.mark.parametrize("table", SCOPED)
def test_a_row_cannot_be_moved_out_of_ones_own_village(leaks: Leaks, table: str) -> None:
    with _looking(leaks, "the town's clerk") as (cursor, _):
        cursor.execute("set constraints all immediate")
        with pytest.raises(psycopg.Error) as refusal:
            cursor.execute(f"update {table} set area = %s", [leaks.far.village])
        assert refusal.value.sqlstate in (INSUFFICIENT_PRIVILEGE, "23503", "23514", "P0001")


@pytest.mark.parametrize("table", ["offices_area", "offices_user", "offices_signin"])
@pytest.mark.parametrize("who", [*OUTSIDERS, "one's own village", "the town's clerk", "a grant"])
def test_nothing_of_offices_is_deleted(leaks: Leaks, table: str, who: str) -> None:
    with _looking(leaks, who) as (cursor, _), pytest.raises(psycopg.errors.InsufficientPrivilege):
        cursor.execute(f"delete from {table}")


@pytest.mark.parametrize("who", ["the town's clerk", "one's own village", "a leader", "a grant"])
def test_nobody_makes_himself_an_administrator(leaks: Leaks, who: str) -> None:
    with _looking(leaks, who) as (cursor, eyes):
        for role in ("system_admin", "security_admin", "auditor", "clerk"):
            assert _refused(
                cursor,
                "insert into offices_post (uuid, user_id, organisation_id, role, area, valid_from,"
                " given_by, given_at) select gen_random_uuid(), u.id, u.organisation_id, %s, %s,"
                " '2012-01-01', u.uuid, now() from offices_user u where u.uuid = %s",
                [role, leaks.home.town.area.lo, eyes.principal],
            )
        assert _refused(cursor, "update offices_post set role = 'auditor'")
        assert _refused(
            cursor,
            "update offices_user set is_active = false where uuid <> %s",
            [eyes.principal],
        )


@pytest.mark.parametrize("who", ["a system admin", "a security admin"])
def test_an_administrator_does_not_appoint_himself_in_sql_either(leaks: Leaks, who: str) -> None:
    with _looking(leaks, who) as (cursor, eyes):
        assert _refused(
            cursor,
            "update offices_post p set valid_until = null, valid_from = valid_from"
            " from offices_user u where u.id = p.user_id and u.uuid = %s",
            [eyes.principal],
        )


@pytest.mark.parametrize("role", ["reviewer", "village_worker", "social_worker", "inspector"])
def test_holds_and_terms_ask_the_role_and_not_the_area_alone(leaks: Leaks, role: str) -> None:
    """The area of the session is the town's: only the post stands between."""
    area, home = leaks.home.town.area, leaks.home
    places = f"{{[{area.lo},{area.hi}]}}"
    with _seen_by(Eyes(str(home[role].uuid), places, ON.isoformat())) as cursor:
        for table, change in (
            ("privacy_hold", "update privacy_hold set lifted_by = %s, lifted_at = now()"),
            ("privacy_term", "update privacy_term set years = 1, set_by = %s"),
        ):
            cursor.execute(f"select count(*) from {table}")
            assert cursor.fetchone() == (0,)
            cursor.execute(change, [home[role].uuid])
            assert cursor.rowcount == 0
        cursor.execute("delete from privacy_term")
        assert cursor.rowcount == 0
        assert _refused(
            cursor,
            "insert into privacy_term (area, kind, years, clause, set_by, set_at)"
            " values (%s, 'household_dead', 9, 'x', %s, now())",
            [area.lo, home[role].uuid],
        )
    for allowed in ("clerk", "approver"):
        with _seen_by(Eyes(str(home[allowed].uuid), places, ON.isoformat())) as cursor:
            for table in sorted(BY_ROLE):
                cursor.execute(f"select count(*) from {table}")
                assert cursor.fetchone() == (1,), (allowed, table)


def test_a_grant_cannot_be_given_in_another_name_or_place(leaks: Leaks) -> None:
    give = (
        "insert into offices_grant (uuid, principal, subject, subject_kind, area, purpose,"
        " valid_from, given_by, given_at) values (gen_random_uuid(), %s, %s, 'household', %s,"
        " 'paired', '2012-01-01', %s, now())"
    )
    home, family = leaks.home, leaks.families["own"]
    me, other = home["village_worker"].uuid, home["clerk"].uuid
    with _looking(leaks, "one's own village") as (cursor, _):
        assert not _refused(cursor, give, [other, family.household, home.village, me])
        assert _refused(cursor, give, [other, family.household, home.village, other])
        assert _refused(cursor, give, [other, family.household, home.next_village, me])
    with _looking(leaks, "a stranger with no area") as (cursor, _):
        mine = home["nobody"].uuid
        assert _refused(cursor, give, [mine, family.household, home.village, mine])


def test_the_trace_role_moves_the_time_of_a_session_and_nothing_else(leaks: Leaks) -> None:
    for statement in (
        "update offices_signin set ended_at = null",
        "update offices_signin set user_id = 1",
        "select user_id from offices_signin",
        "delete from offices_signin",
        "select count(*) from offices_user",
        "select count(*) from registry_person",
    ):
        with (
            connections["trace"].cursor() as cursor,
            pytest.raises(Exception, match="permission denied"),
        ):
            cursor.execute(statement)
