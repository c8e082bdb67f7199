"""A roster as a line of the home page: its rows stand somewhere, none is lost."""

from datetime import UTC, datetime

import pytest

from bangfu.desk.home import BATCH_CHIPS, BatchLine
from bangfu.frame.templatetags.frame import CHIP_ICONS
from bangfu.rosters.models import Batch
from bangfu.rosters.states import BatchState


def line(**counts: object) -> BatchLine:
    return BatchLine(Batch(**counts), "")


def test_the_parts_of_a_roster_are_all_its_rows() -> None:
    shown = line(state=BatchState.TAKEN, rows=120, taken=112, waiting=5, skipped=3).parts
    assert shown == [("已入库", 112), ("待核实", 5), ("跳过", 3)]
    assert sum(count for _label, count in shown) == 120


def test_a_list_of_which_nothing_entered_is_kept_not_taken_in() -> None:
    kept = line(state=BatchState.TAKEN, rows=10, kept=10)
    assert (kept.look, kept.words) == ("draft", "留存")
    taken = line(state=BatchState.TAKEN, rows=10, taken=10)
    assert (taken.look, taken.words) == ("done", "已入库")


@pytest.mark.parametrize("state", BatchState.values)
def test_only_what_is_taken_in_is_offered_to_be_taken_back(state: str) -> None:
    assert line(state=state).can_be_taken_back == (state == BatchState.TAKEN)


def test_a_batch_taken_back_shows_when_that_was() -> None:
    read, taken, back = (datetime(2012, 12, day, tzinfo=UTC) for day in (1, 2, 3))
    assert line(read_at=read).acted_at == read
    assert line(read_at=read, taken_at=taken).acted_at == taken
    assert line(read_at=read, taken_at=taken, taken_back_at=back).acted_at == back


@pytest.mark.parametrize("state", BatchState.values)
def test_every_state_has_its_chip(state: str) -> None:
    assert BATCH_CHIPS[state] in CHIP_ICONS
