"""English tells one row from several, and Chinese is as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from bangfu.rosters.queries.wording import sentence_of
from bangfu.rosters.reading import Finding

from .test_pages import ROWS, hand_in, sheet


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def worded(code: str, rows: str) -> str:
    finding = Finding(5, "", code, "question", {"who": "陈强", "rows": rows, "file": "甲.csv"})
    return sentence_of(finding, translation.gettext)


@pytest.mark.parametrize("code", ["repeated_row", "number_disputed", "two_heads", "known_person"])
def test_one_row_is_a_row_and_several_are_rows(english: None, code: str) -> None:
    assert "row 89" in worded(code, "89")
    assert "rows 73, 80" in worded(code, "73、80")


@pytest.mark.parametrize("code", ["repeated_row", "number_disputed", "two_heads"])
def test_chinese_does_not_count(code: str) -> None:
    with translation.override("zh-hans"):
        assert "第89行" in worded(code, "89")
        assert "第73、80行" in worded(code, "73、80")


def test_a_sentence_without_rows_is_translated_as_before(english: None) -> None:
    finding = Finding(5, "", "number_disputed", "question", {"who": "陈强"})
    assert "陈强" in sentence_of(finding, translation.gettext)
    assert "第" not in sentence_of(finding, translation.gettext)


@pytest.mark.django_db
def test_the_numbers_of_a_batch_stand_apart_from_their_words(visit: Any) -> None:
    clerk = visit("clerk")
    answer = hand_in(clerk, sheet(*ROWS))
    clerk.cookies["bangfu_language"] = "en"
    body = re.sub(r"<[^>]+>", "", clerk.get(answer.url).content.decode())
    assert "5 rows" in body
    assert re.search(r"\b1 row\b", body)
    assert not re.search(r"\d(?:rows?|people)\b", body)
    assert "Take in 3 rows" in body
