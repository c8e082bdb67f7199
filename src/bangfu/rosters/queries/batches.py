"""Which batches somebody sees, and who acted on them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from bangfu.offices.queries import names_of
from bangfu.offices.scope import Scope
from bangfu.papers import queries as papers

from ..models import Batch
from ..states import BatchState

TOWN = 10**6
"""Towns are numbered by millions, their villages between them."""


def list_batches(scope: Scope) -> QuerySet[Batch]:
    """Return the batches in scope, the latest first."""
    return Batch.objects.filter(within(scope)).order_by("-read_at")


def find_batch(scope: Scope, uuid: UUID) -> Batch | None:
    """Return the batch with this id if it is in scope."""
    return list_batches(scope).filter(uuid=uuid).first()


def count_waiting(scope: Scope) -> int:
    """Return how many rows of the batches in scope wait for an answer."""
    shown = [BatchState.STAGED, BatchState.TAKEN]
    total = list_batches(scope).filter(state__in=shown).aggregate(rows=Sum("waiting"))
    return total["rows"] or 0


def get_batch(uuid: UUID) -> Batch:
    """Return the batch with this id, as the transaction's scope shows it.

    Raises Batch.DoesNotExist.
    """
    return Batch.objects.get(uuid=uuid)


def within(scope: Scope) -> Q:
    if not scope.areas:
        return Q(pk__in=[])
    return reduce(or_, [Q(area__range=span) for span in scope.areas])


def town_of(scope: Scope) -> int:
    """Return the number of the town the scope lies in, 0 where that is none or not only one."""
    towns = {lo // TOWN * TOWN for lo, hi in scope.areas if lo // TOWN == hi // TOWN}
    return towns.pop() if len(towns) == 1 and len(scope.areas) >= 1 else 0


def place_of(scope: Scope) -> int:
    """Return the area that what is kept for the scope belongs to: the town, or the first of its
    villages for who serves villages only."""
    town = town_of(scope)
    return town if town and scope.covers(town) else scope.areas[0][0]


def people_of(batches: Iterable[Batch]) -> dict[UUID, str]:
    """Return the names of those who handed in or took in these batches."""
    found = {u for b in batches for u in (b.read_by, b.taken_by, b.taken_back_by) if u}
    return names_of(list(found))


class CannotGive(LookupError):
    """The original of a batch was not kept, is gone, or cannot be opened."""


def original_of(batch: Batch) -> bytes:
    """Return the file as it was handed in; whoever gives it out records that first.

    Raises CannotGive.
    """
    if batch.paper is None or not papers.describe([batch.paper]):
        raise CannotGive(str(batch.uuid))
    try:
        return papers.read(batch.paper)
    except (papers.PaperTrouble, papers.KeyTrouble) as trouble:
        raise CannotGive(str(batch.uuid)) from trouble
