"""What looks odd in one day of one person: pure rules over entries, with their limits.

Each rule gives at most one finding a day, so that there is one alert for a user, a day and a kind.
A limit is passed only where the day is also well beyond what is usual for that person: ordinary
work, much of it even, raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from .states import Kind, Oddity

TIMES_USUAL = 3
KEPT = 200
"""So many ids of entries stand in an alert; its count says how many there were."""


@dataclass(frozen=True)
class Limits:
    """From how many on a day is looked into; `settings.ODD_LIMITS` overrides them by name.

    ``night_from`` and ``night_until`` are hours of the local clock: before the one and from the
    other on is night.
    """

    many_files: int = 60
    many_numbers: int = 20
    odd_hours: int = 10
    own_family: int = 1
    many_misses: int = 10
    large_export: int = 500
    night_until: int = 6
    night_from: int = 22


@dataclass(frozen=True)
class Seen:
    """One entry of the day; ``at`` is local time, ``rows`` what an export handed out."""

    id: int
    at: datetime
    kind: str
    verb: str
    subject: UUID | None = None
    subject_kind: str = ""
    fields: tuple[str, ...] = ()
    rule: str = ""
    rows: int = 0


@dataclass(frozen=True)
class Usual:
    """What a working day of this person looks like, as of the thirty days before."""

    files: float = 0.0
    numbers: float = 0.0
    export: int = 0


@dataclass(frozen=True)
class Setting:
    """What is known of the person: whom he works for, who is of his own house, what is usual.

    ``cases`` are families and people he acted on lately or holds a grant for; ``own`` those of his
    own house. ``usual`` is asked for only where a limit is passed.
    """

    works: bool
    cases: frozenset[UUID] = frozenset()
    own: frozenset[UUID] = frozenset()
    usual: Callable[[], Usual] = Usual
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Odd:
    """One finding: what, how many, from how many on, and the entries that say so."""

    kind: Oddity
    count: int
    limit: int
    entries: tuple[int, ...]


_FILES = frozenset({"household", "person"})


def look_into(day: Sequence[Seen], known: Setting) -> list[Odd]:
    """This function will give what looks odd in the entries of one person and one day."""
    rules = (_many_files, _many_numbers, _odd_hours, _own_family, _many_misses, _large_export)
    found = (rule(day, known) for rule in rules)
    return [odd for odd in found if odd is not None]


def _odd(kind: Oddity, limit: int, entries: Sequence[Seen], count: int | None = None) -> Odd | None:
    total = len(entries) if count is None else count
    if not total or total < limit:
        return None
    return Odd(kind, total, limit, tuple(entry.id for entry in entries[:KEPT]))


def _beyond(limit: int, total: int, usual: Callable[[], float]) -> int:
    """The limit, or three times what is usual where that is more; asked only when it matters."""
    return limit if total < limit else max(limit, int(TIMES_USUAL * usual()) + 1)


def _looks(day: Sequence[Seen]) -> list[Seen]:
    return [one for one in day if one.kind == Kind.LOOK and one.subject_kind in _FILES]


def _many_files(day: Sequence[Seen], known: Setting) -> Odd | None:
    strangers = {
        one.subject: one
        for one in reversed(_looks(day))
        if one.subject_kind == "household" and one.subject not in known.cases
    }
    total = len(strangers)
    limit = _beyond(known.limits.many_files, total, lambda: known.usual().files)
    return _odd(Oddity.MANY_FILES, limit, sorted(strangers.values(), key=lambda one: one.id))


def _many_numbers(day: Sequence[Seen], known: Setting) -> Odd | None:
    shown = [one for one in _looks(day) if one.fields]
    limit = _beyond(known.limits.many_numbers, len(shown), lambda: known.usual().numbers)
    return _odd(Oddity.MANY_NUMBERS, limit, shown)


def _odd_hours(day: Sequence[Seen], known: Setting) -> Odd | None:
    limits = known.limits
    late = [
        one
        for one in _looks(day)
        if not known.works or not limits.night_until <= one.at.hour < limits.night_from
    ]
    return _odd(Oddity.ODD_HOURS, limits.odd_hours, late)


def _own_family(day: Sequence[Seen], known: Setting) -> Odd | None:
    own = [one for one in _looks(day) if one.subject in known.own]
    return _odd(Oddity.OWN_FAMILY, known.limits.own_family, own)


def _many_misses(day: Sequence[Seen], known: Setting) -> Odd | None:
    missed = [one for one in day if one.rule == "not_found" and one.subject is not None]
    apart = len({one.subject for one in missed})
    return _odd(Oddity.MANY_MISSES, known.limits.many_misses, missed, apart)


def _large_export(day: Sequence[Seen], known: Setting) -> Odd | None:
    exports = [one for one in day if one.rows >= known.limits.large_export]
    largest = max((one.rows for one in exports), default=0)
    limit = _beyond(known.limits.large_export, largest, lambda: known.usual().export)
    return _odd(Oddity.LARGE_EXPORT, limit, [e for e in exports if e.rows >= limit], largest)
