"""What a family is entitled to: on its page, with the reasons, for those who may know."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ..policies.conftest import rules
from .conftest import GAOPING_HOME, SANJIAO_HOME, As
from .test_changes import GAOPING_HEAD

__all__ = ["rules"]

pytestmark = pytest.mark.django_db
PAGE = f"/households/{GAOPING_HOME}/entitled/"


@pytest.fixture(autouse=True)
def of_this_town(rules: object) -> None:
    """The standards are those of the town of the tests."""


def main(client: Any, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return str(page.content.decode()).split("<main")[1].split("</main")[0]


def test_the_household_says_what_it_is_entitled_to_and_what_is_missing(visit: As) -> None:
    page = main(visit("clerk"), f"/households/{GAOPING_HOME}/")
    card = page.split("可以得到的帮扶")[1].split("</section>")[0]
    assert "生活帮扶物资" in card
    assert "每人每年900.00元" in card
    assert "没领过就给" in card
    assert re.search(r"还要知道：[^<]*住房", card)
    assert f'href="{PAGE}#missing"' in card


def test_the_page_gives_clause_fact_source_and_since_when(visit: As) -> None:
    page = main(visit("clerk"), PAGE)
    goods = page.split("生活帮扶物资")[1].split("</details>")[0]
    for words in (
        "住户类别：", "按900元/人/年的帮扶标准", "2012-01-01", "已经给过的：还查不到",
        "三角镇“四措施”结对帮扶", ".xlsx",
    ):  # fmt: skip
        assert words in goods, words
    assert "遇上时可以申请的" in page
    assert "灾害救助" in page


def test_what_is_missing_leads_to_its_form(visit: As) -> None:
    page = main(visit("clerk"), PAGE)
    asked = page.split('id="missing"')[1].split("</section>")[0]
    assert f'href="/households/{GAOPING_HOME}/changes/housing/"' in asked
    links = re.findall(r'href="([^"]+)"', asked)
    assert f"/people/{GAOPING_HEAD}/facts/school/" in links
    client = visit("clerk")
    assert {client.get(link).status_code for link in links} == {200}


def test_told_facts_settle_what_was_open(visit: As) -> None:
    client = visit("clerk")
    before = main(client, PAGE)
    assert "大病费用" in before.split('id="missing"')[1].split("</section>")[0]
    told = client.post(
        f"/people/{GAOPING_HEAD}/facts/illness/",
        {"year": "2012", "total": "90000", "reimbursed": "30000", "own_paid": "40000",
         "on": "2012-12-03", "basis": "paper"},
    )  # fmt: skip
    assert told.status_code == 302
    after = main(client, PAGE)
    sure = after.split("可以得到的")[2].split("</section>")[0]
    assert "大病救助" in sure
    assert "40,000.00" in sure
    assert "看过证件原件" in sure


def test_a_day_before_the_standards_began_has_none(visit: As) -> None:
    page = main(visit("clerk"), PAGE + "?on=2011-12-31")
    assert "2011-12-31" in page
    assert "每人每年900.00元" not in page
    assert "不符合的，为什么" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("昨天", "日期"), ("9999-12-31", "1850年到2199年"), ("2012-13-01", "日期")],
)
def test_a_day_that_is_none_is_said_and_today_is_answered(visit: As, typed: str, said: str) -> None:
    page = main(visit("clerk"), f"{PAGE}?on={typed}")
    assert "bf-wrong" in page
    assert said in page
    assert "按2012-12-03的标准" in page


def test_the_look_is_on_record_and_nothing_is_written(visit: As, trail: Any) -> None:
    main(visit("clerk"), PAGE)
    looks = [row for row in trail() if row[1] == "household.look" and "entitlement" in row[3]]
    assert [row[2] for row in looks] == [GAOPING_HOME]


@pytest.mark.parametrize(
    ("who", "home", "status"),
    [("village_worker", GAOPING_HOME, 200), ("village_worker", SANJIAO_HOME, 404),
     ("reviewer", GAOPING_HOME, 200), ("leader", GAOPING_HOME, 403),
     ("auditor", GAOPING_HOME, 403), ("", GAOPING_HOME, 302)],
)  # fmt: skip
def test_who_may_read_it(visit: As, who: str, home: str, status: int) -> None:
    page = visit(who).get(f"/households/{home}/entitled/")
    assert page.status_code == status
    assert visit("clerk").post(PAGE).status_code == 405


def test_a_helper_reads_neither_panel_nor_page(visit: As) -> None:
    helper = visit("volunteer")
    page = helper.get(f"/households/{GAOPING_HOME}/")
    assert page.status_code == 404 or "可以得到的帮扶" not in page.content.decode()
    assert helper.get(PAGE).status_code == 404


def test_it_reads_in_english(visit: As) -> None:
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    page = main(client, PAGE)
    for words in ("Unless already given", "each person a year: 900.00 yuan", "Ask when it happens",
                  "category: ", "Already given: cannot be looked up yet"):  # fmt: skip
        assert words in page, words


def kept(client: Any, on: str = "2012-12-03") -> str:
    sent = client.post(PAGE + "keep", {"on": on})
    assert sent.status_code == 302
    return str(sent.url)


def test_answers_are_kept_and_come_out_the_same_after_the_rule_has_changed(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.policies.queries import library

    client = visit("clerk")
    address = kept(client)
    assert "一字不差" in main(client, address)
    assert f'href="{address}"' in main(client, PAGE)
    changed = {
        name: text.replace("900.00元", "1234.00元") for name, text in library.read_folder().items()
    }
    monkeypatch.setattr(library, "read_folder", lambda: changed)
    library._held.cache_clear()
    assert "1,234.00元" in main(client, PAGE)
    page = main(client, address)
    assert "一字不差" in page
    assert "900.00元" in page
    assert "1,234.00元" not in page


def test_a_kept_answer_that_was_tampered_with_is_found_out(
    visit: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bangfu.privacy import crypto

    client = visit("clerk")
    address = kept(client)
    whole = crypto.unseal
    monkeypatch.setattr(
        crypto, "unseal", lambda key, label, blob: whole(key, label, blob).replace("dibao", "none")
    )
    assert "有对不上的" in main(client, address)


def test_nobody_rewrites_or_takes_away_what_was_kept(visit: As) -> None:
    from django.db import ProgrammingError, transaction

    from bangfu.policies.models import Assessment

    from .test_changes import _everywhere

    kept(visit("clerk"))
    with _everywhere():
        for act in (
            lambda: Assessment.objects.update(amount_fen=None),
            lambda: Assessment.objects.all()._raw_delete("default"),
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()


@pytest.mark.parametrize(
    ("who", "status"),
    [("village_worker", 403), ("reviewer", 403), ("leader", 403), ("", 302)],
)
def test_who_may_keep(visit: As, who: str, status: int) -> None:
    address = kept(visit("clerk"))
    assert visit(who).post(PAGE + "keep", {"on": "2012-12-03"}).status_code == status
    assert visit("reviewer").get(address).status_code == 200
    assert visit("clerk").get(PAGE + "keep").status_code == 405
    other = address.replace(GAOPING_HOME, SANJIAO_HOME)
    assert visit("clerk").get(other).status_code == 404


def test_a_day_that_is_none_keeps_nothing(visit: As) -> None:
    client = visit("clerk")
    sent = client.post(PAGE + "keep", {"on": "昨天"})
    assert sent.status_code == 302
    assert sent.url == PAGE
    assert "存下的测算" not in main(client, PAGE)
