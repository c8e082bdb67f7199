"""The auditor's sheets and alerts on the page, and the watch over a made-up day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from bangfu.audit import actions, keyfile, queries
from bangfu.audit.models import Alert

from ..browser.town import GAOPING
from .conftest import AT, ON, As

pytestmark = pytest.mark.django_db

OTHERS = ["clerk", "village_worker", "leader", "system_admin", "security_admin"]
MONDAY = datetime.fromisoformat("2012-12-03T10:00:00+08:00")


@pytest.fixture(autouse=True)
def own_keys(tmp_path: Path, settings: Any) -> Any:
    """The chain of this test alone."""
    settings.BANGFU_HOME = tmp_path
    yield
    keyfile.forget()


def account(name: str) -> Any:
    from bangfu.offices.models import User
    from bangfu.offices.scope import at_door

    with at_door(name):
        return User.objects.get(username=name)


def refused(who: UUID, count: int, at: datetime = MONDAY) -> None:
    """Pages out of scope, each of another family; written as acts, as the gate writes them."""
    for _ in range(count):
        actions.record(
            verb="offices.gate.refuse", by=who, at=at, subject=uuid4(),
            subject_kind="household", detail={"rule": "not_found", "route": "desk:household"},
        )  # fmt: skip


def watch(day: date = ON) -> int:
    from bangfu.desk.auditing.watch import watch as run

    return run(day, at=AT)


def alerts() -> list[Alert]:
    from bangfu.audit import access

    with access.reading():
        return list(Alert.objects.all())


# --- the watch --------------------------------------------------------------------------------


def test_many_misses_of_a_day_are_one_alert_however_often_it_is_looked(visit: As) -> None:
    clerk = account("clerk").uuid
    refused(clerk, 12)
    assert watch() == 1
    assert watch() == 0
    refused(clerk, 5)
    assert watch() == 0
    (alert,) = alerts()
    assert (alert.kind, alert.actor, alert.day, alert.count) == ("many_misses", clerk, ON, 17)
    assert len(alert.entries) == 17


def test_ordinary_work_raises_nothing(visit: As) -> None:
    clerk = account("clerk").uuid
    refused(clerk, 4)
    for _ in range(30):
        actions.record(
            verb="registry.household.join", by=clerk, at=MONDAY, subject=uuid4(),
            subject_kind="household", area=GAOPING,
        )  # fmt: skip
    actions.record(
        verb="registry.households.export", by=clerk, at=MONDAY, detail={"households": 400}
    )
    assert watch() == 0
    assert alerts() == []


def test_a_large_export_is_raised_unless_it_is_usual(visit: As) -> None:
    clerk, worker = account("clerk").uuid, account("village_worker").uuid
    for who in (clerk, worker):
        actions.record(verb="registry.people.export", by=who, at=MONDAY, detail={"people": 2500})
    actions.record(
        verb="registry.people.export", by=clerk, at=MONDAY - timedelta(days=5),
        detail={"people": 2000},
    )  # fmt: skip
    assert watch() == 1
    (alert,) = alerts()
    assert (alert.kind, alert.actor, alert.count) == ("large_export", worker, 2500)


def test_another_day_is_another_alert_and_the_command_line_is_none(visit: As) -> None:
    from bangfu.offices.access import OPERATOR

    clerk = account("clerk").uuid
    refused(clerk, 12)
    refused(clerk, 12, MONDAY - timedelta(days=1))
    refused(OPERATOR, 40)
    assert watch() == 1
    assert watch(ON - timedelta(days=1)) == 1
    assert {alert.day for alert in alerts()} == {ON, ON - timedelta(days=1)}


# --- the pages --------------------------------------------------------------------------------


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_but_the_auditor_comes_in(visit: As, who: str) -> None:
    refused(account("clerk").uuid, 12)
    watch()
    (alert,) = alerts()
    client = visit(who)
    for place in ("sheets/", "sheets/2012-11/", "alerts/", f"alerts/{alert.uuid}/"):
        assert client.get(f"/audit/{place}").status_code == 403
    for place in ("sheets/2012-11/sign", f"alerts/{alert.uuid}/conclude"):
        assert client.post(f"/audit/{place}").status_code == 403
        assert visit("").post(f"/audit/{place}").status_code == 302


def test_an_alert_is_looked_into_and_the_conclusion_stays(visit: As, trail: Any) -> None:
    refused(account("clerk").uuid, 12)
    watch()
    (alert,) = alerts()
    auditor = visit("auditor")
    assert "待核查1件" in auditor.get("/audit/").content.decode()
    listed = auditor.get("/audit/alerts/").content.decode()
    assert "多次打开范围外的页面" in listed
    place = f"/audit/alerts/{alert.uuid}/"
    page = auditor.get(place).content.decode()
    assert page.count("拒绝打开页面") == 12
    assert f"?account=clerk&amp;on={ON.isoformat()}" in page
    for given, words in (
        ({}, "bf-wrong"),
        ({"conclusion": "x"}, "bf-wrong"),
        ({"conclusion": "work", "note": "电话 139 0000 0198"}, "不要写号码"),
    ):
        assert words in auditor.post(f"{place}conclude", given).content.decode()
    given = {"conclusion": "work", "note": "月底核对"}
    done = auditor.post(f"{place}conclude", given, follow=True).content.decode()
    assert "已登记核查结论" in done
    assert "没有需要核查的情况" in done
    checked = auditor.get("/audit/alerts/?checked=1").content.decode()
    assert "工作需要" in checked
    again = auditor.post(f"{place}conclude", given).content.decode()
    assert "别人已经核查过了" in again
    assert "audit.alert.conclude" in [row[1] for row in trail()]
    refused(account("clerk").uuid, 12)
    assert watch() == 0
    (kept,) = alerts()
    assert (kept.count, kept.conclusion) == (12, "work")


def test_an_alert_of_another_town_is_not_there(visit: As) -> None:
    from bangfu.audit import access
    from bangfu.audit import alerts as trail
    from bangfu.audit.odd import Odd
    from bangfu.audit.states import Oddity

    with access.watching():
        trail.keep(
            actor=uuid4(), day=ON, area=442099110000000, at=AT,
            found=[Odd(Oddity.MANY_FILES, 90, 60, (1,))],
        )  # fmt: skip
    (alert,) = alerts()
    auditor = visit("auditor")
    assert "看了很多" not in auditor.get("/audit/alerts/").content.decode().split("<details")[0]
    assert auditor.get(f"/audit/alerts/{alert.uuid}/").status_code == 404
    answer = auditor.post(f"/audit/alerts/{alert.uuid}/conclude", {"conclusion": "work"})
    assert answer.status_code == 404


def test_the_database_keeps_the_promises_of_an_alert(visit: As) -> None:
    from django.db import IntegrityError, transaction

    from bangfu.audit import access

    refused(account("clerk").uuid, 12)
    watch()
    (alert,) = alerts()
    with access.watching():
        for change, promise in (
            ({"conclusion": "work"}, "audit_alert_checked_whole"),
            (
                {"checked_by": alert.actor, "checked_at": AT, "conclusion": "work", "count": 1},
                "row-level security|audit_alert_stays",
            ),
        ):
            with pytest.raises(Exception, match=promise), transaction.atomic():
                Alert.objects.filter(pk=alert.pk).update(**change)
        twice = Alert(
            kind=alert.kind, actor=alert.actor, day=alert.day, area=alert.area, count=1, limit=1,
            entries=[], found_at=AT,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="audit_alert_once_a_day"), transaction.atomic():
            twice.save()


def test_months_unsigned_are_shown_and_a_sheet_is_signed(
    visit: As, trail: Any, real_seal: Any
) -> None:
    auditor = visit("auditor")
    listed = auditor.get("/audit/sheets/").content.decode()
    assert "还有1个月没有签字" in listed
    page = auditor.get("/audit/sheets/2012-11/").content.decode()
    assert "安全审计员（签字）" in page
    place = "/audit/sheets/2012-11/sign"
    for given, words in (
        ({}, "bf-wrong"),
        ({"signed_on": "2012-11-20"}, "签字日期要在这个月之后"),
        ({"signed_on": "2013-01-01"}, "签字日期还没有到"),
    ):
        assert words in auditor.post(place, given).content.decode()
    done = auditor.post(place, {"signed_on": "2012-12-03"}, follow=True).content.decode()
    assert "已登记签字" in done
    assert "没有签字。" not in done
    again = auditor.post(place, {"signed_on": "2012-12-03"}).content.decode()
    assert "已签字" in auditor.get("/audit/sheets/").content.decode()
    assert "这个月已经登记过签字" in again or "2012-12-03" in again
    assert "audit.sheet.sign" in [row[1] for row in trail()]
    for odd in ("2012-13", "2013-01", "1999-01", "9999-12", f"{10**30}-1"):
        assert auditor.get(f"/audit/sheets/{odd}/").status_code == 404


@pytest.fixture
def real_seal(visit: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain whose last link was sealed in November; what a test writes is not committed."""
    from bangfu.audit import anchor, sheets

    head = anchor.Head(7, bytes(range(32)))

    def before(day: date) -> anchor.Head:
        return head if day > date(2012, 11, 2) else anchor.Head(0, bytes(32))

    monkeypatch.setattr(sheets, "_head_before", before)
    monkeypatch.setattr(sheets, "_first_sealed", lambda: date(2012, 11, 1))


def test_a_head_typed_wrong_is_said_and_a_foreign_one_differs(visit: As) -> None:
    auditor = visit("auditor")
    wrong = auditor.post("/audit/verify", {"head": "hello"}).content.decode()
    assert "照纸上抄" in wrong
    assert "hello" in wrong
    foreign = auditor.post("/audit/verify", {"head": "7: 0011 2233 4455 6677"}).content.decode()
    assert "和纸上不一致" in foreign


def test_what_was_shown_or_handed_out_is_a_filter(visit: As) -> None:
    subject = uuid4()
    for verb, reason in (
        ("registry.people.export", ""),
        ("registry.person.enter", ""),
        ("offices.grant.end", "done"),
    ):
        actions.record(
            verb=verb, by=account("clerk").uuid, at=AT, subject=subject, subject_kind="person",
            reason=reason, area=GAOPING,
        )  # fmt: skip
    found = queries.list_entries(subject=subject, handed_out=True)
    assert [line.verb for line in found] == ["offices.grant.end", "registry.people.export"]
    page = visit("auditor").get(f"/audit/?kind=handed_out&subject={subject}").content.decode()
    assert page.count('<tr role="row">') == 3


def test_the_days_of_the_trail_follow_each_other_by_moment(visit: As) -> None:
    who = uuid4()
    for hour in range(60):
        actions.record(
            verb="registry.person.enter", by=who, at=MONDAY + timedelta(minutes=hour), area=GAOPING
        )
    first = queries.list_entries(actor=who, on=ON)
    second = queries.list_entries(actor=who, on=ON, before=first[-1].id)
    assert [len(first), len(second)] == [50, 10]
    moments = [line.at for line in [*first, *second]]
    assert moments == sorted(moments, reverse=True)


def test_in_english_too(visit: As) -> None:
    client = visit("auditor")
    client.cookies["bangfu_language"] = "en"
    for place, words in (("alerts/", "To look into"), ("sheets/", "Monthly sheets")):
        assert words in client.get(f"/audit/{place}").content.decode()
