"""The rows of a batch one by one: whom each tells of and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from ..models import Batch, StagedRow
from ..reading import RosterRow
from ..states import Disposition
from .batches import TOWN
from .cells import in_brackets, masked, shown
from .made import read_again, relation_words
from .rows import Opened, opened
from .screen import PER_PAGE, SKIPPED, villages_of

EVERY = "all"
SHOWN = frozenset(
    (EVERY, Disposition.READY, Disposition.TAKEN, Disposition.KEPT, Disposition.SKIPPED)
)


@dataclass(slots=True)
class Line:
    """One row: who, in whose relation, where, under which (masked) number, and what of it.

    `words` is what stands in the row, masked, where it tells of nobody; `sheet` is given where
    the file has several tables; `set_aside` says that somebody skipped the row.
    """

    row: int
    sheet: str
    who: str
    relation: str
    village: str
    number: str
    others: str
    words: str
    where: str
    part: int = 0
    set_aside: bool = False


@dataclass(slots=True)
class Lines:
    """A page of rows of one kind, of so many in all."""

    show: str
    rows: int
    lines: list[Line]
    page: int
    pages: int

    is_open = False
    can_fix = False
    entered = False


def lines(batch: Batch, show: str, *, page: int = 1, per_page: int = PER_PAGE) -> Lines:
    """Return a page of a batch's rows as the file has them: `show` is a disposition or `all`."""
    rows = StagedRow.objects.filter(batch=batch).order_by("part", "row")
    if show != EVERY:
        rows = rows.filter(disposition=show)
    count = rows.count()
    pages = max(1, -(-count // per_page))
    page = min(max(1, page), pages)
    found = list(opened(batch, rows[(page - 1) * per_page : page * per_page]))
    read, names = read_again(batch, found), villages_of(found)
    told = [_line(batch, row, read.get((row.part, row.row)), names) for row in found]
    return Lines(show, count, told, page, pages)


def _line(batch: Batch, row: Opened, read: RosterRow | None, names: dict[int, str]) -> Line:
    people = read.persons if read is not None else []
    first = people[0] if people else None
    others = [in_brackets(one.name, one.relation_text) for one in people[1:]]
    relation = ""
    if first is not None:
        relation = relation_words(first.relation_text, first.relation_code)
        relation = relation or (relation_words("", "02") if first.is_head else "")
    cells = [masked(shown(cell)) for cell in row.cells if cell not in ("", None)]
    return Line(
        row.row,
        batch.tables[row.part]["sheet"] if len(batch.tables) > 1 else "",
        first.name if first is not None else row.who,
        relation,
        names.get(row.area, "") if row.area % TOWN else "",
        masked((first.number or first.raw_number) if first is not None else ""),
        "、".join(others),
        " ".join(cells)[:160] if first is None else "",
        _where(batch, row),
        row.part,
        row.codes[:1] == ["set_aside"],
    )


def _where(batch: Batch, row: Opened) -> str:
    label = str(Disposition(row.disposition).label)
    if row.disposition == Disposition.READY and batch.taken_back_at is not None:
        label = gettext("已撤回") if batch.taken_at else gettext("没入库")
    why = SKIPPED.get(row.codes[0], "") if row.codes else ""
    if row.disposition == Disposition.SKIPPED and why:
        return in_brackets(label, gettext(why))
    return label
