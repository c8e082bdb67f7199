"""Who waits to be compared, and how far one is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bangfu.offices.scope import Scope

from ..models import Pair
from ..states import PairState
from .lists import CAP
from .scoped import within

RECENT = 20
ON_PAPER = 25


@dataclass(frozen=True)
class Progress:
    """How many wait (`capped` where there are more), and what one decided since a moment."""

    waiting: int
    same: int
    apart: int
    asked: int

    @property
    def seen(self) -> int:
        return self.same + self.apart + self.asked

    @property
    def total(self) -> int:
        return self.seen + self.waiting


def pairs(scope: Scope, *, on: date) -> QuerySet[Pair]:
    """Return the pairs whose two people are both in reach; a grant gives none."""
    if not scope.areas:
        return Pair.objects.none()
    both = within(scope, on=on) & within(scope, on=on, prefix="other_")
    there = Q(one__withdrawn_at=None, two__withdrawn_at=None)
    return Pair.objects.filter(both & there).select_related("one", "two", "change")


def waiting_pairs(scope: Scope, *, on: date, state: str = PairState.OPEN) -> QuerySet[Pair]:
    """Return the pairs nobody has decided about, the oldest first; who was merged in between waits
    no more."""
    apart = Q(one__canonical=None, two__canonical=None)
    return pairs(scope, on=on).filter(apart, state=state).order_by("id")


def count_asked(scope: Scope, *, on: date) -> dict[int, int]:
    """Return by village how many pairs it was asked about; one across two villages is in both."""
    asked = waiting_pairs(scope, on=on, state=PairState.ASKED).values_list("area", "other_area")
    counts: Counter[int] = Counter()
    for areas in asked[:CAP]:
        counts.update({area - area % 1000 for area in areas})
    return dict(counts)


def list_asked(scope: Scope, village: int, *, on: date) -> list[Pair]:
    """Return what one village was asked about, the oldest first, as many as go on paper."""
    here = Q(area__range=(village, village + 999)) | Q(other_area__range=(village, village + 999))
    return list(waiting_pairs(scope, on=on, state=PairState.ASKED).filter(here)[:ON_PAPER])


def find_pair(scope: Scope, uuid: UUID, *, on: date) -> Pair | None:
    """Return a pair of this scope, or None."""
    return pairs(scope, on=on).filter(uuid=uuid).first()


def next_pair(scope: Scope, *, on: date, after: Pair | None = None) -> Pair | None:
    """Return the next pair that waits: after this one, else from the beginning."""
    waits = waiting_pairs(scope, on=on)
    later = waits.filter(pk__gt=after.pk).first() if after is not None else None
    return later or waits.first()


def list_decided(scope: Scope, *, on: date, most: int = RECENT) -> list[Pair]:
    """Return the pairs that were decided about last."""
    decided = pairs(scope, on=on).exclude(state=PairState.OPEN)
    return list(decided.order_by("-decided_at", "-id")[:most])


def last_decided(scope: Scope, *, on: date, by: UUID, since: datetime) -> Pair | None:
    """Return what somebody decided last, since a moment."""
    mine = pairs(scope, on=on).exclude(state=PairState.OPEN)
    return mine.filter(decided_by=by, decided_at__gte=since).order_by("decided_at", "id").last()


def progress_of(scope: Scope, *, on: date, by: UUID, since: datetime) -> Progress:
    """Count what waits, at most ``CAP``, and what somebody decided since a moment."""
    waiting = waiting_pairs(scope, on=on).values("pk")[:CAP].count()
    mine = pairs(scope, on=on).filter(decided_by=by, decided_at__gte=since)
    told = dict(mine.order_by().values_list("state").annotate(n=Count("pk")))
    return Progress(
        waiting,
        told.get(PairState.SAME, 0),
        told.get(PairState.APART, 0),
        told.get(PairState.ASKED, 0),
    )
