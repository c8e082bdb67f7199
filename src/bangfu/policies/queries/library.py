"""The standards in force: what came with the platform."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bangfu.rules import Standards
from bangfu.rules.loading import load_texts, read_folder


@lru_cache(maxsize=1)
def texts() -> Mapping[str, str]:
    """Return the texts in force by file name, cases among them."""
    return read_folder()


@lru_cache(maxsize=1)
def standards() -> Standards:
    """Return the standards in force, as they were proved when they were put in force."""
    return load_texts(texts(), prove=False)
