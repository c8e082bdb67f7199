"""Sentences: every code has one, in plain Chinese, naming the place."""

from __future__ import annotations

import re
from pathlib import Path

from bangfu.rosters import reading
from bangfu.rosters.reading import Finding, UnreadableFile, say

SOURCE = Path(reading.__file__).parent


def test_every_code_in_the_source_has_a_sentence():
    source = "\n".join(path.read_text("utf-8") for path in SOURCE.glob("*.py"))
    said = set(re.findall(r'Finding\(\s*\w+, [\w.]+|"", "(\w+)", ', source)) - {""}
    said |= set(re.findall(r'notes\.add\([\w.()\[\]]+, "(\w+)"', source))
    assert len(said) > 15
    assert said <= say.FINDING_CODES
    refused = set(re.findall(r'UnreadableFile\(\s*"(\w+)"', source))
    assert len(refused) > 12
    assert refused <= say.REFUSAL_CODES


def test_a_finding_begins_with_its_cell_or_row():
    assert reading.text(
        Finding(12, "身份证号", "number_length", "question", {"length": 17}, 5)
    ) == ("F12：身份证号是17位，应为18位（或老号码15位），请对照证件。")
    assert (
        reading.text(Finding(12, "", "no_head", "question"))
        == "第12行：这一户没有写明户主，请核对。"
    )
    assert (
        reading.text(Finding(0, "", "macros_ignored", "info"))
        == "文件里有宏，没有运行，只读了数据。"
    )


def test_a_refusal_names_file_sheet_and_row():
    wrong = UnreadableFile("too_many_rows", "册.xlsx", sheet="光明村", row=9, detail="300000")
    assert str(wrong) == (
        "“册.xlsx”工作表“光明村”第9行：行数超过300000行，请按村拆成几份，"
        "或删去表格下方多余的格式再导入。"
    )


def test_sentences_can_be_worded_in_another_language():
    finding = Finding(3, "", "size_differs", "info", {"stated": 3, "count": 2})
    english = {
        "第{row}行：{sentence}": "Row {row}: {sentence}",
        "家庭人口写的是{stated}人，名单里有{count}人。": "{stated} stated, {count} listed.",
    }
    assert reading.text(finding, lambda message: english.get(message, message)) == (
        "Row 3: 3 stated, 2 listed."
    )


def test_columns_are_named_as_spreadsheets_do():
    assert [reading.letter(n) for n in (0, 25, 26, 51, 701, 702)] == [
        "A", "Z", "AA", "AZ", "ZZ", "AAA",
    ]  # fmt: skip


def test_findings_carry_no_personal_data(read_one, xlsx, number):
    good = number("19531221")
    rows = [["户号", "姓名", "身份证号", "与户主关系"], [1, "冯健", good[:-1], "户主"]]
    _, (row,) = read_one(xlsx(rows))
    said = " ".join(reading.text(f) + str(f.params) for f in row.findings)
    assert "冯健" not in said
    assert good[:10] not in said
