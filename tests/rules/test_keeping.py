"""An answer that was kept is given again, byte for byte, when the rules have changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from bangfu.rules import Standards, assess
from bangfu.rules.keeping import ENGINE, keep, replay
from bangfu.rules.loading.folder import load_texts
from bangfu.rules.samples import Maker
from bangfu.rules.shares import split


def test_every_answer_replays_to_the_same_bytes(seed: Standards) -> None:
    area = "442000109201"
    held = seed.of_area(area)
    maker = Maker(held, on=date(2013, 2, 3), area=area, random=Random(5), unknown=0.1)
    kept = []
    for _ in range(15):
        case = maker.case()
        kept += [keep(held, case, answer) for answer in assess(held, case)]
    assert len(kept) > 150
    assert [replay(one) for one in kept] == kept


def test_what_was_kept_stands_when_the_standard_has_changed(
    plain: Callable[..., dict[str, str]],
) -> None:
    old = load_texts(plain())
    area = "442000109201"
    maker = Maker(old.of_area(area), on=date(2013, 2, 3), area=area, random=Random(5))
    case = replace(maker.case(), received=())
    while not case.persons:
        case = replace(maker.case(), received=())
    answer = assess(old.of_area(area), case)[0]
    kept = keep(old.of_area(area), case, answer)
    new = load_texts(plain(("value: 900.00元", "value: 700.00元")), prove=False)
    changed = assess(new.of_area(area), case)[0]
    assert changed.rule_hash != answer.rule_hash
    assert replay(kept) == kept


def test_a_record_that_was_touched_does_not_replay_to_itself(seed: Standards) -> None:
    area = "442000109201"
    held = seed.of_area(area)
    maker = Maker(held, on=date(2013, 2, 3), area=area, random=Random(7))
    case = maker.case()
    record = json.loads(keep(held, case, assess(held, case)[-1]))
    record["answer"]["answer"] = "yes" if record["answer"]["answer"] != "yes" else "no"
    touched = json.dumps(record).encode()
    assert json.loads(replay(touched)) != record
    for broken in (b"", b"{}", b"[]", json.dumps({**record, "engine": ENGINE + 1}).encode()):
        with pytest.raises(ValueError, match="kept"):
            replay(broken)


def test_shares_lose_no_fen_and_favour_the_largest_remainder() -> None:
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(120_001, [1, 1]) == [60_001, 60_000]
    assert split(5, [43, 29]) == [3, 2]
    assert split(0, [1, 2]) == [0, 0]
    random = Random(3)
    for _ in range(300):
        parts = [random.randrange(1, 50) for _ in range(random.randrange(1, 6))]
        fen = random.randrange(10**9)
        shares = split(fen, parts)
        assert sum(shares) == fen
        exact = [fen * part / sum(parts) for part in parts]
        assert all(abs(got - want) < 1 for got, want in zip(shares, exact, strict=True))
