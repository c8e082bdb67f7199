"""A list handed out as a sheet: opened again, every cell looked at."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from bangfu.kernel.identity import check_character
from bangfu.offices import access
from bangfu.offices.models import Post, User
from bangfu.offices.scope import Scope, operator_scope, scope_for, scoped
from bangfu.registry import queries as registry
from bangfu.registry.actions import (
    HouseholdEntry,
    PersonEntry,
    RosterEntry,
    SourceEntry,
    enter_roster,
)
from bangfu.registry.queries import HandedRow, HouseholdFilter, PersonFilter
from bangfu.rosters import actions, queries
from bangfu.rosters.actions import Order
from bangfu.rosters.models import Handout, Layout
from bangfu.rosters.writing import Chosen, cell_of, default_for, learned, read_chosen, safe
from bangfu.rosters.writing.columns import FORMATS

from ..offices.conftest import quick_hashes
from ..offices.town import AT, ON, Place, found

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["quick_hashes"]

pytestmark = pytest.mark.django_db

NUMBER = "44209919520202225"
NUMBER += check_character(NUMBER)
PHONE = "13900001876"
ACCOUNT = "62170000000012593"
EVERY = HouseholdFilter()
WHOLE = Order("households", EVERY, whole=True, reason="case")
MASKED = Order("households", EVERY)


@pytest.fixture
def place(db: Any) -> Place:
    """A town with two families; one of them has names that would be formulas."""
    made = found()
    with scoped(operator_scope(), on=ON):
        _enter(made)
    return made


def _person(name: str, number: str | None = None, **more: Any) -> PersonEntry:
    values: dict[str, Any] = {"relation": "02", "is_head": True, "sex": 1, **more}
    state = "verified" if number else "unverified"
    return PersonEntry(
        uuid=uuid4(), known=False, row=5, name=name, number=number, state=state, **values
    )


def _home(area: int, *members: PersonEntry, **more: Any) -> HouseholdEntry:
    values: dict[str, Any] = {"category": "dibao", "monthly_fen": 25050, "cause_text": "因病"}
    return HouseholdEntry(
        uuid=uuid4(), known=False, area=area, members=list(members), **{**values, **more}
    )


def _enter(place: Place) -> None:
    head = _person(
        "欧阳小明",
        NUMBER,
        born_on=date(1952, 2, 2),
        born_precision="day",
        phone=PHONE,
        bank_account=ACCOUNT,
        disability_kind=4,
        disability_grade=2,
    )
    child = _person("欧阳妹", relation="30", is_head=False, sex=2, stage="小学")
    strange = _person("=HYPERLINK(1)", None, phone="10000000002")
    roster = RosterEntry(
        SourceEntry(uuid4(), uuid4(), "低保.xlsx", "Sheet1", "办", "低保", ON),
        [
            _home(place.village, head, child, place="高田村3组", address="高田村3组旧街2巷37号"),
            _home(place.next_village, strange, place="+1组", monthly_fen=None, cause_text=""),
        ],
    )
    enter_roster(roster, by=operator_scope().principal, at=AT)


def _made(place: Place, order: Order, path: Path, who: str = "clerk") -> Any:
    scope = scope_for(place[who], on=ON)
    with scoped(scope, on=ON):
        return actions.hand_out(order, path, by=place[who], scope=scope, on=ON, at=AT)


def _cells(sheet: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type != "f", cell.coordinate
            if cell.value is not None:
                yield str(cell.value)


def _table(path: Path) -> list[list[Any]]:
    sheet = load_workbook(path).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


# --- the sheet for the group ------------------------------------------------------------------


def test_the_sheet_for_the_group_has_masked_names_and_nothing_private(
    place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    book = _made(place, MASKED, path)
    assert book.rows == 2
    head, first, second, total, *_rest = _table(path)
    assert head == [
        "序号", "村组", "家庭编号", "户主", "性别", "年龄", "类别", "家庭人数", "保障人数",
        "在校学生数", "帮扶单位", "下次复核日", "备注",
    ]  # fmt: skip
    assert first[0:2] == [1, "高田村3组"]
    assert first[3:8] == ["欧阳**", "男", 60, "低保", 2]
    assert first[9] == 1
    assert second[3].startswith("'=") or "*" in second[3]
    assert total[0] == "合计"
    assert total[1] == "2行"
    assert (total[7], total[9]) == (3, 1)
    said = "\n".join(text for sheet in load_workbook(path) for text in _cells(sheet))
    for secret in (
        "小明",
        NUMBER,
        NUMBER[6:14],
        NUMBER[-4:],
        PHONE,
        ACCOUNT,
        "37号",
        "因病",
        "肢体",
    ):
        assert secret not in said


def test_the_columns_of_a_receiver_stay_where_they_are_though_they_are_empty(
    place: Place, tmp_path: Path
) -> None:
    layout = Layout(
        receiver="县民政局",
        columns=[
            {"key": "identity", "header": "公民身份号码", "form": "whole"},
            {"key": "head", "header": "姓名", "form": ""},
            {"key": "", "header": "核验码", "form": ""},
            {"key": "phone", "header": "电话", "form": ""},
        ],
    )
    path = tmp_path / "a.xlsx"
    _made(place, replace(MASKED, layout=layout), path)
    head, first, *_rest = _table(path)
    assert head == ["公民身份号码", "姓名", "核验码", "电话"]
    assert first == [None, "欧阳**", None, None]
    notes = dict(
        [cell.value for cell in row[:2]] for row in load_workbook(path).worksheets[1].iter_rows(2)
    )
    assert notes["因脱敏留空的列"] == "公民身份号码、电话"
    assert notes["台账里没有的列"] == "核验码"


# --- the sheet of the office --------------------------------------------------------------------


def test_the_sheet_of_the_office_has_whole_numbers_as_text(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    keys = ["head", "identity", "phone", "account", "address", "monthly", "disability", "cause"]
    layout = Layout(receiver="县", columns=[{"key": key} for key in keys])
    _made(place, replace(WHOLE, layout=layout), path)
    sheet = load_workbook(path).worksheets[0]
    _head, first, second, total, *_rest = _table(path)
    assert first == [
        "欧阳小明", NUMBER, PHONE, ACCOUNT, "高田村3组旧街2巷37号", 250.5, "肢体二级", "因病",
    ]  # fmt: skip
    assert second[:3] == ["'=HYPERLINK(1)", None, "10000000002"] or second[1] in ("", None)
    assert total[5] == 250.5
    for column in ("B4", "C4", "D4"):
        assert sheet[column].number_format == "@"
        assert sheet[column].data_type == "s"


def test_the_default_sheet_is_the_offices_own(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _made(place, WHOLE, path)
    head, first, *_rest = _table(path)
    assert head == [
        "序号", "村组", "家庭编号", "户主", "身份证号", "性别", "年龄", "类别", "家庭人数",
        "保障人数", "主要致困原因", "残疾类别等级", "在校学生数", "帮扶单位", "下次复核日", "备注",
    ]  # fmt: skip
    assert first[4] == NUMBER


def test_the_page_is_as_offices_print_it(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    _made(place, MASKED, path)
    sheet = load_workbook(path).worksheets[0]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet["A1"].value == "荷塘镇救助对象花名册"
    assert "填表人" in sheet.cell(sheet.max_row, 1).value
    assert {str(one) for one in sheet.merged_cells.ranges} >= {"A1:M1", "A2:M2", "A8:M8"}


def test_who_when_and_for_what_stand_in_head_foot_and_second_sheet(
    place: Place, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    _made(place, replace(WHOLE, words="低保、有60岁以上"), path)
    first, second = load_workbook(path).worksheets
    for mark in (
        first.oddHeader.center.text, first.oddFooter.left.text, second["A1"].value,
    ):  # fmt: skip
        for part in ("荷塘镇", "内部版", "演示clerk（clerk）", "2012-06-01 10:00", "办理此户事项"):
            assert part in mark
    notes = dict([cell.value for cell in row[:2]] for row in second.iter_rows(2))
    assert notes["筛选"] == "低保、有60岁以上"
    assert notes["版本"] == "内部版"


# --- cells -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "\ufeff=1",
    ],
)
def test_a_cell_that_begins_like_a_formula_is_quoted(text: str) -> None:
    assert safe(text).startswith("'")


@pytest.mark.parametrize("text", ["", "张三", "3组", "a=b", "阿依古丽·买买提", "𠮷野"])
def test_a_plain_cell_stays(text: str) -> None:
    assert safe(text) == text


def test_control_characters_do_not_break_the_file() -> None:
    assert safe("张\x00三\x0b\n四") == "张 三  四"


ROW = HandedRow(
    village="高田村",
    place="高田村3组",
    name="张三",
    sex=2,
    relation="41",
    born_on=date(1952, 2, 2),
    born_precision="day",
    monthly_fen=2505050,
    entered_on=date(2026, 11, 23),
    sealed={"identity": "44209919520202225X"},
)


@pytest.mark.parametrize(
    ("key", "form", "said"),
    [
        ("identity", "whole", "44209919520202225X"),
        ("identity", "lower", "44209919520202225x"),
        ("identity", "spaced", "442099 19520202 225X"),
        ("identity", "masked", "442099********225X"),
        ("identity", "last6", "02225X"),
        ("identity", "last4", "225X"),
        ("entered", "iso", "2026-11-23"),
        ("entered", "compact", "20261123"),
        ("entered", "chinese", "2026年11月23日"),
        ("entered", "month", "2026年11月"),
        ("sex", "word", "女"),
        ("sex", "code", 2),
        ("relation", "word", "孙子"),
        ("relation", "code", "41"),
        ("place", "place", "高田村3组"),
        ("place", "group", "3组"),
    ],
)
def test_one_value_in_every_form(key: str, form: str, said: Any) -> None:
    assert cell_of(Chosen(key, "", form), ROW, serial=1, whole=True, beside=False) == said


def test_every_form_is_tested_above_and_money_is_exact() -> None:
    assert str(cell_of(Chosen("monthly", "", "wan"), ROW, serial=1, whole=True, beside=False)) == (
        "2.50505"
    )
    assert str(cell_of(Chosen("monthly", "", "yuan"), ROW, serial=1, whole=True, beside=False)) == (
        "25050.5"
    )
    assert len(FORMATS["identity"]) == 6


def test_beside_a_birth_a_masked_number_hides_its_end_too() -> None:
    shown = cell_of(Chosen("identity", "", "masked"), ROW, serial=1, whole=True, beside=True)
    assert shown == "442099************"


@pytest.mark.parametrize(
    ("precision", "form", "said"),
    [
        ("year", "iso", "1952"),
        ("year", "chinese", "1952年"),
        ("month", "iso", "1952-02"),
        ("month", "compact", "195202"),
        ("", "iso", ""),
    ],
)
def test_a_birth_is_said_as_far_as_it_is_known(precision: str, form: str, said: str) -> None:
    row = replace(ROW, born_precision=precision)
    assert cell_of(Chosen("born", "", form), row, serial=1, whole=True, beside=False) == said


# --- who may, and what is on record --------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["village_worker", "volunteer", "approver", "leader", "auditor", "nobody"]
)
@pytest.mark.parametrize("order", [MASKED, WHOLE])
def test_who_has_no_right_to_export_gets_nothing(
    place: Place, tmp_path: Path, who: str, order: Order
) -> None:
    path = tmp_path / "a.xlsx"
    with pytest.raises(actions.CannotHandOut, match="不能导出"):
        _made(place, order, path, who)
    assert not path.exists()


@pytest.mark.parametrize("reason", ["", "because", "检查"])
def test_the_whole_sheet_asks_for_a_reason_of_the_list(
    place: Place, tmp_path: Path, reason: str
) -> None:
    with pytest.raises(actions.CannotHandOut, match="选一个理由"):
        _made(place, replace(WHOLE, reason=reason), tmp_path / "a.xlsx")


def test_another_office_gets_a_sheet_without_the_family(place: Place, tmp_path: Path) -> None:
    far = found("442099102000", "柳岸镇", "far")
    path = tmp_path / "a.xlsx"
    assert _made(far, WHOLE, path).rows == 0
    assert "欧阳" not in "".join(str(cell) for row in _table(path) for cell in row)


def test_the_record_says_how_many_which_fields_and_the_digest(
    place: Place, tmp_path: Path, trail: Any
) -> None:
    path = tmp_path / "a.xlsx"
    book = _made(place, WHOLE, path)
    assert book.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    entry = next(row for row in trail() if row[1] == "registry.households.export")
    assert "sheet.identity" in entry[3]
    assert entry[4] == "case"


def test_the_command_line_may_have_the_whole_sheet_and_is_on_record(
    place: Place, tmp_path: Path
) -> None:
    scope = operator_scope()
    with scoped(scope, on=ON):
        book = actions.hand_out(
            WHOLE, tmp_path / "a.xlsx", by=access.operator(), scope=scope, on=ON, at=AT, via="cli"
        )
    assert book.rows == 2


def test_people_are_handed_out_too(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    order = Order("people", PersonFilter(relation="child"), whole=True, reason="verify")
    assert _made(place, order, path).rows == 1
    head, first, *_rest = _table(path)
    row = dict(zip(head, first, strict=True))
    assert row["姓名"] == "欧阳妹"
    assert row["户主"] == "欧阳小明"
    assert row["与户主关系"] == "女"
    assert row["学段"] == "小学"


# --- how a receiver wants it ----------------------------------------------------------------------


def test_a_sample_is_learned_by_its_heads_and_what_is_unknown_is_named() -> None:
    sample = "低保对象汇总表,,,,\n序号,户主姓名,公民身份号码,核验码,月保障金额\n".encode()
    found_columns = queries.learn(sample, "样表.csv", "households")
    assert [(one.key, one.header) for one in found_columns.columns] == [
        ("serial", "序号"),
        ("head", "户主姓名"),
        ("identity", "公民身份号码"),
        ("", "核验码"),
        ("monthly", "月保障金额"),
    ]
    assert found_columns.unknown == ["核验码"]


def test_a_sample_without_heads_is_refused() -> None:
    from bangfu.rosters.reading import UnreadableFile

    with pytest.raises(UnreadableFile):
        queries.learn("一,二\n三,四\n".encode(), "样表.csv", "households")
    with pytest.raises(UnreadableFile):
        queries.learn(b"%PDF-1.4", "a.pdf", "households")


def test_in_the_list_of_people_a_name_is_the_persons_own() -> None:
    heads = [("姓名", "name"), ("身份证号", "number"), ("户主姓名", "head_name")]
    assert [one.key for one in learned(heads, "people")] == ["name", "identity", "head"]
    assert [one.key for one in learned(heads, "households")] == ["head", "identity", "head"]


def test_what_is_strange_in_a_kept_layout_is_no_column() -> None:
    kept = [{"key": "drop table", "header": "x" * 99, "form": "y"}, "no", {"key": "identity"}]
    first, second = read_chosen(kept, "households")
    assert (first.key, first.form, len(first.header)) == ("", "", 40)
    assert (second.header, second.form) == ("身份证号", "whole")


def _keep(place: Place, receiver: str, who: str = "clerk", layout: Layout | None = None) -> Layout:
    scope = scope_for(place[who], on=ON)
    with scoped(scope, on=ON):
        return actions.keep_layout(
            layout=layout, name="households", receiver=receiver, by=place[who], scope=scope,
            columns=default_for("households"), on=ON, at=AT,
        )  # fmt: skip


def test_a_layout_is_kept_changed_and_dropped(place: Place) -> None:
    layout = _keep(place, "县民政局")
    scope = scope_for(place["reviewer"], on=ON)
    with scoped(scope, on=ON):
        assert [one.receiver for one in queries.list_layouts(scope, "households")] == ["县民政局"]
        assert queries.find_layout(scope, layout.uuid, "people") is None
    _keep(place, "县残联", layout=layout)
    with scoped(scope, on=ON):
        assert [one.receiver for one in queries.list_layouts(scope, "households")] == ["县残联"]
        actions.drop_layout(layout=layout, by=place["reviewer"], scope=scope, on=ON, at=AT)
        assert not queries.list_layouts(scope, "households")


@pytest.mark.parametrize(
    ("receiver", "said"),
    [
        (" ", "请写收表单位"),
        ("县" * 41, "最多40个字"),
        ("县民政局", "已有"),
        ("a\x08b", "看不见的字符"),
    ],
)
def test_a_bad_receiver_is_said(place: Place, receiver: str, said: str) -> None:
    _keep(place, "县民政局")
    with pytest.raises(actions.CannotKeepLayout, match=said):
        _keep(place, receiver)


@pytest.mark.parametrize("who", ["village_worker", "leader", "nobody"])
def test_who_may_not_export_keeps_no_layout(place: Place, who: str) -> None:
    with pytest.raises(actions.CannotKeepLayout, match="岗位"):
        _keep(place, "县民政局", who)


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("rosters_layout_has_a_receiver", {"receiver": ""}),
        ("rosters_layout_one_of_a_receiver", {"receiver": "县"}),
    ],
)
def test_the_database_promises_it_too(place: Place, constraint: str, make: dict[str, str]) -> None:
    _keep(place, "县")
    scope = scope_for(place["clerk"], on=ON)
    with (
        scoped(scope, on=ON),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
    ):
        Layout.objects.create(
            area=place.town.area.lo, name="households", columns=[], made_by=uuid4(), made_at=AT,
            **make,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("constraint", "make"),
    [
        ("rosters_handout_whole_has_a_reason", {"whole": True, "state": "waiting"}),
        ("rosters_handout_done_has_a_digest", {"state": "done"}),
    ],
)
def test_the_database_promises_of_a_sheet(
    place: Place, constraint: str, make: dict[str, Any]
) -> None:
    scope = scope_for(place["clerk"], on=ON)
    with (
        scoped(scope, on=ON),
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
    ):
        Handout.objects.create(
            area=place.town.area.lo, name="households", asked_by=place["clerk"].uuid, asked_at=AT,
            **make,
        )  # fmt: skip


# --- large sheets --------------------------------------------------------------------------------


def _asked(place: Place, who: str = "clerk", order: Order = WHOLE) -> Handout:
    scope = scope_for(place[who], on=ON)
    with scoped(scope, on=ON):
        return actions.begin_handout(order, by=place[who], scope=scope, on=ON, at=AT, of_rows=5000)


def test_a_large_sheet_waits_sealed_for_whoever_asked(place: Place, tmp_path: Path) -> None:
    handout = _asked(place)
    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    with scoped(scope, on=ON):
        order = actions.order_of(handout)
        assert order == WHOLE
        rows = actions.rows_of(order, scope, on=ON)
        actions.finish_handout(handout=handout, by=clerk, scope=scope, on=ON, at=AT, rows=rows)
        content = queries.file_of(handout, at=AT)
        assert content is not None
        assert hashlib.sha256(content).hexdigest() == handout.digest
        kept = Handout.objects.get(pk=handout.pk)
        assert NUMBER.encode() not in bytes(kept.content or b"")
        assert bytes(kept.content or b"")[:40] != content[:40]
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert _table(path)[1][4] == NUMBER
    other = scope_for(place["reviewer"], on=ON)
    with scoped(other, on=ON):
        assert queries.find_handout(place["reviewer"], handout.uuid) is None
        assert not Handout.objects.exists()


def test_a_sheet_nobody_is_at_is_not_finished_and_may_be_made_again(place: Place) -> None:
    handout = _asked(place)
    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    later = AT + timedelta(minutes=4)
    with scoped(scope, on=ON):
        assert not queries.is_stuck(handout, at=AT + timedelta(minutes=2))
        assert queries.is_stuck(handout, at=later)
        with pytest.raises(actions.CannotHandOut, match="还在做"):
            actions.make_again(handout=handout, by=clerk, scope=scope, on=ON, at=AT)
        fresh = actions.make_again(handout=handout, by=clerk, scope=scope, on=ON, at=later)
        assert actions.order_of(fresh) == WHOLE
        assert (fresh.of_rows, fresh.state, fresh.asked_at) == (5000, "waiting", later)
        assert Handout.objects.get(pk=handout.pk).state == "failed"


def test_a_job_that_wakes_late_makes_nothing_and_leaves_nothing(place: Place) -> None:
    handout = _asked(place)
    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    with scoped(scope, on=ON):
        actions.note_rows(handout, 0)
        assert not queries.is_stuck(handout, at=AT + timedelta(hours=1))
    with scoped(scope, on=ON):
        actions.fail_handout(handout=handout)
        with pytest.raises(actions.CannotHandOut, match="另外做了"):
            actions.finish_handout(handout=handout, by=clerk, scope=scope, on=ON, at=AT, rows=[])
        assert Handout.objects.get(pk=handout.pk).content is None
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("bangfu-*"))


def test_whose_right_is_gone_does_not_have_it_made_again(place: Place) -> None:
    handout = _asked(place)
    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    with scoped(scope, on=ON):
        actions.fail_handout(handout=handout)
        with pytest.raises(actions.CannotHandOut, match="不能导出"), transaction.atomic():
            actions.make_again(
                handout=handout,
                by=place["nobody"],
                scope=Scope(clerk.uuid, scope.areas),
                on=ON,
                at=AT,
            )


def test_a_file_is_gone_after_a_week(place: Place) -> None:
    from datetime import timedelta

    handout = _asked(place)
    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    with scoped(scope, on=ON):
        rows = actions.rows_of(WHOLE, scope, on=ON)
        actions.finish_handout(handout=handout, by=clerk, scope=scope, on=ON, at=AT, rows=rows)
        actions.begin_handout(
            MASKED, by=clerk, scope=scope, on=ON, at=AT + timedelta(days=8), of_rows=5000
        )
        assert queries.file_of(handout, at=AT) is None
        assert Handout.objects.get(pk=handout.pk).state == "gone"


def test_a_sheet_of_more_than_200000_rows_is_refused(place: Place) -> None:
    scope = scope_for(place["clerk"], on=ON)
    with scoped(scope, on=ON), pytest.raises(actions.CannotHandOut, match="20万行"):
        actions.begin_handout(MASKED, by=place["clerk"], scope=scope, on=ON, at=AT, of_rows=200_001)


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        (3_000, 8_000_000),
        pytest.param(54_000, 40_000_000, marks=[pytest.mark.slow, pytest.mark.soak]),
    ],
)
def test_a_large_sheet_is_written_in_little_memory(
    place: Place, tmp_path: Path, rows: int, most: int
) -> None:
    def many() -> Iterator[HandedRow]:
        for number in range(rows):
            yield replace(ROW, name=f"某{number}", sealed={"identity": "44209919520202225X"})

    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    order = Order("people", PersonFilter(), whole=True, reason="case")
    path = tmp_path / "a.xlsx"
    tracemalloc.start()
    with scoped(scope, on=ON):
        book = actions.hand_out(order, path, by=clerk, scope=scope, on=ON, at=AT, rows=many())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert book.rows == rows
    assert peak < most
    sheet = load_workbook(path, read_only=True).worksheets[0]
    last = next(sheet.iter_rows(min_row=rows + 3, max_row=rows + 3, values_only=True))
    assert last[0] == rows
    assert last[4] == f"某{rows - 1}"


def _clerk_and_social_worker(place: Place) -> User:
    """Clerk of one village, social worker of the next: two posts of one account."""
    both = place["nobody"]
    with scoped(operator_scope(), on=ON):
        for role, village in (("clerk", place.village), ("social_worker", place.next_village)):
            Post.objects.create(
                user=both, organisation=place.town.government, role=role, area_id=village,
                valid_from=ON, given_by=access.OPERATOR, given_at=AT,
            )  # fmt: skip
    both.__dict__.pop("_posts_on", None)
    return both


@pytest.mark.parametrize("whole", [True, False])
def test_a_sheet_holds_only_the_villages_where_the_post_gives_the_right(
    place: Place, tmp_path: Path, whole: bool
) -> None:
    both = _clerk_and_social_worker(place)
    scope = scope_for(both, on=ON)
    assert scope.covers(place.next_village), "he reads it"
    order = replace(WHOLE if whole else MASKED, asked=HouseholdFilter())
    with scoped(scope, on=ON):
        book = actions.hand_out(order, tmp_path / "a.xlsx", by=both, scope=scope, on=ON, at=AT)
        mine = registry.count_households(Scope(both.uuid, ((place.village, place.village + 999),)),
                                         HouseholdFilter(), on=ON)  # fmt: skip
        every = registry.count_households(scope, HouseholdFilter(), on=ON)
    assert book.rows == mine
    assert mine < every


def test_a_clerk_of_a_village_keeps_a_layout_and_asks_for_a_large_sheet(place: Place) -> None:
    both = _clerk_and_social_worker(place)
    scope = scope_for(both, on=ON)
    with scoped(scope, on=ON):
        handout = actions.begin_handout(MASKED, by=both, scope=scope, on=ON, at=AT, of_rows=5000)
    assert handout.area == place.village


def test_a_sheet_that_waited_a_week_is_not_given_and_is_emptied(place: Place) -> None:
    clerk, scope = place["clerk"], scope_for(place["clerk"], on=ON)
    with scoped(scope, on=ON):
        handout = actions.begin_handout(WHOLE, by=clerk, scope=scope, on=ON, at=AT, of_rows=5000)
        rows = actions.rows_of(WHOLE, scope, on=ON)
        actions.finish_handout(handout=handout, by=clerk, scope=scope, on=ON, at=AT, rows=rows)
        later = AT + timedelta(days=8)
        assert queries.file_of(handout, at=AT) is not None
        assert queries.file_of(handout, at=later) is None
        assert queries.may_fetch(clerk, scope, handout, on=ON)
        assert not queries.may_fetch(place["nobody"], Scope(clerk.uuid), handout, on=ON)
        assert actions.forget_old(at=later) == 0, "only the platform itself sweeps"
    with scoped(operator_scope(), on=ON):
        assert actions.forget_old(at=later) == 1
    with scoped(scope, on=ON):
        assert Handout.objects.get(pk=handout.pk).state == "gone"
