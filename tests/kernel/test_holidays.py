"""The yearly notice of days off, read as it is pasted."""

from __future__ import annotations

from datetime import date

import pytest

from bangfu.kernel.holidays import NoticeError, first_table, read_notice, write_notice
from bangfu.kernel.workdays import first_fill

NOTICE = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_a_pasted_notice_says_what_the_library_says_of_that_year() -> None:
    table, known = read_notice(NOTICE, 2026), first_table(2026)
    assert known is not None
    assert set(table.off) == set(known.off)
    assert set(table.work) == set(known.work)
    assert table.off[date(2026, 2, 16)] == "春节"
    assert table.work[date(2026, 9, 20)] == "国庆节"


@pytest.mark.parametrize("year", range(2004, 2027))
def test_what_is_written_is_read_again(year: int) -> None:
    table = first_table(year)
    assert table is not None
    assert read_notice(write_notice(table), year) == table


def test_a_table_stands_in_the_place_of_that_years_days() -> None:
    table = read_notice("元旦：1月1日放假\n春节：2月6日至2月12日放假，2月14日、2月20日上班", 2027)
    calendar = table.on(first_fill())
    assert not calendar.is_workday(date(2027, 2, 8))
    assert calendar.is_workday(date(2027, 2, 14))
    assert calendar.is_workday(date(2027, 5, 3)), "May is not in this table"
    assert not calendar.is_workday(date(2026, 10, 1)), "the year before is untouched"
    assert 2027 in calendar.published


def test_a_holiday_at_the_turn_of_the_year_keeps_its_days() -> None:
    table = read_notice("元旦：2019年12月30日至2020年1月1日放假，2019年12月29日上班", 2020)
    assert list(table.off) == [date(2019, 12, 30), date(2019, 12, 31), date(2020, 1, 1)]
    calendar = table.on(first_fill())
    assert not calendar.is_workday(date(2019, 12, 30))
    assert calendar.is_workday(date(2019, 12, 29))
    assert not calendar.is_workday(date(2019, 10, 1)), "the rest of that year stays"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "empty", 0),
        ("\n关于节假日安排的通知", "no_days", 2),
        ("元旦：1月1日", "no_word", 1),
        ("元旦：1月1日放假\n春节：2月30日放假", "impossible", 2),
        ("元旦：15日放假", "impossible", 1),
        ("元旦：2031年1月1日放假", "other_year", 1),
        ("春节：2月12日至6日放假", "backwards", 1),
        ("春节：2月6日至3月6日放假", "too_long", 1),
        ("春节：2月6日至12日放假，2月15日上班", "worked_anyway", 1),
        ("春节：2月6日至14日放假，2月14日上班", "both", 1),
    ],
)
def test_a_notice_that_is_unclear_names_its_line(text: str, code: str, line: int) -> None:
    with pytest.raises(NoticeError) as refused:
        read_notice(text, 2027)
    assert (refused.value.code, refused.value.line) == (code, line)
