"""Grants: by name for who decides in the village, by count for who answers for security."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ..browser.town import GAOPING, SANJIAO
from .conftest import AT, GAOPING_HOME, ON, SANJIAO_HOME, As

pytestmark = pytest.mark.django_db


def grant(who: str = "volunteer", home: str = GAOPING_HOME, area: int = GAOPING) -> Any:
    from bangfu.offices import actions
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.models import User
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=ON):
        return actions.give_grant(
            principal=User.objects.get(username=who).uuid,
            subject=home,  # type: ignore[arg-type]
            area=area,
            purpose="paired",
            valid_from=date(2012, 11, 1),
            by=OPERATOR,
            at=AT,
        )


def name_of(home: str) -> str:
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.models import Household

    with scoped(operator_scope(), on=ON):
        head = Household.objects.select_related("head").get(uuid=home).head
    assert head is not None
    return head.name


def line(given: Any, **more: str) -> dict[str, str]:
    return {
        "principal": str(given.principal),
        "purpose": given.purpose,
        "valid_from": "2012-11-01",
        "valid_until": "",
        "given_by": str(given.given_by),
        "reason": "mistake",
        **more,
    }


def test_the_clerk_sees_to_whom_his_families_are_open_and_takes_it_back(
    visit: As, trail: Any
) -> None:
    given = grant()
    helper = visit("volunteer")
    assert helper.get(f"/households/{GAOPING_HOME}/").status_code == 200
    clerk = visit("clerk")
    page = clerk.get("/grants/").content.decode()
    assert name_of(GAOPING_HOME) in page
    assert "结对帮扶" in page
    place = f"/grants/{given.uuid}/end"
    assert "请选一个理由" in clerk.post(place, {}, follow=True).content.decode()
    assert helper.get(f"/households/{GAOPING_HOME}/").status_code == 200
    done = clerk.post(place, {"reason": "changed"}, follow=True).content.decode()
    assert "授权已收回" in done
    assert helper.get(f"/households/{GAOPING_HOME}/").status_code == 404
    assert "换人或换对象" in clerk.get("/grants/?ended=1").content.decode()
    again = clerk.post(place, {"reason": "changed"}, follow=True).content.decode()
    assert "已经结束了" in again
    assert [row[4] for row in trail() if row[1] == "offices.grant.end"] == ["changed"]


def test_a_sample_ends_with_its_commission_not_by_the_family(visit: As) -> None:
    from bangfu.offices.models import Grant
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=ON):
        drawn = Grant.objects.filter(purpose="inspection").earliest("id")
    clerk = visit("clerk")
    assert "随检查委托结束" in clerk.get("/grants/").content.decode()
    page = clerk.post(f"/grants/{drawn.uuid}/end", {"reason": "done"}, follow=True)
    assert "不由您收回" in page.content.decode()


def test_security_counts_and_names_no_family(visit: As) -> None:
    grant()
    grant(home=SANJIAO_HOME, area=SANJIAO)
    page = visit("security_admin").get("/grants/counted/").content.decode()
    row = next(part for part in page.split("<tr") if "结对帮扶" in part)
    assert 'data-l="户数">2<' in row
    for home in (GAOPING_HOME, SANJIAO_HOME):
        assert name_of(home) not in page
        assert home not in page


def test_security_takes_a_whole_line_back_with_a_reason(visit: As, trail: Any) -> None:
    given = grant()
    grant(home=SANJIAO_HOME, area=SANJIAO)
    grant("liaison")
    admin = visit("security_admin")
    no_reason = admin.post("/grants/counted/end", line(given, reason=""), follow=True)
    assert "请选一个理由" in no_reason.content.decode()
    page = admin.post("/grants/counted/end", line(given), follow=True).content.decode()
    assert "已收回2户的授权" in page
    helper = visit("volunteer")
    assert helper.get(f"/households/{GAOPING_HOME}/").status_code == 404
    assert visit("liaison").get(f"/households/{GAOPING_HOME}/").status_code == 200
    assert "给错了" in admin.get("/grants/counted/?ended=1").content.decode()
    ended = [row for row in trail() if row[1] == "offices.grant.end"]
    assert {row[2] for row in ended} == {GAOPING_HOME, SANJIAO_HOME}
    again = admin.post("/grants/counted/end", line(given), follow=True).content.decode()
    assert "没有这样的授权" in again
    odd = admin.post("/grants/counted/end", line(given, principal="x"), follow=True)
    assert "没有这样的授权" in odd.content.decode()


@pytest.mark.parametrize("who", ["village_worker", "reviewer", "leader", "auditor", "volunteer"])
def test_nobody_else_looks_or_takes_back(visit: As, who: str) -> None:
    given = grant()
    client = visit(who)
    assert client.get("/grants/").status_code == 403
    assert client.get("/grants/counted/").status_code == 403
    assert client.post(f"/grants/{given.uuid}/end", {"reason": "done"}).status_code == 403
    assert client.post("/grants/counted/end", line(given)).status_code == 403


def test_a_stranger_is_sent_to_the_door_and_another_village_is_not_there(visit: As) -> None:
    from bangfu.offices import actions
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.models import Area, Organisation, User
    from bangfu.offices.scope import operator_scope, scoped

    given = grant()
    assert visit("").get("/grants/").status_code == 302
    assert visit("").post(f"/grants/{given.uuid}/end").status_code == 302
    with scoped(operator_scope(), on=ON):
        village = Area.objects.get(code="442099109207")
        actions.give_post(
            user=User.objects.get(username="neighbour"), role="clerk",
            organisation=Organisation.objects.filter(area=village).get(),
            by=OPERATOR, at=AT, valid_from=ON,
        )  # fmt: skip
    other = visit("neighbour")
    assert name_of(GAOPING_HOME) not in other.get("/grants/").content.decode()
    assert other.post(f"/grants/{given.uuid}/end", {"reason": "done"}).status_code == 404


PROMISES = [
    ("grant", "ended_reason = 'done'", "offices_grant_ended_by_somebody"),
    (
        "grant",
        "commission_id = (select min(id) from offices_commission)",
        "offices_grant_sample_is_for_inspection",
    ),
    ("commission", "valid_until = valid_from - 1", "offices_commission_dates_in_order"),
    ("commission", "covers_until = covers_from - 1", "offices_commission_records_in_order"),
    ("commission", "percent = 0", "offices_commission_sample_has_a_size"),
    ("commission", "villages = '{}'", "offices_commission_names_villages"),
    ("commission", "letter = ''", "offices_commission_names_letter_and_seed"),
    ("commission", "drawn_at = null", "offices_commission_drawn_whole"),
    ("commission", "ended_reason = 'done'", "offices_commission_ended_with_reason"),
    ("commission", "valid_until = valid_until + 1", "never longer"),
]


@pytest.mark.parametrize(("table", "change", "promise"), PROMISES)
def test_the_database_keeps_the_promise(
    filled: None, table: str, change: str, promise: str
) -> None:
    from django.db import IntegrityError, connections, transaction

    where = "where purpose = 'paired'" if table == "grant" else ""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        owner.execute(
            "insert into offices_grant (uuid, principal, subject, subject_kind, area, purpose,"
            " valid_from, given_by, given_at) values (gen_random_uuid(), gen_random_uuid(),"
            " gen_random_uuid(), 'household', 442099109206000, 'paired', '2012-01-01',"
            " gen_random_uuid(), now())"
        )
        with pytest.raises(IntegrityError, match=promise), transaction.atomic(using="owner"):
            owner.execute(f"update offices_{table} set {change} {where}")
