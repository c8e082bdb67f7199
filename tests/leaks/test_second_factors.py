"""The one door to the second factor of another: what stands before it in the database itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from bangfu.offices.access import OPERATOR

from ..offices.town import ON
from .test_libraries import _factor
from .test_rows import FAR_ADMINS, OUTSIDERS, Eyes, _eyes, _looking, _seen_by

if TYPE_CHECKING:
    from .town import Leaks

VERB = "offices.account.reset_second_factor"
INSIDE = "a security admin"
OTHERS = [one for one in (*OUTSIDERS, *FAR_ADMINS, "the town's clerk") if one != INSIDE]


def _note(cursor: psycopg.Cursor[Any], actor: str, subject: str, verb: str = VERB) -> None:
    cursor.execute(
        "insert into audit_entry (at, kind, actor, verb, subject, subject_kind, area, fields,"
        " reason, detail, via)"
        " values (now(), 'act', %s, %s, %s, 'account', null, '{}', '', '{}', '')",
        [actor, verb, subject],
    )


def _reset(cursor: psycopg.Cursor[Any], account: str) -> bool:
    cursor.execute("select offices_reset_second_factor(%s)", [account])
    return cursor.fetchone() == (True,)


def _has(cursor: psycopg.Cursor[Any], account: str) -> bool:
    cursor.execute("select offices_has_second_factor(%s)", [account])
    return cursor.fetchone() == (True,)


def test_the_security_administrator_of_the_place_is_let_in(leaks: Leaks) -> None:
    _factor(leaks)
    clerk = str(leaks.home["clerk"].uuid)
    with _looking(leaks, INSIDE) as (cursor, eyes):
        assert _has(cursor, clerk)
        _note(cursor, str(eyes.principal), clerk)
        assert _reset(cursor, clerk)
        assert not _has(cursor, clerk)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_is_let_in_nor_told(leaks: Leaks, who: str) -> None:
    _factor(leaks)
    clerk = str(leaks.home["clerk"].uuid)
    with _looking(leaks, who) as (cursor, eyes):
        assert not _has(cursor, clerk)
        if eyes.principal:
            _note(cursor, eyes.principal, clerk)
        assert not _reset(cursor, clerk)


def test_the_name_of_the_command_line_lets_nobody_in(leaks: Leaks) -> None:
    _factor(leaks)
    clerk = str(leaks.home["clerk"].uuid)
    everywhere = "{[100000000000000,999999999999999]}"
    with _seen_by(Eyes(str(OPERATOR), everywhere, ON.isoformat())) as cursor:
        assert not _has(cursor, clerk)
        _note(cursor, str(OPERATOR), clerk)
        assert not _reset(cursor, clerk)


def test_a_post_of_another_day_lets_nobody_in(leaks: Leaks) -> None:
    _factor(leaks)
    clerk = str(leaks.home["clerk"].uuid)
    eyes = Eyes(_eyes(leaks, INSIDE).principal, "{}", "2011-12-31")
    with _seen_by(eyes) as cursor:
        _note(cursor, str(eyes.principal), clerk)
        assert not _reset(cursor, clerk)


def test_nobody_takes_off_his_own_by_this_door(leaks: Leaks) -> None:
    from allauth.mfa.totp.internal import auth as totp

    from bangfu.offices.scope import scope_for, scoped

    admin = leaks.home["security_admin"]
    with scoped(scope_for(admin, on=ON), on=ON):
        if not admin.authenticator_set.exists():
            totp.TOTP.activate(admin, totp.generate_totp_secret())
    with _looking(leaks, INSIDE) as (cursor, eyes):
        _note(cursor, str(eyes.principal), str(admin.uuid))
        assert not _reset(cursor, str(admin.uuid))


@pytest.mark.parametrize("wrong", ["no entry", "verb", "subject", "committed before"])
def test_only_in_the_transaction_that_put_it_on_record(leaks: Leaks, wrong: str) -> None:
    _factor(leaks)
    clerk, nobody = str(leaks.home["clerk"].uuid), str(leaks.home["nobody"].uuid)
    with _looking(leaks, INSIDE) as (cursor, eyes):
        me = str(eyes.principal)
        if wrong == "verb":
            _note(cursor, me, clerk, "offices.account.unlock")
        elif wrong == "subject":
            _note(cursor, me, nobody)
        elif wrong == "committed before":
            _note(cursor, me, clerk)
            cursor.connection.commit()
            for name, text in eyes.settings().items():
                cursor.execute("select set_config(%s, %s, true)", [name, text])
        assert not _reset(cursor, clerk)
