"""What the villages are asked: every question once, village by village, with the places it
comes from."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from bangfu.kernel.text import as_text, squeeze, to_half_width
from bangfu.offices.models import Area
from bangfu.privacy import masks

from ..models import Batch, StagedRow
from ..reading.groups import base_of
from ..states import BatchState, Disposition
from .rows import Opened, opened
from .screen import Doubt, doubts_of

HOUSEHOLDS = "household_roster"
ALL = "all"
_NUMBERS = ("number", "head_number")
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which a hand writes alike."""
MOST_ABOUT = 10
"""So many rows of a family are told of: more lists it than that hardly stands in."""
_LONGEST = 24
"""Of a cell that is no number at all, as many stars say enough."""


@dataclass(slots=True, frozen=True)
class Place:
    """Where a question stands; `sheet` only where the file has several, `words` name the row."""

    file: str
    sheet: str
    row: int
    words: str


@dataclass(slots=True, frozen=True)
class Asked:
    """A question as it stands in one row, and what an answer to it can be: a cell typed anew
    (`index` of its column), whether it is the same person, where the row has entered the number
    of `person`, and where it enters as it is, that it is right so. `unknown`: nobody knew."""

    batch: UUID
    part: int
    row: int
    order: int
    code: str
    index: int = -1
    person: UUID | None = None
    may_be_known: bool = False
    may_be_other: bool = False
    may_be_right: bool = False
    unknown: bool = False

    @property
    def can_type(self) -> bool:
        return self.index >= 0 or self.person is not None


@dataclass(slots=True)
class Question:
    """One question to somebody who knows the family. `number` is as typed, masked."""

    who: str
    header: str
    number: str
    text: str
    places: list[Place]
    asked: list[Asked] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The question's name, the same whatever else was settled since it was printed."""
        first = self.asked[0]
        words = f"{first.batch}:{first.part}:{first.row}:{first.order}:{first.code}:{self.header}"
        return sha256(words.encode()).hexdigest()[:16]

    @property
    def mark(self) -> str:
        """Four characters of it, by which an eye finds a line of the paper on the screen."""
        digest = int(self.key, 16)
        return "".join(_LETTERS[digest >> 5 * place & 31] for place in range(4))

    @property
    def can_type(self) -> bool:
        return any(one.can_type for one in self.asked)

    @property
    def may_be_known(self) -> bool:
        return any(one.may_be_known for one in self.asked)

    @property
    def may_be_other(self) -> bool:
        return any(one.may_be_other for one in self.asked)

    @property
    def may_be_right(self) -> bool:
        return all(one.may_be_right for one in self.asked)

    @property
    def unknown(self) -> bool:
        """Whether it came back already: nobody in the village knows."""
        return any(one.unknown for one in self.asked)


@dataclass(slots=True)
class Village:
    """The questions of one village; `name` is "" for rows whose village is not known. `rows`
    are those that stand in the files, however often one question is repeated in them."""

    area: int
    name: str
    rows: int
    lines: list[Question] = field(default_factory=list)


@dataclass(slots=True)
class Worklist:
    """The villages one may choose from, and those that are shown with their questions."""

    villages: list[Village]
    shown: list[Village]

    @property
    def rows(self) -> int:
        return sum(village.rows for village in self.villages)

    @property
    def is_whole(self) -> bool:
        return len(self.shown) == len(self.villages)


def to_ask_about(batches: QuerySet[Batch], only: UUID | None = None) -> list[Batch]:
    """Return the household rosters among these whose rows may have questions, or the one meant."""
    standing = [BatchState.STAGED, BatchState.TAKEN]
    found = batches.filter(state__in=standing, kind=HOUSEHOLDS)
    return list(found.filter(uuid=only) if only else found)


def has_questions(batches: QuerySet[Batch]) -> bool:
    """Tell whether there is anything to ask the villages about these batches."""
    return _asking(to_ask_about(batches)).exists()


def asks_about(people: Collection[UUID]) -> list[tuple[Batch, Opened, str]]:
    """Return the entered rows of these people that still ask something else than a number, each
    with its batch and its first question in words. Numbers are asked for at the person."""
    rows = StagedRow.objects.filter(
        asks=True, disposition=Disposition.TAKEN, people__overlap=list(people)
    ).select_related("batch")
    told = []
    for found in rows.order_by("batch", "part", "row")[:MOST_ABOUT]:
        for row in opened(found.batch, StagedRow.objects.filter(pk=found.pk)):
            texts = [
                doubt.text
                for doubt in doubts_of(found.batch, row, "asks")
                if not doubt.finding.code.startswith("number_")
            ]
            told += [(found.batch, row, text) for text in texts[:1]]
    return told


def _asking(batches: Sequence[Batch]) -> QuerySet[StagedRow]:
    waiting = Q(disposition=Disposition.WAITING) | Q(
        asks=True, disposition__in=[Disposition.READY, Disposition.TAKEN]
    )
    return StagedRow.objects.filter(waiting, batch__in=batches)


def worklist(batches: Sequence[Batch], village: str = "") -> Worklist:
    """Return what the villages are asked about these batches: the questions of one village (its
    number; of the first, where there is none like that), or of every one for `all`."""
    villages = _villages(batches)
    chosen = [one for one in villages if village in (ALL, str(one.area))] or villages[:1]
    by_area = {one.area: one for one in chosen}
    seen: dict[Hashable, Question] = {}
    rows = _asking(batches).filter(area__in=by_area).order_by("area", "part", "row")
    with_rows = set(rows.order_by().values_list("batch", flat=True).distinct())
    words = gettext("第%(row)s行")
    for batch in batches:
        if batch.pk in with_rows:
            for row in opened(batch, rows.filter(batch=batch)):
                place = _place(batch, row, words)
                _add(by_area[row.area].lines, seen, place, batch, row)
    return Worklist(villages, chosen)


def _villages(batches: Sequence[Batch]) -> list[Village]:
    """The villages with questions, each with its number of rows; a town's own number stands for
    rows whose village is not known."""
    counts = _asking(batches).values_list("area").annotate(n=Count("id")).order_by("area")
    found = dict(counts)
    towns = {batch.area for batch in batches}
    names = dict(Area.objects.filter(lo__in=set(found) - towns).values_list("lo", "name"))
    return [Village(area, names.get(area, ""), rows) for area, rows in found.items()]


def _place(batch: Batch, row: Opened, words: str) -> Place:
    sheets = {table["sheet"] for table in batch.tables}
    sheet = batch.tables[row.part]["sheet"] if len(sheets) > 1 else ""
    return Place(batch.file_name, sheet, row.row, words % {"row": row.row})


def _add(
    lines: list[Question], seen: dict[Hashable, Question], place: Place, batch: Batch, row: Opened
) -> None:
    """Put the questions of a row on the list; one that stands there gets one more place."""
    fields = {index: name for index, _header, name, _by in batch.tables[row.part]["columns"]}
    waits = row.disposition == Disposition.WAITING
    for doubt in doubts_of(batch, row, Disposition.WAITING if waits else "asks"):
        typed = _typed(row, doubt, fields)
        asked = fields.get(doubt.finding.index) or doubt.header
        key = (row.area, _who(batch, row, typed), doubt.order, asked, doubt.text)
        if key not in seen:
            number = masks.identity_number(typed, masks.Clearance.STAFF)
            seen[key] = Question(row.who, doubt.header, number, doubt.text, [])
            lines.append(seen[key])
        if place not in seen[key].places:
            seen[key].places.append(place)
        seen[key].asked.append(_asked(batch, row, doubt, fields))


def _asked(batch: Batch, row: Opened, doubt: Doubt, fields: dict[int, str]) -> Asked:
    """What an answer to a doubt can be. Of an entered row only a number of its only person."""
    about_number = base_of(fields.get(doubt.finding.index, "")) in _NUMBERS or (
        doubt.finding.code == "number_missing"
    )
    entered = row.disposition == Disposition.TAKEN
    person = row.people[0] if entered and about_number and len(row.people) == 1 else None
    return Asked(
        batch.uuid, row.part, row.row, doubt.order, doubt.finding.code,
        doubt.index if doubt.can_fix else -1, person, doubt.may_be_known, doubt.may_be_other,
        doubt.may_be_right, doubt.unknown,
    )  # fmt: skip


def _who(batch: Batch, row: Opened, typed: str) -> Hashable:
    """Whom a row is about, the same in every file: by name and number, else by whom it became,
    else only the row itself."""
    if row.who and typed:
        return row.who, typed
    return (row.who, *row.people) if row.people else (batch.pk, row.part, row.row)


def _typed(row: Opened, doubt: Doubt, fields: dict[int, str]) -> str:
    """The number of the person a question is about as it stands in the row, "" where the row's
    columns do not tell (a family in one cell)."""
    asked = fields.get(doubt.finding.index, "")
    if base_of(asked) == "members":
        return ""
    member = asked.removeprefix(base_of(asked))
    wanted = (f"number{member}",) if member else _NUMBERS
    for name in wanted:
        for index, known in fields.items():
            if known == name and index < len(row.cells):
                text = squeeze(to_half_width(as_text(row.cells[index]))).upper()
                if text:
                    return text[:_LONGEST]
    return ""
