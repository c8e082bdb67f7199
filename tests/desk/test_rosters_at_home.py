"""A roster as a line of the home page: its rows stand somewhere, none is lost."""

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
def test_every_state_has_its_chip(state: str) -> None:
    assert BATCH_CHIPS[state] in CHIP_ICONS
