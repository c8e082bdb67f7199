"""A pace for bulk work."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def few_collections() -> Iterator[None]:
    """Let the collector of cycles look seldom while a file is on its way in.

    A drawer makes millions of small objects without cycles; looking through them after every few
    hundred takes a third of the whole time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
