"""Somebody's own file on paper: what is kept of him, what was, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bangfu.offices.scope import Scope
from bangfu.privacy.models import Request
from bangfu.registry import queries as registry
from bangfu.registry.actions import OwnFile, hand_out
from bangfu.registry.queries.files import Told

from ..queries import Column, lines_of_own
from ..timeline import person_words

Before = tuple[str, str, date, date | None]
"""Label, words, first and last day of something that does not hold any more."""


@dataclass(frozen=True, slots=True)
class OwnPage:
    """What the paper shows: lines of today, diseases by year, and what was written before."""

    own: OwnFile
    lines: list[Column]
    diseases: list[tuple[int, str]]
    before: list[Before]


def own_page(asked: Request, scope: Scope, *, by: UUID, at: datetime, on: date) -> OwnPage | None:
    """Return the file of whom a request is about (of a household: of its head), or None where he
    is not in scope. The look is on record."""
    subject = asked.subject
    if asked.subject_kind == "household":
        home = registry.find_household(scope, subject, on=on)
        if home is None or home.head is None:
            return None
        subject = home.head.uuid
    own = hand_out(scope, subject, by=by, at=at, on=on)
    if own is None:
        return None
    lines = [column for column in lines_of_own(own.person) if column.values]
    return OwnPage(own, lines, sorted(own.diseases.items()), _before(own.person.facts))


def _before(facts: Iterable[Told]) -> list[Before]:
    """What held once and does not now; what was mistaken all along stands there as well."""
    found: dict[Before, None] = {}
    for told in sorted(facts, key=lambda told: told.valid_from):
        if told.current:
            continue
        until = told.valid_until or (told.superseded_at.date() if told.superseded_at else None)
        for label, text in person_words(told):
            found.setdefault((label, text, told.valid_from, until))
    return list(found)
