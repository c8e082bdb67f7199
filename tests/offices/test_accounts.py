"""Accounts and passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from bangfu.offices import actions
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import PastPassword, User
from bangfu.offices.scope import operator_scope, scope_for, scoped

from .town import AT, ON, PASSWORD, Place


def test_a_first_password_follows_the_rules_and_must_be_changed(home: Place) -> None:
    by = home["system_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        opened = actions.open_account(
            username="New.Clerk",
            display_name="新来的",
            organisation=home.town.government,
            by=by,
            at=AT,
        )
        validate_password(opened.password, User(username="other"))
        assert opened.user.username == "new.clerk"
        assert opened.user.must_change_password
        assert opened.user.check_password(opened.password)
        assert opened.password not in repr(opened)
        for name in ("new.clerk", "NEW.CLERK", "有 空格", "x"):
            with pytest.raises(actions.CannotOpenAccount):
                actions.open_account(
                    username=name,
                    display_name="又一个",
                    organisation=home.town.government,
                    by=by,
                    at=AT,
                )


def test_first_passwords_are_never_alike() -> None:
    from bangfu.offices.actions.accounts import first_password

    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        validate_password(one)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Short-12", "password_too_short"),
        ("onlysmallletters", "password_classes"),
        ("small-letters-", "password_classes"),
        ("My-clerk-2012", "password_is_the_name"),
        ("My-CLERK-2012", "password_is_the_name"),
        (PASSWORD, "password_used_before"),
    ],
)
def test_a_password_against_the_rules_is_refused(home: Place, password: str, code: str) -> None:
    clerk = home["clerk"]
    with (
        scoped(scope_for(clerk, on=ON), on=ON),
        pytest.raises(ValidationError) as refusal,
    ):
        validate_password(password, clerk)
    assert code in {error.code for error in refusal.value.error_list}


def test_the_last_five_passwords_do_not_come_back_and_the_sixth_may(home: Place) -> None:
    clerk = home["clerk"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        for number in range(1, 5):
            actions.set_own_password(
                user=clerk, password=f"Lotus-pond-{number}", at=AT + timedelta(days=number)
            )
        for used in [PASSWORD, *(f"Lotus-pond-{number}" for number in range(1, 5))]:
            with pytest.raises(ValidationError):
                validate_password(used, clerk)
        actions.set_own_password(user=clerk, password="Lotus-pond-5", at=AT + timedelta(days=5))
        validate_password(PASSWORD, clerk)
        assert PastPassword.objects.filter(user=clerk).count() == 5


def test_a_reset_ends_the_sessions_and_asks_for_a_new_password(home: Place) -> None:
    clerk, by = home["clerk"], home["system_admin"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        line = actions.open_sign_in(user=clerk, at=AT, address="127.0.0.1", browser="test")
    with scoped(scope_for(by, on=ON), on=ON):
        password = actions.reset_password(user=clerk, by=by, at=AT)
        line.refresh_from_db()
        assert line.ended_by == by.uuid
        fresh = User.objects.get(pk=clerk.pk)
        assert fresh.must_change_password
        assert fresh.check_password(password)
        with pytest.raises(actions.CannotResetPassword):
            actions.reset_password(user=by, by=by, at=AT)


def test_an_account_of_before_the_keyed_passwords_gets_in_by_a_new_first_one(home: Place) -> None:
    clerk, by = home["clerk"], home["system_admin"]
    with scoped(operator_scope(), on=ON):
        old = Argon2PasswordHasher().encode(PASSWORD, "salt" * 6)
        User.objects.filter(pk=clerk.pk).update(password=old)
        PastPassword.objects.filter(user=clerk).delete()
        PastPassword.objects.create(user=clerk, password=old, set_at=AT)
        assert not User.objects.get(pk=clerk.pk).check_password(PASSWORD)
    with scoped(scope_for(by, on=ON), on=ON):
        password = actions.reset_password(user=clerk, by=by, at=AT)
    with scoped(scope_for(clerk, on=ON), on=ON):
        fresh = User.objects.get(pk=clerk.pk)
        assert fresh.check_password(password)
        validate_password("River-2013-bank", fresh)
        actions.set_own_password(user=fresh, password="River-2013-bank", at=AT)
        assert User.objects.get(pk=clerk.pk).check_password("River-2013-bank")


def test_a_closed_account_keeps_its_line_and_has_no_right(home: Place) -> None:
    from bangfu.offices import access

    clerk, by = home["clerk"], home["system_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        actions.close_account(user=clerk, by=by, at=AT, known=True)
        fresh = User.objects.get(pk=clerk.pk)
        assert access.rights_of(fresh, on=ON) == frozenset()
        assert scope_for(fresh, on=ON).areas == ()


def test_offices_user_name_is_lower(home: Place) -> None:
    with (
        scoped(operator_scope(), on=ON),
        pytest.raises(IntegrityError, match="offices_user_name_is_lower"),
        transaction.atomic(),
    ):
        User.objects.create(
            username="Clerk", display_name="大写", opened_at=AT, opened_by=OPERATOR, password="!"
        )


@pytest.mark.parametrize("verb", ["open", "reset_password", "close"])
def test_what_administrators_do_with_accounts_is_recorded(home: Place, verb: str) -> None:
    clerk, by = home["clerk"], home["system_admin"]
    with scoped(scope_for(by, on=ON), on=ON):
        if verb == "open":
            clerk = actions.open_account(
                username="late",
                display_name="后来",
                organisation=home.town.government,
                by=by,
                at=AT,
            ).user
        elif verb == "close":
            actions.close_account(user=clerk, by=by, at=AT, known=True)
        else:
            actions.reset_password(user=clerk, by=by, at=AT)
        with connection.cursor() as cursor:
            cursor.execute(
                "select subject, detail::text from audit_entry where actor = %s and verb = %s",
                [by.uuid, f"offices.account.{verb}"],
            )
            rows = cursor.fetchall()
    assert [subject for subject, _detail in rows] == [clerk.uuid]


@pytest.mark.parametrize("holder", ["security_admin", "auditor", "system_admin"])
def test_an_administrators_password_does_not_come_from_the_system_administrator(
    home: Place, holder: str
) -> None:
    """Who gives a password holds the account: the three duties would be one."""
    by, other = home["system_admin"], home[holder]
    with scoped(scope_for(by, on=ON), on=ON):
        with pytest.raises(actions.CannotResetPassword):
            actions.reset_password(user=other, by=by, at=AT)
        with pytest.raises(actions.CannotResetPassword):
            actions.close_account(user=other, by=by, at=AT)


def test_the_security_administrator_gives_the_auditor_a_new_password(home: Place) -> None:
    by, auditor = home["security_admin"], home["auditor"]
    with scoped(scope_for(by, on=ON), on=ON):
        password = actions.reset_password(user=auditor, by=by, at=AT)
        auditor.refresh_from_db()
        assert auditor.check_password(password)
        with pytest.raises(actions.CannotResetPassword):
            actions.reset_password(user=home["clerk"], by=by, at=AT)


def test_the_database_keeps_the_administrators_apart_too(home: Place) -> None:
    for role, changed in (("system_admin", 0), ("security_admin", 1)):
        with scoped(scope_for(home[role], on=ON), on=ON):
            rows = User.objects.filter(pk=home["auditor"].pk)
            assert rows.update(password="x") == changed
