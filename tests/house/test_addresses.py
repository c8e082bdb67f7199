"""Every address says who may come in, and a page that only shows cannot write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connections, transaction
from django.db.utils import InternalError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from bangfu.offices.scope import operator_scope, scoped

# Pages of allauth that stand open to strangers, each with its reason.
OPEN = {
    "account_login": "the door itself",
    "account_logout": "leaving must always work",
    "mfa_authenticate": "the second half of the door",
}
# Pages of allauth for whoever is signed in; allauth itself sends others to the door.
SIGNED_IN = {
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_reauthenticate",
}


def _addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "", space: str = ""
) -> Iterator[tuple[str, str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _addresses(one.url_patterns, prefix + str(one.pattern), inner)
        else:
            yield prefix + str(one.pattern), f"{space}{one.name or ''}", one


ALL = sorted(_addresses(get_resolver().url_patterns), key=lambda found: found[:2])


def test_there_are_addresses() -> None:
    assert len(ALL) > 10


@pytest.mark.parametrize(("route", "name", "pattern"), ALL, ids=[f"/{one[0]}" for one in ALL])
def test_every_address_has_an_access_rule(route: str, name: str, pattern: URLPattern) -> None:
    rule = getattr(pattern.callback, "access_rule", None)
    if rule is None:
        assert name in OPEN or name in SIGNED_IN, f"/{route} ({name}) has no access rule"
    elif rule.kind == "open":
        assert len(rule.value) > 5, f"/{route} is open and does not say why"


def _with_example_values(name: str, pattern: URLPattern) -> str:
    values = {
        key: "00000000-0000-4000-8000-000000000000" if "UUID" in type(kind).__name__ else "1"
        for key, kind in pattern.pattern.converters.items()
    }
    return reverse(name, kwargs=values)


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "name", "pattern"), ALL, ids=[f"/{one[0]}" for one in ALL])
def test_a_stranger_gets_no_further_than_the_door(
    route: str, name: str, pattern: URLPattern
) -> None:
    rule = getattr(pattern.callback, "access_rule", None)
    if (rule is not None and rule.kind == "open") or name in OPEN:
        return
    client = Client()
    for method in (client.get, client.post):
        answer = method(_with_example_values(name, pattern))
        assert answer.status_code in (301, 302, 405), f"{method.__name__} /{route}"
        if answer.status_code == 302:
            assert "/login/" in answer["Location"]


@pytest.mark.django_db
def test_the_connection_of_a_page_that_only_shows_refuses_to_write() -> None:
    reading = scoped(operator_scope(), on=date(2012, 6, 30), read_only=True)
    with reading, connections["default"].cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
        with pytest.raises(InternalError, match="read-only"), transaction.atomic():
            cursor.execute("UPDATE offices_user SET display_name = display_name")
