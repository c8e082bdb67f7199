"""What the villages are asked: every row with a question, village by village."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from ..models import Batch, StagedRow
from ..states import Disposition
from .rows import opened
from .screen import Doubt, doubts_of, name_places


@dataclass(slots=True)
class Village:
    """The rows of one village that somebody has to ask about."""

    name: str
    lines: list[Doubt] = field(default_factory=list)


def worklist(batches: Sequence[Batch]) -> list[Village]:
    """Return every row of these batches that somebody has to ask about, village by village."""
    found: dict[int, Village] = {}
    for batch in batches:
        waiting = Q(disposition=Disposition.WAITING) | Q(
            asks=True, disposition__in=[Disposition.READY, Disposition.TAKEN]
        )
        rows = StagedRow.objects.filter(waiting, batch=batch).order_by("area", "part", "row")
        lines = []
        for row in opened(batch, rows):
            waits = row.disposition == Disposition.WAITING
            lines += doubts_of(batch, row, "waiting" if waits else "asks")
        name_places(lines)
        for line in lines:
            village = found.setdefault(line.row.area, Village(line.place))
            village.lines.append(line)
    return [found[area] for area in sorted(found)]
