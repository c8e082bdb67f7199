"""The list comes back from the village: typed in line by line, whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from bangfu.offices.access import OPERATOR
from bangfu.registry.models import Change
from bangfu.rosters import actions, queries
from bangfu.rosters.models import Batch, StagedRow
from bangfu.rosters.queries.worklist import Question
from bangfu.rosters.states import CannotDo

from .test_pages import everywhere, hand_in, only_batch, sheet
from .town import AT, CHEN, LI, MEI, ON, WEI, Town, family

pytestmark = pytest.mark.django_db

WRONG = LI[:-1] + ("0" if LI[-1] != "0" else "1")


def asked(who: str = "", text: str = "") -> Question:
    batches = queries.to_ask_about(Batch.objects.order_by("read_at"))
    shown = queries.worklist(batches, "all").shown
    found = [line for one in shown for line in one.lines if who in line.who and text in line.text]
    assert len(found) == 1, [(line.who, line.text) for line in found]
    return found[0]


def reply(question: Question, text: str = "", answer: str = "") -> None:
    actions.take_reply(
        reply=actions.Reply(question.asked, text, answer), by=OPERATOR, at=AT, today=ON
    )


def test_what_the_village_wrote_is_worked_into_every_file_that_asks(town: Town) -> None:
    rows = family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))
    town.stage(town.roster(*rows), "甲.csv")
    town.stage(town.roster("", *rows, title="三角镇低保户花名册(2012)"), "乙.csv")
    question = asked("李娟", "末位")
    assert len(question.asked) == 2
    reply(question, LI)
    for batch in Batch.objects.all():
        assert not StagedRow.objects.filter(batch=batch, asks=True).exists()


def test_of_an_entered_row_the_number_is_corrected_in_the_register(town: Town) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))))
    assert ("李娟", "unverified") in town.people()
    reply(asked("李娟", "末位"), LI)
    assert ("李娟", "verified") in town.people()
    change = Change.objects.get()
    assert (change.kind, change.basis) == ("correct", "village")
    assert not StagedRow.objects.filter(asks=True).exists()


def test_a_wrong_number_is_refused_in_words_and_nothing_changes(town: Town) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))))
    with pytest.raises(CannotDo, match="17位"):
        reply(asked("李娟"), LI[:-1])
    with pytest.raises(CannotDo, match="末位校验"):
        reply(asked("李娟"), WRONG)
    assert ("李娟", "unverified") in town.people()
    assert not Change.objects.exists()


def test_the_village_says_that_it_is_somebody_else(town: Town) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))))
    changed = family("1", ("陈强", CHEN, "户主"), ("李娟", MEI, "配偶"))
    batch = town.stage(town.roster(*changed), "更正.csv")
    assert batch.waiting == 1
    reply(asked("李娟", "另一个核实过的号码"), answer="new")
    batch.refresh_from_db()
    assert batch.waiting == 0


def test_right_as_it_stands_is_asked_no_more(town: Town) -> None:
    batch = town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", "", "配偶"))))
    question = asked("李娟")
    assert question.may_be_right
    reply(question, answer="right")
    assert not StagedRow.objects.filter(batch=batch, asks=True).exists()
    assert not queries.worklist([batch], "all").shown


def test_where_nobody_knows_it_stays_open_and_says_so(town: Town) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))))
    reply(asked("李娟"), answer="unknown")
    assert asked("李娟").unknown
    reply(asked("李娟"), LI)
    assert not StagedRow.objects.filter(asks=True).exists()


def test_a_row_that_waits_can_not_be_right_as_it_stands(town: Town) -> None:
    town.take_in(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶"))))
    changed = family("1", ("陈强", CHEN, "户主"), ("李娟", MEI, "配偶"))
    batch = town.stage(town.roster(*changed), "更正.csv")
    with pytest.raises(CannotDo):
        reply(asked("李娟", "另一个核实过的号码"), answer="right")
    batch.refresh_from_db()
    assert batch.waiting == 1


def test_a_cell_that_is_typed_anew_is_asked_about_anew(town: Town) -> None:
    batch = town.stage(town.roster(*family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))))
    question = asked("李娟", "末位")
    reply(question, answer="right")
    assert not StagedRow.objects.filter(batch=batch, asks=True).exists()
    other = MEI[:-1] + ("0" if MEI[-1] != "0" else "1")
    town.edit(batch, question.asked[0].row, question.asked[0].index, other)
    assert asked("李娟", "末位").asked


def test_a_line_is_whole_or_not_at_all(town: Town) -> None:
    """In one file the row has entered, in the other it was taken back meanwhile."""
    rows = family("1", ("陈强", CHEN, "户主"), ("李娟", WRONG, "配偶"))
    first = town.stage(town.roster(*rows), "甲.csv")
    second = town.stage(town.roster("", *rows, title="三角镇低保户花名册(2012)"), "乙.csv")
    question = asked("李娟", "末位")
    actions.drop(batch=second, by=OPERATOR, at=AT)
    with pytest.raises(CannotDo):
        reply(question, LI)
    assert StagedRow.objects.filter(batch=first, asks=True).exists()


def test_the_name_of_a_line_stays_when_others_are_settled(town: Town) -> None:
    rows = [
        *family("1", ("陈强", CHEN[:-1], "户主")),
        *family("2", ("黄伟", WEI[:-1], "户主"), door="街2号"),
    ]
    town.stage(town.roster(*rows))
    before = asked("黄伟").mark
    reply(asked("陈强"), CHEN)
    assert asked("黄伟").mark == before
    assert len(before) == 4


PAGE = reverse("rosters:replies")


def _staged(visit: Any) -> Any:
    clerk = visit("clerk")
    rows = [
        *family("1", ("陈强", CHEN[:-1], "户主")),
        *family("2", ("黄伟", WEI[:-1], "户主"), door="街2号"),
    ]
    hand_in(clerk, sheet(*rows, name="问一问.csv"))
    return clerk


def _keys() -> dict[str, str]:
    with everywhere():
        return {who: asked(who).key for who in ("陈强", "黄伟")}


def test_a_list_typed_back_with_lines_missing_keeps_those_and_says_how_many(visit: Any) -> None:
    clerk = _staged(visit)
    keys = _keys()
    body = clerk.get(PAGE).content.decode()
    assert all(key in body for key in keys.values())
    said = {"key": list(keys.values()), f"{keys['陈强']}-text": CHEN}
    page = clerk.post(PAGE, said, follow=True).content.decode()
    assert "办好1条" in page
    assert "1条没有填，还在清单上" in page
    assert "黄伟" in page
    assert "陈强" not in page


def test_a_page_of_the_list_that_never_came_back_leaves_its_lines_waiting(visit: Any) -> None:
    clerk = _staged(visit)
    keys = _keys()
    said = {"key": [keys["陈强"]], f"{keys['陈强']}-text": CHEN}
    page = clerk.post(PAGE, said, follow=True).content.decode()
    assert "办好1条" in page
    assert "黄伟" in page
    assert keys["黄伟"] in page
    assert "陈强" not in page
    clerk.post(PAGE, {"key": []}, follow=True)
    with everywhere():
        assert asked("黄伟").key == keys["黄伟"]


def test_a_line_that_is_refused_keeps_what_was_typed_and_the_others_are_done(visit: Any) -> None:
    clerk = _staged(visit)
    keys = _keys()
    with everywhere():
        batch = Batch.objects.get()
    said = {
        "key": [*keys.values(), "0" * 16],
        f"{keys['陈强']}-text": CHEN,
        f"{keys['黄伟']}-answer": "known",
        f"{'0' * 16}-text": "x",
    }
    page = clerk.post(PAGE, said, follow=True).content.decode()
    assert "办好1条" in page
    assert "1条已经有人办了" in page
    with everywhere():
        assert StagedRow.objects.filter(batch=batch, asks=True).count() == 1


def test_an_entered_number_typed_wrong_is_said_at_its_line(visit: Any) -> None:
    clerk = _staged(visit)
    batch = only_batch()
    clerk.post(reverse("rosters:take_in", args=[batch.uuid]))
    keys = _keys()
    said = {"key": list(keys.values()), f"{keys['陈强']}-text": CHEN[:-1]}
    answer = clerk.post(PAGE, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "身份证号是17位" in page
    assert f'value="{CHEN[:-1]}"' in page


@pytest.mark.parametrize("who", ["village_worker", "leader", "auditor", "inspector"])
def test_who_takes_nothing_in_types_nothing_back(visit: Any, who: str) -> None:
    _staged(visit)
    assert visit(who).get(PAGE).status_code == 403
    assert visit(who).post(PAGE, {}).status_code == 403
    assert visit("").get(PAGE).status_code == 302
