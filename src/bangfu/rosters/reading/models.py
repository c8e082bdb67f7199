"""What a reading gives: workbooks, tables, rows, drafts of people and households, findings.

Everything is a plain value. Row numbers are 1-based, as the spreadsheet shows them; column
indexes are 0-based and shown as letters (`F`).
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Literal

from bangfu.kernel.dates import LooseDate
from bangfu.kernel.identity import Sex

Cell = str | int | float | datetime.date | None
"""A value as the file holds it; "" is an empty cell."""
Level = Literal["info", "question", "error"]
Disposition = Literal["data", "skip", "aside"]
Kind = Literal[
    "household_roster",
    "disability_allowance",
    "education_grant",
    "illness_relief",
    "gift_list",
    "cremation_list",
    "helper_list",
    "job_list",
    "unknown",
]
Category = Literal["dibao", "low_income", "hard_up", ""]


class UnreadableFile(ValueError):
    """Says that a file cannot be read at all; `str()` is a Chinese sentence for the clerk.

    `code` is stable; `file`, `sheet`, `row` (1-based, 0 unknown) and `column` name the place;
    `detail` carries numbers for the sentence.
    """

    def __init__(
        self,
        code: str,
        file: str,
        *,
        sheet: str = "",
        row: int = 0,
        column: str = "",
        detail: str = "",
    ) -> None:
        self.code = code
        self.file = file
        self.sheet = sheet
        self.row = row
        self.column = column
        self.detail = detail
        super().__init__(code)

    def __str__(self) -> str:
        from .say import text_of_unreadable

        return text_of_unreadable(self)


@dataclass(slots=True, frozen=True)
class Merge:
    """A merged range: rows 1-based, columns 0-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Finding:
    """One thing a reader should know. `column` is the header's text ("" = the whole row),
    `index` the 0-based column (-1 = none), `row` 0 = the whole sheet or file."""

    row: int
    column: str
    code: str
    level: Level
    params: dict[str, Any] = field(default_factory=dict)
    index: int = -1

    @property
    def cell(self) -> str:
        """The place as a spreadsheet names it: `F12`, or "" when there is no single cell."""
        return f"{letter(self.index)}{self.row}" if self.index >= 0 and self.row else ""


@dataclass(slots=True)
class Sheet:
    """One sheet with values as typed; `rows[0]` is row 1. Merged cells below and right of the
    first are empty, as in the file."""

    name: str
    rows: list[list[Cell]] = field(repr=False)
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Workbook:
    """A safely opened file. `container` is xlsx, xlsm, xls or csv, judged by content."""

    file_name: str
    container: str
    sheets: list[Sheet]
    encoding: str = ""
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Column:
    """One column: its header (lines joined by "/"), the field it holds ("" = none known) and how
    that is known: words, content, mapping (told by a person) or ""."""

    index: int
    header: str
    field: str = ""
    by: Literal["words", "content", "mapping", ""] = ""

    @property
    def letter(self) -> str:
        return letter(self.index)


@dataclass(slots=True)
class RosterTable:
    """One table of a sheet. `shape` is a stable fingerprint of its headers, to remember a
    mapping by; `money_unit` is fen per unit of its money cells (100, or 1_000_000 for 万元);
    `repeated_rows` say the title or header again inside the body; `set_aside` are rows of which
    somebody said that they are no data."""

    file_name: str
    sheet: Sheet = field(repr=False)
    kind: Kind
    category: Category
    title: str
    issuer: str
    stated_on: LooseDate | None
    year: int | None
    title_rows: tuple[int, ...]
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: list[Column]
    shape: str = ""
    money_unit: int = 100
    repeated_rows: frozenset[int] = frozenset()
    set_aside: frozenset[int] = frozenset()
    findings: list[Finding] = field(default_factory=list)

    def column_of(self, name: str) -> Column | None:
        """Find the first column that holds the field `name`."""
        return next((c for c in self.columns if c.field == name), None)


@dataclass(slots=True)
class PersonDraft:
    """A person as one row (or one part of a family cell) tells. Nothing is guessed: `number` is
    set only when it stands (18 characters), else `raw_number` and `number_state` say what was
    typed: valid, missing, being_issued, shortened, or the kernel's code (length, characters,
    date, checksum)."""

    row: int
    order: int
    name: str
    name_notes: tuple[str, ...] = ()
    raw_name: str = ""
    raw_number: str = ""
    number: str | None = None
    number_state: str = "missing"
    sex: Sex = Sex.UNKNOWN
    """As stated, else as the valid number says."""
    born: LooseDate | None = None
    """As the valid number says, else as stated."""
    stated_sex: Sex = Sex.UNKNOWN
    stated_born: LooseDate | None = None
    relation_text: str = ""
    relation_code: str | None = None
    is_head: bool = False
    phone: str = ""
    certificate: str = ""
    disability_kind: str = ""
    disability_grade: str = ""
    ethnic: str = ""
    marital: str = ""
    education: str = ""
    school: str = ""
    stage: str = ""
    health: str = ""
    labour: str = ""
    remark: str = ""


@dataclass(slots=True)
class HouseholdDraft:
    """A household as a block of rows tells. `block` is unique in its table (its first row and a
    counter); `known` is False when nothing in the rows tells the household."""

    block: str
    rows: list[int] = field(default_factory=list)
    number: str = ""
    head_name: str = ""
    village: str = ""
    group: str = ""
    address: str = ""
    cause: str = ""
    bank_account: str = ""
    bank_name: str = ""
    account_name: str = ""
    monthly_fen: int | None = None
    stated_size: int | None = None
    category: Category = ""
    phone: str = ""
    remark: str = ""
    known: bool = True
    members: list[PersonDraft] = field(default_factory=list)


@dataclass(slots=True)
class RosterRow:
    """One row below the header. `disposition`: `data`; `skip` with a code (subtotal, total,
    footer, note, section, set_aside), which counts as a skipped row; `aside` (empty_row,
    repeated_header, title_row), which is not a row at all. `raw` are the cells as typed, in sheet
    columns; `values` the texts of the recognised fields after cleaning and carrying merged or
    blank household cells down (field name -> text), also of kinds that have no drafts of their
    own."""

    number: int
    raw: list[Cell]
    disposition: Disposition = "data"
    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    persons: list[PersonDraft] = field(default_factory=list)
    household: HouseholdDraft | None = None
    findings: list[Finding] = field(default_factory=list)


def letter(index: int) -> str:
    """Name a 0-based column as a spreadsheet does: 0 -> A, 26 -> AA."""
    name = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
