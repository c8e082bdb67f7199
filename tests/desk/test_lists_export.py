"""A list taken along: masked by default, whole for a reason, in the order a receiver wants."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from .conftest import As

pytestmark = pytest.mark.django_db

EXPORT = "/lists/households/export"
SHEET = "/lists/households/export/sheet"
LAYOUTS = "/lists/households/layouts"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NUMBER = re.compile(r"^442099\d{11}[\dX]$")
STRANGERS = ["village_worker", "volunteer", "leader", "system_admin"]


def table(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    assert answer["Content-Type"] == XLSX
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]


def sample(*heads: str) -> SimpleUploadedFile:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["某县低保对象汇总表"])
    sheet.append(list(heads))
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile("样表.xlsx", kept.getvalue(), content_type=XLSX)


def keep(client: Any, receiver: str = "县民政局") -> str:
    client.post(
        f"{LAYOUTS}/new",
        {
            "receiver": receiver,
            "header": ["公民身份号码", "户主姓名", "核验码", ""],
            "key": ["identity", "head", "", ""],
            "form": ["lower", "", "", ""],
            "act": "save",
        },
    )
    page = client.get(LAYOUTS).content.decode()
    found = re.search(rf'layouts/([0-9a-f-]{{36}})">{receiver}<', page)
    assert found
    return found[1]


def test_what_the_list_shows_is_what_the_sheet_has_masked_by_default(visit: As) -> None:
    client = visit("clerk")
    answer = client.post(SHEET, {"asked": "category=dibao", "version": "masked"})
    rows = table(answer)
    assert "身份证号" not in rows[0]
    people = [row for row in rows[1:] if isinstance(row[0], int)]
    assert len(people) == 20
    name = rows[0].index("户主")
    assert all("*" in row[name] for row in people)
    assert not any(NUMBER.match(str(cell)) for row in rows for cell in row)
    assert "%E5%86%85" not in answer["Content-Disposition"]


def test_the_whole_sheet_asks_for_a_reason_and_then_has_the_numbers(visit: As, trail: Any) -> None:
    client = visit("clerk")
    refused = client.post(SHEET, {"asked": "category=dibao", "version": "whole"})
    assert refused.status_code == 422
    assert "内部版要选一个理由。" in refused.content.decode()
    assert 'value="category=dibao"' in refused.content.decode()
    rows = table(
        client.post(SHEET, {"asked": "category=dibao", "version": "whole", "reason": "verify"})
    )
    column = rows[0].index("身份证号")
    assert any(NUMBER.match(str(row[column])) for row in rows)
    entry = next(row for row in trail() if row[1] == "registry.households.export")
    assert "sheet.identity" in entry[3]
    assert entry[4] == "verify"


def test_the_reason_of_the_whole_sheet_does_not_call_itself_optional(visit: As) -> None:
    page = visit("clerk").get("/lists/households/export").content.decode()
    label = re.search(r'<label[^>]*for="id_reason">(.*?)</label>', page, re.DOTALL)
    assert label
    assert "可以不填" not in label[1]
    field = re.search(r'<select[^>]*name="reason"[^>]*>', page)
    assert field
    assert "required" not in field[0]  # or the browser would keep the masked sheet back


def test_a_reviewer_may_too_and_the_page_says_how_many(visit: As) -> None:
    page = visit("reviewer").get(f"{EXPORT}?category=dibao").content.decode()
    assert "<h2>20行</h2>" in page
    assert "低保" in page


@pytest.mark.parametrize("who", STRANGERS)
@pytest.mark.parametrize("address", [EXPORT, SHEET, LAYOUTS, f"{LAYOUTS}/new", f"{LAYOUTS}/learn"])
def test_who_may_not_export_is_refused(visit: As, who: str, address: str) -> None:
    assert visit(who).post(address, {"asked": "", "version": "masked"}).status_code in (403, 405)
    assert visit(who).get(address).status_code in (403, 405)


def test_a_stranger_at_the_door_gets_the_door(visit: As) -> None:
    assert visit("").post(SHEET, {"version": "masked"}).status_code == 302


def test_a_get_gives_no_sheet(visit: As) -> None:
    assert visit("clerk").get(SHEET).status_code == 405


def test_the_village_of_another_scope_is_not_handed_out(visit: As) -> None:
    """What the address says is read by the reader's own choices; a strange village is no choice."""
    rows = table(visit("clerk").post(SHEET, {"asked": "village=1", "version": "masked"}))
    assert len([row for row in rows[1:] if isinstance(row[0], int)]) == 60


def test_a_receivers_order_is_made_and_used_with_two_clicks(visit: As) -> None:
    client = visit("clerk")
    uuid = keep(client)
    assert f'name="layout" value="{uuid}"' in client.get("/households/").content.decode()
    rows = table(
        client.post(
            SHEET,
            {"asked": "category=dibao", "version": "whole", "reason": "case", "layout": uuid},
        )
    )
    assert rows[0] == ["公民身份号码", "户主姓名", "核验码"]
    assert all(row[2] is None for row in rows[1:21])
    assert any(re.match(r"442099\d{11}", str(row[0])) for row in rows[1:21])


def test_a_sample_is_learned_and_nothing_is_kept_yet(visit: As) -> None:
    client = visit("clerk")
    answer = client.post(f"{LAYOUTS}/learn", {"sample": sample("序号", "户主姓名", "核验码")})
    page = answer.content.decode()
    assert "台账里没有、会留空的列：核验码" in page
    assert '<option value="head" selected>' in page
    assert "还没有。照样表学一个" in client.get(LAYOUTS).content.decode()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("a.xlsx", b"%PDF-1.4 x"), "这是PDF"),
        (SimpleUploadedFile("a.csv", "一,二\n三,四\n".encode()), "没有找到表头"),
        (None, "请先选文件。"),
    ],
)
def test_what_is_no_sample_is_said(visit: As, file: Any, said: str) -> None:
    answer = visit("clerk").post(f"{LAYOUTS}/learn", {"sample": file} if file else {})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_lines_are_moved_and_added_before_anything_is_kept(visit: As) -> None:
    client = visit("clerk")
    told = {"receiver": "县", "header": ["甲", "乙"], "key": ["head", "sex"], "form": ["", "code"]}
    page = client.post(f"{LAYOUTS}/new", {**told, "act": "up:1"}).content.decode()
    assert re.findall(r'name="header" value="([^"]*)"', page) == ["乙", "甲"]
    assert '<option value="code" selected>' in page
    page = client.post(f"{LAYOUTS}/new", {**told, "act": "add"}).content.decode()
    assert re.findall(r'name="header" value="([^"]*)"', page) == ["甲", "乙", "", ""]
    page = client.post(f"{LAYOUTS}/new", {**told, "act": "remove:0"}).content.decode()
    assert re.findall(r'name="header" value="([^"]*)"', page) == ["乙"]
    assert 'name="layout"' not in client.get("/households/").content.decode()


def test_a_receiver_without_a_name_is_said_and_the_columns_stay(visit: As) -> None:
    answer = visit("clerk").post(
        f"{LAYOUTS}/new",
        {"receiver": " ", "header": ["甲"], "key": ["head"], "form": [""], "act": "save"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请写收表单位。" in page
    assert 'name="header" value="甲"' in page


def test_a_receiver_is_changed_and_no_longer_offered(visit: As) -> None:
    client = visit("clerk")
    uuid = keep(client)
    assert "公民身份号码" in client.get(f"{LAYOUTS}/{uuid}").content.decode()
    client.post(
        f"{LAYOUTS}/{uuid}",
        {"receiver": "县残联", "header": ["甲"], "key": ["head"], "form": [""], "act": "save"},
    )
    assert "县残联" in client.get(LAYOUTS).content.decode()
    client.post(f"{LAYOUTS}/{uuid}/drop")
    assert client.get(f"{LAYOUTS}/{uuid}").status_code == 404
    rows = table(client.post(SHEET, {"asked": "", "version": "masked"}))
    assert rows[0][0] == "序号"


def test_a_large_sheet_is_a_job_and_waits_for_its_asker_alone(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.rosters import actions, tasks

    asked: list[dict[str, str]] = []
    monkeypatch.setattr(actions, "MANY", 10)
    monkeypatch.setattr(tasks.hand_out, "defer", lambda **words: asked.append(words))
    client = visit("clerk")
    answer = client.post(SHEET, {"asked": "category=dibao", "version": "masked"})
    address = answer["Location"]
    assert "已写0行，共20行" in client.get(address).content.decode()
    assert client.post(f"{address}file")["Location"] == address
    tasks.hand_out(**asked[0])
    assert "可以下载" in client.get(address).content.decode()
    rows = table(client.post(f"{address}file"))
    assert len([row for row in rows[1:] if isinstance(row[0], int)]) == 20
    tasks.hand_out(**asked[0])
    for who in ("reviewer", "village_worker"):
        assert visit(who).get(address).status_code in (403, 404)
        assert visit(who).post(f"{address}file").status_code in (403, 404)


def test_a_killed_job_is_told_and_one_button_makes_the_sheet_again(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.rosters import actions, tasks
    from bangfu.rosters.queries import progress

    asked: list[dict[str, str]] = []
    monkeypatch.setattr(actions, "MANY", 10)
    monkeypatch.setattr(tasks.hand_out, "defer", lambda **words: asked.append(words))
    client = visit("clerk")
    first = client.post(SHEET, {"asked": "category=dibao", "version": "masked"})["Location"]
    assert client.post(f"{first}again")["Location"] == first
    monkeypatch.setattr(progress, "STUCK", timedelta(0))
    page = client.get(first).content.decode()
    assert "没有做完" in page
    assert "hx-get" not in page.partition('id="handout"')[2].partition("</section>")[0]
    assert "没有做完" in client.get(EXPORT).content.decode()
    for who in ("reviewer", "village_worker", "system_admin"):
        assert visit(who).post(f"{first}again").status_code in (403, 404)
    assert visit("").post(f"{first}again").status_code == 302
    second = visit("clerk").post(f"{first}again")["Location"]
    assert second != first
    tasks.hand_out(**asked[0])
    tasks.hand_out(**asked[1])
    client = visit("clerk")
    assert "没有做完" in client.get(first).content.decode()
    assert "可以下载" in client.get(second).content.decode()


def test_people_are_handed_out_as_filtered(visit: As) -> None:
    rows = table(
        visit("clerk").post(
            "/lists/people/export/sheet", {"asked": "relation=head", "version": "masked"}
        )
    )
    assert len([row for row in rows[1:] if isinstance(row[0], int)]) == 60
    assert "学段" not in rows[0]
