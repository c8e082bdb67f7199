"""The page of one batch: its sum, its rows one by one, its original, its jobs."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import reverse

from bangfu.offices.access import OPERATOR
from bangfu.rosters import actions, queries, tasks
from bangfu.rosters.actions import progress as told
from bangfu.rosters.models import Batch
from bangfu.rosters.states import BatchState

from .test_pages import AT, everywhere, hand_in, only_batch, sheet
from .town import CHEN, HEADER, LI, MEI, WEI, family

pytestmark = pytest.mark.django_db

SHORT = LI[:-1]
ASKS = family("1", ("陈强", CHEN, "户主"), ("李娟", SHORT, "配偶"))


def page_of(client: Any, **query: str) -> str:
    answer = client.get(reverse("rosters:batch", args=[only_batch().uuid]), query)
    return str(answer.content.decode())


def act(client: Any, name: str, **posted: Any) -> Any:
    return client.post(reverse(f"rosters:{name}", args=[only_batch().uuid]), posted)


def parts(body: str) -> list[tuple[str, int]]:
    """The sum as the page says it: words and numbers."""
    area = re.search(r'id="sum".*?</section>', body, re.S)
    assert area is not None
    found = re.findall(r"<a [^>]*>([^<]+)<b>(\d+)\s*<small>", area[0])
    return [(words.strip(), int(rows)) for words, rows in found]


def assert_adds_up(body: str) -> dict[str, int]:
    (_words, whole), *rest = parts(body)
    assert whole == sum(rows for _word, rows in rest)
    return dict(rest)


TWO = [
    "三角镇低收入户名册(2012),,,,,,,,,,", HEADER, *family("1", ("陈强", CHEN, "户主")),
    ",,,,,,,,,,", ",,,,,,,,,,", "残疾人津贴发放名单,,,,,,,,,,",
    "序号,姓名,身份证号,残疾证号,残疾类别,残疾等级,津贴,开户行,账号,电话,备注",
    f"1,李娟,{LI},{LI}44,肢体,二级,150,,,,",
]  # fmt: skip


def stage_two_tables() -> Batch:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, lines in (("低收入", TWO[:3]), ("津贴", TWO[5:])):
        page = book.create_sheet(name)
        for line in lines:
            page.append([cell or None for cell in line.split(",")])
    content = BytesIO()
    book.save(content)
    with everywhere():
        batch, _new = actions.stage(
            content=content.getvalue(), file_name="两张表.xlsx", by=OPERATOR, at=AT,
            on=AT.date(), area=442099109000000,
        )  # fmt: skip
    return batch


def test_a_file_of_a_roster_and_a_kept_list_says_both(visit: Any) -> None:
    clerk = visit("clerk")
    batch = stage_two_tables()
    assert (batch.ready, batch.kept) == (1, 1)
    body = page_of(clerk)
    assert assert_adds_up(body) == {"可入库": 1, "留存": 1, "待核实": 0, "跳过": 0}
    assert "核对名单" in body
    assert "另有1行留存" in body
    assert "3 入库" in body
    act(clerk, "take_in")
    body = page_of(clerk)
    assert assert_adds_up(body) == {"已入库": 1, "留存": 1, "待核实": 0, "跳过": 0}
    assert "名单已入库" in body


def test_a_list_that_is_only_kept_has_no_third_step(visit: Any) -> None:
    clerk = visit("clerk")
    rows = ["残疾人津贴发放名单,,,", "序号,姓名,身份证号,残疾证号", f"1,李娟,{LI},{LI}44"]
    with everywhere():
        batch, _new = actions.stage(
            content="\n".join(rows).encode(), file_name="残疾人津贴名单.csv", by=OPERATOR, at=AT,
            on=AT.date(), area=442099109000000,
        )  # fmt: skip
        actions.take_in(batch=batch, by=OPERATOR, at=AT, on=AT.date())
    body = page_of(clerk)
    assert "名单已留存" in body
    assert "3 入库" not in body
    assert "留存。" in body
    assert "入库。" not in body
    assert assert_adds_up(body)["留存"] == 1


def test_a_batch_taken_back_says_so_in_its_sum(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    act(clerk, "take_in")
    assert assert_adds_up(page_of(clerk))["已入库"] == 3
    act(clerk, "take_back")
    body = page_of(clerk)
    assert assert_adds_up(body) == {"已撤回": 3, "待核实": 1, "跳过": 1}
    assert "可入库" not in body
    assert "重新上传" in body
    assert "已撤回" in page_of(clerk, show="ready")


def test_what_was_settled_after_the_taking_in_is_said_beside_what_has_entered(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    act(clerk, "take_in")
    batch = only_batch()
    with everywhere():
        row = batch.staged.get(disposition="waiting").row
        actions.edit_cell(batch=batch, part=0, row=row, column=2, text="陈小妹", by=OPERATOR, at=AT)
    body = page_of(clerk)
    assert assert_adds_up(body) == {"已入库": 3, "可入库": 1, "待核实": 0, "跳过": 1}
    assert "入库1行" in body


def test_the_original_comes_back_as_it_was_and_that_is_on_record(visit: Any, trail: Any) -> None:
    clerk = visit("clerk")
    file = sheet(*ASKS)
    content = file.read()
    file.seek(0)
    hand_in(clerk, file)
    act(clerk, "take_in")
    body = page_of(clerk, show="asks")
    assert body.count("同一人会更新") == 1
    assert "保存并到下一处" not in body
    answer = act(clerk, "original")
    assert answer.content == content
    assert "低收入.csv" in unquote(answer["Content-Disposition"])
    assert "no-store" in answer["Cache-Control"]
    told = ("look", "rosters.batch.download", str(only_batch().uuid), ["rows"], "verify")
    assert told in trail()


def test_an_original_that_is_gone_is_said(visit: Any, trail: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    with everywhere():
        Batch.objects.update(paper=None)
    answer = act(clerk, "original")
    assert answer.status_code == 302
    assert "原表读不出来" in clerk.get(answer.url).content.decode()
    assert not [one for one in trail() if one[1] == "rosters.batch.download"]


@pytest.mark.parametrize("who", ["reviewer", "inspector", "village_worker", "auditor", ""])
def test_others_get_no_original_and_ask_no_village(visit: Any, who: str) -> None:
    hand_in(visit("clerk"))
    for name in ("original", "ask"):
        answer = act(visit(who), name)
        assert answer.status_code == (403 if who else 302)
        assert "Content-Disposition" not in answer


def test_an_original_is_asked_for_by_post_only(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    assert clerk.get(reverse("rosters:original", args=[only_batch().uuid])).status_code == 405


def test_ready_rows_are_named_with_relation_village_and_masked_number(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    body = page_of(clerk, show="ready")
    for words in ("陈强", "户主", "高平村", f"{CHEN[:6]}********{CHEN[-4:]}"):
        assert words in body
    assert CHEN not in body


def test_the_whole_leads_to_every_row(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    assert 'href="?show=all"' in page_of(clerk)
    body = page_of(clerk, show="all")
    assert "读到的5行" in body
    for words in ("可入库", "待核实", "跳过（合计）"):
        assert words in body
    for number in (CHEN, MEI, WEI):
        assert number not in body


def test_a_doubt_shows_what_was_made_of_the_cell(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*ASKS))
    body = page_of(clerk, show="asks")
    assert "整理后" in body
    assert "未填" in body
    assert SHORT not in body


def test_what_was_put_in_order_can_be_seen_one_by_one(visit: Any) -> None:
    clerk = visit("clerk")
    wide = CHEN[:6] + "".join(chr(ord(c) + 0xFEE0) for c in CHEN[6:])
    hand_in(clerk, sheet(*family("1", ("陈 强", wide, "户主"))))
    assert 'href="?show=tidied"' in page_of(clerk)
    body = page_of(clerk, show="tidied")
    assert "陈 强" in body
    assert ">陈强<" in body
    assert CHEN not in body
    assert wide not in body


def open_number(clerk: Any) -> str:
    answer = act(clerk, "open", key="0-4-4", show="asks", page=1)
    return str(answer.content.decode())


def test_a_number_is_typed_anew_and_not_shown(visit: Any, trail: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*ASKS))
    body = open_number(clerk)
    assert "请照证件重填" in body
    assert SHORT not in body
    assert not [one for one in trail() if one[1] == "rosters.batch.look"]
    act(clerk, "edit", key="0-4-4", show="asks", text="")
    with everywhere():
        row = next(r for r in opened(only_batch()) if r.row == 4)
    assert row.cells[4] == SHORT
    act(clerk, "edit", key="0-4-4", show="asks", text=LI)
    assert "要问村里" not in page_of(clerk)


def test_numbers_among_other_words_stay_hidden_and_come_back(visit: Any) -> None:
    clerk = visit("clerk")
    header = "户主,户主身份证,家庭成员(姓名/关系/身份证;),村居,地址,手机,困难类型"
    cell = f"李娟/配偶/{LI};陈梅/什么/{MEI}"
    row = f"陈强,{CHEN},{cell},高平村,高平村南安8巷1号,,因病"
    content = f"{header}\n{row}\n".encode()
    hand_in(clerk, SimpleUploadedFile("较困难户名单.csv", content))
    body = act(clerk, "open", key="0-2-2", show="asks", page=1).content.decode()
    hidden = f"李娟/配偶/{LI[:6]}********{LI[-4:]};陈梅/什么/{MEI[:6]}********{MEI[-4:]}"
    assert f'value="{hidden}"' in body
    assert LI not in body
    act(clerk, "edit", key="0-2-2", show="asks", text=hidden.replace("什么", "女"))
    with everywhere():
        found = next(r for r in opened(only_batch()) if r.row == 2)
    assert found.cells[2] == cell.replace("什么", "女")


def opened(batch: Batch) -> Any:
    from bangfu.rosters.queries.rows import opened as opened_rows

    return opened_rows(batch, batch.staged.all())


def test_an_open_cell_can_be_left_as_it_was(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*ASKS))
    assert 'data-cancel="0-4-4"' in open_number(clerk)


def test_after_the_last_doubt_the_button_of_taking_in_has_the_focus(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*family("1", ("陈强", CHEN, "户主"), ("", LI, "配偶"))))
    body = act(clerk, "edit", key="0-4-2", show="waiting", text="李娟").content.decode()
    assert re.search(r"<button[^>]* autofocus>入库2行", body)


def test_a_row_the_village_was_asked_about_says_so_and_goes_last(visit: Any, trail: Any) -> None:
    clerk = visit("clerk")
    rows = family("1", ("陈强", CHEN, "户主"), ("", LI, "配偶"), ("", MEI, "女"))
    hand_in(clerk, sheet(*rows))
    body = act(clerk, "ask", part=0, row=4, show="waiting").content.decode()
    assert body.count("已请村里") == 1
    assert body.index('value="0-5-2"') < body.index('value="0-4-2"')
    assert ("act", "rosters.batch.ask_village") in {one[:2] for one in trail()}
    # Another correction lays the rows out anew; what was asked stays asked.
    act(clerk, "edit", key="0-5-2", show="waiting", text="陈梅")
    assert "已请村里" in page_of(clerk)
    act(clerk, "edit", key="0-4-2", show="waiting", text="李娟")
    act(clerk, "take_in")
    assert assert_adds_up(page_of(clerk))["已入库"] == 3


def test_no_empty_list_stands_on_the_page(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*family("1", ("陈强", CHEN, "户主"))))
    assert "没有要等的行" not in page_of(clerk)
    assert "没有要等的行" in page_of(clerk, show="waiting")


def test_a_taking_in_under_way_says_its_stage_and_stands_at_the_third_step(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    with everywhere():
        batch = actions.begin_taking(batch=Batch.objects.get(), by=OPERATOR, at=AT)
    body = page_of(clerk)
    assert "正在排队" in body
    assert re.search(r'aria-current="step">.{0,200}3 入库', body, re.S)
    with transaction.atomic(), everywhere(), actions.telling(batch, actions.TAKING):
        with connection.cursor() as cursor:
            cursor.execute("select pg_stat_clear_snapshot()")
        body = clerk.get(reverse("rosters:progress", args=[batch.uuid])).content.decode()
    assert "正在入库3行：比对" in body
    assert "<progress" in body


def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def note(batch: Batch, stage: str, share: int) -> None:
        if not found or found[-1] != stage:
            found.append(stage)

    monkeypatch.setattr(told, "_say", note)
    return found


def test_each_job_comes_to_its_stages_in_order(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bangfu.rosters.actions.LARGE", 100)
    monkeypatch.setattr("bangfu.rosters.views.jobs.MANY_ROWS", 1)
    clerk = visit("clerk")
    hand_in(clerk)
    job = {"batch": str(only_batch().uuid), "by": str(OPERATOR)}
    for act_name, run, stages in (
        ("", tasks.read, ["read", "compare", "keep"]),
        ("take_in", tasks.take_in, ["compare", "enter", "keep"]),
        ("take_back", tasks.take_back, ["check", "undo", "keep"]),
    ):
        if act_name:
            act(clerk, act_name)
        with monkeypatch.context() as patched:
            found = heard(patched)
            run.func(**job)
        assert found == stages
    assert only_batch().state == BatchState.TAKEN_BACK


def test_a_large_batch_is_taken_back_as_a_job(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bangfu.rosters.views.jobs.MANY_ROWS", 1)
    clerk = visit("clerk")
    hand_in(clerk)
    with everywhere():
        actions.take_in(batch=Batch.objects.get(), by=OPERATOR, at=AT, on=AT.date())
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr("bangfu.rosters.tasks.take_back.defer", lambda **job: asked.append(job))
    act(clerk, "take_back")
    batch = only_batch()
    assert (batch.state, batch.taken) == ("taken", 3)
    assert asked[0]["batch"] == str(batch.uuid)
    body = page_of(clerk)
    assert "正在撤回" in body
    assert f'action="{reverse("rosters:take_back", args=[batch.uuid])}"' not in body
    tasks.take_back.func(**asked[0])
    assert only_batch().state == BatchState.TAKEN_BACK
    tasks.take_back.func(**asked[0])
    assert assert_adds_up(page_of(clerk))["已撤回"] == 3


def test_a_taking_back_that_stopped_can_go_on(visit: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = visit("clerk")
    hand_in(clerk)
    act(clerk, "take_in")
    with everywhere():
        before = AT.replace(year=2011)
        actions.begin_taking_back(batch=Batch.objects.get(), by=OPERATOR, at=before)
    assert "接着撤回" in page_of(clerk)
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr("bangfu.rosters.tasks.take_back.defer", lambda **job: asked.append(job))
    act(clerk, "go_on")
    assert len(asked) == 1
    assert "接着撤回" not in page_of(clerk)


def test_a_job_that_cannot_take_back_says_what_stands_on_the_batch(visit: Any) -> None:
    clerk = visit("clerk")
    hand_in(clerk, sheet(*family("1", ("陈强", CHEN, "户主"))))
    act(clerk, "take_in")
    first = only_batch()
    hand_in(
        clerk, sheet(*family("1", ("陈强", CHEN, "户主"), ("李娟", LI, "配偶")), name="二月.csv")
    )
    with everywhere():
        second = Batch.objects.exclude(pk=first.pk).get()
        actions.take_in(batch=second, by=OPERATOR, at=AT, on=AT.date())
        actions.begin_taking_back(batch=first, by=OPERATOR, at=AT)
    tasks.take_back.func(batch=str(first.uuid), by=str(OPERATOR))
    body = clerk.get(reverse("rosters:batch", args=[first.uuid])).content.decode()
    assert "“二月.csv”" in body
    assert "撤回本批" in body
    with everywhere():
        first.refresh_from_db()
    assert (first.state, queries.doing(first)) == ("taken", "")


def test_a_job_of_somebody_out_of_office_takes_nothing_back(visit: Any) -> None:
    from uuid import uuid4

    clerk = visit("clerk")
    hand_in(clerk)
    act(clerk, "take_in")
    batch = only_batch()
    with everywhere():
        actions.begin_taking_back(batch=batch, by=OPERATOR, at=AT)
    tasks.take_back.func(batch=str(batch.uuid), by=str(uuid4()))
    assert only_batch().state == BatchState.TAKEN
    assert "不在能办这批的岗位上" in page_of(clerk)


def test_a_number_written_with_hyphens_is_masked_and_a_date_is_not() -> None:
    from bangfu.rosters.queries.cells import masked

    assert masked("442099-19621207-0013") == "442099**********0013"
    assert masked("2012-12-31") == "2012-12-31"
