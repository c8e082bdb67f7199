"""The papers that acts rest on: which there are, and one of them opened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from bangfu.offices.scope import Scope
from bangfu.papers import queries as papers
from bangfu.papers.models import Paper

from ..models import ActPaper, Change
from .scoped import within


class CannotOpen(LookupError):
    """The paper was erased by law, is lost, or cannot be opened."""


def papers_of_acts(changes: Iterable[Change]) -> dict[int, list[ActPaper]]:
    """Return by act (its id) the papers of acts that were found in scope.

    Who sees a family by a grant alone gets none: papers are the staff's of the place.
    """
    found: dict[int, list[ActPaper]] = {}
    acts = [change.pk for change in changes]
    for one in ActPaper.objects.filter(change__in=acts).order_by("id"):
        found.setdefault(one.change_id, []).append(one)
    return found


def find_act_paper(scope: Scope, change: UUID, paper: UUID, *, on: date) -> ActPaper | None:
    """Return a paper of an act on a household of this scope, or None."""
    mine = ActPaper.objects.filter(within(scope, on=on, key="household__uuid"))
    return (
        mine.filter(change__uuid=change, paper=paper).select_related("change", "household").first()
    )


def read_act_paper(found: ActPaper) -> bytes:
    """Return the original; whoever gives it out records the look first.

    Raises CannotOpen.
    """
    try:
        return papers.read(found.paper)
    except (Paper.DoesNotExist, papers.PaperTrouble, papers.KeyTrouble) as trouble:
        raise CannotOpen(str(found.paper)) from trouble
