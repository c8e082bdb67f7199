"""A row that is no data is skipped by the clerk, and can be taken up again."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from bangfu.offices.access import OPERATOR
from bangfu.rosters import actions, queries
from bangfu.rosters.models import Batch
from bangfu.rosters.states import CannotDo, Disposition

from .test_pages import hand_in, only_batch, sheet
from .town import AT, CHEN, LI, MEI, WEI, Town, family

pytestmark = pytest.mark.django_db

ODD = "甲,乙,,丙,丁,戊,己,庚,辛,壬,癸"
ROWS = [
    *family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶")),
    ODD,
    *family("2", ("黄伟", WEI, "户主"), ("小梅", MEI, "女"), door="街9号"),
]
"""Row 5 is a line that looks like one of the list, and is none."""


def set_aside(batch: Batch, row: int = 5, **more: Any) -> Batch:
    return actions.set_aside(batch=batch, part=0, row=row, by=OPERATOR, at=AT, **more)


def test_a_row_set_aside_counts_as_skipped_with_its_reason(town: Town) -> None:
    batch = town.stage(town.roster(*ROWS))
    assert (batch.ready, batch.waiting, batch.skipped) == (4, 1, 0)
    batch = set_aside(batch)
    assert (batch.rows, batch.ready, batch.waiting, batch.skipped) == (5, 4, 0, 1)
    assert queries.skipped(batch) == [("经办人跳过", 1)]
    assert town.row(batch, 5).disposition == Disposition.SKIPPED
    assert town.report(batch)["skipped_rows"] == [5]


def test_it_is_taken_up_again_as_it_was(town: Town) -> None:
    batch = town.stage(town.roster(*ROWS))
    before = town.codes(batch, 5)
    batch = set_aside(set_aside(batch), aside=False)
    assert (batch.ready, batch.waiting, batch.skipped) == (4, 1, 0)
    assert town.codes(batch, 5) == before


def test_it_stays_aside_when_something_else_is_mended_and_taken_in(town: Town) -> None:
    batch = set_aside(town.stage(town.roster(*ROWS)))
    batch = town.edit(batch, 4, 8, "13800138000")
    assert batch.skipped == 1
    batch = town.again(batch)
    assert (batch.taken, batch.waiting, batch.skipped) == (4, 0, 1)
    assert len(town.people()) == 4


def test_in_a_large_batch_only_the_rows_around_are_read(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bangfu.rosters.actions.edit.MANY_ROWS", 2)
    batch = set_aside(town.stage(town.roster(*ROWS)))
    assert (batch.ready, batch.waiting, batch.skipped) == (4, 0, 1)
    batch = set_aside(batch, aside=False)
    assert (batch.ready, batch.waiting, batch.skipped) == (4, 1, 0)


def test_a_row_that_entered_or_is_not_there_cannot_be_set_aside(town: Town) -> None:
    batch = town.take_in(town.roster(*ROWS))
    for row in (3, 99):
        with pytest.raises(CannotDo):
            set_aside(batch, row)


def test_the_clerk_skips_a_row_on_the_page_and_takes_it_back(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*ROWS))
    batch = only_batch()
    page, act = (reverse(f"rosters:{name}", args=[batch.uuid]) for name in ("batch", "skip"))
    assert "第5行不是数据，跳过" in clerk.get(page).content.decode()
    told = clerk.post(act, {"part": 0, "row": 5, "answer": "skip"}).content.decode()
    assert "经办人跳过" in told
    assert only_batch().skipped == 1
    listed = clerk.get(page, {"show": "skipped"}).content.decode()
    assert "第5行不跳过" in listed
    assert "甲 乙 丙 丁" in listed
    assert clerk.post(act, {"part": 0, "row": 5, "answer": "keep"}).url == page
    assert (only_batch().waiting, only_batch().skipped) == (1, 0)


@pytest.mark.parametrize(("who", "status"), [("inspector", 403), ("village_worker", 403)])
def test_others_cannot(visit: Any, who: str, status: int) -> None:
    hand_in(visit("clerk"), sheet(*ROWS))
    act = reverse("rosters:skip", args=[only_batch().uuid])
    stranger = visit(who)
    assert stranger.post(act, {"part": 0, "row": 5, "answer": "skip"}).status_code == status
    assert only_batch().skipped == 0
