"""Several files at once: each has its own sentence, and a bad one stops none of the others."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bangfu.rosters import forms
from bangfu.rosters.models import Batch

from .test_pages import ROWS, everywhere, hand_in, only_batch, sheet
from .town import family

pytestmark = pytest.mark.django_db

OTHER = family("9", ("麦平", "", "户主"))


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def empty(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"")


def test_an_empty_file_is_named_and_the_good_ones_go_on(visit: Any) -> None:
    clerk = visit("clerk")
    answer = hand_in(clerk, sheet(*ROWS), empty("空表.xlsx"), sheet(*OTHER, name="二.csv"))
    assert answer.url == reverse("rosters:batches")
    assert said(answer) == ["“空表.xlsx”：文件是空的。", "收到2个文件，请逐个核对。"]
    with everywhere():
        assert set(Batch.objects.values_list("file_name", flat=True)) == {"低收入.csv", "二.csv"}


def test_the_only_good_one_of_several_is_shown_at_once(visit: Any) -> None:
    answer = hand_in(visit("clerk"), empty("空表.csv"), sheet(*ROWS))
    assert answer.url == reverse("rosters:batch", args=[only_batch().uuid])
    assert said(answer) == ["“空表.csv”：文件是空的。"]


def test_a_file_too_big_is_named_and_the_good_ones_go_on(
    visit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "LARGEST", 2000)
    big = SimpleUploadedFile("太大.csv", b"a,b\n" * 1000)
    answer = hand_in(visit("clerk"), big, sheet(*OTHER))
    assert said(answer) == ["“太大.csv”超过200MB，请按村拆成几份。"]
    assert only_batch().file_name == "低收入.csv"


def test_a_file_of_another_kind_is_named_and_the_good_ones_go_on(visit: Any) -> None:
    answer = hand_in(
        visit("clerk"), SimpleUploadedFile("通知.pdf", b"%PDF-1.7"), sheet(*ROWS),
        SimpleUploadedFile("一句话.xlsx", "下周一开会".encode()), sheet(*OTHER, name="二.csv"),
    )  # fmt: skip
    assert said(answer) == [
        "“通知.pdf”：这是PDF，不是表格，请导入原来的表格文件。",
        "“一句话.xlsx”：这不是表格文件，里面只是文字，请导入.xlsx、.xls或.csv。",
        "收到2个文件，请逐个核对。",
    ]


def test_where_none_is_good_each_is_named_at_the_field(visit: Any) -> None:
    answer = hand_in(visit("clerk"), empty("甲.csv"), empty("乙.xlsx"))
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "“甲.csv”：文件是空的。" in body
    assert "“乙.xlsx”：文件是空的。" in body
    with everywhere():
        assert not Batch.objects.exists()


def test_a_csv_under_a_workbooks_name_is_read_and_says_so(visit: Any) -> None:
    clerk = visit("clerk")
    answer = hand_in(clerk, sheet(*ROWS, name="名单.xlsx"))
    assert "里面其实是文本（CSV）" in clerk.get(answer.url).content.decode()
    assert only_batch().rows == 5
