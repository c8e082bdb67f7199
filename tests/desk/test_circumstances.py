"""What is true of one person, told on the pages of his groups; who sees it, and who may tell."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from .conftest import GAOPING_HEAD, GAOPING_HOME, As
from .test_changes import WIFE, _everywhere, count, done, refused, tell, undo_of
from .test_correcting import _number

pytestmark = pytest.mark.django_db

GOOD: dict[str, dict[str, str]] = {
    "work": {"labour": "4", "occupation": "27"},
    "school": {"year": "2012", "stage": "高中", "full_time": "yes", "school": "三角中学"},
    "disability": {"kind": "1", "grade": "1"},
    "illness": {"year": "2012", "total": "80000", "own_paid": "30000.00", "disease": "胃癌"},
    "about": {"marital": "20", "education": "70", "ethnic": "01", "health": "30"},
}
SAYS = {
    "work": ("丧失劳动力", "农民"),
    "school": ("高中，2012—2013学年，全日制", "三角中学"),
    "disability": ("视力一级",),
    "illness": ("总费用 80,000.00元", "报销 未填", "自付 30,000.00元"),
    "about": ("已婚", "初级中学教育", "汉族", "有慢性病"),
}


def send(client: Any, person: str, slug: str, **given: Any) -> Any:
    data = {"on": "2012-12-01", "basis": "paper", "note": "", "seen": "0", **given}
    return client.post(f"/people/{person}/facts/{slug}/", data)


@pytest.mark.parametrize("slug", GOOD)
def test_each_group_is_told_seen_and_taken_back(visit: As, slug: str) -> None:
    client = visit("clerk")
    assert f"/people/{WIFE}/facts/{slug}/" in client.get(f"/people/{WIFE}/").content.decode()
    assert client.get(f"/people/{WIFE}/facts/").status_code == 200
    form = client.get(f"/people/{WIFE}/facts/{slug}/").content.decode()
    assert "现在记的是" in form
    assert ("原来记错了" in form) == (slug == "disability")  # the one she has by a roster
    assert count() == 0
    page = done(client, send(client, WIFE, slug, **GOOD[slug]))
    mine = client.get(f"/people/{WIFE}/").content.decode()
    for words in SAYS[slug]:
        assert words in mine
    assert "胃癌" not in mine + page
    assert "原来记错了" in client.get(f"/people/{WIFE}/facts/{slug}/").content.decode()
    client.post(undo_of(page))
    facts = client.get(f"/people/{WIFE}/").content.decode().split("变更记录")[0]
    assert SAYS[slug][0] not in facts


def test_the_household_page_shows_who_can_work(visit: As) -> None:
    client = visit("clerk")
    page = done(client, send(client, WIFE, "work", labour="4"))
    assert "劳动能力" in page
    assert "丧失劳动力" in page


def test_a_disease_is_shown_for_a_reason_only(visit: As, trail: Any) -> None:
    client = visit("clerk")
    done(client, send(client, WIFE, "illness", **GOOD["illness"]))
    page = client.get(f"/people/{WIFE}/").content.decode()
    assert 'value="disease"' in page
    shown = client.post(reverse("desk:show", args=[WIFE]), {"field": "disease", "reason": "case"})
    assert "胃癌" in shown.content.decode()
    assert any(row[3] == ["disease"] for row in trail())
    worker = visit("village_worker").get(f"/people/{WIFE}/").content.decode()
    assert "胃癌" not in worker


@pytest.mark.parametrize(
    ("slug", "given", "words"),
    [
        ("work", {}, "没有变化"),
        ("work", {"labour": "7"}, "7"),
        ("work", {"labour": "4", "on": "1900-01-01"}, "生效日期早于"),
        ("work", {"labour": "4", "on": "2012-12-04"}, "日期不能晚于今天"),
        ("school", {"year": "2012", "stage": ""}, "这一项要填"),
        ("school", {"year": "2013", "stage": "高中"}, "2013"),
        ("disability", {"certificate": "4420"}, "应是20位"),
        ("illness", {"year": "2012"}, "至少填一项"),
        ("illness", {"year": "2012", "total": "1", "own_paid": "2"}, "比总费用还多"),
        ("illness", {"year": "2012", "total": "很多"}, "金额没认出来"),
        ("illness", {"year": "2012", "total": "-5"}, "金额"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    visit: As, slug: str, given: dict[str, str], words: str
) -> None:
    refused(send(visit("clerk"), WIFE, slug, **given), words)


@pytest.mark.parametrize(
    ("slug", "given", "words"),
    [
        ("school", {"year": "2011", "stage": "小学"}, "这个学年黄小还没有出生。"),
        ("illness", {"year": "2011", "total": "100"}, "这一年黄小还没有出生。"),
        ("work", {"labour": "4", "on": "2012-11-01"}, "生效日期早于黄小的出生日期2012-11-20。"),
    ],
)
def test_nothing_is_told_of_a_time_before_the_birth(
    visit: As, slug: str, given: dict[str, str], words: str
) -> None:
    from bangfu.registry.models import Person

    client = visit("clerk")
    born = {"on": "2012-11-20", "name": "黄小", "sex": "1", "relation": "20"}
    done(client, tell(client, GAOPING_HOME, "birth", **born))
    with _everywhere():
        child = str(Person.objects.get(name="黄小").uuid)
    page = send(client, child, slug, **{"seen": "1", **given}).content.decode()
    assert words in page
    assert count() == 1


def test_a_certificate_of_somebody_else_is_asked_about(visit: As) -> None:
    client = visit("clerk")
    mine, other = _number(GAOPING_HEAD) + "42", _number(WIFE) + "42"
    page = refused(send(client, GAOPING_HEAD, "disability", certificate=other), "不是本人的")
    assert "of_other" in page
    refused(send(client, GAOPING_HEAD, "disability", certificate=mine, grade="3"), "与证号里的不同")
    answer = send(client, GAOPING_HEAD, "disability", certificate=other, of_other="on")
    done(client, answer)
    page = done(client, send(client, GAOPING_HEAD, "disability", certificate=mine, seen="1"))
    assert "肢体" in page
    assert mine not in page


def test_what_is_left_empty_stays_and_a_correction_tells_the_year_anew(visit: As) -> None:
    from bangfu.registry.models import Illness

    client = visit("clerk")
    done(client, send(client, WIFE, "illness", **GOOD["illness"]))
    done(client, send(client, WIFE, "illness", year="2012", reimbursed="50000", seen="1"))
    with _everywhere():
        one = Illness.objects.get(person__uuid=WIFE, superseded_at=None)
    assert (one.total_fen, one.reimbursed_fen, one.own_paid_fen) == (8000000, 5000000, 3000000)
    assert one.disease is not None
    given = {"year": "2012", "total": "60000", "mistaken": "on", "seen": "2"}
    done(client, send(client, WIFE, "illness", **given))
    with _everywhere():
        one = Illness.objects.get(person__uuid=WIFE, superseded_at=None)
    assert (one.total_fen, one.reimbursed_fen, one.own_paid_fen) == (6000000, None, None)


@pytest.mark.parametrize("slug", ["", *(f"{slug}/" for slug in GOOD)])
def test_the_four_visitors(visit: As, slug: str) -> None:
    address = f"/people/{WIFE}/facts/{slug}"
    for role in ("reviewer", "leader", "auditor"):
        assert visit(role).get(address).status_code == 403, role
    assert visit("neighbour").get(address).status_code in (403, 404)
    assert visit("").get(address).status_code == 302
    assert visit("village_worker").get(address).status_code == 200
    if slug:
        assert visit("reviewer").post(address, GOOD[slug[:-1]]).status_code == 403
        assert visit("neighbour").post(address, GOOD[slug[:-1]]).status_code in (403, 404)
        assert visit("").post(address, GOOD[slug[:-1]]).status_code == 302
    assert count() == 0


def test_a_village_worker_tells_a_change_but_corrects_nothing(visit: As) -> None:
    client = visit("village_worker")
    done(client, send(client, WIFE, "work", labour="4"))
    form = client.get(f"/people/{WIFE}/facts/work/").content.decode()
    assert "原来记错了" not in form
    done(client, send(client, WIFE, "work", labour="3", mistaken="on", seen="1"))
    from bangfu.registry.models import Change

    with _everywhere():
        assert set(Change.objects.values_list("kind", flat=True)) == {"update"}
    page = client.get(f"/households/{GAOPING_HOME}/changes/").content.decode()
    assert f"/people/{WIFE}/facts/" in page


def test_who_comes_second_is_told_who_was_first(visit: As) -> None:
    client = visit("clerk")
    done(client, send(client, WIFE, "work", labour="4"))
    page = send(client, WIFE, "about", marital="20").content.decode()
    assert "办了“登记变化”" in page
    assert count() == 1


def test_a_group_that_is_none_is_not_found(visit: As) -> None:
    assert visit("clerk").get(f"/people/{WIFE}/facts/wealth/").status_code == 404
