"""The setting by which one transaction may read the trail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction


@contextmanager
def reading(*, using: str = "default") -> Iterator[None]:
    """This function will let the block read the whole trail, in a transaction of its own.

    Who may audit is asked above, where posts are known; this only opens the net beneath.
    """
    with _opened("read", using=using):
        yield


@contextmanager
def sealing() -> Iterator[None]:
    """This function will let the block read and seal the trail, as the role `bangfu_trace`."""
    with _opened("seal", using="trace"):
        yield


@contextmanager
def signing() -> Iterator[None]:
    """This function will let the block also sign a month's sheet and conclude an alert."""
    with _opened("sign", using="default"):
        yield


@contextmanager
def watching() -> Iterator[None]:
    """This function will let the block read the trail and write down what looks odd in it."""
    with _opened("watch", using="default"):
        yield


@contextmanager
def _opened(word: str, *, using: str) -> Iterator[None]:
    with transaction.atomic(using=using):
        _set(word, using=using)
        yield
        # The transaction may go on after the block: it shall not go on reading.
        _set("", using=using)


def _set(word: str, *, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('bangfu.audit', %s, true)", [word])
