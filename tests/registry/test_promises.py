"""What the database keeps, whatever the code thinks."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_search_tokens_are_closed_to_the_application_role():
    with connection.cursor() as cursor, pytest.raises(Exception, match="permission denied"):
        cursor.execute("select tokens from registry_search")
