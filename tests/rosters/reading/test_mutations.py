"""Whatever is done to the look of a drawer's rosters, nobody is lost and no household breaks."""

from __future__ import annotations

import datetime
import io
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
import xlwt

from bangfu.demo.maker import Options, Truth, make_drawer
from bangfu.rosters import reading
from bangfu.rosters.reading.models import Merge
from bangfu.rosters.reading.say import FINDING_CODES

SYNONYMS = {
    "name": ("姓名", "名字", "成员姓名", "姓  名", "姓名*"),
    "number": ("身份证号", "公民身份号码", "证件号码", "身份证号码(18位)", "zjhm"),
    "relation": ("与户主关系", "家庭关系", "称谓", "关系"),
    "address": ("住址", "家庭详细地址", "现住址"),
    "cause": ("致贫原因", "主要困难", "困难类型", "致困原因"),
    "bank_account": ("开户账号", "银行卡号", "一折通账号"),
    "phone": ("联系方式", "手机", "联系电话"),
    "remark": ("备注", "说明"),
}
FAST, SOAK = 8, 200


@dataclass
class Grid:
    """A sheet to be changed: rows of cells, merges, and where each first row has gone."""

    name: str
    rows: list[list[Any]]
    merges: list[Merge]
    moved: dict[int, int]
    table: reading.RosterTable

    def insert(self, before: int, row: list[Any]) -> None:
        """Put a row in front of row `before` (1-based); what stands below moves down."""
        self.rows.insert(before - 1, row)
        self.moved = {old: new + (new >= before) for old, new in self.moved.items()}
        self.merges = [
            Merge(m.top + (m.top >= before), m.left, m.bottom + (m.bottom >= before), m.right)
            for m in self.merges
        ]


def insert_titles(grid: Grid, chance: Random) -> None:
    for line in chance.sample(["内部资料", "（2012年度）", "", "联系电话：0760-85400000"], 2):
        grid.insert(1, [line, *[""] * 3])


def insert_blank_column(grid: Grid, chance: Random) -> None:
    width = max(map(len, grid.rows))
    at = chance.randrange(width + 1)
    # Inside a merged range a new column would only widen the range.
    if any(m.left < at <= m.right for m in grid.merges):
        return
    for row in grid.rows:
        row.extend([""] * (width - len(row)))
        row.insert(at, "")
    grid.merges = [
        Merge(m.top, m.left + (m.left >= at), m.bottom, m.right + (m.right >= at))
        for m in grid.merges
    ]


def shuffle_columns(grid: Grid, chance: Random) -> None:
    if any(m.right > m.left and m.top in grid.table.header_rows for m in grid.merges):
        return
    if len(grid.table.header_rows) > 1:
        return
    width = max(map(len, grid.rows))
    order = list(range(width))
    chance.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    header = grid.moved[grid.table.header_rows[0]]
    for row in grid.rows[header - 1 :]:
        row.extend([""] * (width - len(row)))
        row[:] = [row[old] for old in order]
    grid.merges = [
        Merge(m.top, place[m.left], m.bottom, place[m.left]) if m.left == m.right else m
        for m in grid.merges
    ]


def rename_headers(grid: Grid, chance: Random) -> None:
    for column in grid.table.columns:
        if column.field in SYNONYMS and chance.random() < 0.6:
            for header in grid.table.header_rows:
                row = grid.rows[grid.moved[header] - 1]
                leaf = column.header.split("/")[-1]
                for index, cell in enumerate(row):
                    if isinstance(cell, str) and "".join(cell.split()) == leaf:
                        row[index] = chance.choice(SYNONYMS[column.field])


def repeat_header(grid: Grid, chance: Random) -> None:
    starts = [m.top for m in grid.merges if m.bottom > m.top]
    inside = {n for m in grid.merges for n in range(m.top + 1, m.bottom + 1)}
    last = grid.moved[grid.table.last_row]
    places = [n for n in (starts or range(last)) if grid.moved[grid.table.first_row] < n < last]
    places = [n for n in places if n not in inside]
    if not places:
        return
    before = chance.choice(places)
    for header in reversed(grid.table.header_rows):
        grid.insert(before, list(grid.rows[grid.moved[header] - 1]))


def append_footers(grid: Grid, chance: Random) -> None:
    grid.rows.append([])
    grid.rows.append(["", "总计", "", "共若干户"])
    grid.rows.append(["制表人：", "", "审核：", "", "日期："])


MUTATIONS: tuple[Callable[[Grid, Random], None], ...] = (
    insert_titles,
    rename_headers,
    shuffle_columns,
    insert_blank_column,
    repeat_header,
    append_footers,
)


def as_text(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, datetime.date) else str(cell)


def write_xls(grid: Grid) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(grid.name or "Sheet1")
    merged = {(m.top - 1, m.left) for m in grid.merges}
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if cell not in ("", None) and (row, column) not in merged:
                sheet.write(row, column, as_text(cell) if isinstance(cell, datetime.date) else cell)
    for m in grid.merges:
        value = grid.rows[m.top - 1][m.left] if m.left < len(grid.rows[m.top - 1]) else ""
        sheet.write_merge(m.top - 1, m.bottom - 1, m.left, m.right, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def write(xlsx, text_file) -> Callable[[Grid, str], bytes]:
    def make(grid: Grid, container: str) -> bytes:
        if container == "xls":
            return write_xls(grid)
        if container == "xlsx":
            merges = [
                f"{reading.letter(m.left)}{m.top}:{reading.letter(m.right)}{m.bottom}"
                for m in grid.merges
            ]
            return xlsx({grid.name or "Sheet1": grid.rows}, merges)
        width = max(map(len, grid.rows))
        rows = [[as_text(c) for c in [*row, *[""] * (width - len(row))]] for row in grid.rows]
        return text_file(rows, container)

    return make


def grids(folder: Path) -> list[tuple[str, str, Grid]]:
    """Take the household rosters of a drawer apart: file, sheet as the truth names it, grid."""
    found = []
    for path in sorted(folder.iterdir()):
        workbook = reading.read_file(path, path.name)
        tables = [t for t in reading.recognise(workbook) if t.kind == "household_roster"]
        for table in tables:
            rows = [list(row) for row in table.sheet.rows]
            moved = {n: n for n in range(1, len(rows) + 1)}
            grid = Grid(table.sheet.name, rows, list(table.sheet.merges), moved, table)
            found.append((path.name, table.sheet.name if len(tables) > 1 else "", grid))
    return found


def check(grid: Grid, truth: Truth, file: str, sheet: str, content: bytes, container: str) -> None:
    """Compare what is read with who stands in which row."""
    name = Path(file).stem + (".csv" if container not in ("xls", "xlsx") else f".{container}")
    (table,) = reading.recognise(reading.read_file(content, name))
    assert (table.kind, table.category) == (grid.table.kind, grid.table.category)
    rows = {row.number: row for row in reading.rows(table)}
    expected: dict[int, list[Any]] = defaultdict(list)
    for row in truth.rows:
        if row.file == file and (getattr(row, "sheet", None) or "") in ("", sheet):
            expected[grid.moved[row.row]].append(row)
    households: dict[str, set[str]] = defaultdict(set)
    for number, people in expected.items():
        row = rows[number]
        if people[0].person is None:
            assert row.disposition == "skip"
            continue
        assert row.disposition == "data"
        assert len(row.persons) == len(people)
        assert row.household is not None
        assert row.household.known
        households[row.household.block].update(person.household for person in people)
    counted = {n for n, row in rows.items() if row.disposition == "data"}
    assert counted == {n for n, people in expected.items() if people[0].person}
    assert all(len(inside) == 1 for inside in households.values())
    told = [house for inside in households.values() for house in inside]
    again = {
        r.household for r in truth.rows if {"registered twice", "in two households"} & {*r.mess}
    }
    assert all(told.count(house) == 1 or house in again for house in told)
    assert {f.code for row in rows.values() for f in row.findings} <= FINDING_CODES


def try_drawer(folder: Path, seed: int, write: Callable[[Grid, str], bytes]) -> int:
    chance = Random(seed)
    options = Options(wide=bool(seed % 2))
    truth = make_drawer(folder, seed=seed, households=30, options=options)
    tried = 0
    for file, sheet, grid in grids(folder):
        for mutate in chance.sample(MUTATIONS, chance.randint(1, 4)):
            mutate(grid, chance)
        has_merges = any(m.bottom > m.top for m in grid.merges)
        containers = ("xlsx", "xls") if has_merges else ("xlsx", "xls", "utf-8", "gb18030")
        container = chance.choice(containers)
        check(grid, truth, file, sheet, write(grid, container), container)
        tried += 1
    return tried


@pytest.mark.parametrize("seed", range(1, FAST + 1))
def test_mutated_rosters_lose_nobody_and_break_no_household(tmp_path, write, seed):
    assert try_drawer(tmp_path, seed, write) >= 3


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1000, 1000 + SOAK))
def test_many_mutated_rosters_lose_nobody_and_break_no_household(tmp_path, write, seed):
    assert try_drawer(tmp_path, seed, write) >= 3
