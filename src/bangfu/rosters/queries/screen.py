"""What the page of one batch shows: its columns, its doubtful rows, what was put in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.translation import gettext, gettext_noop

from bangfu.offices.models import Area

from ..models import Batch, StagedRow
from ..reading import FIELDS, Cell, Finding, letter
from ..states import Disposition
from .batches import TOWN
from .cells import long_numbers, masked, shown
from .made import made_of
from .rows import ASKED, ASKED_MARK, RIGHT, UNKNOWN, Opened, opened
from .wording import sentence_of

PER_PAGE = 25

KINDS = {
    "household_roster": gettext_noop("住户花名册"),
    "disability_allowance": gettext_noop("残疾人津贴名单"),
    "education_grant": gettext_noop("助学金名单"),
    "illness_relief": gettext_noop("大病救助名单"),
    "gift_list": gettext_noop("慰问名单"),
    "cremation_list": gettext_noop("火化人员名单"),
    "helper_list": gettext_noop("帮扶单位名册"),
    "job_list": gettext_noop("招聘岗位"),
    "unknown": gettext_noop("没认出来"),
}
CATEGORIES = {
    "dibao": gettext_noop("低保"),
    "low_income": gettext_noop("低收入"),
    "hard_up": gettext_noop("较困难"),
}
# What the reading put in order by itself, in the words of the summary.
TIDIED = {
    "number_repaired": gettext_noop("身份证号整理格式"),
    "name_repaired": gettext_noop("姓名去空格、全角"),
    "name_note": gettext_noop("姓名里的附注分出"),
    "number_corrected": gettext_noop("号码按更正改好"),
    "repeated_row": gettext_noop("重复的行合成一人"),
    "known_person": gettext_noop("与台账里的同一人对上（号码）"),
    "known_by_household": gettext_noop("与台账里的同一人对上（同户同名）"),
}
SKIPPED = {
    "subtotal": gettext_noop("小计"),
    "total": gettext_noop("合计"),
    "footer": gettext_noop("表尾"),
    "note": gettext_noop("说明"),
    "section": gettext_noop("小标题"),
    "set_aside": gettext_noop("经办人跳过"),
}
# Questions that an answer settles; where one can say "the one we know", or only "another".
SAME_OR_OTHER = frozenset(
    (
        "number_changed",
        "contradicts_known",
        "in_two_households",
        "same_row_or_namesake",
        "perhaps_same_household",
    )
)
ONLY_OTHER = frozenset(("ambiguous_person",))
_NUMBER = re.compile(r"[\d*Xx\s'’]+")


@dataclass(slots=True)
class Doubt:
    """One question at one row. `index` is the column to correct (-1 = none), `value` the whole
    cell where the row is open for correcting (numbers in it stay hidden), else "" (`masked` is for
    every eye). `made` is what the reading made of the cell of this `field`, masked as well."""

    row: Opened
    finding: Finding
    header: str
    index: int
    masked: str
    before: str
    place: str
    text: str
    waits: bool
    field: str = ""
    made: str = ""
    is_open: bool = False
    value: str = ""

    @property
    def hides(self) -> bool:
        """Whether a number of the cell is hidden: it is typed anew, not shown to be mended."""
        return "*" in self.masked

    @property
    def asked(self) -> bool:
        """Whether the village was asked about the row."""
        return ASKED in self.row.answers

    @property
    def may_be_known(self) -> bool:
        """Whether "it is the one we know" answers the question."""
        return self.waits and self.finding.code in SAME_OR_OTHER

    @property
    def may_be_other(self) -> bool:
        """Whether "it is somebody else" answers the question."""
        return self.may_be_known or (self.waits and self.finding.code in ONLY_OTHER)

    @property
    def unknown(self) -> bool:
        """Whether the village answered that nobody there knows."""
        return self.row.says(self.finding) == UNKNOWN

    @property
    def may_be_right(self) -> bool:
        """Whether "it is right as it stands" answers the question: the row enters as it is."""
        return self.finding.level == "question" and not self.waits

    @property
    def order(self) -> int:
        """Which person of the row it is about: a cell may hold a whole family."""
        return int(self.finding.params.get("order", 0))

    @property
    def can_fix(self) -> bool:
        """Whether a cell of the row can still be corrected here."""
        return self.index >= 0 and self.row.disposition != Disposition.TAKEN

    @property
    def key(self) -> str:
        return f"{self.row.part}-{self.row.row}-{self.index}"


@dataclass(slots=True)
class Doubts:
    """A page of questions of one kind, of so many rows in all."""

    show: str
    rows: int
    lines: list[Doubt]
    page: int
    pages: int

    @property
    def can_fix(self) -> bool:
        """Whether there is anything to mend on the page."""
        return any(line.can_fix for line in self.lines)

    @property
    def entered(self) -> bool:
        """Whether rows of the page have entered already: they are not mended here."""
        return any(line.row.disposition == Disposition.TAKEN for line in self.lines)

    @property
    def is_open(self) -> bool:
        """Whether a cell is open for correcting."""
        return any(line.is_open for line in self.lines)


@dataclass(slots=True)
class TableView:
    """One table's columns: how many are known, which are not read, and what each holds."""

    part: int
    sheet: str
    kind: str
    category: str
    columns: list[tuple[int, str, str, str]]
    unread: list[str]

    @property
    def known(self) -> int:
        return len(self.columns) - len(self.unread)

    @property
    def renamed(self) -> list[tuple[int, str, str, str]]:
        """The columns whose header is not the field's own name."""
        return [c for c in self.columns if c[2] and c[3] != c[1]]

    @property
    def plain(self) -> int:
        return self.known - len(self.renamed)


def called(index: int) -> str:
    """Name a column without a header as the spreadsheet does."""
    return gettext("%(letter)s列") % {"letter": letter(index)}


def tables_of(batch: Batch) -> list[TableView]:
    """Return the columns of a batch's tables."""
    views = []
    for part, table in enumerate(batch.tables):
        columns = [
            (index, header or called(index), name, gettext(FIELDS[name]) if name else "")
            for index, header, name, _by in table["columns"]
        ]
        unread = [header for _i, header, name, _label in columns if not name]
        views.append(
            TableView(part, table["sheet"], table["kind"], table["category"], columns, unread)
        )
    return views


def tidied(batch: Batch) -> list[tuple[str, int]]:
    """Return what was put in order by itself, and how often."""
    codes = batch.counts.get("codes", {})
    return [(gettext(words), codes[code]) for code, words in TIDIED.items() if codes.get(code)]


def skipped(batch: Batch) -> list[tuple[str, int]]:
    """Return which rows were no people's rows, and how many."""
    codes = batch.counts.get("codes", {})
    return [(gettext(words), codes[code]) for code, words in SKIPPED.items() if codes.get(code)]


def count_asking(batch: Batch) -> int:
    """Return how many rows enter with a question that stays (a number to be verified)."""
    return _asking(batch).count()


def _asking(batch: Batch) -> QuerySet[StagedRow]:
    good = [Disposition.READY, Disposition.TAKEN]
    return StagedRow.objects.filter(batch=batch, asks=True, disposition__in=good)


def _rows_of(batch: Batch, show: str) -> QuerySet[StagedRow]:
    if show == "asks":
        return _asking(batch)
    rows = StagedRow.objects.filter(batch=batch)
    if show == "tidied":
        return rows.filter(codes__overlap=list(TIDIED))
    return rows.filter(disposition=show)


def _in_order(rows: QuerySet[StagedRow]) -> QuerySet[StagedRow]:
    """As in the file, what the villages were asked about behind the rest."""
    asked = ExpressionWrapper(Q(outcome=ASKED_MARK), BooleanField())
    return rows.order_by(asked, "part", "row")


def doubts(
    batch: Batch, show: str, *, page: int = 1, at: str = "", per_page: int = PER_PAGE
) -> Doubts:
    """Return a page of a batch's rows of one kind with what is asked about each.

    `show` is a disposition, `asks` for rows that enter with a question, or `tidied` for what was
    put in order. `at` is the key of the doubt that is open for correcting: only there the whole
    cell is given, but for the numbers in it.
    """
    rows = _in_order(_rows_of(batch, show))
    count = rows.count()
    pages = max(1, -(-count // per_page))
    page = min(max(1, page), pages)
    lines = [
        doubt
        for row in opened(batch, rows[(page - 1) * per_page : page * per_page])
        for doubt in doubts_of(batch, row, show)
    ]
    name_places(lines)
    for line in lines:
        if at and line.key == at and line.can_fix:
            line.is_open = True
            line.value = _to_type_over(line)
            break
    return Doubts(show, count, lines, page, pages)


def _to_type_over(line: Doubt) -> str:
    """What stands in the field of an open cell: a number nothing, for it is typed anew from the
    card; among other words numbers stand masked."""
    if line.hides:
        return "" if _NUMBER.fullmatch(line.masked) else line.masked
    return _cell(line.row.cells, line.index)


def next_doubt(batch: Batch, show: str, after: str) -> tuple[int, str]:
    """Return the page and the key of the first doubt after this key that has a cell to correct
    and that no village was asked about, or (1, "") when there is none."""
    part, row, _index = (int(piece) for piece in after.split("-", 2))
    rows = _rows_of(batch, show).exclude(outcome=ASKED_MARK).order_by("part", "row")
    here = Q(part=part, row__gte=row) | Q(part__gt=part)
    before = rows.exclude(here).count()
    for place, later in enumerate(opened(batch, rows.filter(here)[:50])):
        for doubt in doubts_of(batch, later, show):
            if doubt.can_fix and (later.part, later.row) != (part, row):
                return (before + place) // PER_PAGE + 1, doubt.key
    return 1, ""


def typed_over(batch: Batch, part: int, row: int, index: int, text: str) -> str | None:
    """Return what a clerk typed over a cell, with the numbers back that he was shown masked, or
    None where he left it as it was: a number he had to type anew, and did not."""
    rows = StagedRow.objects.filter(batch=batch, part=part, row=row)
    stood = next((_cell(found.cells, index) for found in opened(batch, rows)), "")
    if "*" in masked(stood) and text in ("", masked(stood)):
        return None
    for number in long_numbers(stood):
        text = text.replace(masked(number), number, 1)
    return text


def doubts_of(batch: Batch, row: Opened, show: str) -> list[Doubt]:
    """Return the questions of a row, those it waits for first; one without any is one line."""
    asked = [f for f in row.findings if f.level == "question" and row.says(f) != RIGHT]
    if show == Disposition.WAITING:
        found = [f for f in row.findings if f.level == "error"] or asked
    elif show == "asks":
        found = asked
    elif show == "tidied":
        found = [f for f in row.findings if f.code in TIDIED]
    else:
        found = row.findings[:1]
    if not found:
        code = row.codes[0] if row.codes else ""
        found = [Finding(row.row, "", code, "info")]
    return [_doubt(batch.tables[row.part], row, finding, show) for finding in found]


def _doubt(table: dict[str, Any], row: Opened, finding: Finding, show: str) -> Doubt:
    columns = {index: (header, name) for index, header, name, _by in table["columns"]}
    names = {name: index for index, (_header, name) in columns.items()}
    index = finding.index if finding.index >= 0 else _column_for(finding.code, names)
    header, name = columns.get(index, ("", ""))
    cell = row.cells[index] if 0 <= index < len(row.cells) else ""
    return Doubt(
        row,
        finding,
        header or (letter(index) if index >= 0 else ""),
        index if show in ("waiting", "asks") else -1,
        masked(shown(cell)),
        masked(shown(row.before.get(str(index), ""))),
        "",
        _words(finding, show),
        show == Disposition.WAITING,
        name,
        masked(made_of(cell, name, table["money_unit"])),
    )


def _words(finding: Finding, show: str) -> str:
    if show == Disposition.SKIPPED:
        return gettext(SKIPPED.get(finding.code, ""))
    return sentence_of(finding, gettext) if finding.code else ""


def _column_for(code: str, names: dict[str, int]) -> int:
    """The column that answers a question on the whole row."""
    if code in ("no_name", "no_person"):
        return names.get("name", names.get("head_name", -1))
    if code in ("household_unknown", "no_head"):
        return names.get("household_no", names.get("serial", -1))
    return -1


def _cell(cells: Sequence[Cell], index: int) -> str:
    return shown(cells[index]) if 0 <= index < len(cells) else ""


def name_places(lines: list[Doubt]) -> None:
    """Give each line the name of its village, which is also what was made of that cell."""
    names = villages_of(line.row for line in lines)
    for line in lines:
        line.place = names.get(line.row.area, "")
        if line.field == "village":
            line.made = line.place if line.row.area % TOWN else ""


def villages_of(rows: Iterable[Opened]) -> dict[int, str]:
    """Return the names of the places that rows came to lie in, by their numbers."""
    numbers = {row.area for row in rows}
    return dict(Area.objects.filter(lo__in=numbers).values_list("lo", "name"))


def dated(batch: Batch) -> date | None:
    """Return the day the list speaks of, as somebody said or as it says itself."""
    told = batch.counts.get("dated")
    return batch.dated_on or (date.fromisoformat(told) if told else None)


def findings_of(batch: Batch) -> list[str]:
    """Return the sentences on the file as a whole."""
    told: list[Any] = batch.counts.get("findings", [])
    return [sentence_of(Finding(*one), gettext) for one in told]
