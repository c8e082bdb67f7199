"""Text under another name than .csv: read where it has columns, refused where it has none."""

from __future__ import annotations

import pytest

from bangfu.rosters import reading
from bangfu.rosters.reading import UnreadableFile
from bangfu.rosters.reading.say import REFUSAL_CODES

TABLE = "姓名,身份证号,金额\n冯健,442099195312216862,300\n李娟,,200\n".encode()
TITLED = "三角镇低收入户名册\n".encode() + TABLE


@pytest.mark.parametrize("name", ["名单.xlsx", "名单.XLS", "名单.xlsm"])
@pytest.mark.parametrize("content", [TABLE, TITLED])
def test_columns_of_text_under_a_workbooks_name_are_read_and_that_is_said(
    name: str, content: bytes
) -> None:
    workbook = reading.read_file(content, name)
    assert workbook.container == "csv"
    (said,) = workbook.findings
    assert said.code == "text_named_workbook"
    assert name[name.index(".") :].lower() in reading.text(said)


@pytest.mark.parametrize("name", ["名单.csv", "名单.txt", "名单"])
def test_nothing_is_said_of_text_that_promises_no_workbook(name: str) -> None:
    assert reading.read_file(TABLE, name).findings == []


@pytest.mark.parametrize(
    "words",
    [
        "这里只有一行字",
        "姓名,金额",
        "各位同事，名单请查收。\n谢谢，陈强",
        "# 说明\n\n把表放在这里，再收。\n\n- 一月, 二月\n- 完\n- 好",
        "Dear all, please find it here.\nYours",
    ],
)
@pytest.mark.parametrize("name", ["名单.xlsx", "名单.xls", "说明.txt", "README.md"])
def test_mere_words_are_no_table(name: str, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        reading.read_file(words.encode(), name)
    assert caught.value.code == "plain_text"
    assert "这不是表格文件" in str(caught.value)


def test_a_csv_of_one_column_stays_one() -> None:
    assert reading.read_file("姓名\n冯健\n".encode(), "名单.csv").sheets[0].rows == [
        ["姓名"], ["冯健"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("README.md", TABLE, "other_suffix"),
        ("照片.jpg", b"\xff\xd8\xff\xe0", "picture"),
        ("文件.pdf", b"%PDF-1.7", "pdf"),
        ("空的.md", b"", "other_suffix"),
        ("名单", TABLE, "other_suffix"),
    ],
)
def test_a_name_that_is_no_rosters_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        reading.refuse_other_suffix(content, name)
    assert caught.value.code == code
    assert code in REFUSAL_CODES


@pytest.mark.parametrize("name", ["a.xlsx", "a.XLS", "a.xlsm", "a.csv", "a.txt", "a.et"])
def test_a_rosters_name_passes(name: str) -> None:
    reading.refuse_other_suffix(b"whatever", name)
