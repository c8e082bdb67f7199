"""Work asked for earlier: what its person may do is found out when it runs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections

from bangfu.frame import clock
from bangfu.offices import actions
from bangfu.offices.access import OPERATOR
from bangfu.offices.models import Post, User
from bangfu.offices.scope import (
    Scope,
    operator_scope,
    scope_by_right,
    scope_for,
    scoped,
)
from bangfu.registry.models import Person
from bangfu.rosters import actions as rosters
from bangfu.rosters import tasks
from bangfu.rosters.models import Batch
from bangfu.rosters.states import BatchState

from .town import AT, ON, Place, signed_in

RIGHT = "rosters.take_in"
NAMES = ("卢树根", "邓丽珍", "谭国雄")


@pytest.fixture(autouse=True)
def on_this_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANGFU_TODAY", ON.isoformat())


def _sheet(place: Place) -> bytes:
    villages = [area.name for area in place.town.villages.values()]
    rows = [
        f"{no},{village},{name},,户主,{village}1组{no}号"
        for no, (village, name) in enumerate(zip(villages, NAMES, strict=True), start=1)
    ]
    head = [
        f"{place.town.area.name}低收入户名册(2012),,,,,",
        "编号,村(居),姓名,身份证,与户主关系,住址",
    ]
    return "\n".join([*head, *rows]).encode()


def _received(place: Place, *, read: bool) -> Batch:
    clerk = place["clerk"]
    with scoped(scope_for(clerk, on=ON), on=ON):
        act = rosters.stage if read else rosters.receive
        more = {"on": ON} if read else {}
        batch, _new = act(
            content=_sheet(place), file_name="低收入户名册.csv", by=clerk.uuid, at=AT,
            area=place.town.area.lo, **more,
        )  # fmt: skip
        return rosters.begin_taking(batch=batch, by=clerk.uuid, at=AT) if read else batch


def _end_post(place: Place, who: str, on: date) -> None:
    with scoped(operator_scope(), on=ON):
        post = Post.objects.get(user=place[who])
        actions.end_post(post=post, valid_until=on, by=OPERATOR, at=AT)


def _now(batch: Batch) -> Batch:
    with scoped(operator_scope(), on=ON):
        return Batch.objects.get(pk=batch.pk)


def _people() -> int:
    with scoped(operator_scope(), on=ON):
        return Person.objects.filter(name__in=NAMES).count()


def _ended(place: Place) -> None:
    _end_post(place, "clerk", ON - timedelta(days=1))


def _closed(place: Place) -> None:
    with scoped(operator_scope(), on=ON):
        User.objects.filter(pk=place["clerk"].pk).update(is_active=False)


def test_a_job_runs_with_what_its_person_may_do_today(home: Place) -> None:
    read, taking = _received(home, read=False), None
    tasks.read.func(batch=str(read.uuid), by=str(home["clerk"].uuid))
    assert _now(read).state == BatchState.STAGED
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        taking = rosters.begin_taking(batch=read, by=home["clerk"].uuid, at=AT)
    tasks.take_in.func(batch=str(taking.uuid), by=str(home["clerk"].uuid))
    assert _now(read).state == BatchState.TAKEN
    assert _people() == 3


@pytest.mark.parametrize("leave", [_ended, _closed], ids=["post ended", "account closed"])
def test_a_file_of_somebody_out_of_office_is_not_read(home: Place, leave: Any) -> None:
    batch = _received(home, read=False)
    leave(home)
    tasks.read.func(batch=str(batch.uuid), by=str(home["clerk"].uuid))
    found = _now(batch)
    assert (found.state, found.rows) == (BatchState.FAILED, 0)
    assert found.trouble == {"code": "out_of_office"}


@pytest.mark.parametrize("leave", [_ended, _closed], ids=["post ended", "account closed"])
def test_nothing_is_taken_in_for_somebody_out_of_office(home: Place, leave: Any) -> None:
    batch = _received(home, read=True)
    leave(home)
    tasks.take_in.func(batch=str(batch.uuid), by=str(home["clerk"].uuid))
    assert _now(batch).state == BatchState.STAGED
    assert _people() == 0
    page = signed_in(home["reviewer"]).get(f"/rosters/{batch.uuid}/").content.decode()
    assert "交办的人已不在能办这批的岗位上" in page


@pytest.mark.parametrize("who", ["leader", "village_worker", "auditor", "system_admin", "nobody"])
def test_a_made_up_job_of_who_may_not_take_in_is_refused(home: Place, who: str) -> None:
    batch = _received(home, read=True)
    tasks.take_in.func(batch=str(batch.uuid), by=str(home[who].uuid))
    assert _now(batch).state == BatchState.STAGED
    assert _people() == 0


def test_a_made_up_job_of_nobody_is_refused_and_recorded(real_home: Place) -> None:
    batch, nobody = _received(real_home, read=True), uuid4()
    tasks.take_in.func(batch=str(batch.uuid), by=str(nobody))
    assert _now(batch).state == BatchState.STAGED
    with connections["owner"].cursor() as cursor:
        cursor.execute("select detail from audit_entry where verb = 'rosters.batch.refuse_job'")
        assert str(nobody) in str(cursor.fetchall())


def test_a_refused_job_leaves_a_batch_alone_that_has_none_under_way(home: Place) -> None:
    batch = _received(home, read=True)
    tasks.take_in.func(batch=str(batch.uuid), by=str(home["clerk"].uuid))
    tasks.take_in.func(batch=str(batch.uuid), by=str(home["leader"].uuid))
    assert _now(batch).state == BatchState.TAKEN
    assert _now(batch).trouble == {}


def test_taking_in_anew_forgets_the_refusal(home: Place) -> None:
    batch = _received(home, read=True)
    tasks.take_in.func(batch=str(batch.uuid), by=str(home["leader"].uuid))
    with scoped(scope_for(home["clerk"], on=ON), on=ON):
        rosters.take_in(batch=_now(batch), by=home["clerk"].uuid, at=AT, on=ON)
    assert (_now(batch).state, _now(batch).trouble) == (BatchState.TAKEN, {})
    assert _people() == 3


def test_a_job_of_another_town_does_not_reach_the_batch(home: Place) -> None:
    from .town import FAR, found

    far, batch = found(FAR, "柳岸镇", "far"), _received(home, read=True)
    tasks.take_in.func(batch=str(batch.uuid), by=str(far["clerk"].uuid))
    assert _now(batch).state == BatchState.STAGED
    assert _people() == 0


def test_the_worker_does_what_was_deferred(real_home: Place) -> None:
    """As the application role: by the functions of the queue alone."""
    from procrastinate.contrib.django import app

    batch = _received(real_home, read=False)
    tasks.read.defer(batch=str(batch.uuid), by=str(real_home["clerk"].uuid))
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker, ThreadPoolExecutor(1) as thread:
        # In a thread of its own: a browser test before this one leaves a loop in ours.
        done = thread.submit(
            worker.run_worker, wait=False, listen_notify=False, delete_jobs="successful"
        )
        done.result(60)
        thread.submit(connections.close_all).result(10)
    assert _now(batch).state == BatchState.STAGED
    with connections["default"].cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs")
        assert cursor.fetchone() == (0,)


def test_the_scope_is_none_without_the_right_and_that_of_the_posts_with_it(home: Place) -> None:
    clerk = home["clerk"]
    assert scope_by_right(clerk.uuid, RIGHT, on=ON) == scope_for(clerk, on=ON)
    assert scope_by_right(home["leader"].uuid, RIGHT, on=ON) is None
    assert scope_by_right(UUID(int=7), RIGHT, on=ON) is None
    assert scope_by_right(clerk.uuid, RIGHT, on=date(2011, 12, 31)) is None
    assert scope_by_right(OPERATOR, RIGHT, on=ON) == operator_scope()
    assert isinstance(scope_by_right(clerk.uuid, RIGHT, on=clock.today()), Scope)
