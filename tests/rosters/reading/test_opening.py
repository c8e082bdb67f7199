"""Opening: the right container by content, and a clear refusal of everything else."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import msoffcrypto
import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from bangfu.rosters import reading
from bangfu.rosters.reading import UnreadableFile, limits
from bangfu.rosters.reading.say import REFUSAL_CODES

HEAD = ["姓名", "身份证号", "金额"]
LINE = ["冯健", "442099195312216862", 300]
SHEET = "xl/worksheets/sheet1.xml"


def refusal(content: bytes, name: str = "名单.xlsx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        reading.read_file(content, name)
    assert caught.value.code in REFUSAL_CODES
    assert f"“{name}”" in str(caught.value)
    return caught.value


def values(content: bytes, name: str = "名单") -> list:
    (sheet,) = reading.read_file(content, name).sheets
    return list(sheet.rows)


def test_container_is_judged_by_content_not_by_suffix(xlsx, xls, text_file):
    for content, container in (
        (xlsx([HEAD, LINE]), "xlsx"),
        (xls([HEAD, LINE]), "xls"),
        (text_file([HEAD, LINE]), "csv"),
    ):
        for name in ("名单.xlsx", "名单.xls", "名单.csv", "名单"):
            workbook = reading.read_file(content, name)
            assert workbook.container == container
            assert workbook.sheets[0].rows[0] == HEAD


def test_text_is_read_in_every_common_encoding_and_separator(text_file):
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        for separator in (",", "\t", ";", "|"):
            content = text_file([HEAD, LINE, LINE], encoding, separator)
            assert values(content) == [HEAD, *[[LINE[0], LINE[1], "300"]] * 2]


def test_a_line_that_names_the_separator_is_no_row():
    assert values("sep=;\r\n姓名;金额\r\n冯健;3,5\r\n".encode()) == [
        ["姓名", "金额"],
        ["冯健", "3,5"],
    ]


def test_separators_inside_a_family_cell_do_not_mislead(text_file):
    family = "李娴/配偶/430499193402015377;邓银/子/442099195607192757"
    content = text_file([["户主", "成员", "村居"], ["邓满", family, "光明村"]])
    assert values(content)[1][1] == family


def test_rows_keep_the_number_the_spreadsheet_shows(xlsx):
    rows = values(xlsx([[], [], ["", *HEAD], ["", *LINE]]))
    assert rows[3] == ["", *LINE]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\r\n\r\n", "no_rows"),
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"Rar!\x1a\x07", "archive"),
        (b"{\\rtf1 ...}", "word_document"),
        ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "web_page"),
        (b'<?xml version="1.0"?><Workbook/>', "web_page"),
        ("姓名,金额\n冯\x00健,3".encode(), "null_bytes"),
        ("姓名,金额\n".encode() + b"\xff\xfe\xfd\xff,3", "no_encoding"),
        ('姓名,金额\n"冯健,3\n李四,4\n'.encode(), "open_quote"),
        (b"PK\x03\x04 broken", "broken_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "broken_file"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content, code):
    assert refusal(content).code == code


def test_a_refused_text_names_the_row():
    wrong = refusal("姓名,金额\n甲乙,1\n丙丁,\x002\n".encode(), "a.csv")
    assert wrong.row == 3
    assert "第3行" in str(wrong)


def test_a_stray_pair_of_quotes_does_not_swallow_rows():
    lines = ['"冯健,1,a,b', "李四,2,a,b", '王五",3,a,b']
    wrong = refusal("\n".join(["姓名,金额,甲,乙", *lines]).encode(), "a.csv")
    assert (wrong.code, wrong.row) == ("open_quote", 2)


def test_word_document_renamed_to_xlsx_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    assert refusal(stream.getvalue()).code == "word_document"


def test_other_archives_are_told_apart():
    for part, code in (
        ("content.xml", "archive"),
        ("xl/workbook.bin", "xlsb"),
        ("ppt/presentation.xml", "not_a_workbook"),
        ("名单.xlsx", "archive"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(part, "x")
        assert refusal(stream.getvalue()).code == code


def test_password_protected_workbook_is_refused(xlsx):
    stream = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx([HEAD, LINE]))).encrypt("secret", stream)
    assert msoffcrypto.OfficeFile(io.BytesIO(stream.getvalue())).is_encrypted()
    assert refusal(stream.getvalue()).code == "password"


def test_password_protected_old_workbook_is_refused(xls):
    content = bytearray(xls([HEAD, LINE]))
    # A FILEPASS record in place of the first record after BOF says that the rest is encrypted.
    at = content.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    (size,) = struct.unpack_from("<H", content, at + 2)
    struct.pack_into("<H", content, at + 4 + size, 0x002F)
    assert refusal(bytes(content), "a.xls").code == "password"


def test_a_false_area_in_an_old_workbook_reserves_no_memory(xls):
    content = bytearray(xls([HEAD, LINE]))
    at = content.index(b"\x00\x02\x0e\x00") + 4
    struct.pack_into("<IIHH", content, at, 0, 0xFFFFFFF0, 0, 0xFFF0)
    assert values(bytes(content), "a.xls") == [HEAD, LINE]


def test_a_false_count_of_texts_in_an_old_workbook_is_refused(xls):
    content = bytearray(xls([HEAD, LINE]))
    at = content.index(b"\xfc\x00", 512) + 8
    struct.pack_into("<I", content, at, 0xFFFFFFF0)
    assert refusal(bytes(content), "a.xls").code == "broken_file"


def test_old_workbooks_of_any_size_are_read_whole(xls):
    for count in (1, 40, 3000):
        assert (
            len(values(xls([HEAD, *[[f"冯{n}", LINE[1], n] for n in range(count)]]))) == count + 1
        )


def test_truncated_workbooks_are_refused(xlsx, xls):
    for content in (xlsx([HEAD, *[LINE] * 50]), xls([HEAD, *[LINE] * 50])):
        for part in (0.2, 0.5, 0.9):
            assert refusal(content[: int(len(content) * part)]).code == "broken_file"


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "大.csv"
    with path.open("wb") as stream:
        stream.truncate(200 * limits.MIB)
    with pytest.raises(UnreadableFile) as caught:
        reading.read_file(path, "大.csv")
    assert caught.value.code == "file_too_big"
    assert str(limits.MAX_FILE_BYTES // limits.MIB) in str(caught.value)


def test_a_folder_or_missing_path_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "没有.xlsx"):
        with pytest.raises(UnreadableFile) as caught:
            reading.read_file(path, path.name)
        assert caught.value.code == "not_a_file"


def test_a_sheet_of_200_mb_is_refused_by_its_directory(xlsx, patched):
    row = b'<row r="1"><c r="A1" t="n"><v>1</v></c></row>'
    huge = patched(xlsx([HEAD]), SHEET, lambda data: row * (200 * limits.MIB // len(row)))
    assert len(huge) < limits.MAX_FILE_BYTES
    wrong = refusal(huge)
    assert (wrong.code, wrong.sheet) == ("sheet_too_big", "sheet1")


def test_a_zip_bomb_is_refused(xlsx, patched):
    bomb = patched(xlsx([HEAD]), "xl/styles.xml", lambda data: b" " * (100 * limits.MIB))
    assert refusal(bomb).code == "zip_bomb"


def test_a_directory_that_lies_about_sizes_is_refused(xlsx):
    content = bytearray(xlsx([HEAD, *[LINE] * 500]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        part = archive.getinfo(SHEET)
        start = archive.start_dir
        data = archive.read(SHEET)
    at = content.index(b"PK\x01\x02", start)
    while content[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = content.index(b"PK\x01\x02", at + 4)
    # The claim and its checksum agree with each other; the stream holds far more.
    struct.pack_into("<I", content, at + 24, 100)
    struct.pack_into("<I", content, at + 16, zlib.crc32(data[:100]))
    assert part.file_size > 100
    assert refusal(bytes(content)).code == "zip_bomb"


def test_thousands_of_parts_are_refused(xlsx):
    stream = io.BytesIO(xlsx([HEAD]))
    with zipfile.ZipFile(stream, "a") as archive:
        for place in range(limits.MAX_PARTS):
            archive.writestr(f"xl/media/{place}.bin", "")
    assert refusal(stream.getvalue()).code == "zip_bomb"


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_stand(xlsx, patched, part):
    bomb = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    content = patched(xlsx([HEAD, LINE]), part, lambda data: bomb + data)
    assert refusal(content).code == "xml_entities"


def test_one_cell_in_the_last_corner_does_not_reserve_the_whole_sheet(xlsx, patched):
    for corner in (b"XFD1048576", b"Z1048576", b"BBB5", b"CV250000"):
        content = patched(
            xlsx([HEAD, LINE]), SHEET, lambda data, c=corner: data.replace(b'r="C2"', b'r="%s"' % c)
        )
        assert refusal(content).code in ("too_many_rows", "too_many_columns", "too_many_cells")


def test_a_corner_cell_is_seen_in_any_spelling(xlsx, patched):
    for line in (
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r="1048576"><c s="0" r="XFD1048576"><v>1</v></c></row>',
        b'<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    ):
        content = patched(
            xlsx([HEAD, LINE]),
            SHEET,
            lambda data, c=line: data.replace(b"</sheetData>", c + b"</sheetData>"),
        )
        assert refusal(content).code == "too_many_rows"


def test_a_cell_of_endless_text_takes_no_endless_time(text_file):
    long = "1" * 30_000
    content = text_file([HEAD, *[["冯健", long, long]] * 30])
    assert outcome(content) == "read 30 rows"
    wrong = refusal(text_file([HEAD, LINE, ["冯健", "1" * 200_000, ""]]), "a.csv")
    assert (wrong.code, wrong.row) == ("cell_too_long", 3)


def test_old_workbook_with_a_cell_in_the_last_corner_is_refused():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, "x")
    sheet.write(65535, 255, "y")
    stream = io.BytesIO()
    book.save(stream)
    assert refusal(stream.getvalue(), "a.xls").code == "too_many_cells"


def test_cells_without_references_are_counted_too(xlsx, patched):
    line = b"<row>" + b"<c><v>1</v></c>" * (limits.MAX_COLUMNS + 5) + b"</row>"
    content = patched(
        xlsx([HEAD]), SHEET, lambda data: data.replace(b"</sheetData>", line + b"</sheetData>")
    )
    assert refusal(content).code == "too_many_columns"


def test_300_columns_are_read_and_said(xlsx, read_one):
    wide = [*HEAD, *[f"列{n}" for n in range(300)]]
    workbook = reading.read_file(xlsx([wide, [*LINE, *range(300)]]), "宽.xlsx")
    (finding,) = workbook.sheets[0].findings
    assert finding.code == "many_columns"
    _, rows = read_one(xlsx([wide, [*LINE, *range(300)]]))
    assert rows[0].persons[0].name == "冯健"
    assert "303列" in reading.text(finding)


def test_macros_are_left_alone_and_said(xlsx):
    stream = io.BytesIO(xlsx([HEAD, LINE]))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf")
    workbook = reading.read_file(stream.getvalue(), "宏.xlsm")
    assert workbook.container == "xlsm"
    assert [finding.code for finding in workbook.findings] == ["macros_ignored"]


def test_a_formula_without_its_result_is_a_finding_at_its_cell(xlsx, read_one):
    _, rows = read_one(xlsx([HEAD, ["冯健", "442099195312216862", "=1+2"]]))
    (finding,) = [f for f in rows[0].findings if f.code == "formula_without_value"]
    assert (finding.cell, finding.column) == ("C2", "金额")
    assert reading.text(finding).startswith("C2：")


def test_a_formula_with_its_result_is_read(xlsx, patched, read_one):
    content = patched(
        xlsx([HEAD, ["冯健", "442099195312216862", "=1+2"]]),
        SHEET,
        lambda data: data.replace(b"<v />", b"<v>3</v>").replace(b"<v></v>", b"<v>3</v>"),
    )
    _, rows = read_one(content)
    assert rows[0].values["amount"] == "3.00"
    assert not rows[0].findings


def test_a_formula_error_is_a_finding_at_its_cell(xlsx, read_one):
    _, rows = read_one(xlsx([HEAD, ["冯健", "442099195312216862", "#REF!"]]))
    assert [(f.code, f.cell) for f in rows[0].findings] == [("error_value", "C2")]


def test_a_hidden_sheet_is_read_and_said():
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    hidden = book.create_sheet("旧名单")
    hidden.append(HEAD)
    hidden.append(LINE)
    hidden.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    workbook = reading.read_file(stream.getvalue(), "a.xlsx")
    assert [f.code for f in workbook.sheets[1].findings] == ["hidden_sheet"]
    assert len(workbook.sheets[1].rows) == 2


def test_chance_bytes_never_crash_the_opening(xlsx, xls):
    from random import Random

    chance = Random(7)
    for content in (xlsx([HEAD, *[LINE] * 20]), xls([HEAD, *[LINE] * 20])):
        for _ in range(150):
            broken = bytearray(content)
            for _ in range(chance.randint(1, 12)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            assert outcome(bytes(broken)).startswith(("“坏.xlsx”", "read "))


def outcome(content: bytes) -> str:
    try:
        tables = reading.recognise(reading.read_file(content, "坏.xlsx"))
    except UnreadableFile as wrong:
        return str(wrong)
    return f"read {sum(len(reading.rows(table)) for table in tables)} rows"
