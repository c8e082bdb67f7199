from typing import Any

import pytest

from bangfu.offices.access import OPERATOR
from bangfu.registry.models import Household, Person
from bangfu.rosters import actions
from bangfu.rosters.models import Batch, ColumnMemory
from bangfu.rosters.queries import doubts
from bangfu.rosters.queries.rows import opened
from bangfu.rosters.states import BatchState, CannotDo, Disposition

from .town import AT, CHEN, LI, MEI, family

NAME, NUMBER = 2, 4


def test_a_corrected_cell_lets_the_row_enter_and_keeps_what_stood_there(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"), ("", "", "女"))))
    assert batch.waiting == 1
    batch = town.edit(batch, 4, NAME, " 陈小妹 ")
    assert (batch.ready, batch.waiting) == (2, 0)
    row = next(r for r in opened(batch, batch.staged.all()) if r.row == 4)
    assert row.who == "陈小妹"
    assert row.before == {"2": ""}


def test_a_corrected_number_is_judged_like_any_other(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN[:-1] + "?", "户主"))))
    assert "number_characters" in town.codes(batch, 3)
    batch = town.edit(batch, 3, NUMBER, CHEN)
    assert town.codes(batch, 3) == []
    town.again(batch)
    assert town.people() == [("陈强", "verified")]


def test_rows_that_waited_enter_later_and_the_others_stay_as_they_are(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("", LI, "配偶"))))
    assert (batch.taken, batch.waiting) == (1, 1)
    batch = town.edit(batch, 4, NAME, "李娟")
    assert (batch.state, batch.ready) == (BatchState.TAKEN, 1)
    batch = town.again(batch)
    assert (batch.taken, batch.waiting) == (2, 0)
    assert town.people() == [("陈强", "verified"), ("李娟", "verified")]
    assert Household.objects.get().size == 2


def test_a_row_that_has_entered_is_not_corrected_here(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    with pytest.raises(CannotDo, match="已经入库"):
        town.edit(batch, 3, NAME, "陈刚")


def test_a_row_that_is_not_there_is_refused(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    with pytest.raises(CannotDo, match="没有这一行"):
        town.edit(batch, 99, NAME, "陈刚")


def test_a_changed_number_waits_until_a_clerk_says_who_it_is(town: Any) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))))
    changed = family("1", ("陈强", CHEN, "户主"), ("李娟", MEI, "配偶"))
    batch = town.take_in(town.roster(*changed), "更正.csv")
    assert "number_changed" in town.codes(batch, 4)
    assert batch.waiting == 1
    batch = town.again(town.settle(batch, 4, "new"))
    assert batch.waiting == 0
    assert Person.objects.filter(name="李娟").count() == 2


def test_an_answer_can_be_taken_back(town: Any) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))))
    changed = family("1", ("陈强", CHEN, "户主"), ("李娟", MEI, "配偶"))
    batch = town.stage(town.roster(*changed), "更正.csv")
    assert town.settle(batch, 4, "known").waiting == 0
    assert town.settle(batch, 4, "").waiting == 1
    with pytest.raises(CannotDo):
        town.settle(batch, 4, "maybe")


def columns(batch: Batch, wanted: dict[str, str], **more: Any) -> Batch:
    return actions.map_columns(batch=batch, part=0, columns=wanted, by=OPERATOR, at=AT, **more)


def test_columns_told_once_are_known_for_the_next_file_of_that_shape(town: Any) -> None:
    rows = family("1", ("陈强", CHEN, "户主"))
    batch = columns(town.stage(town.roster(*rows)), {"主要困难": "remark"})
    fields = {header: name for _i, header, name, _by in batch.tables[0]["columns"]}
    assert fields["主要困难"] == "remark"
    assert ColumnMemory.objects.count() == 1
    later = town.stage(town.roster(*family("1", ("黄伟", MEI, "户主"))), "下一份.csv")
    fields = {header: name for _i, header, name, _by in later.tables[0]["columns"]}
    assert fields["主要困难"] == "remark"
    town.again(later)
    assert Household.objects.get().cause == ""


def test_a_list_may_be_said_to_be_of_another_category(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主")), title="名册"))
    batch = columns(batch, {}, kind="household_roster", category="hard_up")
    town.again(batch)
    assert Household.objects.get().category == "hard_up"


def test_a_field_there_is_not_is_refused(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    with pytest.raises(CannotDo):
        columns(batch, {"姓名": "nonsense"})
    with pytest.raises(CannotDo):
        columns(town.again(batch), {"主要困难": "remark"})


def test_a_batch_taken_back_leaves_the_register_as_before(town: Any) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))))
    batch = town.take_back(batch)
    assert batch.state == BatchState.TAKEN_BACK
    assert (batch.taken, batch.ready) == (0, 2)
    assert (town.people(), town.homes()) == ([], 0)
    assert town.row(batch, 3).disposition == Disposition.READY
    with pytest.raises(CannotDo):
        town.take_back(batch)


def test_the_file_of_a_batch_taken_back_may_come_again(town: Any) -> None:
    content = town.roster(*family("1", ("陈强", CHEN, "户主")))
    first = town.take_back(town.take_in(content))
    second = town.take_in(content)
    assert second.pk != first.pk
    assert town.people() == [("陈强", "verified")]


def test_a_batch_others_stand_on_is_not_taken_back_and_says_which(town: Any) -> None:
    first = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    later = town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶")))
    town.take_in(later, "二月.csv")
    with pytest.raises(CannotDo, match=r"二月\.csv"):
        town.take_back(first)
    assert len(town.people()) == 2


def test_a_file_handed_in_by_mistake_is_dropped_and_may_come_again(town: Any) -> None:
    content = town.roster(*family("1", ("陈强", CHEN, "户主")))
    batch = actions.drop(batch=town.stage(content), by=OPERATOR, at=AT)
    assert batch.state == BatchState.TAKEN_BACK
    assert town.stage(content).pk != batch.pk
    taken = town.take_in(content)
    with pytest.raises(CannotDo):
        actions.drop(batch=taken, by=OPERATOR, at=AT)


def test_a_taking_cut_off_can_go_on_or_go_back(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    batch = actions.begin_taking(batch=batch, by=OPERATOR, at=AT)
    assert batch.state == BatchState.TAKING
    assert actions.stop_taking(batch=batch).state == BatchState.STAGED
    batch = actions.begin_taking(batch=batch, by=OPERATOR, at=AT)
    assert town.again(batch).state == BatchState.TAKEN


def test_in_a_large_batch_a_correction_reads_only_the_households_around_it(
    town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        line
        for i in range(90)
        for line in family(str(i), (f"陈{i}", "", "户主"), ("" if i == 70 else f"李{i}", "", "女"))
    ]
    batch = town.stage(town.roster(*rows))
    waiting = batch.staged.get(disposition=Disposition.WAITING).row
    monkeypatch.setattr("bangfu.rosters.actions.edit.MANY_ROWS", 100)
    monkeypatch.setattr("bangfu.rosters.actions.storing.BEGINNING", 20)
    kept = set(batch.staged.filter(row__lt=100).values_list("id", flat=True))
    batch = town.edit(batch, waiting, NAME, "李七十")
    assert (batch.rows, batch.ready, batch.waiting) == (180, 180, 0)
    assert kept <= set(batch.staged.values_list("id", flat=True))
    batch = town.again(batch)
    assert (batch.taken, town.homes()) == (180, 90)


def test_an_answer_is_given_to_one_person_of_a_family_in_one_cell(town: Any) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("陈梅", MEI, "女"))))
    header = "户主,户主身份证,家庭成员(姓名/关系/身份证;),村居,地址,手机,困难类型"
    row = f"黄伟,{LI},陈梅/配偶/{MEI};黄小宝/子/,高平村,高平村南安8巷1号,,因病"
    batch = town.take_in(f"{header}\n{row}\n".encode(), "较困难户名单.csv")
    assert batch.waiting == 1
    assert Person.objects.count() == 4
    doubt = doubts(batch, "waiting").lines[0]
    assert doubt.may_be_known
    batch = actions.settle(
        batch=batch, part=0, row=2, order=doubt.order, answer="known", by=OPERATOR, at=AT
    )
    assert batch.ready == 1
    assert town.again(batch).taken == 1
    assert Person.objects.count() == 4


def test_an_answer_for_a_row_that_is_not_there_is_refused_and_leaves_no_trace(town: Any) -> None:
    from bangfu.audit.models import Entry

    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    with pytest.raises(CannotDo):
        actions.settle(batch=batch, part=9, row=77, order=0, answer="new", by=OPERATOR, at=AT)
    assert not Entry.objects.filter(verb="rosters.batch.settle").exists()


def test_a_cell_outside_the_table_is_refused(town: Any) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"))))
    for column in (9_999_999, -1):
        with pytest.raises(CannotDo, match="没有这一列"):
            town.edit(batch, 3, column, "x")
