"""Recognising: where tables lie, what columns hold, which list it is."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.rosters import reading
from bangfu.rosters.reading.words import field_of


def recognise(content: bytes, name: str = "名册.xlsx") -> list[reading.RosterTable]:
    return reading.recognise(reading.read_file(content, name))


def fields(table: reading.RosterTable) -> list[str]:
    return [column.field for column in table.columns]


def people(number, count: int = 6) -> list[list]:
    names = ["冯健", "欧阳少芳", "李明", "陈玉兰", "梁国强", "黄桂花", "何伟"]
    return [[names[n % 7], number(f"19{50 + n}0{n % 9 + 1}12", n + 1)] for n in range(count)]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓 名", "name"),
        ("姓名*", "name"),
        ("名字", "name"),
        ("户主", "head_name"),
        ("姓名(户主)", "head_name"),
        ("户主 身份证号码", "head_number"),
        ("公民身份号码", "number"),
        ("证件号码", "number"),
        ("身份证号（18位）", "number"),
        ("与户主关系", "relation"),
        ("家庭关系", "relation"),
        ("称谓", "relation"),
        ("户编号", "household_no"),
        ("家庭编号", "household_no"),
        ("村(居)", "village"),
        ("所在村（社区）", "village"),
        ("联系方式", "phone"),
        ("手机号码", "phone"),
        ("开户账号", "bank_account"),
        ("一折通", "bank_account"),
        ("致贫原因", "cause"),
        ("困难类型", "cause"),
        ("出生年月", "born"),
        ("月保障金额(元)", "monthly"),
        ("残疾类别/等级", "disability_kind"),
        ("备  注", "remark"),
        ("配偶姓名", ""),
        ("联系人姓名", "contact"),
        ("监护人身份证号", ""),
        ("三角村", ""),
        ("三角镇2012年最低生活保障对象花名册（内部资料）", ""),
    ],
)
def test_headers_are_known_in_many_words(header, field):
    assert field_of(header) == field


def test_title_issuer_date_and_unit_are_read_from_above_the_header(xlsx, number):
    (table,) = recognise(
        xlsx(
            [
                ["三角镇2012年最低生活保障对象花名册"],
                ["填报单位(盖章):三角镇社会事务局", "", "", "填报日期：2012年12月31日"],
                ["单位：户、万元"],
                ["户编号", "姓名", "身份证号", "与户主关系", "月保障金"],
                ["A1", *people(number)[0], "户主", 0.025],
            ],
            merges=["A1:E1"],
        )
    )
    assert (table.kind, table.category) == ("household_roster", "dibao")
    assert table.title == "三角镇2012年最低生活保障对象花名册"
    assert (table.issuer, table.year) == ("三角镇社会事务局", 2012)
    assert table.stated_on is not None
    assert table.stated_on.first == date(2012, 12, 31)
    assert (table.title_rows, table.header_rows, table.first_row) == ((1, 2, 3), (4,), 5)
    (row,) = reading.rows(table)
    assert row.household is not None
    assert row.household.monthly_fen == 25_000


def test_a_header_of_two_lines_with_merged_cells_is_one_header(xlsx, number):
    rows = [
        ["低保户花名册"],
        ["序号", "户主姓名", "家庭成员", "", "", "家庭住址"],
        ["", "", "姓名", "关系", "身份证号", ""],
        *[
            [n + 1, name, name, "户主", no, "光明村1号"]
            for n, (name, no) in enumerate(people(number))
        ],
    ]
    merged = ["A1:F1", "A2:A3", "B2:B3", "C2:E2", "F2:F3"]
    for content in (xlsx(rows, merged), xlsx(rows)):
        (table,) = recognise(content)
        assert table.header_rows == (2, 3)
        assert fields(table) == ["serial", "head_name", "name", "relation", "number", "address"]
        assert table.columns[3].header == "家庭成员/关系"


def test_groups_of_head_and_members_tell_whose_number_it_is(xlsx, number):
    (table,) = recognise(
        xlsx(
            [
                ["户主信息", "", "家庭成员信息", "", "", "其他"],
                ["姓名", "身份证号", "姓名", "关系", "身份证号", ""],
                ["冯健", number("19531221"), "冯一", "子", number("19801221"), ""],
            ],
            ["A1:B1", "C1:E1"],
        )
    )
    assert fields(table)[:5] == ["head_name", "head_number", "name", "relation", "number"]


def test_a_line_that_counts_the_columns_belongs_to_the_header(xlsx, number):
    rows = [["序号", "姓名", "身份证号", "与户主关系"], ["甲", 1, 2, 3], [1, 2, 3, 4]]
    (table,) = recognise(xlsx([*rows[:2], [1, *people(number)[0], "户主"]]))
    assert table.header_rows == (1, 2)
    (table,) = recognise(xlsx([rows[0], rows[2], [1, *people(number)[0], "户主"]]))
    assert table.header_rows == (1, 2)


def test_columns_are_found_in_any_order_and_between_blank_ones(xlsx, number):
    (table,) = recognise(
        xlsx(
            [
                ["", "备注", "身份证号", "", "与户主关系", "姓名", "户号"],
                *[["", "", no, "", "户主", name, 7] for name, no in people(number)],
            ]
        )
    )
    assert [c.letter for c in table.columns if c.field] == ["B", "C", "E", "F", "G"]


def test_numbers_under_an_odd_header_are_known_by_their_content(xlsx, number):
    for odd in ("编号", "zjhm", "卡号", ""):
        rows = [["姓名", odd, "与户主关系", "备注"]]
        rows += [[name, no, "户主", ""] for name, no in people(number)]
        (table,) = recognise(xlsx(rows))
        assert fields(table)[:3] == ["name", "number", "relation"]
        assert table.columns[1].by == "content"


def test_bank_accounts_are_not_taken_for_identity_numbers(xlsx, number):
    rows = [["姓名", "身份证号", "关系", "号码"]]
    rows += [[*one, "户主", f"62170000025931{n:05d}"] for n, one in enumerate(people(number))]
    (table,) = recognise(xlsx(rows))
    assert fields(table) == ["name", "number", "relation", "bank_account"]


def test_a_sheet_without_header_is_known_by_content_and_says_so(xlsx, number):
    rows = [[n + 1, *one, "户主", "男"] for n, one in enumerate(people(number))]
    (table,) = recognise(xlsx(rows), "低保名单.xlsx")
    assert fields(table) == ["serial", "name", "number", "relation", "sex"]
    assert (table.header_rows, table.first_row) == ((), 1)
    assert [f.code for f in table.findings] == ["no_header"]
    assert len(reading.rows(table)) == len(rows)


def test_two_tables_one_under_the_other_are_two(xlsx, number):
    first = [["户号", "姓名", "身份证号", "与户主关系"]]
    first += [[n, *one, "户主"] for n, one in enumerate(people(number, 3))]
    content = xlsx(
        [
            ["光明村低保户名册"],
            *first,
            ["合计", "", "3人", ""],
            [],
            ["光明村低收入户名册"],
            *first,
            ["填报人：", "", "审核人：", ""],
        ]
    )
    one, two = recognise(content)
    assert (one.category, two.category) == ("dibao", "low_income")
    assert (one.first_row, one.last_row) == (3, 6)
    assert (two.title_rows, two.header_rows, two.last_row) == ((7, 8), (9,), 13)
    counted = [[r.number for r in reading.rows(t) if r.disposition == "data"] for t in (one, two)]
    assert counted == [[3, 4, 5], [10, 11, 12]]


def test_another_table_of_another_shape_is_another_table(xlsx, number):
    gifts = [["姓名", "身份证号", "慰问品"], *[[*one, "大米"] for one in people(number, 2)]]
    grants = [["姓名", "身份证号", "就读学校", "学段", "金额"]]
    grants += [[*one, "三角中学", "初中", 500] for one in people(number, 2)]
    one, two = recognise(xlsx([*gifts, [], *grants]))
    assert (one.kind, two.kind) == ("gift_list", "education_grant")


def test_the_same_list_printed_twice_side_by_side_is_two_tables(xlsx, number):
    pairs = people(number, 6)
    rows = [["序号", "姓名", "身份证号", "金额", "序号", "姓名", "身份证号", "金额"]]
    rows += [
        [n + 1, *pairs[n], 300, n + 4, *pairs[n + 3], 300]
        for n in range(3)
    ]  # fmt: skip
    tables = recognise(xlsx(rows), "慰问名单.xlsx")
    names = [p.name for t in tables for r in reading.rows(t) for p in r.persons]
    assert names == [name for name, _ in pairs]


def test_a_header_printed_on_every_page_is_one_table(xlsx, number):
    header = ["户号", "姓名", "身份证号", "与户主关系"]
    lines = [[n, *one, "户主"] for n, one in enumerate(people(number))]
    (table,) = recognise(xlsx([["低保户名册"], header, *lines, ["低保户名册"], header, *lines]))
    assert table.repeated_rows == {9, 10}
    found = [r.disposition for r in reading.rows(table)]
    assert found.count("aside") == 2
    assert found.count("data") == 12


def test_a_village_above_a_header_begins_a_table_of_the_same_list(xlsx, number):
    header = ["户号", "姓名", "身份证号", "与户主关系"]
    lines = [[n, *one, "户主"] for n, one in enumerate(people(number))]
    one, two = recognise(xlsx([["低保户名册"], header, *lines, ["光明村"], header, *lines]))
    assert (one.category, two.category) == ("dibao", "dibao")
    assert [len(reading.rows(table)) for table in (one, two)] == [6, 6]


def test_a_lone_name_above_a_repeated_header_is_somebody(xlsx, number):
    header = ["户号", "姓名", "身份证号", "与户主关系"]
    lines = [[n, *one, "户主"] for n, one in enumerate(people(number))]
    (table,) = recognise(xlsx([["低保户名册"], header, *lines, ["", "麦好"], header, *lines]))
    rows = {row.number: row for row in reading.rows(table)}
    assert (rows[9].disposition, rows[9].persons[0].name) == ("data", "麦好")
    assert rows[10].code == "repeated_header"


def test_people_above_the_first_header_are_a_table_too(xlsx, number):
    header = ["户号", "姓名", "身份证号", "与户主关系"]
    lines = [[n, *one, "户主"] for n, one in enumerate(people(number))]
    tables = recognise(xlsx([*lines[:4], header, *lines[4:]]), "低保.xlsx")
    assert [len(reading.rows(table)) for table in tables] == [4, 2]


def test_a_header_of_three_lines_without_merges_is_one_header(xlsx, number):
    rows = [
        ["序号", "户主", "家庭成员", "", "", ""],
        ["", "", "基本情况", "", "证件及其他", ""],
        ["", "", "姓名", "关系", "身份证号", "手机"],
        *[[n, one[0], one[0], "户主", one[1], ""] for n, one in enumerate(people(number))],
    ]
    (table,) = recognise(xlsx(rows))
    assert table.header_rows == (1, 2, 3)
    assert fields(table) == ["serial", "head_name", "name", "relation", "number", "phone"]


def test_every_sheet_of_a_workbook_is_read(xlsx, number):
    header = ["户号", "姓名", "身份证号", "与户主关系"]
    lines = [[n, *one, "户主"] for n, one in enumerate(people(number))]
    tables = recognise(xlsx({"光明村": [header, *lines], "高平村": [header, *lines], "空": []}))
    assert [table.sheet.name for table in tables] == ["光明村", "高平村"]


@pytest.mark.parametrize(
    ("name", "header", "kind", "category"),
    [
        (
            "低保户花名册",
            ["户主姓名", "姓名", "身份证号", "与户主关系"],
            "household_roster",
            "dibao",
        ),
        (
            "最低生活保障边缘家庭",
            ["户号", "姓名", "身份证号", "关系"],
            "household_roster",
            "low_income",
        ),
        (
            "低收入户名册",
            ["编号", "姓名", "身份证", "与户主关系"],
            "household_roster",
            "low_income",
        ),
        ("较困难户名单", ["户主", "户主身份证", "家庭成员", "村居"], "household_roster", "hard_up"),
        ("双低户名册", ["户号", "姓名", "身份证", "关系"], "household_roster", ""),
        (
            "津贴",
            ["姓名", "身份证号", "残疾证号", "类别", "等级", "金额"],
            "disability_allowance",
            "",
        ),
        (
            "名单",
            ["姓名", "身份证号", "就读学校", "学段", "家长姓名", "金额"],
            "education_grant",
            "",
        ),
        ("名单", ["姓名", "身份证号", "医院", "总费用", "已报销", "自付"], "illness_relief", ""),
        ("慰问困难妇女", ["姓名", "身份证号", "慰问内容", "时间"], "gift_list", ""),
        ("中秋慰问", ["姓名", "身份证号", "金额", "村居"], "gift_list", ""),
        ("名单", ["姓名", "身份证号", "性别", "死亡日期"], "cremation_list", ""),
        ("册", ["单位名称", "性质", "统一社会信用代码", "联系人"], "helper_list", ""),
        ("表", ["企业", "岗位", "人数", "要求", "月薪"], "job_list", ""),
        ("表", ["产品", "型号", "数量"], "unknown", ""),
    ],
)
def test_lists_are_told_apart_by_columns_and_title(text_file, name, header, kind, category):
    (table,) = recognise(text_file([header, ["甲"] * len(header)]), f"{name}.csv")
    assert (table.kind, table.category) == (kind, category)


def test_a_bare_kind_means_the_disability_where_a_certificate_stands_beside(text_file):
    (table,) = recognise(
        text_file([["姓名", "残疾证号", "类别", "等级"], ["甲乙", "1", "肢体", "一级"]])
    )
    assert fields(table) == ["name", "certificate", "disability_kind", "disability_grade"]


def test_the_shape_is_the_same_for_the_next_file_typed_the_same_way(text_file):
    header = ["姓 名", "zjhm", "甲乙"]
    (one,) = recognise(text_file([header, ["甲", "1", ""]]))
    (two,) = recognise(text_file([["2013年名单"], ["姓名", "zjhm", "甲乙"], ["乙", "2", "x"]]))
    (other,) = recognise(text_file([["姓名", "甲乙", "zjhm"], ["乙", "2", "x"]]))
    assert one.shape == two.shape != other.shape


def test_a_mapping_overrides_what_was_recognised(text_file, number):
    content = text_file([["xm", "hm", "gx", "甲"], ["冯健", number("19531221"), "户主", "光明村"]])
    (table,) = recognise(content, "低保.csv")
    mapping = {0: "name", "hm": "number", "gx": "relation", "甲": "village"}
    (row,) = reading.rows(table, mapping)
    assert row.persons[0].number == number("19531221")
    assert row.persons[0].is_head
    assert row.values["village"] == "光明村"
    (row,) = reading.rows(table, mapping | {"甲": ""})
    assert "village" not in row.values


def test_a_mapping_of_what_is_not_there_is_refused(text_file):
    (table,) = recognise(text_file([["姓名", "身份证号"], ["冯健", "1"]]))
    for mapping in ({"没有": "name"}, {0: "nonsense"}, {-1: "name"}):
        with pytest.raises(reading.UnknownField):
            reading.rows(table, mapping)
