"""Two sources differ: the pages show both and ask, and who may decide lets one hold."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from .conftest import AT, GAOPING_HEAD, GAOPING_HOME, As
from .test_changes import WIFE, count, done, undo_of
from .test_living import PAGE, part

pytestmark = pytest.mark.django_db
ADDRESS = f"{PAGE}settle/{WIFE}/disability/"


@pytest.fixture
def two_grades(visit: As) -> list[int]:
    """The wife's disability is grade two in one list and grade three in another."""
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.registry.models import Disability, Person, Source

    with scoped(operator_scope(), on=date(2012, 12, 3)):
        wife = Person.objects.get(uuid=WIFE)
        Disability.objects.filter(person=wife).update(superseded_at=AT, superseded_by=uuid4())
        made = []
        for grade, name in ((2, "残疾人名册.xlsx"), (3, "低保户花名册.xlsx")):
            source = Source.objects.create(
                kind="roster", entry=uuid4(), file_name=name, lineage=name, on=date(2012, 6, 30),
                recorded_at=AT, recorded_by=uuid4(),
            )  # fmt: skip
            fact = Disability.objects.create(
                person=wife, area=wife.area, kind=4, grade=grade, valid_from=date(2012, 6, 30),
                recorded_at=AT, source=source, row=grade, entry=source.entry,
            )  # fmt: skip
            made.append(fact.pk)
    return made


def post(client: Any, keep: int | str, **more: str) -> Any:
    data = {"keep": str(keep), "basis": "paper", "note": "", "seen": "0", **more}
    return client.post(ADDRESS, data)


def test_both_pages_show_both_with_their_sources(visit: As, two_grades: list[int]) -> None:
    client = visit("clerk")
    for address in (PAGE, f"/people/{WIFE}/"):
        card = part(client.get(address).content.decode(), "两个来源说法不同")
        for words in ("肢体二级", "肢体三级", "残疾人名册.xlsx 第2行", "低保户花名册.xlsx 第3行"):
            assert words in card
        assert card.count("以这个为准") == 2
    assert "说法不同" in part(client.get(PAGE).content.decode(), "要处理的事")
    other = client.get(f"/people/{GAOPING_HEAD}/").content.decode()
    assert "两个来源说法不同" not in other


def test_one_click_marks_it_and_a_ground_settles_it(visit: As, two_grades: list[int]) -> None:
    client = visit("clerk")
    page = client.get(f"{ADDRESS}?said=2").content.decode()
    marked = re.search(rf'name="keep" value="{two_grades[1]}"[^>]*checked', page)
    assert marked
    page = done(client, post(client, two_grades[1]))
    assert "两个来源说法不同" not in page
    assert "以一个来源为准" in part(page, "变更记录")
    client.post(undo_of(page))
    assert "两个来源说法不同" in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [({"basis": ""}, "这一项要填"), ({"keep": "0"}, "没有这个选项"), ({"keep": ""}, "这一项要填")],
)
def test_without_a_ground_or_a_choice_nothing_is_done(
    visit: As, two_grades: list[int], more: dict[str, str], words: str
) -> None:
    client = visit("clerk")
    given = {"keep": str(two_grades[0]), **more}
    page = client.post(ADDRESS, {"basis": "paper", "note": "看过证", "seen": "0", **given})
    assert words in page.content.decode()
    assert 'value="看过证"' in page.content.decode()
    assert count() == 0


def test_who_comes_second_is_told(visit: As, two_grades: list[int]) -> None:
    client = visit("clerk")
    done(client, client.post(f"{PAGE}changes/need/", {
        "on": "2012-12-01", "basis": "told", "note": "", "seen": "0", "kind": "job", "text": "找工",
    }))  # fmt: skip
    assert "您填的还在" in post(client, two_grades[0]).content.decode()
    assert count() == 1


def test_what_is_settled_already_says_so(visit: As, two_grades: list[int]) -> None:
    client = visit("clerk")
    done(client, post(client, two_grades[0]))
    assert "现在没有不同的说法了。" in client.get(ADDRESS).content.decode()
    assert "现在没有不同的说法了。" in post(client, two_grades[1]).content.decode()


def test_the_four_visitors(visit: As, two_grades: list[int]) -> None:
    village = visit("village_worker")
    card = part(village.get(PAGE).content.decode(), "两个来源说法不同")
    assert "以这个为准" not in card
    for method in ("get", "post"):
        assert getattr(visit("village_worker"), method)(ADDRESS).status_code == 403
        assert getattr(visit("reviewer"), method)(ADDRESS).status_code == 403
        assert getattr(visit("leader"), method)(ADDRESS).status_code == 403
        assert getattr(visit("neighbour"), method)(ADDRESS).status_code == 403
        assert getattr(visit(""), method)(ADDRESS).status_code == 302
    assert count() == 0


def test_a_clerk_of_nowhere_near_finds_nothing(visit: As, two_grades: list[int]) -> None:
    stranger = f"/households/{uuid4()}/settle/{WIFE}/disability/"
    assert visit("clerk").get(stranger).status_code == 404
    elsewhere = f"{PAGE}settle/{uuid4()}/disability/"
    assert "现在没有不同的说法了。" in visit("clerk").get(elsewhere).content.decode()
    assert GAOPING_HOME in PAGE
