"""The working calendar: published by the office, replayed as it was, and read by everybody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from bangfu.audit.models import Entry
from bangfu.kernel.holidays import read_notice
from bangfu.offices import actions, queries
from bangfu.offices.models import OfficeDay, User, WorkingYear
from bangfu.offices.scope import operator_scope, scope_for, scoped

from .town import AT, FAR, ON, Place, found, signed_in

YEAR = 2013
LATER = AT + timedelta(days=40)
NOTICE = "元旦：1月1日至3日放假，1月5日、6日上班\n春节：2月9日至15日放假，2月16日、17日上班"
OTHER = "元旦：1月1日放假"


def _publish(home: Place, notice: str = NOTICE, at=AT, by: User | None = None) -> WorkingYear:
    by = by or home["clerk"]
    with scoped(scope_for(by, on=ON), on=ON):
        return actions.publish_year(
            area=home.town.area, table=read_notice(notice, YEAR), document="通知1号", by=by, at=at
        )


def test_a_published_year_counts_from_then_on_and_can_be_replayed(home: Place) -> None:
    _publish(home)
    _publish(home, OTHER, LATER)
    with scoped(operator_scope(), on=ON):
        now = queries.calendar_of(home.village)
        then = queries.calendar_of(home.village, at=AT + timedelta(days=1))
    assert now.is_workday(date(YEAR, 2, 11))
    assert not then.is_workday(date(YEAR, 2, 11))
    assert then.is_workday(date(YEAR, 2, 16))
    assert then.count(date(YEAR, 2, 8), date(YEAR, 2, 18)).days == 3


def test_a_neighbouring_town_keeps_its_own_year(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    _publish(home, OTHER)
    with scoped(operator_scope(), on=ON):
        assert queries.calendar_of(home.town.area.lo).is_workday(date(YEAR, 2, 11))
        assert not queries.calendar_of(far.town.area.lo).is_workday(date(YEAR, 2, 11))


def test_a_withdrawn_year_is_again_what_came_with_the_software(home: Place) -> None:
    _publish(home, OTHER)
    clerk = home["clerk"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        actions.withdraw_year(area=home.town.area, year=YEAR, by=clerk, at=LATER)
        assert not queries.calendar_of(home.village).is_workday(date(YEAR, 2, 11))
        with pytest.raises(actions.CannotKeepCalendar):
            actions.withdraw_year(area=home.town.area, year=YEAR, by=clerk, at=LATER)
    with scoped(operator_scope(), on=ON):
        assert WorkingYear.objects.filter(superseded_at=LATER).count() == 1


def test_the_same_year_again_is_refused(home: Place) -> None:
    _publish(home)
    with pytest.raises(actions.CannotKeepCalendar, match="没有变化"):
        _publish(home)


def test_publishing_is_on_record(home: Place) -> None:
    _publish(home)
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        entry = Entry.objects.get(verb="offices.calendar.publish")
    assert entry.detail == {"year": YEAR, "off": 10, "work": 4}


@pytest.mark.parametrize("who", ["village_worker", "auditor", "leader", "nobody"])
def test_who_does_not_keep_the_calendar_reads_it_only(home: Place, who: str) -> None:
    client = signed_in(home[who])
    assert client.get(reverse("offices:calendar")).status_code == 200
    words = {"notice": NOTICE, "document": "通知1号", "publish": "1"}
    assert client.post(reverse("offices:publish_year", args=[YEAR]), words).status_code == 403
    assert client.post(reverse("offices:withdraw_year", args=[YEAR])).status_code == 403
    assert client.post(reverse("offices:add_office_day"), {"name": "x"}).status_code == 403
    with pytest.raises((actions.CannotKeepCalendar, ProgrammingError)):
        _publish(home, by=home[who])
    assert Client().get(reverse("offices:calendar")).status_code == 302


def test_a_clerk_of_another_town_keeps_only_his_own(home: Place) -> None:
    far = found(FAR, "柳岸镇", "far")
    with pytest.raises(actions.CannotKeepCalendar):
        _publish(home, by=far["clerk"])
    with scoped(operator_scope(), on=ON):
        day = OfficeDay.objects.filter(area=home.town.area).first()
    assert day is not None
    stranger = signed_in(far["clerk"])
    assert stranger.post(reverse("offices:end_office_day", args=[day.uuid])).status_code == 404


def test_the_database_lets_nobody_rewrite_a_published_year(home: Place) -> None:
    _publish(home)
    clerk = home["clerk"]
    with (
        scoped(scope_for(clerk, on=ON), on=ON),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        WorkingYear.objects.update(off={})


def test_the_database_keeps_one_table_of_a_year(home: Place) -> None:
    line = _publish(home)
    line.pk, line.recorded_by = None, operator_scope().principal
    with scoped(operator_scope(), on=ON), pytest.raises(IntegrityError, match="one_at_a_time"):
        line.save(force_insert=True)


@pytest.mark.parametrize(
    ("values", "promise"),
    [
        ({"day": 32}, "offices_officeday_is_a_day"),
        ({"day": 1, "month": 5, "last_month": 4, "last_day": 1}, "season_in_order"),
        ({"day": 25, "name": "造册截止"}, "one_name"),
    ],
)
def test_the_database_refuses_a_day_that_is_none(
    home: Place, values: dict[str, object], promise: str
) -> None:
    given = {"name": "复核", **values}
    with scoped(operator_scope(), on=ON), pytest.raises(IntegrityError, match=promise):
        OfficeDay.objects.create(
            area=home.town.area, recorded_at=AT, recorded_by=operator_scope().principal, **given
        )


def test_the_database_refuses_a_year_out_of_time(home: Place) -> None:
    with scoped(operator_scope(), on=ON), pytest.raises(IntegrityError, match="of_our_time"):
        WorkingYear.objects.create(
            area=home.town.area, year=1999, off={}, document="x", recorded_at=AT,
            recorded_by=operator_scope().principal,
        )  # fmt: skip


def test_a_clerk_pastes_looks_and_publishes(home: Place) -> None:
    client = signed_in(home["clerk"])
    there = reverse("offices:publish_year", args=[YEAR])
    wrong = client.post(there, {"notice": "春节：2月30日放假", "document": "通知1号"})
    assert "第1行里有一个不存在的日期" in wrong.content.decode()
    seen = client.post(there, {"notice": NOTICE, "document": "通知1号"})
    assert "公布后是这样" in seen.content.decode()
    with scoped(operator_scope(), on=ON):
        assert not WorkingYear.objects.exists(), "looking writes nothing"
    done = client.post(
        there, {"notice": NOTICE, "document": "通知1号", "publish": "1"}, follow=True
    )
    assert "按通知1号" in done.content.decode()
    assert "5<b>班</b>" in done.content.decode()


def test_an_unpublished_year_says_so_and_counts_monday_to_friday(
    home: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BANGFU_TODAY", "2026-11-25")
    client = signed_in(home["clerk"])
    page = client.get(reverse("offices:calendar_of", args=[2027])).content.decode()
    assert "2027年的放假安排还没有公布" in page
    assert "还没有公布" not in client.get(reverse("offices:calendar")).content.decode()
    assert client.get(reverse("offices:calendar_of", args=[1999])).status_code == 404
    with scoped(operator_scope(), on=ON):
        reckoned = queries.calendar_of(home.village).add(date(2026, 12, 20), 15)
    assert reckoned.unpublished == (2027,)


def test_a_new_town_has_the_days_that_every_town_has(home: Place) -> None:
    with scoped(operator_scope(), on=ON):
        marks = queries.marks_between(home.village, date(2012, 9, 1), date(2012, 9, 30))
    assert [(mark.name, mark.last.day) for mark in marks] == [
        ("汛期", 15),
        ("助学申请", 30),
        ("造册截止", 25),
    ]


def test_a_clerk_adds_a_season_and_takes_it_off(home: Place) -> None:
    client = signed_in(home["clerk"])
    there = reverse("offices:add_office_day")
    season = {"name": "复核", "month": "6", "day": "10", "last_month": "5", "last_day": "1"}
    assert "止日早于起日" in client.post(there, season).content.decode()
    client.post(there, {**season, "last_month": "7"})
    assert "已经有“复核”了" in client.post(there, {**season, "last_month": "7"}).content.decode()
    with scoped(operator_scope(), on=ON):
        one = OfficeDay.objects.get(name="复核")
    client.post(reverse("offices:end_office_day", args=[one.uuid]))
    with scoped(operator_scope(), on=ON):
        one.refresh_from_db()
        assert one.ended_at is not None
        assert one.ended_by == home["clerk"].uuid


def test_a_monthly_day_of_31_is_the_last_of_a_short_month(home: Place) -> None:
    clerk = home["clerk"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        actions.add_office_day(area=home.town.area, name="月报", day=31, by=clerk, at=AT)
        marks = queries.marks_between(home.village, date(2013, 2, 1), date(2013, 2, 28))
    assert date(2013, 2, 28) in [mark.last for mark in marks if mark.name == "月报"]
