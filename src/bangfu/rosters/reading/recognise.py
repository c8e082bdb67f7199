"""From a workbook to its tables: header, columns by words and by content, kind, title."""

from __future__ import annotations

import hashlib
from itertools import pairwise

from bangfu.kernel.text import squeeze

from . import content
from .groups import settle_groups
from .kinds import category_of, kind_of
from .layout import Region, find_regions, headers_of, stands_apart
from .models import Cell, Column, Finding, RosterTable, Sheet, Workbook
from .titles import read_titles, stem, title_of, year_of
from .words import field_of, plain, speaks_of_head

_REGUESS = frozenset({"household_no", "serial", "bank_account", "phone", "remark", "certificate"})
"""Fields whose columns are believed to hold identity numbers when their values say so."""
_SURE = 0.8
_MANY_SAME = frozenset({"remark", ""})


def recognise(workbook: Workbook) -> list[RosterTable]:
    """Find every table of a workbook with its kind, title, header rows and columns.

    A sheet without any header gives one table whose columns are known by content alone, with
    the finding `no_header`; an empty sheet gives none.
    """
    tables: list[RosterTable] = []
    for sheet in workbook.sheets:
        regions = find_regions(sheet)
        if not regions:
            regions = [_without_header(sheet)]
        for region in regions:
            tables.extend(_tables_of(workbook, sheet, region))
    for before, table in pairwise(tables):
        _continue(before, table)
    return tables


def _continue(before: RosterTable, table: RosterTable) -> None:
    """Let a table of the same columns keep what only the table before it says of both."""
    if table.shape != before.shape or table.kind not in (before.kind, "unknown"):
        return
    table.kind = before.kind
    table.category = table.category or before.category
    table.issuer = table.issuer or before.issuer
    table.stated_on = table.stated_on or before.stated_on
    table.year = table.year or before.year


def _tables_of(workbook: Workbook, sheet: Sheet, region: Region) -> list[RosterTable]:
    headers = headers_of(sheet, region) if region.header else []
    width = max((len(row) for row in sheet.rows[region.first : region.last + 1]), default=0)
    headers += [[] for _ in range(max(len(headers), width) - len(headers))]
    panels = _panels(headers)
    return [_table(workbook, sheet, region, headers, panel) for panel in panels]


def _table(
    workbook: Workbook, sheet: Sheet, region: Region, headers: list[list[str]], panel: range
) -> RosterTable:
    columns = [_column(index, headers[index]) for index in panel]
    findings: list[Finding] = []
    _settle_by_content(columns, sheet.rows, region)
    _settle_by_company(columns)
    _settle_keys(columns)
    settle_groups(columns)
    _settle_twice(columns, findings, region)
    above = read_titles([sheet.rows[at] for at in region.titles])
    title = title_of(above, sheet.name, workbook.file_name)
    names = [title, sheet.name, stem(workbook.file_name)]
    kind = kind_of({c.field for c in columns} - {""}, names)
    if not region.header:
        findings.append(Finding(0, "", "no_header", "question", {"sheet": sheet.name}))
    elif not region.known:
        findings.append(Finding(0, "", "strange_header", "question", {"sheet": sheet.name}))
    if kind == "unknown":
        findings.append(Finding(0, "", "unknown_kind", "info", {"sheet": sheet.name}))
    return RosterTable(
        file_name=workbook.file_name,
        sheet=sheet,
        kind=kind,
        category=category_of(names) if kind == "household_roster" else "",
        title=title,
        issuer=above.issuer,
        stated_on=above.stated_on,
        year=year_of(above, sheet.name, stem(workbook.file_name)),
        title_rows=tuple(at + 1 for at in region.titles),
        header_rows=tuple(at + 1 for at in region.header),
        repeated_rows=frozenset(at + 1 for at in region.repeated),
        first_row=region.first + 1,
        last_row=region.last + 1,
        columns=columns,
        shape=_shape(columns),
        money_unit=above.money_unit,
        findings=findings,
    )


def _column(index: int, path: list[str]) -> Column:
    header = "/".join(path)
    group = "/".join(path[:-1])
    found = field_of(path[-1], group) if path else ""
    if group and not found:
        # 出生 over 年月: the lines make one word. A group's own word is no column of it.
        found = field_of("".join(path))
        found = "" if found == "members" else found
    return Column(index, header, found, "words" if found else "")


def _settle_by_content(columns: list[Column], rows: list[list[Cell]], region: Region) -> None:
    """Let the values speak where words said nothing, and where they plainly contradict."""
    values = {c.index: content.sample(rows, c.index, region.first, region.last) for c in columns}
    _settle_numbers(columns, values)
    have = {c.field for c in columns}
    for column in columns:
        if column.field == "members" and not content.holds_families(values[column.index]):
            is_name = content.share("name", values[column.index]) >= _SURE
            if is_name and "name" not in have:
                column.field, column.by = "name", "content"
            elif not values[column.index]:
                column.field, column.by = "", ""
        if column.field:
            continue
        found = content.guess(values[column.index])
        if found in ("name", "number") and speaks_of_head(column.header):
            found = f"head_{found}"
        if found in ("name", "number") and have & {found, f"head_{found}"}:
            continue
        if found == "serial" and (column.index != columns[0].index or "serial" in have):
            continue
        if found and found not in have:
            column.field, column.by = found, "content"
            have.add(found)


def _settle_numbers(columns: list[Column], values: dict[int, list[str]]) -> None:
    """Find the column of identity numbers whatever its header says."""
    shares = {index: content.share("number", found) for index, found in values.items()}
    # In a family's row the head's own column is named; there the first number is the head's.
    named = [c for c in columns if c.field in ("number", "head_number")]
    if any(shares[c.index] >= 0.3 or not values[c.index] for c in named):
        return
    for column in columns:
        if shares[column.index] >= _SURE and (column.field in _REGUESS or not column.field):
            for wrong in named:
                if wrong.field == "number":
                    wrong.field, wrong.by = "", ""
            column.field, column.by = "number", "content"
            return


def _settle_by_company(columns: list[Column]) -> None:
    """Read words that mean different things in different company (类别, 人数, 级别)."""
    have = {c.field for c in columns}
    for column in columns:
        word = plain(column.header)
        if have & {"certificate", "disability_grade"} and word in ("类别", "类型"):
            column.field = "disability_kind"
        elif "post" in have and column.field == "stated_size":
            column.field = "vacancies"
        elif "post" in have and column.field == "unit_name":
            column.field = "employer"
        elif have & {"credit_code", "capacity"} and column.field == "employer":
            column.field = "unit_name"


def _settle_keys(columns: list[Column]) -> None:
    """Where two columns are called a number of something, the plainer word counts the rows."""
    keys = [c for c in columns if c.field == "household_no"]
    if len(keys) < 2 or any(c.field == "serial" for c in columns):
        return
    plainest = min(keys, key=lambda c: ("户" in c.header or "家庭" in c.header, len(c.header)))
    plainest.field = "serial"


def _settle_twice(columns: list[Column], findings: list[Finding], region: Region) -> None:
    """Keep the first column of each field and say which others look like it."""
    seen: set[str] = set()
    for column in columns:
        if column.field in seen and column.field not in _MANY_SAME:
            row = region.header[-1] + 1 if region.header else 0
            twice = Finding(
                row,
                column.header,
                "column_twice",
                "question",
                {"field": column.field},
                column.index,
            )
            findings.append(twice)
            column.field, column.by = "", ""
        seen.add(column.field)


def _panels(headers: list[list[str]]) -> list[range]:
    """Split columns where a header is printed several times side by side on one sheet."""
    whole = [range(len(headers))]
    leaves = ["/".join(path) for path in headers]
    first = next((leaf for leaf in leaves if leaf), "")
    starts = [index for index, leaf in enumerate(leaves) if leaf == first and first]
    if len(starts) < 2:
        return whole
    cuts = [*starts, len(leaves)]
    parts = [[leaf for leaf in leaves[a:b] if leaf] for a, b in pairwise(cuts)]
    if len(parts[0]) < 2 or any(part != parts[0] for part in parts):
        return whole
    return [range(a, b) for a, b in zip([0, *cuts[1:-1]], cuts[1:], strict=True)]


def _shape(columns: list[Column]) -> str:
    """Make a fingerprint of the headers, the same for the next file typed the same way."""
    words = "\n".join(squeeze(c.header) for c in columns).rstrip("\n")
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def _without_header(sheet: Sheet) -> Region:
    """Take everything below the lone cells at the top as the body of a table without header."""
    filled = (sum(1 for cell in row if cell not in ("", None)) for row in sheet.rows)
    first = next((at for at, count in enumerate(filled) if count > 1), 0)
    header = [first] if stands_apart(sheet.rows, first) else []
    last = len(sheet.rows) - 1
    return Region(list(range(first)), header, first + len(header), last, known=False)
