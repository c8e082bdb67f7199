"""What the villages are asked: each question once, with its places, a village at a time."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from bangfu.registry.models import Person
from bangfu.rosters import queries
from bangfu.rosters.models import Batch
from bangfu.rosters.queries.worklist import Question

from .test_pages import hand_in, sheet
from .test_paths import workbook
from .town import CHEN, LI, MEI, Town, family

pytestmark = pytest.mark.django_db

WRONG = LI[:-1] + ("0" if LI[-1] != "0" else "1")
SHORT = MEI[:-1]


def listed(village: str = "all", only: Batch | None = None) -> dict[str, list[Question]]:
    batches = queries.to_ask_about(Batch.objects.order_by("read_at"), only and only.uuid)
    shown = queries.worklist(batches, village).shown
    return {one.name: one.lines for one in shown}


def test_of_a_family_only_what_is_no_number_is_told_at_its_page(town: Town) -> None:
    """Numbers are asked for at the person already."""
    batch = town.take_in(
        town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI[:-1], "干亲家")))
    )
    people = list(Person.objects.values_list("uuid", flat=True))
    ((found, row, text),) = queries.asks_about(people)
    assert (found, row.who) == (batch, "李娟")
    assert "关系" in text
    assert queries.asks_about([]) == []


def test_a_question_names_its_file_and_row_and_the_masked_number(town: Town) -> None:
    town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))), "甲.csv")
    (line,) = [line for line in listed()["高平村"] if line.who == "李娟"]
    assert [(place.file, place.sheet, place.row) for place in line.places] == [("甲.csv", "", 4)]
    assert line.number == f"{WRONG[:6]}********{WRONG[-4:]}"


def test_a_number_of_another_length_is_hidden_whole(town: Town) -> None:
    town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"), ("小梅", SHORT, "女"))))
    (line,) = [line for line in listed()["高平村"] if line.who == "小梅"]
    assert line.number == "*" * 17


def test_a_sheet_is_named_where_the_file_has_several(town: Town, tmp_path: Any) -> None:
    place = workbook(
        town, tmp_path / "两张.xlsx",
        甲表=family("1", ("陈强", CHEN, "户主")),
        乙表=family("2", ("李娟", WRONG, "户主"), door="街9号"),
    )  # fmt: skip
    town.stage(place.read_bytes(), place.name)
    (line,) = [line for line in listed()["高平村"] if line.who == "李娟"]
    assert {(one.file, one.sheet, one.row) for one in line.places} == {("两张.xlsx", "乙表", 3)}


def test_the_same_question_about_the_same_person_in_two_files_stands_once(town: Town) -> None:
    rows = family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))
    town.take_in(town.roster(*rows), "甲.csv")
    other = town.roster("", *rows, title="三角镇低保户花名册(2012)")
    town.stage(other, "乙.csv")
    same = [line for line in listed()["高平村"] if line.who == "李娟" and "末位" in line.text]
    assert [[(one.file, one.row) for one in line.places] for line in same] == [
        [("甲.csv", 4), ("乙.csv", 5)]
    ]


def test_namesakes_without_numbers_are_two_questions(town: Town) -> None:
    rows = [
        *family("1", ("陈强", "", "户主"), door="街1号"),
        *family("2", ("陈强", "", "户主"), door="街2号"),
    ]
    town.stage(town.roster(*rows))
    missing = [line for line in listed()["高平村"] if "没有身份证号" in line.text]
    assert [len(line.places) for line in missing] == [1, 1]


def test_a_question_twice_in_one_row_stands_once(town: Town) -> None:
    town.stage(town.roster(*family("1", ("陈强", WRONG, "户主"))))
    lines = listed()["高平村"]
    said = [(line.who, line.header, line.text) for line in lines]
    assert len(said) == len(set(said))
    assert all(len(set(line.places)) == len(line.places) for line in lines)


def test_one_village_is_shown_and_the_others_are_counted(town: Town) -> None:
    rows = [
        *family("1", ("陈强", WRONG, "户主")),
        *family("2", ("李娟", SHORT, "户主"), village="三角村", door="街2号"),
        *family("3", ("麦平", SHORT, "户主"), village="没有的村", door="街3号"),
    ]
    town.stage(town.roster(*rows))
    batches = queries.to_ask_about(Batch.objects.all())
    first = queries.worklist(batches)
    assert [(one.name, one.rows) for one in first.villages] == [
        ("", 1), ("高平村", 1), ("三角村", 1),
    ]  # fmt: skip
    assert [one.name for one in first.shown] == [""]
    assert not first.is_whole
    chosen = queries.worklist(batches, str(first.villages[2].area))
    assert [one.name for one in chosen.shown] == ["三角村"]
    assert {line.who for line in chosen.shown[0].lines} == {"李娟"}
    whole = queries.worklist(batches, "all")
    assert whole.is_whole
    assert [len(one.lines) > 0 for one in whole.shown] == [True] * 3
    assert queries.worklist(batches, "9" * 30).shown[0].name == ""


def test_the_page_shows_a_village_and_leads_to_the_others(visit: Any) -> None:
    clerk = visit("clerk")
    rows = [
        *family("1", ("陈强", WRONG, "户主")),
        *family("2", ("李娟", SHORT, "户主"), village="三角村", door="街2号"),
    ]
    hand_in(clerk, sheet(*rows, name="问一问.csv"))
    page = reverse("rosters:worklist")
    body = clerk.get(page).content.decode()
    assert "问一问.csv" in body
    assert WRONG not in body
    assert ("陈强" in body) != ("李娟" in body)
    whole = clerk.get(page, {"village": "all"}).content.decode()
    assert "陈强" in whole
    assert "李娟" in whole
    assert clerk.get(page, {"batch": "x"}).status_code == 404


def test_the_list_is_offered_where_no_row_waits_but_questions_stand(visit: Any) -> None:
    clerk = visit("clerk")
    link = f'href="{reverse("rosters:worklist")}"'
    assert link not in clerk.get(reverse("rosters:batches")).content.decode()
    hand_in(clerk, sheet(*family("1", ("陈强", WRONG, "户主"))))
    assert link in clerk.get(reverse("rosters:batches")).content.decode()
