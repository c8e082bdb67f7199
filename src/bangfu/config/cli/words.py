"""What every command shares: refusing kindly, and having Django and the database at hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from bangfu.config import database


class Refused(Exception):
    """A command that cannot be done as asked; the message is a sentence for the person.

    `code` is the exit code: 2 for bad input, 1 for anything else.
    """

    def __init__(self, sentence: str, *, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


@contextlib.contextmanager
def at_work() -> Iterator[database.Address]:
    """This function will hold the database open and Django ready for the block."""
    with database.running() as where:
        import django
        from django.db import connections

        django.setup()
        try:
            yield where
        finally:
            connections.close_all()
