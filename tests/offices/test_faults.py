"""Requests that fail get a sentence and the ordinary layout, whatever is wrong with them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from bangfu.config import faults

from .town import Place, signed_in

LONG_NAME = (
    b'--b\r\nContent-Disposition: form-data; name="sheets"; filename="'
    + b"a" * 5000
    + b'.xlsx"\r\n\r\nx\r\n--b--\r\n'
)
MANY_FILES = (
    b"".join(
        b'--b\r\nContent-Disposition: form-data; name="sheets"; filename="%d.csv"\r\n\r\nx\r\n' % no
        for no in range(201)
    )
    + b"--b--\r\n"
)
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
MALFORMED = {
    "a file name of 5000 letters": (LONG_NAME, MULTIPART, "文件名太长"),
    "no boundary": (b"xx", "multipart/form-data", "没有传完"),
    "a boundary that is none": (LONG_NAME, "multipart/form-data; boundary=\xe9", "没有传完"),
    "too many files": (MANY_FILES, MULTIPART, "一次最多传200个文件"),
    "too many fields": (b"a=1&" * 6000, FORM, "内容太多"),
    "too long a body": (b"a=" + b"1" * 10_500_000, FORM, "内容太长"),
}
ADDRESSES = ["/rosters/upload", "/account/login/", "/language", "/search/", "/no/such/page/"]


def _layout(page: str) -> bool:
    return "帮扶平台" in page and 'id="main"' in page and "回工作台" in page


@pytest.mark.parametrize("what", MALFORMED)
@pytest.mark.parametrize("address", ADDRESSES)
def test_what_cannot_be_read_is_answered_in_a_sentence(
    home: Place, address: str, what: str
) -> None:
    body, kind, sentence = MALFORMED[what]
    client = signed_in(home["clerk"])
    client.handler.enforce_csrf_checks = True  # as in life: the token is looked for in the body
    answer = client.post(address, body, content_type=kind)
    page = answer.content.decode()
    assert answer.status_code == (404 if "no/such" in address else 400)
    assert _layout(page)
    assert answer.status_code == 404 or sentence in page


def test_the_sentence_is_english_for_who_reads_english(home: Place) -> None:
    client = signed_in(home["clerk"])
    client.cookies["bangfu_language"] = "en"
    page = client.post("/rosters/upload", LONG_NAME, content_type=MULTIPART).content.decode()
    assert "the file name may be too long" in page


def test_nobody_gets_a_bare_page_either(home: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    for status in (403, 400):  # before and after the page of login has given its token
        answer = client.post("/rosters/upload", LONG_NAME, content_type=MULTIPART)
        assert answer.status_code == status
        assert _layout(answer.content.decode())
        client.get("/account/login/")


def test_an_address_of_another_host_is_400(home: Place) -> None:
    answer = Client().get("/", HTTP_HOST="elsewhere.example")
    assert answer.status_code == 400
    assert _layout(answer.content.decode())


def test_the_other_faults_have_pages(home: Place) -> None:
    client = signed_in(home["clerk"])
    client.handler.enforce_csrf_checks = True
    pages = {
        404: client.get("/no/such/page/"),
        403: client.get(reverse("offices:security")),
        500: faults.broken(RequestFactory().get("/")),
    }
    stale = client.post(reverse("rosters:upload"), {"x": "1"})
    for status, answer in [*pages.items(), (403, stale)]:
        assert answer.status_code == status
        assert _layout(answer.content.decode()), status
    assert "放得太久" in stale.content.decode()


def test_a_fault_of_ours_is_a_page_too(home: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("made to break")

    client = signed_in(home["security_admin"])
    client.raise_request_exception = False
    monkeypatch.setattr("bangfu.offices.queries.list_locks", broken)
    answer = client.get(reverse("offices:security"))
    assert answer.status_code == 500
    assert "系统出了差错" in answer.content.decode()
    assert _layout(answer.content.decode())
