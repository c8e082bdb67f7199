"""Rows: people, households, what is skipped and what is asked."""

from __future__ import annotations

import datetime

import pytest

from bangfu.kernel.codes import Sex
from bangfu.rosters import reading

HEADER = ["户号", "姓名", "身份证号", "与户主关系"]


def codes(row: reading.RosterRow) -> set[str]:
    return {finding.code for finding in row.findings}


def blocks(rows: list[reading.RosterRow]) -> list[list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        if row.household is not None:
            found.setdefault(row.household.block, []).append(row.number)
    return list(found.values())


def test_numbers_are_cleaned_and_everything_mended_is_said(read_one, xlsx, number):
    good = number("19531221")
    rows = [
        [1, "冯健", good, "户主"],
        [2, "冯健", f"{good[:6]} {good[6:14]} {good[14:]}", "户主"],
        [3, "冯健", f"'{good}", "户主"],
        [4, "冯健", good.translate({ord(str(n)): ord("０") + n for n in range(10)}), "户主"],
        [5, "冯健", f"{good}。", "户主"],
    ]
    _, found = read_one(xlsx([HEADER, *rows]))
    assert [row.persons[0].number for row in found] == [good] * 5
    assert [row.persons[0].number_state for row in found] == ["valid"] * 5
    assert [codes(row) for row in found] == [set(), *[{"number_repaired"}] * 4]
    assert found[1].persons[0].raw_number == rows[1][2]


@pytest.mark.parametrize(
    ("typed", "state", "code"),
    [
        ("", "missing", "number_missing"),
        ("无", "missing", "number_missing"),
        ("办理中", "being_issued", "number_being_issued"),
        ("44209919531221686", "length", "number_length"),
        ("442099195312216863", "checksum", "number_checksum"),
        ("442099195313216862", "date", "number_date"),
        ("442099195312ab6862", "characters", "number_characters"),
        ("4.42099E+17", "shortened", "number_shortened"),
        (442099195312216862.0, "shortened", "number_shortened"),
    ],
)
def test_a_number_that_does_not_stand_is_kept_and_asked(read_one, xlsx, typed, state, code):
    _, (row,) = read_one(xlsx([HEADER, [1, "冯健", typed, "户主"]]))
    (person,) = row.persons
    assert (person.name, person.number, person.number_state) == ("冯健", None, state)
    assert codes(row) == {code}
    (finding,) = row.findings
    assert (finding.cell, finding.column, finding.level) == ("C2", "身份证号", "question")


def test_a_number_cell_shows_the_digits_that_are_left(read_one, xlsx):
    _, (row,) = read_one(xlsx([HEADER, [1, "冯健", 442099195312216862.0, "户主"]]))
    assert row.persons[0].raw_number == "442099195312217000"[:15] + "000" or (
        row.persons[0].raw_number.startswith("44209919531221")
    )


def test_an_old_number_in_a_number_cell_has_lost_nothing(read_one, xlsx):
    _, (row,) = read_one(xlsx([HEADER, [1, "冯健", 442099531221686, "户主"]]))
    assert row.persons[0].number is not None
    assert row.persons[0].born.first == datetime.date(1953, 12, 21)


def test_notes_in_names_are_split_off(read_one, xlsx, number):
    _, (row,) = read_one(xlsx([HEADER, [1, " 冯 健(代领) ", number("19531221"), "户主"]]))
    assert (row.persons[0].name, row.persons[0].name_notes) == ("冯健", ("代领",))
    assert codes(row) == {"name_note"}


def test_what_contradicts_the_number_is_asked_not_mended(read_one, xlsx, number):
    header = [*HEADER, "性别", "出生年月"]
    man = number("19531221", 1)
    _, rows = read_one(
        xlsx(
            [
                header,
                [1, "冯健", man, "户主", "男", "1953.12"],
                [2, "冯健", man, "户主", "女", "1953年12月"],
                [3, "冯健", man, "户主", "男", "1966-03"],
                [4, "冯健", man, "母亲", "", ""],
            ]
        )
    )
    assert [
        codes(row) & {f.code for f in row.findings if f.level == "question"} for row in rows
    ] == [
        set(),
        {"sex_contradicts_number"},
        {"born_contradicts_number"},
        {"relation_contradicts_sex", "no_head"},
    ]
    assert rows[1].persons[0].stated_sex is Sex.FEMALE
    assert rows[2].persons[0].born.first == datetime.date(1953, 12, 21)
    assert rows[2].persons[0].stated_born.first == datetime.date(1966, 3, 1)


def test_sex_and_birth_are_taken_as_stated_where_no_number_stands(read_one, xlsx):
    header = [*HEADER, "性别", "出生年月"]
    _, (row,) = read_one(xlsx([header, [1, "冯健", "办理中", "户主", "女", "2002.01"]]))
    (person,) = row.persons
    assert (person.sex, str(person.born)) == (Sex.FEMALE, "2002年1月")


def test_totals_footers_notes_and_blanks_are_no_people(read_one, xlsx, number):
    no = number("19531221")
    lines = [
        ([1, "冯健", no, "户主"], "data", ""),
        (["", "光明村小计", "", ""], "skip", "subtotal"),
        ([], "aside", "empty_row"),
        ([2, "李明", no, "户主"], "data", ""),
        ([3, "", "", ""], "aside", "empty_row"),
        (["", "合  计", "", "共2人"], "skip", "total"),
        (["总计：2户2人", "", "", ""], "skip", "total"),
        (["共2户", "", "", ""], "skip", "total"),
        (["", "", "", "", "", "合计"], "skip", "total"),
        (["注：以上名单已公示。", "", "", ""], "skip", "note"),
        (["填报人：", "", "审核人：", ""], "skip", "footer"),
        (["单位（盖章）", "", "日期：2012年", ""], "skip", "footer"),
    ]
    header = [*HEADER, "联系电话", "备注"]
    _, rows = read_one(xlsx([header, *[cells for cells, _, _ in lines]]))
    assert [(row.disposition, row.code) for row in rows] == [line[1:] for line in lines]
    assert [row.number for row in rows] == list(range(2, 14))


def test_people_whose_cells_look_like_totals_are_people(read_one, xlsx, number):
    header = [*HEADER, "备注"]
    lines = [
        [1, "计小合", number("19531221"), "户主", ""],
        [2, "共和国", "办理中", "户主", "两户合计"],
        [3, "冯健", "", "户主", "小计见附页"],
        [4, "总计", number("19531221"), "户主", ""],
    ]
    _, rows = read_one(xlsx([header, *lines]))
    assert [row.disposition for row in rows] == ["data"] * 4


def test_merged_household_cells_are_carried_down(read_one, xlsx, xls, number):
    header = ["序号", "户主姓名", "姓名", "身份证号", "关系", "家庭住址", "月保障金额(元)"]
    lines = [
        [1, "冯健", "冯健", number("19531221"), "户主", "三角镇光明村2巷1号", "¥250"],
        ["", "", "李明", number("19551221"), "配偶", "", ""],
        ["", "", "冯小", number("19801221"), "子", "", ""],
        [2, "陈玉", "陈玉", number("19601221"), "户主", "高平村3号", 300],
        [3, "何伟", "何伟", number("19611221"), "户主", "高平村4号", "300元"],
        ["", "", "何小", number("19901221"), "女", "", ""],
    ]
    merged = [f"{c}2:{c}4" for c in "ABFG"] + [f"{c}6:{c}7" for c in "ABFG"]
    old = [(1, 3, c, c) for c in (0, 1, 5, 6)] + [(5, 6, c, c) for c in (0, 1, 5, 6)]
    for content in (xlsx([header, *lines], merged), xls([header, *lines], old)):
        _, rows = read_one(content)
        assert blocks(rows) == [[2, 3, 4], [5], [6, 7]]
        assert rows[2].values["address"] == "三角镇光明村2巷1号"
        household = rows[0].household
        assert household is rows[2].household
        assert (household.village, household.monthly_fen) == ("光明村", 25_000)
        assert [person.name for person in household.members] == ["冯健", "李明", "冯小"]
        assert [person.is_head for person in household.members] == [True, False, False]


@pytest.mark.parametrize("marks", ["first row", "every row", "relation", "number", "head name"])
def test_households_are_told_by_whatever_marks_them(read_one, xlsx, number, marks):
    families = [["户主", "配偶", "子"], ["户主"], ["户主", "女"], ["户主", "母亲", "子", "女"]]
    lines = []
    for place, family in enumerate(families, 1):
        for at, relation in enumerate(family):
            no = number(f"19{50 + place}0{at + 1}11", 10 * place + at)
            name = f"冯{'一二三四'[place - 1]}{'甲乙丙丁'[at]}"
            key = {
                "first row": place if at == 0 else "",
                "every row": f"A{place}",
                "relation": "",
                "number": f"A{place}" if at == 0 else "",
                "head name": f"冯{'一二三四'[place - 1]}甲",
            }[marks]
            lines.append([key, name, no, relation])
    first = {"first row": "序号", "head name": "户主姓名"}.get(marks, "户号")
    _, rows = read_one(xlsx([[first, *HEADER[1:]], *lines]), "低保户.xlsx")
    assert [len(block) for block in blocks(rows)] == [3, 1, 2, 4]
    assert not any("household_unknown" in codes(row) for row in rows)


def test_a_number_that_counts_people_tells_no_household(read_one, xlsx, number):
    relations = ["户主", "配偶", "子", "户主", "女", "户主"]
    lines = [
        [n + 1, f"冯{n}甲", number(f"195{n}0111"), relation] for n, relation in enumerate(relations)
    ]
    for first in ("序号", "编号"):
        _, rows = read_one(xlsx([[first, *HEADER[1:]], *lines]), "低保户.xlsx")
        assert [len(block) for block in blocks(rows)] == [3, 2, 1]


def test_the_same_household_number_twice_is_two_households_when_a_head_stands_in_each(
    read_one, xlsx, number
):
    lines = [
        ["DS-重", "冯健", number("19531221"), "户主"],
        ["", "冯小", number("19801221"), "子"],
        ["DS-重", "李明", number("19531222"), "户主"],
    ]
    _, rows = read_one(xlsx([HEADER, *lines]))
    assert blocks(rows) == [[2, 3], [4]]


def test_a_head_listed_second_stays_in_his_household(read_one, xlsx, number):
    lines = [
        [1, "冯小", number("19801221"), "子"],
        ["", "冯健", number("19531221"), "户主"],
        [2, "李明", number("19531222"), "户主"],
    ]
    _, rows = read_one(xlsx([HEADER, *lines]))
    assert blocks(rows) == [[2, 3], [4]]


def test_a_row_that_tells_no_household_says_so(read_one, xlsx, number):
    lines = [
        ["", "冯小", number("19801221"), "子"],
        [1, "李明", number("19531222"), "户主"],
        ["", "李小", number("19801222"), "子"],
        ["", "小计", "", ""],
        ["", "王五", number("19811222"), "子"],
    ]
    _, rows = read_one(xlsx([HEADER, *lines]))
    assert ["household_unknown" in codes(row) for row in rows] == [True, False, False, False, True]
    assert [row.household.known for row in rows if row.household] == [False, True, True, False]


def test_a_row_that_tells_no_person_says_so(read_one, xlsx, number):
    lines = [
        [1, "冯健", number("19531221"), "户主"],
        ["", "", number("19801221"), "子"],
        ["", "", "", "女"],
        [2, "", "", "", "补充"],
    ]
    _, rows = read_one(xlsx([[*HEADER, "备注"], *lines]))
    assert [codes(row) & {"no_name", "no_person"} for row in rows] == [
        set(),
        {"no_name"},
        {"no_name"},
        {"no_person"},
    ]
    assert [row.disposition for row in rows] == ["data"] * 4


def test_what_only_the_whole_household_shows_is_said(read_one, xlsx, number):
    header = [*HEADER, "家庭人口", "户主姓名"]
    lines = [
        [1, "冯健", number("19531221"), "户主", "3人", "冯建"],
        ["", "冯小", number("19801221"), "子", "", ""],
        [2, "李明", number("19531222"), "子", 1, "李老"],
    ]
    _, rows = read_one(xlsx([header, *lines]))
    assert codes(rows[0]) == {"size_differs", "head_name_differs"}
    assert codes(rows[2]) == {"no_head"}
    (differs,) = [f for f in rows[0].findings if f.code == "size_differs"]
    assert reading.text(differs) == "第2行：家庭人口写的是3人，名单里有2人。"


def test_a_family_in_one_cell_is_one_household_of_one_row(read_one, text_file, number):
    head, wife = number("19531221"), number("19551221", 2)
    header = ["户主", "户主身份证", "家庭成员(姓名/关系/身份证;)", "村居", "手机"]
    content = text_file(
        [
            header,
            ["冯健", head, f"李明/配偶/{wife};冯小/子/办理中", "光明", 13900000001],
            ["陈玉", number("19601221"), "", "高平村", ""],
        ],
        "gb18030",
    )
    table, (one, two) = read_one(content, "较困难户名单.csv")
    assert (table.kind, table.category) == ("household_roster", "hard_up")
    told = [(p.row, p.order, p.name, p.relation_text, p.number_state) for p in one.persons]
    assert told == [
        (2, 0, "冯健", "户主", "valid"),
        (2, 1, "李明", "配偶", "valid"),
        (2, 2, "冯小", "子", "being_issued"),
    ]
    assert one.household.members == one.persons
    assert [person.name for person in two.persons] == ["陈玉"]
    assert blocks([one, two]) == [[2], [3]]


def test_members_in_columns_of_their_own_are_members(read_one, xlsx, number):
    header = ["户主姓名", "身份证号", "成员1姓名", "成员1关系", "成员1身份证号"]
    header += ["成员2姓名", "成员2关系", "成员2身份证号"]
    numbers = [number(f"19{n}01221") for n in range(5, 10)]
    lines = [
        ["冯健", numbers[0], "李明", "配偶", numbers[1], "冯小", "子", numbers[2]],
        ["陈玉", numbers[3], "", "", "", "", "", ""],
        ["何伟", numbers[4], "何小", "女", "", "", "", ""],
    ]
    _, rows = read_one(xlsx([header, *lines]), "低保户.xlsx")
    told = [[(p.name, p.relation_text) for p in row.persons] for row in rows]
    assert told == [
        [("冯健", "户主"), ("李明", "配偶"), ("冯小", "子")],
        [("陈玉", "户主")],
        [("何伟", "户主"), ("何小", "女")],
    ]
    assert blocks(rows) == [[2], [3], [4]]


def test_a_spouse_in_columns_of_their_own_is_a_member(read_one, xlsx, number):
    header = ["户主姓名", "户主身份证号", "配偶姓名", "配偶身份证号", "家庭人口"]
    lines = [["冯健", number("19531221"), "李明", number("19551221", 2), 2]]
    _, (row,) = read_one(xlsx([header, *lines]), "低保户.xlsx")
    assert [(p.name, p.relation_code) for p in row.persons] == [("冯健", "02"), ("李明", "10")]


def test_a_village_heading_is_skipped_and_remembered(read_one, xlsx, number):
    lines = [
        ["一、光明村", "", "", ""],
        [1, "冯健", number("19531221"), "户主"],
        ["高平村", "", "", ""],
        [2, "李明", number("19531222"), "户主"],
    ]
    _, rows = read_one(xlsx([HEADER, *lines]), "低保户.xlsx")
    assert [row.code for row in rows] == ["section", "", "section", ""]
    assert [row.household.village for row in rows if row.household] == ["光明村", "高平村"]


def test_values_that_cannot_be_read_stay_as_typed(read_one, xlsx, number):
    header = [*HEADER, "联系电话", "月保障金额", "出生年月"]
    line = [1, "冯健", number("19531221"), "户主", "139000", "两百多", "五三年冬"]
    _, (row,) = read_one(xlsx([header, line]))
    assert codes(row) == {"phone_unreadable", "money_unreadable", "date_unreadable"}
    assert (row.values["phone"], row.values["monthly"]) == ("139000", "两百多")
    assert row.household.monthly_fen is None


def test_whole_numbers_written_with_a_decimal_in_text_files_are_whole(read_one, text_file):
    header = [*HEADER, "电话"]
    line = ["1.0", "冯健", "442099531221686.0", "户主", "13900000001.0"]
    _, (row,) = read_one(text_file([header, line]), "低保.csv")
    assert row.persons[0].phone == "13900000001"
    assert row.persons[0].number_state == "valid"


def test_phones_in_number_cells_are_whole(read_one, xlsx, number):
    _, (row,) = read_one(
        xlsx([[*HEADER, "电话"], [1, "冯健", number("19531221"), "户主", 13900000001.0]])
    )
    assert row.persons[0].phone == row.household.phone == "13900000001"


def test_cells_beyond_the_header_are_said(read_one, text_file, number):
    content = text_file([HEADER, [1, "冯健", number("19531221"), "户主", "多出来的"]])
    _, (row,) = read_one(content, "低保.csv")
    assert codes(row) == {"extra_cells"}


def test_a_name_and_a_number_in_each_others_cells_are_turned_and_asked(read_one, xlsx, number):
    good = number("19531221")
    _, (row,) = read_one(xlsx([HEADER, [1, good, "冯健", "户主"]]))
    assert (row.persons[0].name, row.persons[0].number) == ("冯健", good)
    assert "name_and_number_swapped" in codes(row)


def test_lists_of_single_people_give_them_without_households(read_one, xlsx, number):
    header = ["序号", "姓名", "身份证号", "残疾证号", "类别", "等级", "金额", "发放日期"]
    good = number("19531221")
    line = [1, "冯健", good, f"{good}41", "肢体", "一级", "¥1,200", datetime.date(2012, 5, 3)]
    table, (row,) = read_one(xlsx([header, line]))
    assert table.kind == "disability_allowance"
    assert row.household is None
    assert row.persons[0].certificate == f"{good}41"
    assert (row.values["amount"], row.values["paid_on"]) == ("1,200.00", "2012年5月3日")


def test_lists_of_units_have_no_people(read_one, xlsx):
    header = ["单位名称", "性质", "统一社会信用代码", "联系人", "联系电话"]
    table, (row,) = read_one(xlsx([header, ["社会事务局", "部门", "", "冯健", "0760-85400001"]]))
    assert (table.kind, row.persons) == ("helper_list", [])
    assert row.values["unit_name"] == "社会事务局"
