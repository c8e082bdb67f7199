"""The page of one roster under a clerk's fingers: keys, focus, the original, each list of rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .screens import faults_of
from .test_journey import make_sheet

pytestmark = pytest.mark.browser

FIELD = ".bf-fix input[name=text]"
ACTIVE = "document.activeElement.outerHTML"


def hand_in(page: Any, sheet: Path) -> str:
    """Hand a sheet in whose last two rows name nobody; return the address of its page."""
    book = openpyxl.load_workbook(sheet)
    table = book.active
    assert table is not None
    table.insert_rows(6, 2)
    for row, relation in ((6, "妻"), (7, "子")):
        table.cell(row, 5, relation)
    book.save(sheet)
    page.goto("/rosters/")
    page.set_input_files("input[type=file]", str(sheet))
    page.click("main form button[type=submit]")
    page.wait_for_selector(".bf-sum", timeout=60_000)
    return str(page.url)


def test_doubts_are_mended_and_left_without_a_mouse(open_page: Any, tmp_path: Path) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans")
    hand_in(page, make_sheet(tmp_path / "上官.xlsx", "上官", 441))
    page.focus("[data-fix] >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FIELD}:focus")
    page.keyboard.type("半个名")
    page.keyboard.press("Escape")
    page.wait_for_selector(FIELD, state="detached")
    page.wait_for_selector("[data-fix]:focus")
    assert "半个名" not in page.inner_text("#doubts")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{FIELD}:focus")
    first = page.get_attribute("input[name=key]", "value")
    page.keyboard.type("上官小妹")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"input[name=key]:not([value='{first}']) ~ input:focus")
    page.keyboard.type("上官小弟")
    page.keyboard.press("Enter")
    page.wait_for_selector("#foot button:focus")
    assert "入库5行" in page.evaluate(ACTIVE)
    assert not wrong


def test_the_original_can_be_taken_home(open_page: Any, tmp_path: Path) -> None:
    page, wrong = open_page("clerk", 1280, "zh-hans")
    sheet = make_sheet(tmp_path / "皇甫.xlsx", "皇甫", 451)
    hand_in(page, sheet)
    with page.expect_download() as told:
        page.click("button:has-text('下载原表')")
    assert told.value.suggested_filename == "皇甫.xlsx"
    assert Path(told.value.path()).read_bytes() == sheet.read_bytes()
    assert not wrong


@pytest.mark.parametrize(("width", "language"), [(1280, "zh-hans"), (390, "en")])
def test_every_list_of_a_roster_fits_and_has_no_fault(
    open_page: Any, tmp_path: Path, width: int, language: str
) -> None:
    page, wrong = open_page("clerk", width, language, bypass_csp=True)
    where = hand_in(page, make_sheet(tmp_path / f"诸葛{width}.xlsx", "诸葛", 460 + width % 7))
    for show in ("all", "ready", "waiting", "asks", "tidied", "skipped", "kept"):
        page.goto(f"{where}?show={show}")
        told = faults_of(page)
        assert not told, json.dumps([show, told], ensure_ascii=False, indent=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, show
    page.goto(f"{where}?show=waiting")
    page.click("[data-fix] >> nth=0")
    page.wait_for_selector(FIELD)
    assert not faults_of(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not wrong
