from typing import Any

import pytest
from django.db import IntegrityError, transaction

from bangfu.registry.models import (
    Address,
    Household,
    Identity,
    Membership,
    Person,
    Sighting,
)
from bangfu.rosters.models import Batch, StagedRow
from bangfu.rosters.states import BatchState, CannotDo, Disposition

from .town import CHEN, LI, MEI, WEI, family

FAMILY = family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"), ("陈小妹", "", "女"))


def test_staging_changes_nothing_in_the_register(town: Any) -> None:
    batch = town.stage(town.roster(*FAMILY))
    assert batch.state == BatchState.STAGED
    assert (batch.rows, batch.ready, batch.waiting, batch.skipped) == (3, 3, 0, 0)
    assert town.people() == []


def test_taking_in_makes_people_and_their_household(town: Any) -> None:
    batch = town.take_in(town.roster(*FAMILY))
    assert (batch.state, batch.taken, batch.ready) == (BatchState.TAKEN, 3, 0)
    assert town.people() == [("陈强", "verified"), ("李娟", "verified"), ("陈小妹", "unverified")]
    home = Household.objects.get()
    assert (home.area, home.category, home.size) == (442099109206000, "low_income", 3)
    assert home.head.name == "陈强"
    assert sorted(Sighting.objects.values_list("row", flat=True)) == [3, 4, 5]


def test_the_same_file_twice_changes_nothing(town: Any) -> None:
    content = town.roster(*FAMILY)
    batch = town.take_in(content)
    before = (Identity.objects.count(), Sighting.objects.count())
    again = town.stage(content, "另一个名字.csv")
    assert again.pk == batch.pk
    town.again(again)
    assert (Identity.objects.count(), Sighting.objects.count()) == before
    assert Batch.objects.count() == 1


def test_a_row_that_waits_stays_and_is_counted(town: Any) -> None:
    batch = town.take_in(town.roster(*FAMILY, ",,,,,,女,,,,"))
    assert batch.rows == batch.taken + batch.waiting + batch.skipped + batch.kept
    assert (batch.taken, batch.waiting) == (3, 1)
    assert town.report(batch)["waiting_rows"] == [6]


def test_the_report_counts_every_row_once(town: Any) -> None:
    batch = town.take_in(town.roster(*FAMILY, "合计,,3人,,,,,,,,"))
    told = town.report(batch)
    assert told["rows"] == told["taken"] + told["waiting"] + told["skipped"] == 4
    assert told["skipped_rows"] == [6]
    assert {f["code"] for f in told["findings"]} == {"number_missing"}
    assert all(f["text"] for f in told["findings"])


def test_one_number_under_two_names_is_two_people_and_two_questions(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", CHEN, "配偶"))))
    assert town.people() == [("陈强", "disputed"), ("李娟", "disputed")]
    assert "number_disputed" in town.codes(batch, 3)
    assert "number_disputed" in town.codes(batch, 4)


def test_a_corrected_roster_updates_the_same_people(town: Any) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", CHEN, "配偶"))))
    ids = [town.uuid_of("陈强"), town.uuid_of("李娟")]
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))))
    assert town.people() == [("陈强", "verified"), ("李娟", "verified")]
    assert [town.uuid_of("陈强"), town.uuid_of("李娟")] == ids
    assert town.homes() == 1


def test_a_missing_number_is_filled_by_the_next_roster(town: Any) -> None:
    town.take_in(town.roster(*family("1", ("陈强", "办理中", "户主"))))
    assert town.people() == [("陈强", "unverified")]
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    assert town.people() == [("陈强", "verified")]


def test_a_household_on_two_lists_is_one_and_keeps_its_category(town: Any) -> None:
    town.take_in(town.roster(*FAMILY, title="三角镇低保户花名册(2012)"), "低保.csv")
    batch = town.take_in(town.roster(*family("重", ("陈强", CHEN, "户主"), ("陈小妹", "", "女"))))
    assert town.homes() == 1
    assert Household.objects.get().category == "dibao"
    assert len(town.people()) == 3
    assert "registered_twice" in town.codes(batch, 3)


def test_a_household_twice_in_one_file_is_one_with_two_rows_each(town: Any) -> None:
    again = family("9", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))
    town.take_in(town.roster(*FAMILY, *again))
    assert len(town.people()) == 3
    assert Sighting.objects.filter(person__name="陈强").count() == 2
    assert town.homes() == 1


def test_somebody_of_another_household_waits_and_may_be_answered(town: Any) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("陈梅", MEI, "女"))))
    other = family("2", ("黄伟", WEI, "户主"), ("陈梅", MEI, "配偶"), door="南安8巷1号")
    batch = town.take_in(town.roster(*other), "新.csv")
    assert (batch.taken, batch.waiting) == (1, 1)
    batch = town.settle(batch, 4, "known")
    assert batch.ready == 1
    batch = town.again(batch)
    assert (batch.taken, batch.waiting) == (2, 0)
    assert len(town.people()) == 3
    assert Sighting.objects.filter(person__name="陈梅").count() == 2


def test_other_lists_are_kept_for_their_rooms(town: Any) -> None:
    content = f"序号,姓名,身份证号,金额,村居,电话\n1,陈强,{CHEN},600,高平村,13900000001".encode()
    batch = town.take_in(content, "商会中秋慰问.csv")
    assert (batch.kind, batch.rows, batch.kept, batch.taken) == ("gift_list", 1, 1, 0)
    told = town.report(batch)
    assert (told["waiting"], told["waiting_rows"]) == (1, [2])
    assert "kept_for_room" in {f["code"] for f in told["findings"]}
    assert town.people() == []


def test_a_file_that_cannot_be_read_says_why(town: Any) -> None:
    batch = town.stage(b"%PDF-1.4 not a table", "名单.xlsx")
    assert batch.state == BatchState.FAILED
    assert town.report(batch)["findings"][0]["text"].startswith("“名单.xlsx”")


def test_nothing_enters_from_a_batch_that_failed(town: Any) -> None:
    batch = town.stage(b"%PDF-1.4 not a table", "名单.xlsx")
    with pytest.raises(CannotDo):
        town.again(batch)


def test_no_cell_stands_open_in_the_staged_rows(town: Any) -> None:
    town.stage(town.roster(*FAMILY))
    for row in StagedRow.objects.all():
        sealed = bytes(row.sealed)
        assert "陈".encode() not in sealed
        assert CHEN.encode() not in sealed


def test_rosters_batch_no_row_lost_refuses_a_count_that_does_not_add_up(town: Any) -> None:
    batch = town.stage(town.roster(*FAMILY))
    with pytest.raises(IntegrityError, match="rosters_batch_no_row_lost"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(ready=2)


def test_rosters_batch_one_file_once_refuses_the_same_file_twice(town: Any) -> None:
    batch = town.stage(town.roster(*FAMILY))
    batch.pk, batch.uuid = None, "00000000-0000-0000-0000-000000000009"
    with pytest.raises(IntegrityError, match="rosters_batch_one_file_once"), transaction.atomic():
        batch.save(force_insert=True)


def test_rosters_batch_taken_is_signed(town: Any) -> None:
    batch = town.stage(town.roster(*FAMILY))
    with pytest.raises(IntegrityError, match="taken_is_signed"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.TAKEN)


def test_a_village_nobody_knows_leaves_the_household_in_the_town_and_asks(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), village="结明村")))
    assert Person.objects.get().area == town.area
    assert "village_unknown" in town.codes(batch, 3)


def test_a_village_by_its_short_name_is_the_village(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), village="高平")))
    assert Person.objects.get().area == 442099109206000
    assert town.row(batch, 3).disposition == Disposition.TAKEN


def test_the_finding_says_on_which_list_the_same_person_stands(town: Any) -> None:
    town.take_in(town.roster(*FAMILY, title="三角镇低保户花名册(2012)"), "低保.csv")
    batch = town.take_in(town.roster(*family("重", ("陈强", CHEN, "户主"), ("陈小妹", "", "女"))))
    texts = {f["code"]: f["text"] for f in town.report(batch)["findings"]}
    assert texts["known_person"] == "陈强与“低保.csv”第3行是同一人（号码、姓名相同）。"
    assert texts["known_by_household"] == "陈小妹与“低保.csv”第5行是同一人（同户同名）。"


def test_the_finding_says_which_row_of_the_file_is_the_same_person(town: Any) -> None:
    batch = town.take_in(town.roster(*FAMILY, *family("9", ("陈强", CHEN, "户主"))))
    texts = {f["code"]: f["text"] for f in town.report(batch)["findings"]}
    assert texts["same_as_row"] == "陈强与第3行是同一人（号码、姓名相同）。"


def test_a_number_in_the_name_cell_never_becomes_part_of_a_name(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", (f"陈强{CHEN}", "", "户主"))))
    assert town.people() == [("陈强", "unverified")]
    assert "number_in_name" in town.codes(batch, 3)
    alone = town.stage(town.roster(*family("2", (CHEN, "", "户主"), door="新街2号")), "b.csv")
    assert (alone.ready, alone.waiting) == (0, 1)


def test_a_number_in_the_wrong_cell_is_masked_in_what_every_eye_sees(town: Any) -> None:
    rows = family(
        "1", ("陈强", CHEN, "户主"), ("李娟", "", f"妻{LI}"), village=f"新塘{MEI}", door="旧街2号"
    )
    town.take_in(town.roster(*rows))
    relation = Membership.objects.exclude(relation="02").get().relation_text
    place = Address.objects.get().place
    assert LI not in relation
    assert MEI not in place
    assert "*" in relation
    assert "*" in place
