"""The columns of a table with a few of their values, masked: by these somebody tells what a column
holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bangfu.kernel.text import squeeze, to_half_width
from bangfu.privacy import masks

from ..models import Batch, StagedRow
from ..reading import Cell
from ..states import Disposition
from .cells import masked, shown
from .rows import opened

SAMPLES = 3
ROWS = 60
"""Rows looked at for samples, from the first of the table."""
LONGEST = 16
_CERTIFICATE = re.compile(r"\d{17}[\dXx]\d\d.*")
_IDENTITY = re.compile(r"\d{17}[\dXx]|\d{15}")
_DAY = re.compile(r"(?:19|20)\d\d(?:[-./年]?\d{1,2}){0,2}[日月]?")
_LINE = re.compile(r"(?:0\d{2,3}-?)?\d{7,8}")
_PARTED = re.compile(r"[\d\s.\-—/()]+[Xx]?")
_MANY = 11
"""Digits from which on a number that is written in pieces is somebody's."""


@dataclass(slots=True)
class ColumnView:
    """One column as somebody is asked about it; `name` is the field it holds now."""

    index: int
    header: str
    name: str
    samples: list[str] = field(default_factory=list)


def columns_of(batch: Batch, part: int) -> list[ColumnView]:
    """Return the columns of a batch's table with up to three different values of each."""
    columns = [
        ColumnView(index, header, name)
        for index, header, name, _by in batch.tables[part]["columns"]
    ]
    rows = StagedRow.objects.filter(batch=batch, part=part).exclude(disposition=Disposition.SKIPPED)
    for row in opened(batch, rows.order_by("row")[:ROWS]):
        for column in columns:
            text = sample(row.cells[column.index]) if column.index < len(row.cells) else ""
            if text and text not in column.samples and len(column.samples) < SAMPLES:
                column.samples.append(text)
    return columns


def sample(cell: Cell) -> str:
    """Give a value as staff may see it, cut short: no number of a person, a telephone or an
    account stands whole; names do."""
    text = " ".join(shown(cell).split())
    bare = squeeze(to_half_width(text))
    if _DAY.fullmatch(bare):
        return text
    if _CERTIFICATE.fullmatch(bare):
        text = masks.certificate(bare, masks.Clearance.STAFF)
    elif _IDENTITY.fullmatch(bare):
        text = masks.identity_number(bare, masks.Clearance.STAFF)
    elif _LINE.fullmatch(bare):
        text = masks.phone(bare, masks.Clearance.STAFF)
    elif _PARTED.fullmatch(bare) and sum(map(str.isdigit, bare)) >= _MANY:
        text = masked(re.sub(r"[^\dXx]", "", bare))
    else:
        text = masked(text)
    longest = max(LONGEST, len(bare)) if "*" in text else LONGEST
    return text if len(text) <= longest else f"{text[:longest]}…"
