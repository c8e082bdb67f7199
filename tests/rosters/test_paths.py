"""Whole files and folders at once, as the command line takes them in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from openpyxl import Workbook

from bangfu.demo.maker import make_drawer
from bangfu.demo.scoring import judge
from bangfu.offices.access import OPERATOR
from bangfu.offices.actions import found_town
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry import queries as registry
from bangfu.registry.models import Household, Identity, Person, Sighting
from bangfu.rosters import actions
from bangfu.rosters.models import Batch

from .town import AREA, AT, CHEN, LI, ON, WEI, Town, family

pytestmark = pytest.mark.django_db


def take_in(*paths: Path, **more: Any) -> dict[str, dict[str, Any]]:
    told = actions.take_in_paths(paths, by=OPERATOR, at=AT, on=ON, area=AREA, **more)
    return {file["file"]: file for file in told["files"]}


@pytest.fixture
def folder(tmp_path: Path, town: Town) -> Path:
    rows = family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))
    low = town.roster(*rows)
    again = town.roster(*rows, title="三角镇低保户花名册(2012)")
    (tmp_path / "a低收入.csv").write_bytes(low)
    (tmp_path / "b低保.csv").write_bytes(again)
    (tmp_path / "坏的.xlsx").write_bytes(b"PK\x03\x04")
    (tmp_path / "~$b低保.csv").write_bytes(b"lock")
    return tmp_path


def test_the_stronger_category_comes_first_whatever_the_names(folder: Path) -> None:
    told = take_in(folder)
    assert list(told) == ["a低收入.csv", "b低保.csv", "坏的.xlsx"]
    assert Household.objects.get().category == "dibao"
    assert (told["a低收入.csv"]["taken"], told["b低保.csv"]["taken"]) == (2, 2)


def test_a_number_on_two_lists_of_a_drawer_is_a_question_on_both(
    tmp_path: Path, town: Town
) -> None:
    (tmp_path / "a.csv").write_bytes(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    other = town.roster(*family("2", ("黄伟", CHEN, "户主")), title="三角镇低保户花名册(2012)")
    (tmp_path / "b.csv").write_bytes(other)
    told = take_in(tmp_path)
    assert sorted(town.people()) == [("陈强", "disputed"), ("黄伟", "disputed")]
    assert "number_disputed" in {finding["code"] for finding in told["a.csv"]["findings"]}


def test_a_broken_file_stops_none_of_the_others(folder: Path) -> None:
    broken = take_in(folder)["坏的.xlsx"]
    assert (broken["kind"], broken["rows"]) == ("unreadable", 0)
    assert "坏的.xlsx" in broken["findings"][0]["text"]
    assert Person.objects.count() == 2


def test_of_a_folder_only_what_is_called_like_a_roster_is_read(folder: Path) -> None:
    before = take_in(folder)
    (folder / "README.md").write_text("# 说明\n这里放名单\n", encoding="utf-8")
    (folder / "照片.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "名单.dat").write_bytes((folder / "a低收入.csv").read_bytes() + b"\n")
    (folder / "记事.txt").write_text("下周一开会", encoding="utf-8")
    (folder / "表.txt").write_bytes((folder / "a低收入.csv").read_bytes() + b"\n")
    batches = Batch.objects.count()
    told = take_in(folder)
    codes = {
        "README.md": "other_suffix", "照片.png": "picture", "名单.dat": "other_suffix",
        "记事.txt": "plain_text",
    }  # fmt: skip
    for name, code in codes.items():
        (finding,) = told[name]["findings"]
        assert (told[name]["kind"], told[name]["rows"]) == ("unreadable", 0)
        assert finding["code"] == code
        assert name in finding["text"]
        assert told[name].keys() == before["坏的.xlsx"].keys()
    assert told["表.txt"]["taken"] == 2
    assert Batch.objects.count() == batches + 1


def test_a_file_somebody_names_himself_is_read_whatever_its_name(folder: Path) -> None:
    place = folder / "名单.dat"
    place.write_bytes((folder / "a低收入.csv").read_bytes())
    assert take_in(place)["名单.dat"]["taken"] == 2


def test_a_file_whose_name_is_in_no_encoding_stops_none(folder: Path) -> None:
    content = (folder / "b低保.csv").read_bytes()
    name = os.fsdecode(b"c\xff.csv")
    (folder / name).write_bytes(content + b"\n")
    told = take_in(folder)
    assert json.dumps(told).isascii()
    assert told["c\ufffd.csv"]["taken"] == 2


def test_a_rehearsal_leaves_nothing_behind(folder: Path) -> None:
    told = take_in(folder, dry_run=True)
    assert told["b低保.csv"]["taken"] == 2
    assert (Batch.objects.count(), Person.objects.count()) == (0, 0)


def test_the_same_folder_twice_changes_nothing_and_says_so(folder: Path) -> None:
    first = take_in(folder)
    before = (Identity.objects.count(), Sighting.objects.count(), Batch.objects.count())
    second = take_in(folder)
    assert (Identity.objects.count(), Sighting.objects.count(), Batch.objects.count()) == before
    for name in ("a低收入.csv", "b低保.csv"):
        assert second[name]["findings"][0]["code"] == "same_file"
        assert second[name]["taken"] == first[name]["taken"]


def workbook(town: Town, place: Path, **sheets: list[str]) -> Path:
    """A workbook with a roster on each sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for line in town.roster(*rows).decode().splitlines():
            sheet.append([cell or None for cell in line.split(",")])
    book.save(place)
    return place


def test_rows_of_several_sheets_are_told_apart(tmp_path: Path, town: Town) -> None:
    place = workbook(
        town,
        tmp_path / "两张表.xlsx",
        高平=family("1", ("陈强", CHEN, "户主"), ("李娟", LI[:-1], "配偶")),
        三角=[*family("1", ("黄伟", WEI, "户主"), door="街9号"), "合计,1,,,,,,,,,"],
    )
    for told in (take_in(place)[place.name], take_in(place)[place.name]):
        assert told["rows"] == told["taken"] + told["waiting"] + told["skipped"] == 4
        assert [
            (s["sheet"], s["rows"], s["taken"], s["waiting_rows"], s["skipped_rows"])
            for s in told["sheets"]
        ] == [("高平", 2, 2, [], []), ("三角", 2, 1, [], [4])]
        assert told["skipped_rows"] == [4]
        asked = {(f["sheet"], f["row"]) for f in told["findings"] if f["row"]}
        assert ("高平", 4) in asked
        assert ("三角", 4) not in asked


def test_a_copy_in_another_folder_is_the_same_file(folder: Path) -> None:
    (folder / "备份").mkdir()
    (folder / "备份" / "拷贝.csv").write_bytes((folder / "a低收入.csv").read_bytes())
    told = take_in(folder)
    first, copy = told["a低收入.csv"], told["拷贝.csv"]
    assert "same_file" in {f["code"] for f in (*first["findings"], *copy["findings"])}
    assert Person.objects.count() == 2


def test_a_path_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        take_in(folder / "没有")


def test_without_a_town_nothing_is_taken_in(db: None, tmp_path: Path) -> None:
    with pytest.raises(actions.NoTown):
        actions.take_in_paths([tmp_path], by=OPERATOR, at=AT, on=ON)


@pytest.mark.parametrize("order", [0, 1])
def test_a_drawer_is_judged_alike_in_whatever_order_its_files_come(
    tmp_path: Path, db: None, order: int
) -> None:
    truth = make_drawer(tmp_path / "drawer", seed=11 + order, households=40)
    found_town(
        code="442000109000", name="三角镇", at=AT, valid_from=ON.replace(year=2000),
        villages={
            f"442000109{code}": name
            for code, name in zip(
                ("001", "201", "202", "203", "204", "205", "206", "207"),
                ("中心社区", "结民村", "蟠龙村", "东南村", "沙栏村", "光明村", "高平村", "三角村"),
                strict=True,
            )
        },
    )  # fmt: skip
    files = sorted((tmp_path / "drawer").iterdir(), reverse=bool(order))
    told = actions.take_in_paths(files, by=OPERATOR, at=AT, on=ON)
    with scoped(operator_scope(), on=ON):
        people = list(registry.person_lines(operator_scope(), on=ON))
    verdict = judge(truth.as_json(), told, people)
    assert verdict.passed, verdict.report(5)


CHILD = """
import os, sys
sys.path.insert(0, {tests!r})
import django
django.setup()
from datetime import UTC, date, datetime
from bangfu.offices.access import OPERATOR
from bangfu.rosters import actions
print("ready", flush=True)
actions.take_in_paths(
    [sys.argv[1]], by=OPERATOR, at=datetime(2013, 1, 5, 1, tzinfo=UTC), on=date(2013, 1, 5)
)
print("done", flush=True)
"""


@pytest.mark.parametrize("after", [0.15, 0.5, 0.9])
def test_killed_in_the_middle_the_register_is_as_before_or_as_after(
    real_db: Any, tmp_path: Path, after: float
) -> None:
    """Kill -9 at some moment: each file is either whole or not there, and the next run mends it."""
    with Town.founded():
        pass
    content = Town().roster(
        *(
            line
            for i in range(150)
            for line in family(
                str(i), (f"陈{i}", "", "户主"), (f"李{i}", "", "妻"), door=f"街{i}号"
            )
        )
    )
    (tmp_path / "低收入.csv").write_bytes(content)
    words = [sys.executable, "-c", CHILD.format(tests=str(Path(__file__).parent)), str(tmp_path)]
    child = subprocess.Popen(words, stdout=subprocess.PIPE, env=dict(os.environ), text=True)
    assert child.stdout is not None
    assert child.stdout.readline().strip() == "ready"
    time.sleep(after)
    child.send_signal(signal.SIGKILL)
    child.wait()
    with scoped(operator_scope(), on=ON):
        people, batches = Person.objects.count(), Batch.objects.count()
    assert (people, batches) in [(0, 0), (300, 1)]
    told = actions.take_in_paths([tmp_path], by=OPERATOR, at=AT, on=ON)
    assert told["files"][0]["taken"] == 300
    with scoped(operator_scope(), on=ON):
        assert Person.objects.count() == 300


def test_the_same_file_by_two_at_once_is_one_batch(real_db: Any) -> None:
    with Town.founded():
        pass
    content = Town().roster(*family("1", ("陈强", CHEN, "户主")))
    start, found = threading.Barrier(4), []

    def hand_in() -> None:
        start.wait(5)
        with scoped(operator_scope(), on=ON):
            found.append(
                actions.receive(content=content, file_name="a.csv", by=OPERATOR, at=AT, area=AREA)
            )
        connection.close()

    threads = [threading.Thread(target=hand_in) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert [new for _batch, new in found].count(True) == 1
    assert len({batch.pk for batch, _new in found}) == 1
