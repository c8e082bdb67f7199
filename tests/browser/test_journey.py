"""A clerk's first quarter of an hour: a spreadsheet becomes households, and is taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .screens import faults_of
from .town import number_of

pytestmark = pytest.mark.browser

HEADER = ("序号", "村居", "户主姓名", "姓名", "与户主关系", "性别", "身份证号码", "家庭住址")


def make_sheet(path: Path, surname: str, order: int) -> Path:
    """Write a roster of two households as a village would type it: a number missing, a footer."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["三角镇2012年低保户花名册"])
    page.append(HEADER)
    head = number_of(order, date(1960, 3, 4), 2)
    son = number_of(order + 1, date(1990, 5, 6), 1)
    names = [f"{surname}{given}" for given in ("带娣", "明", "金")]
    page.append([1, "三角村", names[0], names[0], "户主", "女", head, "三角村1组"])
    page.append(["", "", "", names[1], "子", "男", son, ""])
    page.append([2, "三角村", names[2], names[2], "户主", "男", "", "三角村2组"])
    page.append(["制表：村委会", "", "", "", "", "", "", ""])
    book.save(path)
    return path


@pytest.fixture
def page(browser: Any, site: str, signed_in: Any) -> Iterator[Any]:
    context = browser.new_context(
        base_url=site,
        viewport={"width": 1280, "height": 900},
        storage_state=signed_in("clerk"),
        locale="zh-CN",
    )
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    yield page
    context.close()


def test_a_sheet_is_checked_taken_in_found_and_taken_back(page: Any, tmp_path: Path) -> None:
    sheet = make_sheet(tmp_path / "三角村低保户.xlsx", "欧阳", 401)
    page.goto("/rosters/")
    page.set_input_files("input[type=file]", str(sheet))
    page.click("main form button[type=submit]")
    page.wait_for_selector(".bf-sum", timeout=60_000)
    assert "三角村低保户.xlsx" in page.inner_text("main")
    page.click(".bf-foot button.btn-primary")
    page.wait_for_selector("text=名单已入库", timeout=60_000)
    where = page.url

    page.fill(".bf-bar input[type=search]", "oydd")
    page.wait_for_selector("#found a")
    page.click("#found a >> nth=0")
    page.wait_for_url("**/people/**")
    assert "欧阳带娣" in page.inner_text("h1")
    assert "三角村低保户.xlsx" in page.inner_text("main")

    page.goto(where)
    page.click("button:has-text('撤回本批')")
    page.wait_for_selector("text=已撤回", timeout=60_000)
    page.goto("/search/")
    page.fill("#ask", "欧阳带娣")
    page.wait_for_selector("#results .bf-none")
    assert "没有找到" in page.inner_text("#results")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_a_roster_fit_and_have_no_fault(
    open_page: Any, tmp_path: Path, width: int
) -> None:
    sheet = make_sheet(tmp_path / f"较困难户{width}.xlsx", "司徒", 300 + width % 100)
    page, wrong = open_page("clerk", width, "zh-hans", bypass_csp=True)
    page.goto("/rosters/")
    page.set_input_files("input[type=file]", str(sheet))
    page.click("main form button[type=submit]")
    page.wait_for_selector(".bf-sum", timeout=60_000)
    where = page.url
    columns = page.get_attribute("a[href*='/columns/']", "href")
    for place in (where, columns, "/rosters/worklist/", "/rosters/"):
        page.goto(place)
        told = faults_of(page)
        assert not told, json.dumps([place, told], ensure_ascii=False, indent=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    assert not wrong
