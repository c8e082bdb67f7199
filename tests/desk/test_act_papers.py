"""Papers with an act, on the pages: handed in, shown in the record, opened by few, on record."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from .conftest import GAOPING_HOME, As
from .test_changes import count, done, refused, tell, undo_of
from .test_granting import grant

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4 the sheet"
JPEG = b"\xff\xd8\xff\xe0 the photo"


def sheet(content: bytes = PDF, name: str = "陈强低保审批表.exe") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def change(client: Any, *papers: SimpleUploadedFile, **given: str) -> Any:
    values = {"category": "hard_up", "monthly": "", "cause": "", "note": "开会定的", **given}
    return tell(client, GAOPING_HOME, "category", papers=list(papers), **values)


def way_to_paper(page: str) -> str:
    found = re.search(r'formaction="(/changes/[0-9a-f-]{36}/papers/[0-9a-f-]{36})"', page)
    assert found
    return found[1]


def page_of(client: Any) -> str:
    answer = client.get(f"/households/{GAOPING_HOME}/")
    return str(answer.content.decode()) if answer.status_code == 200 else ""


def looks(trail: Any) -> list[tuple[Any, ...]]:
    return [row[1:] for row in trail() if row[1] == "registry.paper.look"]


def test_a_change_of_category_carries_its_papers_and_one_is_opened_on_record(
    visit: As, trail: Any
) -> None:
    client = visit("clerk")
    page = done(client, change(client, sheet(), sheet(JPEG, "1.jpg")))
    assert "附有材料：PDF文件" in page
    assert "照片" in page
    assert "审批表" not in page
    opened = client.post(way_to_paper(page), {"reason": "case"})
    assert (opened.content, opened["Content-Type"]) == (PDF, "application/pdf")
    assert opened["Content-Disposition"].startswith('attachment; filename="paper-2012-12-01-')
    assert opened["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in opened["Cache-Control"]
    assert looks(trail) == [("registry.paper.look", GAOPING_HOME, ["paper"], "case")]
    client.post(undo_of(page))
    assert client.post(way_to_paper(page_of(client)), {"reason": "case"}).content == PDF


@pytest.mark.parametrize("slug", ["enter", "leave"])
def test_entering_and_leaving_take_papers(visit: As, slug: str) -> None:
    client = visit("clerk")
    left = tell(client, GAOPING_HOME, "leave", reason="income", papers=[sheet()])
    page = done(client, left)
    if slug == "enter":
        again = {"category": "dibao", "cause": "", "monthly": "", "on": "2012-12-02", "seen": "1"}
        page = done(client, tell(client, GAOPING_HOME, "enter", papers=[sheet(JPEG)], **again))
    assert page.count("附有材料：") == (2 if slug == "enter" else 1)


@pytest.mark.parametrize(
    ("papers", "words"),
    [
        ([(b"PK\x03\x04", "表.pdf")], "“表.pdf”不是照片或PDF"),
        ([(b"", "空.pdf")], "“空.pdf”是空的"),
        ([(JPEG + bytes(10 * 1024 * 1024), "大.jpg")], "“大.jpg”超过10MB"),
        ([(PDF, f"{n}.pdf") for n in range(6)], "一次最多附5份材料"),
    ],
)
def test_a_bad_paper_is_said_at_the_field_and_the_words_stay(
    visit: As, papers: list[tuple[bytes, str]], words: str
) -> None:
    answer = change(visit("clerk"), *(sheet(*one) for one in papers))
    page = refused(answer, words)
    assert 'value="开会定的"' in page
    assert "材料要重新选一次" in page


def test_after_another_refusal_the_papers_are_asked_for_again(visit: As) -> None:
    page = refused(change(visit("clerk"), sheet(), on="2099-01-01"), "日期不能晚于今天")
    assert "材料要重新选一次" in page
    assert 'enctype="multipart/form-data"' in page
    assert "材料要重新选一次" not in refused(change(visit("clerk"), on="2099-01-01"), "不能晚于")


def test_without_a_reason_no_paper_is_opened(visit: As, trail: Any) -> None:
    client = visit("clerk")
    way = way_to_paper(done(client, change(client, sheet())))
    for reason in ("", "subject", "因为"):
        answer = client.post(way, {"reason": reason}, follow=True)
        assert "请先选为什么看" in answer.content.decode()
    assert looks(trail) == []
    assert client.get(way).status_code == 405
    assert client.post(way[:-36] + GAOPING_HOME, {"reason": "case"}).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("reviewer", 200),
        ("approver", 200),
        ("village_worker", 403),
        ("neighbour", 403),
        ("volunteer", 403),
        ("leader", 403),
        ("system_admin", 403),
        ("auditor", 403),
        ("", 302),
    ],
)
def test_a_paper_is_opened_by_who_may_unmask_there_and_nobody_else(
    visit: As, trail: Any, who: str, status: int
) -> None:
    client = visit("clerk")
    way = way_to_paper(done(client, change(client, sheet())))
    if who == "volunteer":
        grant()
    reader = visit(who)
    assert reader.post(way, {"reason": "case"}).status_code == status
    assert len(looks(trail)) == (status == 200)
    page = page_of(reader)
    # Who serves the village knows that there is a paper; a helper does not even know that.
    assert ("附有材料" in page) == (status == 200 or who == "village_worker")
    assert ("formaction" in page) == (status == 200)


@pytest.mark.parametrize(
    ("who", "status"), [("village_worker", 403), ("neighbour", 404), ("leader", 403), ("", 302)]
)
def test_papers_are_attached_by_who_decides_there_and_nobody_else(
    visit: As, who: str, status: int
) -> None:
    from bangfu.registry.models import ActPaper

    assert change(visit(who), sheet()).status_code == status
    assert count() == 0
    assert not ActPaper.objects.exists()


def test_a_paper_that_is_lost_is_said(visit: As, monkeypatch: pytest.MonkeyPatch) -> None:
    from bangfu.papers import vault

    client = visit("clerk")
    way = way_to_paper(done(client, change(client, sheet())))
    vault.remove(_uuid(way))
    answer = client.post(way, {"reason": "case"}, follow=True)
    assert "这份材料打不开" in answer.content.decode()


def _uuid(way: str) -> Any:
    from uuid import UUID

    return UUID(way[-36:])
