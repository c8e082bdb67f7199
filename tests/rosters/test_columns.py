"""What the columns of a table hold, asked with a few of their values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bangfu.rosters.models import Batch, ColumnMemory
from bangfu.rosters.queries.columns import sample

from .test_pages import everywhere, hand_in, only_batch
from .town import CHEN, LI, MEI, WEI

pytestmark = pytest.mark.django_db

PHONE = "13800138000"
BARE = [
    f"陈强,甲事,{CHEN},{PHONE},1000",
    f"李娟,乙事,{LI},{PHONE},1001",
    f"黄梅,甲事,{MEI},{PHONE},1002",
    f"麦伟,丙事,{WEI},{PHONE},1003",
]


def without_header(*lines: str, name: str = "无头.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(lines or BARE).encode())


def page_of(batch: Batch, part: int = 0) -> str:
    return reverse("rosters:columns", args=[batch.uuid, part])


def test_columns_without_header_are_called_by_letter_and_shown_by_masked_values(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, without_header())
    body = clerk.get(page_of(only_batch())).content.decode()
    assert [f"{letter}列" in body for letter in "ABCDE"] == [True] * 5
    assert "无表头" not in body
    assert "可以不填" not in body
    assert "陈强、李娟、黄梅" in body
    assert "麦伟" not in body
    assert "甲事、乙事、丙事" in body
    assert "只管这一张" in body
    assert f"{CHEN[:6]}********{CHEN[-4:]}" in body
    assert "138****8000" in body
    assert not [whole for whole in (CHEN, LI, MEI, PHONE) if whole in body]


def test_the_page_of_a_batch_calls_them_by_letter_too(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, without_header())
    body = clerk.get(reverse("rosters:batch", args=[only_batch().uuid])).content.decode()
    assert "“B列”“E列”不读" in body
    assert "无表头" not in body


def test_columns_with_headers_show_their_place_and_values_too(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    body = clerk.get(page_of(only_batch())).content.decode()
    assert "C列：陈强、李娟、黄伟" in body
    assert "H列：3、1" in body
    assert "I列：空白" in body
    assert CHEN not in body


def test_a_column_without_header_can_be_told_and_the_next_such_table_is_its_own(
    visit: Any,
) -> None:
    clerk = visit("clerk")
    hand_in(clerk, without_header())
    batch = only_batch()
    form = {"kind": "household_roster", "category": "dibao"}
    form |= {f"column_{i}": name for i, _h, name, _b in batch.tables[0]["columns"]}
    answer = clerk.post(page_of(batch), form | {"column_1": "remark", "column_4": "serial"})
    assert answer.status_code == 302
    told = only_batch()
    fields = {index: name for index, _h, name, _b in told.tables[0]["columns"]}
    assert (fields[1], fields[4], told.category) == ("remark", "serial", "dibao")
    hand_in(clerk, without_header(*[f"{line},x" for line in BARE[:3]], name="又一张.csv"))
    with everywhere():
        other = Batch.objects.get(file_name="又一张.csv")
    assert [name for index, _h, name, _b in other.tables[0]["columns"] if index in (1, 4)] == [
        "", "",
    ]  # fmt: skip
    assert other.category == ""


def test_a_column_whose_header_stands_twice_is_told_by_its_place(visit: Any) -> None:
    clerk = visit("clerk")
    lines = ["姓名,身份证号,情况,情况", *[f"{n},{i},好,{p}" for n, i, p in (
        ("陈强", CHEN, "a1"), ("李娟", LI, "b2"), ("黄梅", MEI, "c3"))]]  # fmt: skip
    hand_in(clerk, without_header(*lines))
    batch = only_batch()
    form = {"kind": "household_roster", "category": ""}
    form |= {f"column_{i}": name for i, _h, name, _b in batch.tables[0]["columns"]}
    clerk.post(page_of(batch), form | {"column_2": "", "column_3": "remark"})
    fields = {index: name for index, _h, name, _b in only_batch().tables[0]["columns"]}
    assert (fields[2], fields[3]) == ("", "remark")
    with everywhere():
        assert ColumnMemory.objects.get().mapping["columns"] == {"#3": "remark"}


def test_a_field_taken_twice_names_the_other_column(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, without_header())
    batch = only_batch()
    form = {"kind": "household_roster", "category": ""}
    answer = clerk.post(page_of(batch), form | {"column_0": "name", "column_1": "name"})
    assert answer.status_code == 422
    assert "“A列”已对应这一栏" in answer.content.decode()


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        ("陈强", "陈强"),
        ("442099196207120013", "442099********0013"),
        ("４４２０９９１９６２０７１２００１３", "442099********0013"),
        ("442099 19620712 0013", "442099********0013"),
        ("442099-19620712-0013", "442099********0013"),
        ("44209919620712001343", "442099********0013**"),
        (13800138000, "138****8000"),
        ("0760-85401234", "***********34"),
        ("85401234", "******34"),
        ("6222021234567890123", "622202*********0123"),
        ("1962-07-12", "1962-07-12"),
        ("1962年7月", "1962年7月"),
        (date(2012, 5, 3), "2012-05-03"),
        (300.0, "300"),
        ("", ""),
        (None, ""),
        ("中心社区旧街二巷三十七号之一后座二楼东边", "中心社区旧街二巷三十七号之一后座…"),
    ],
)
def test_no_long_number_stands_whole_among_the_samples(cell: Any, seen: str) -> None:
    assert sample(cell) == seen
