from datetime import date, timedelta

import pytest

from bangfu.frame import clock


def test_today_is_the_set_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", "2012-06-30")
    assert clock.today() == date(2012, 6, 30)
    assert clock.now().date() == date(2012, 6, 30)


def test_without_a_set_day_it_is_the_day_in_shanghai(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BANGFU_TODAY", raising=False)
    assert clock.now().utcoffset() == timedelta(hours=8)
    assert abs(clock.now().date() - clock.today()) <= timedelta(days=1)


def test_a_day_that_is_none_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", "30.6.2012")
    with pytest.raises(ValueError, match="BANGFU_TODAY must look like"):
        clock.today()
