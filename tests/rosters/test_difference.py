"""This year's list against last year's: who came, who left, who changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from bangfu.registry import queries as registry
from bangfu.rosters.models import Batch

from .test_pages import everywhere, hand_in, only_batch, sheet
from .town import AT, CHEN, LI, MEI, WEI, Town, family

pytestmark = pytest.mark.django_db

THEN = AT + timedelta(hours=1)


def told(town: Town, content: bytes, name: str) -> registry.Difference | None:
    batch = town.take_in(content, name, at=THEN)
    return registry.difference_of(batch.uuid)


def names(side: Any) -> list[str]:
    return [line.name for line in side.lines]


def test_who_came_who_left_and_who_changed_is_told_by_name(town: Town) -> None:
    town.take_in(
        town.roster(
            *family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶")),
            *family("2", ("黄伟", WEI, "户主"), door="街2号"),
        ),
        "2012.csv",
    )
    now = family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "姐妹"), ("小梅", MEI, "女"))
    found = told(town, town.roster(*now), "2013.csv")
    assert found is not None
    assert [file for file, _on in found.earlier] == ["2012.csv"]
    assert names(found.came) == ["小梅"]
    assert names(found.left) == ["黄伟"]
    assert found.left.lines[0].gone == ""
    changed = [(line.name, line.what) for line in found.changed.lines]
    assert changed == [("李娟", ["关系：配偶→兄弟姐妹"])]
    assert found.same == 1


def test_a_change_of_amount_is_told_with_the_old_one_and_the_new_one(town: Town) -> None:
    was = ["序号", "村居", "户主姓名", "身份证号", "月保障金额(元)"]
    for year, yuan in (("2012", "300"), ("2013", "350.5")):
        lines = [["三角镇低保户花名册(" + year + ")"], was, ["1", "高平村", "陈强", CHEN, yuan]]
        content = "\n".join(",".join(line) for line in lines).encode()
        found = told(town, content, f"{year}.csv")
    assert found is not None
    (line,) = found.changed.lines
    assert line.what == ["月保障金额：300.00元→350.50元"]


def test_an_earlier_issue_than_the_last_can_be_chosen(town: Town) -> None:
    one, two = family("1", ("陈强", CHEN, "户主")), family("2", ("黄伟", WEI, "户主"), door="街2号")
    town.take_in(town.roster(*one, title="三角镇低收入户花名册(2010)"), "2010.csv")
    town.take_in(town.roster(*one, *two, title="三角镇低收入户花名册(2011)"), "2011.csv")
    last = town.roster(*one, *two, title="三角镇低收入户花名册(2012)")
    batch = town.take_in(last, "2012.csv", at=THEN)
    near = registry.difference_of(batch.uuid)
    assert near is not None
    assert names(near.came) == []
    far = registry.difference_of(batch.uuid, until=near.days[-1])
    assert far is not None
    assert [file for file, _on in far.earlier] == ["2010.csv"]
    assert names(far.came) == ["黄伟"]


def test_everybody_who_came_can_be_paged_through(town: Town) -> None:
    def issue(year: int, people: int) -> bytes:
        rows = [
            line
            for n in range(people)
            for line in family(str(n), (f"陈{n}", "", "户主"), door=f"街{n}号")
        ]
        return town.roster(*rows, title=f"三角镇低收入户花名册({year})")

    town.take_in(issue(2011, 1), "2011.csv")
    batch = town.take_in(issue(2012, 121), "2012.csv", at=THEN)
    seen: set[Any] = set()
    for page in (1, 2, 3):
        found = registry.difference_of(batch.uuid, page=page)
        assert found is not None
        assert (found.came.people, found.came.page, found.came.pages) == (120, page, 3)
        seen |= {line.person for line in found.came.lines}
    assert len(seen) == 120


def test_a_village_that_the_list_does_not_name_has_not_left(town: Town) -> None:
    town.take_in(
        town.roster(
            *family("1", ("陈强", CHEN, "户主")),
            *family("2", ("黄伟", WEI, "户主"), village="三角村", door="街2号"),
        ),
        "两村.csv",
    )
    found = told(town, town.roster(*family("1", ("李娟", LI, "户主"), door="街9号")), "高平.csv")
    assert found is not None
    assert names(found.left) == ["陈强"]


def test_a_first_list_has_nothing_to_be_compared_with(town: Town) -> None:
    assert told(town, town.roster(*family("1", ("陈强", CHEN, "户主"))), "一.csv") is None


def test_lists_of_another_kind_are_not_compared(town: Town) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"))), "低收入.csv")
    other = town.roster(
        *family("2", ("黄伟", WEI, "户主"), door="街2号"), title="三角镇低保户花名册(2013)"
    )
    assert told(town, other, "低保.csv") is None


def test_a_list_that_was_taken_back_is_no_issue_before(town: Town) -> None:
    first = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"))), "一.csv")
    town.take_back(first)
    assert told(town, town.roster(*family("2", ("黄伟", WEI, "户主"))), "二.csv") is None


def test_the_page_says_that_not_on_the_list_is_not_left(visit: Any, trail: Any) -> None:
    clerk = visit("clerk")
    for rows, name in (
        (family("1", ("陈强", CHEN, "户主")), "一.csv"),
        (family("2", ("黄伟", WEI, "户主"), door="街2号"), "二.csv"),
    ):
        hand_in(clerk, sheet(*rows, name=name))
        with everywhere():
            batch = Batch.objects.latest("read_at")
        clerk.post(reverse("rosters:take_in", args=[batch.uuid]))
    page = clerk.get(reverse("rosters:difference", args=[batch.uuid])).content.decode()
    assert "名单上没有不等于退出" in page
    assert "还在册" in page
    assert "陈强" in page
    assert ("look", "rosters.batch.look") in {line[:2] for line in trail()}


@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("auditor", 403), ("", 302)])
def test_strangers_do_not_compare(visit: Any, who: str, status: int) -> None:
    hand_in(visit("clerk"), sheet(*family("1", ("陈强", CHEN, "户主")), name="一.csv"))
    batch = only_batch()
    there = reverse("rosters:difference", args=[batch.uuid])
    assert visit(who).get(there).status_code == status
