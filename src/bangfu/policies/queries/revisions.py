"""Changes of standards: those under way, and the history of each file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bangfu.rules import Fault, StandardError, Standards
from bangfu.rules.loading import load_texts
from bangfu.rules.standards import Standard

from ..models import Revision
from ..states import EDITABLE, WAITING, RevisionState
from .library import CASES, cases_of, in_force

MOST = 100


@dataclass(frozen=True)
class Check:
    """Whether a text may come in force: what is wrong with it, and what it changes.

    ``lines`` are the lines of a unified diff without its head, ``past`` the values it changes
    before ``on``; ``standard`` is None where the text cannot be read.
    """

    faults: tuple[Fault, ...]
    lines: tuple[str, ...]
    past: tuple[str, ...]
    cases: int
    standard: Standard | None

    @property
    def ok(self) -> bool:
        """Whether it was proved, its cases too."""
        return not self.faults


def find_revision(uuid: UUID) -> Revision | None:
    """Return a change of a standard, or None. It names nobody: whoever signs in may read it."""
    return Revision.objects.select_related("whatif").filter(uuid=uuid).first()


def town_of(area: str) -> tuple[int, int]:
    """Return the numbers of the town in which an area (digits) lies; a wider one is all of it."""
    return int(area[:9].ljust(15, "0") or 0), int(area[:9].ljust(15, "9"))


def list_open(area: str) -> list[Revision]:
    """Return the changes under way in the town of an area (digits), the last begun first."""
    under_way = Revision.objects.filter(state__in=[*EDITABLE, *WAITING], place__range=town_of(area))
    return list(under_way.order_by("-id")[:MOST])


def list_published(files: Sequence[str]) -> list[Revision]:
    """Return what was published of these files, the latest first."""
    found = Revision.objects.filter(file__in=files, state=RevisionState.PUBLISHED)
    return list(found.order_by("-published_at", "-id")[:MOST])


def with_revision(revision: Revision) -> dict[str, str]:
    """Return the texts in force with a change in them."""
    made = {**in_force().texts, revision.file: revision.text}
    if revision.cases:
        made[cases_of(revision.file)] = revision.cases
    return made


def check(revision: Revision, *, on: date) -> Check:
    """Prove a change against all that is in force: it loads, its cases come out, nothing widens."""
    held = in_force()
    made = with_revision(revision)
    faults: tuple[Fault, ...] = ()
    standards: Standards | None = None
    try:
        standards = load_texts(made)
    except StandardError as error:
        faults = tuple(error.faults)
    before = held.texts.get(revision.file, "")
    return Check(
        faults,
        tuple(_differs(before, revision.text)),
        tuple(_past(held.standards, standards, revision.file, on)) if standards else (),
        _count_cases(made.get(cases_of(revision.file), "")),
        _of_file(standards, revision.file) if standards else None,
    )


def day_to_ask(revision: Revision, *, on: date) -> date:
    """Return the day on which a change first says something else, today or later.

    That of its first new step of a value; today where the conditions change, or what is past.
    Raises StandardError where the text has faults.
    """
    held = in_force()
    files = {name: text for name, text in with_revision(revision).items() if not _is_cases(name)}
    after = load_texts(files, prove=False)
    old, new = _steps(held.standards, revision.file), _steps(after, revision.file)
    days = [
        since
        for name, (_words, steps) in new.items()
        for since, value in steps
        if (since, value) not in old.get(name, ("", []))[1]
    ]
    return max(on, min(days, default=on))


def _is_cases(name: str) -> bool:
    return name.endswith(CASES)


def _differs(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    return [line for line in found if not line.startswith(("---", "+++", "@@"))]


def _of_file(standards: Standards, file: str) -> Standard | None:
    found = next((one for one in standards.bases if one.file == file), None)
    over = next((one for one in standards.overrides if one.file == file), None)
    if found is None and over is not None:
        found = next(one for one in standards.of_area(over.area) if one.id == over.standard)
    return found


def _past(before: Standards, after: Standards, file: str, on: date) -> list[str]:
    """The names of the values whose steps up to today are not what they were."""
    old, new = _steps(before, file), _steps(after, file)
    return [
        words
        for name, (words, steps) in old.items()
        if [s for s in steps if s[0] <= on]
        != [s for s in new.get(name, (words, []))[1] if s[0] <= on]
    ]


def _steps(standards: Standards, file: str) -> dict[str, tuple[str, list[tuple[date, object]]]]:
    bases = next((one.values for one in standards.bases if one.file == file), None)
    overs = next((one.values for one in standards.overrides if one.file == file), None)
    values: Mapping[str, object] = bases or overs or {}
    return {
        name: (series.words.zh, [(step.since, step.value) for step in series.steps])  # type: ignore[attr-defined]
        for name, series in values.items()
    }


def _count_cases(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.lstrip().startswith("- name:"))
