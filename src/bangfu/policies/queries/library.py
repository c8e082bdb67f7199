"""The standards in force: what came with the platform, and over it what was published here."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bangfu.rules import StandardError, Standards
from bangfu.rules.loading import load_texts, read_folder

from ..models import Revision
from ..states import RevisionState

log = logging.getLogger(__name__)
CASES = ".cases.yaml"


@dataclass(frozen=True)
class Library:
    """The texts in force by file name, cases among them, and what they say."""

    texts: Mapping[str, str]
    standards: Standards


def in_force() -> Library:
    """Return the texts in force. Which they are is asked anew; what they say is worked out once."""
    published = Revision.objects.filter(state=RevisionState.PUBLISHED)
    return _held(tuple(published.order_by("published_at", "id").values_list("pk", flat=True)))


def texts() -> Mapping[str, str]:
    """Return the texts in force by file name, cases among them."""
    return in_force().texts


def standards() -> Standards:
    """Return the standards in force, as they were proved when they were put in force."""
    return in_force().standards


def digest_of(text: str) -> str:
    """Return the SHA-256 (hex) of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_all(files: Mapping[str, str]) -> str:
    """Return the SHA-256 (hex) of a set of texts, whatever their order."""
    return digest_of("\n".join(f"{name} {digest_of(files[name])}" for name in sorted(files)))


@lru_cache(maxsize=4)
def _held(published: tuple[int, ...]) -> Library:
    files = read_folder()
    rows = {
        pk: rest for pk, *rest in Revision.objects.filter(pk__in=published).values_list(
            "pk", "file", "text", "cases"
        )
    }  # fmt: skip
    made = dict(files)
    for pk in published:
        file, text, cases = rows[pk]
        made[file] = text
        if cases:
            made[cases_of(file)] = cases
    try:
        return Library(made, load_texts(made, prove=False))
    except StandardError as error:
        # Each was proved when it was published; an update that no longer fits must not stop
        # the office. What came with the platform holds until somebody mends it.
        log.error("published standards no longer load: %s", error.faults[0].file)
        return Library(files, load_texts(files, prove=False))


def cases_of(file: str) -> str:
    """Return the name of the file of cases beside a standard."""
    return file.removesuffix(".yaml") + CASES
