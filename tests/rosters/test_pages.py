"""The roster pages as each post meets them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bangfu.offices.access import OPERATOR
from bangfu.offices.actions import found_town
from bangfu.offices.scope import operator_scope, scoped
from bangfu.registry.models import Person
from bangfu.rosters import actions
from bangfu.rosters.models import Batch
from bangfu.rosters.states import BatchState

from .town import CHEN, HEADER, LI, MEI, WEI, family

pytestmark = pytest.mark.django_db

ON = date(2012, 12, 3)
AT = datetime(2012, 12, 3, 2, 0, tzinfo=UTC)
ROWS = [
    *family("1", ("陈强", CHEN, "户主"), ("李娟", LI[:-1] + "?", "配偶"), ("", MEI, "女")),
    *family("2", ("黄伟", WEI, "户主"), door="南安8巷1号"),
    "合计,,4人,,,,,,,,",
]


def sheet(*rows: str, name: str = "低收入.csv") -> SimpleUploadedFile:
    lines = ["三角镇低收入户名册(2012),,,,,,,,,,", HEADER, *rows]
    return SimpleUploadedFile(name, "\n".join(lines).encode())


def hand_in(client: Any, *files: SimpleUploadedFile) -> Any:
    return client.post(reverse("rosters:upload"), {"sheets": list(files or [sheet(*ROWS)])})


def everywhere() -> Any:
    return scoped(operator_scope(), on=ON)


def only_batch() -> Batch:
    with everywhere():
        return Batch.objects.get()


def test_a_clerk_hands_a_file_in_checks_it_and_takes_it_in(visit: Any) -> None:
    clerk = visit("clerk")
    answer = hand_in(clerk)
    batch = only_batch()
    page = reverse("rosters:batch", args=[batch.uuid])
    assert answer.url == page
    body = clerk.get(page).content.decode()
    assert "核对名单" in body
    assert "入库3行" in body
    answer = clerk.post(reverse("rosters:take_in", args=[batch.uuid]))
    assert answer.url == page
    batch = only_batch()
    assert (batch.state, batch.taken, batch.waiting, batch.skipped) == ("taken", 3, 1, 1)
    assert "名单已入库" in clerk.get(page).content.decode()


def test_the_first_page_is_a_place_to_drop_files(visit: Any) -> None:
    body = visit("clerk").get(reverse("rosters:batches")).content.decode()
    assert "还没有导入过文件" in body
    assert 'type="file"' in body


def test_enter_saves_a_cell_and_opens_the_next_doubt(visit: Any, trail: Any) -> None:
    clerk = visit("clerk")
    rows = family("1", ("陈强", CHEN, "户主"), ("", LI, "配偶"), ("", MEI, "女"))
    hand_in(clerk, sheet(*rows))
    batch = only_batch()
    opened = clerk.post(
        reverse("rosters:open", args=[batch.uuid]), {"key": "0-4-2", "show": "waiting", "page": 1}
    )
    assert 'name="text"' in opened.content.decode()
    assert ("look", "rosters.batch.look", str(batch.uuid), ["cell"], "verify") in trail()
    saved = clerk.post(
        reverse("rosters:edit", args=[batch.uuid]),
        {"key": "0-4-2", "show": "waiting", "text": "李娟"},
    ).content.decode()
    assert 'value="0-5-2"' in saved
    assert "autofocus" in saved
    assert 'id="sum"' in saved
    assert only_batch().waiting == 1


def test_a_list_shows_no_whole_number(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*family("1", ("陈强", CHEN, "户主"), ("李娟", CHEN, "配偶"))))
    batch = only_batch()
    for show in ("asks", "ready", "waiting", "skipped"):
        page = clerk.get(reverse("rosters:batch", args=[batch.uuid]), {"show": show})
        assert CHEN not in page.content.decode()
    paper = clerk.get(reverse("rosters:worklist")).content.decode()
    assert CHEN not in paper
    assert "陈强" in paper


def test_columns_can_be_told_anew(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    batch = only_batch()
    page = reverse("rosters:columns", args=[batch.uuid, 0])
    form = {"kind": "household_roster", "category": "hard_up"}
    form |= {f"column_{i}": name for i, _h, name, _b in batch.tables[0]["columns"]}
    assert clerk.post(page, form | {"column_8": "number"}).status_code == 422
    assert clerk.post(page, form | {"column_10": "remark"}).status_code == 302
    assert only_batch().category == "hard_up"


def test_the_same_file_again_leads_to_the_batch_it_has(visit: Any) -> None:
    clerk = visit("clerk")
    first = hand_in(clerk)
    assert hand_in(clerk, sheet(*ROWS, name="别的名字.csv")).url == first.url
    assert only_batch().file_name == "低收入.csv"


def test_several_files_at_once_lead_to_the_list(visit: Any) -> None:
    clerk = visit("clerk")
    other = family("9", ("麦平", "", "户主"))
    answer = hand_in(clerk, sheet(*ROWS), sheet(*other, name="二.csv"))
    assert answer.url == reverse("rosters:batches")
    assert "二.csv" in clerk.get(answer.url).content.decode()


def test_a_broken_file_says_what_is_wrong_and_changes_nothing(visit: Any) -> None:
    clerk = visit("clerk")
    answer = hand_in(clerk, SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 broken"))
    page = clerk.get(answer.url).content.decode()
    assert "名单.xlsx" in page
    assert "台账没有变化" in page


def test_no_file_at_all_is_said_at_the_field(visit: Any) -> None:
    answer = visit("clerk").post(reverse("rosters:upload"))
    assert answer.status_code == 422
    assert "请先选文件" in answer.content.decode()


def test_a_batch_is_taken_back_and_another_dropped(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    batch = only_batch()
    clerk.post(reverse("rosters:take_in", args=[batch.uuid]))
    clerk.post(reverse("rosters:take_back", args=[batch.uuid]))
    assert only_batch().state == BatchState.TAKEN_BACK
    with everywhere():
        assert not Person.objects.filter(name="陈强", withdrawn_at=None).exists()
    answer = hand_in(clerk)
    dropped = answer.url.rstrip("/").rsplit("/", 1)[-1]
    clerk.post(reverse("rosters:drop", args=[dropped]))
    with everywhere():
        assert Batch.objects.get(uuid=dropped).state == BatchState.TAKEN_BACK


def test_a_job_that_runs_says_so_and_one_that_stopped_can_go_on(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    with everywhere():
        batch = actions.begin_taking(batch=Batch.objects.get(), by=OPERATOR, at=AT)
        page = reverse("rosters:progress", args=[batch.uuid])
        Batch.objects.update(job=datetime(2012, 12, 2, tzinfo=UTC))
    assert "接着办" in clerk.get(page).content.decode()
    told: list[dict[str, Any]] = []
    monkeypatch.setattr("bangfu.rosters.tasks.take_in.defer", lambda **job: told.append(job))
    clerk.post(reverse("rosters:go_on", args=[batch.uuid]))
    assert told[0]["batch"] == str(batch.uuid)
    assert "接着办" not in clerk.get(page).content.decode()


def test_a_large_file_is_read_as_a_job(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bangfu.rosters.actions.LARGE", 100)
    clerk = visit("clerk")
    answer = hand_in(clerk)
    assert "正在读取" in clerk.get(answer.url).content.decode()
    from bangfu.rosters import tasks

    batch = only_batch()
    tasks.read.func(batch=str(batch.uuid), by=str(OPERATOR))
    assert only_batch().state == BatchState.STAGED
    gone = clerk.get(reverse("rosters:progress", args=[batch.uuid]))
    assert gone["HX-Redirect"] == answer.url


@pytest.mark.parametrize("who", ["reviewer", "approver"])
def test_who_may_only_read_sees_the_batches_and_changes_nothing(visit: Any, who: str) -> None:
    hand_in(visit("clerk"))
    batch = only_batch()
    reader = visit(who)
    page = reverse("rosters:batch", args=[batch.uuid])
    body = reader.get(page).content.decode()
    assert "核对名单" in body
    assert "入库3行" not in body
    for act in ("take_in", "take_back", "drop", "edit", "open", "settle", "date", "go_on"):
        assert reader.post(reverse(f"rosters:{act}", args=[batch.uuid])).status_code == 403
    assert hand_in(reader).status_code == 403
    assert only_batch().state == BatchState.STAGED


@pytest.mark.parametrize("who", ["village_worker", "leader", "system_admin", "auditor"])
def test_other_posts_do_not_see_the_rosters(visit: Any, who: str) -> None:
    hand_in(visit("clerk"))
    batch = only_batch()
    stranger = visit(who)
    assert stranger.get(reverse("rosters:batches")).status_code == 403
    assert stranger.get(reverse("rosters:batch", args=[batch.uuid])).status_code == 403
    assert stranger.get(reverse("rosters:worklist")).status_code == 403


def test_nobody_is_led_to_the_login(visit: Any) -> None:
    answer = visit("").get(reverse("rosters:batches"))
    assert answer.status_code == 302
    assert "login" in answer.url


def test_a_batch_of_another_town_does_not_exist_for_this_one(visit: Any) -> None:
    with everywhere():
        found_town(
            code="442099110000", name="别镇", villages={"442099110201": "别村"},
            valid_from=date(2000, 1, 1), at=AT, city=("442000000000", "某某市"),
        )  # fmt: skip
        batch, _new = actions.stage(
            content=sheet(*ROWS).read(), file_name="别镇.csv", by=OPERATOR, at=AT, on=ON,
            area=442099110000000,
        )  # fmt: skip
    clerk = visit("clerk")
    assert clerk.get(reverse("rosters:batch", args=[batch.uuid])).status_code == 404
    for act in ("take_in", "take_back", "drop", "edit", "open", "settle", "date", "go_on"):
        assert clerk.post(reverse(f"rosters:{act}", args=[batch.uuid])).status_code == 404
    assert "别镇.csv" not in clerk.get(reverse("rosters:batches")).content.decode()
