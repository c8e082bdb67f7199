"""Trying a change out on a page: figures for each, names for those who may, and what is hidden."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ..desk.conftest import ON
from ..desk.test_changes import GAOPING_HEAD
from ..desk.test_pairs import person
from .pages import As, everywhere, filled, rules, trail, visit

__all__ = ["filled", "rules", "trail", "visit"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
ASKED = {"what": "goods.yearly", "to": "1000", "since": "2012-12-03"}
WORDS = "what_if: 两项\nchanges:\n  - {standard: goods, value: yearly, to: 800.00元}\n"


def main(client: Any, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return str(page.content.decode()).split("<main")[1].split("</main")[0]


def tried(visit: As, **more: str) -> str:
    made = visit("clerk").post("/standards/what-if/", {**ASKED, **more})
    assert made.status_code == 302, made.content.decode()
    return str(made.url)


def figures(address: str) -> tuple[dict[str, Any], dict[str, Any]]:
    from bangfu.policies.models import WhatIf

    with everywhere():
        one = WhatIf.objects.get(uuid=address.split("/")[-2])
        return one.result.figures["standards"][0], one.shown["standards"][0]


def test_a_number_is_tried_out_and_the_figures_are_kept(visit: As) -> None:
    address = tried(visit)
    page = main(visit("clerk"), address)
    exact, _shown = figures(address)
    people = exact["before"]["yes"]
    assert people > 5
    assert exact["before"]["fen"] == people * 90000
    assert exact["after"]["fen"] == people * 100000
    assert f"多得 {people}" in page
    for words in ("高平村", "生活物资采购", "看名单", "领没领过还查不到"):
        assert words in page, words
    assert address in main(visit("clerk"), "/standards/")


def test_names_are_for_who_sees_the_families_and_the_look_is_on_record(
    visit: As, trail: Any
) -> None:
    address = tried(visit)
    page = main(visit("clerk"), f"{address}names/goods/")
    exact, _shown = figures(address)
    assert page.count("<tr") == exact["effects"]["gains"] + 1
    assert "1,000.00" in page
    looks = [row for row in trail() if row[1] == "policies.whatif.look"]
    assert [(row[0], row[4]) for row in looks] == [("look", "verify")]
    assert visit("leader").get(f"{address}names/goods/").status_code == 403
    assert visit("village_worker").get(f"{address}names/goods/").status_code == 403
    assert visit("").get(f"{address}names/goods/").status_code == 302


def without_one(visit: As, files: dict[str, str]) -> str:
    """Try out that who was born on one day gets no goods: one or two people."""
    born = person(GAOPING_HEAD).born_on
    text = files["442000109/goods.yaml"].replace(
        "when: household.category in categories",
        f"when: household.category in categories and person.born != {born}",
    )
    made = visit("clerk").post("/standards/what-if/text/", {"text": text})
    assert made.status_code == 302
    return str(made.url)


def test_the_leader_sees_no_figure_about_few(visit: As, rules: dict[str, str]) -> None:
    address = without_one(visit, rules)
    exact, shown = figures(address)
    page = main(visit("leader"), address)
    assert "不到5人的不列出来" in page
    assert "看名单" not in page
    cells = {place["area"]: place["loses"] for place in shown["villages"]}
    few = [place for place in exact["villages"] if 0 < place["loses"] < 5]
    assert few
    for place in few:
        assert cells[place["area"]] is None
        row = page.rsplit(place["name"], 1)[1].split("</tr>")[0]
        assert ">少<" in row
    if shown["effects"]["loses"] is None:
        assert shown["before"] is None
        assert shown["funds"] == []
        assert "人太少，金额不列" in page


def test_the_exact_figures_are_the_databases_to_keep(visit: As) -> None:
    from bangfu.offices.scope import Scope, scoped
    from bangfu.policies.models import WhatIfResult

    tried(visit)
    with everywhere():
        assert WhatIfResult.objects.exists()
    with scoped(Scope(UUID(int=3)), on=ON):
        assert not WhatIfResult.objects.exists()


def test_a_second_what_if_does_not_tell_by_difference(visit: As) -> None:
    first = tried(visit)
    second = tried(visit, to="1001")
    one, two = figures(first)[1], figures(second)[1]
    pairs = zip(one["villages"], two["villages"], strict=True)
    for before, after in pairs:
        if before["gains"] is not None and after["gains"] is not None:
            assert not 0 < abs(before["gains"] - after["gains"]) < 5


def test_two_are_put_side_by_side(visit: As) -> None:
    first, second = tried(visit), tried(visit, to="800")
    page = main(visit("clerk"), f"{first}?with={second.split('/')[-2]}")
    assert page.count("相差") >= 2
    assert "+" in page
    assert "−" in page


def test_a_change_in_words_may_hold_several(visit: As) -> None:
    client = visit("clerk")
    made = client.post("/standards/what-if/text/", {"text": WORDS})
    assert made.status_code == 302
    assert "少得" in main(client, made.url)
    wrong = client.post("/standards/what-if/text/", {"text": WORDS.replace("800.00元", "800")})
    assert wrong.status_code == 200
    assert "bf-wrong" in wrong.content.decode()
    assert "value: yearly, to: 800}" in wrong.content.decode()


@pytest.mark.parametrize(
    ("budget", "said"),
    [("100000000", "最多能定到"), ("1", "不够"), ("0", "bf-wrong"), ("许多", "bf-wrong"),
     ("1e99", "bf-wrong")],
)  # fmt: skip
def test_a_budget_says_what_it_could_pay(visit: As, budget: str, said: str) -> None:
    asked = {"what": "goods.yearly", "budget": budget}
    answer = visit("clerk").post("/standards/what-if/budget/", asked)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_an_amount_that_costs_nothing_here_is_said(visit: As) -> None:
    asked = {"what": "education.vocational_grant", "budget": "1000"}
    answer = visit("clerk").post("/standards/what-if/budget/", asked)
    assert "没有关系" in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("reviewer", 200), ("approver", 200), ("village_worker", 403), ("leader", 403),
     ("auditor", 403), ("", 302)],
)  # fmt: skip
def test_who_may_try_out(visit: As, who: str, status: int) -> None:
    client = visit(who)
    assert client.get("/standards/what-if/").status_code == status
    sent = client.post("/standards/what-if/", ASKED).status_code
    assert sent == (302 if status == 200 else status)


def test_nothing_is_changed_by_trying_out(visit: As) -> None:
    from bangfu.policies.models import Revision

    tried(visit)
    assert "没有改过" in main(visit("clerk"), "/standards/goods/")
    with everywhere():
        assert not Revision.objects.exists()
