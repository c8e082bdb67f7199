"""Who acts, and the transaction of the act."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from bangfu.frame.clock import ZONE

from .. import access
from ..models import User
from ..scope import operator_scope, scoped


class Cannot(Exception):
    """An act that the rules refuse; the message is worded for the person who tried."""


@contextmanager
def acting(by: User | UUID, *, at: datetime, using: str = "default") -> Iterator[User]:
    """Open the transaction of one act and yield who acts.

    The command line (``access.OPERATOR``) brings its own scope; everybody else acts in the scope of
    the request.  Raises User.DoesNotExist for a principal without an account.
    """
    if access.OPERATOR in (by, getattr(by, "uuid", None)):
        with scoped(operator_scope(), on=day_of(at), using=using):
            yield access.operator()
        return
    with transaction.atomic(using=using):
        yield by if isinstance(by, User) else User.objects.get(uuid=by)


def day_of(at: datetime) -> date:
    """Return the date of this moment in Shanghai."""
    return at.astimezone(ZONE).date()
