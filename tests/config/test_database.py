"""The three roles of the database are who they should be."""

from __future__ import annotations

import pytest
from django.db import connections


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("alias", "role"),
    [("default", "bangfu_app"), ("trace", "bangfu_trace"), ("owner", "bangfu_owner")],
)
def test_each_alias_is_its_role_and_no_role_is_above_the_policies(alias: str, role: str) -> None:
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (role, False, False, False)
