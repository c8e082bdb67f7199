"""A new head through the pages: what follows is filled in, what is odd is asked about once more."""

from __future__ import annotations

import re
from typing import Any

import pytest

from .conftest import GAOPING_HEAD, GAOPING_HOME, As
from .test_changes import (
    THREE,
    THREE_HEAD,
    THREE_SON,
    THREE_WIFE,
    WIFE,
    _everywhere,
    count,
    done,
    household,
    refused,
    tell,
)

pytestmark = pytest.mark.django_db
SON_HEADS = {f"is_{THREE_HEAD}": "51", f"is_{THREE_WIFE}": "52"}
VILLAGE = {"village": "442099109206000", "group": "3", "address": ""}


def chosen(page: str, member: str) -> str:
    """What stands chosen as this member's relation."""
    field = re.search(rf'name="is_{member}".*?</select>', page, re.DOTALL)
    assert field
    found = re.search(r'<option value="([^"]*)" selected', field[0])
    return found[1] if found else ""


def relations(home: str) -> dict[str, str]:
    from bangfu.registry.models import Membership

    with _everywhere():
        found = Membership.objects.filter(
            household__uuid=home, superseded_at=None, valid_until=None
        ).values_list("person__uuid", "relation")
        return {str(who): relation for who, relation in found}


def sure(page: str) -> dict[str, str]:
    """The box that stands by the doubts, as the browser sends it when it is ticked."""
    box = re.search(r'<input type="checkbox" name="sure"[^>]*>', page)
    assert box
    assert "checked" not in box[0]
    value = re.search(r'value="([^"]+)"', box[0])
    assert value
    return {"sure": value[1]}


def test_where_one_alone_can_be_the_head_the_relations_stand_there_at_once(visit: As) -> None:
    page = visit("clerk").get(f"/households/{GAOPING_HOME}/changes/head/").content.decode()
    assert chosen(page, GAOPING_HEAD) == "10"


def test_what_follows_is_filled_in_and_read_through_before_it_is_kept(visit: As) -> None:
    client = visit("clerk")
    page = refused(tell(client, THREE, "head", head=THREE_SON, note="母亲年老"), "请看一遍再登记")
    assert (chosen(page, THREE_HEAD), chosen(page, THREE_WIFE)) == ("51", "52")
    assert 'value="母亲年老"' in page
    assert "请选关系" not in page
    done(client, tell(client, THREE, "head", head=THREE_SON, **SON_HEADS))
    assert relations(THREE) == {THREE_SON: "02", THREE_HEAD: "51", THREE_WIFE: "52"}


def test_what_somebody_chose_is_not_filled_over(visit: As) -> None:
    given = {f"is_{THREE_HEAD}": "-"}
    page = refused(tell(visit("clerk"), THREE, "head", head=THREE_SON, **given), "请看一遍")
    assert (chosen(page, THREE_HEAD), chosen(page, THREE_WIFE)) == ("-", "52")


def test_a_spouse_of_the_old_head_stays_no_spouse_of_the_son_unasked(visit: As) -> None:
    client = visit("clerk")
    given = {**SON_HEADS, f"is_{THREE_WIFE}": "10", "head": THREE_SON, "note": "照旧"}
    page = refused(tell(client, THREE, "head", **given), "按理是新户主的母亲，选的却是配偶")
    assert 'value="照旧"' in page
    assert chosen(page, THREE_WIFE) == "10"
    again = refused(tell(client, THREE, "head", **given), "按理是新户主的母亲")
    done(client, tell(client, THREE, "head", **given, **sure(again)))
    assert relations(THREE)[THREE_WIFE] == "10"


def test_another_choice_than_the_one_stood_by_is_asked_about_anew(visit: As) -> None:
    client = visit("clerk")
    given = {**SON_HEADS, "head": THREE_SON}
    page = refused(tell(client, THREE, "head", **{**given, f"is_{THREE_WIFE}": "10"}), "按理是")
    other = {**given, **sure(page), f"is_{THREE_WIFE}": "30"}
    page = refused(tell(client, THREE, "head", **other), "选的却是女")
    sure(page)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({THREE_HEAD: "10", THREE_SON: "10"}, "按理是新户主的子，选的却是配偶"),
        ({THREE_HEAD: "20", THREE_SON: "20"}, "原来是户主，按理是新户主的配偶，选的却是子"),
        ({THREE_HEAD: "10", THREE_SON: "30"}, "登记的性别是男，选的却是女"),
    ],
)
def test_each_doubt_is_a_sentence_with_the_name(
    visit: As, told: dict[str, str], words: str
) -> None:
    given = {f"is_{who}": relation for who, relation in told.items()}
    refused(tell(visit("clerk"), THREE, "head", head=THREE_WIFE, **given), words)


def born(who: str, year: int) -> None:
    from bangfu.registry.models import Person

    with _everywhere():
        person = Person.objects.get(uuid=who)
        assert person.born_on is not None
        Person.objects.filter(pk=person.pk).update(born_on=person.born_on.replace(year=year))


@pytest.mark.parametrize(("year", "words"), [(1950, "谁大谁小对不上"), (1960, "年纪太近")])
def test_a_child_too_old_for_the_new_head_is_asked_about(visit: As, year: int, words: str) -> None:
    born(THREE_SON, year)
    given = {"head": THREE_WIFE, f"is_{THREE_HEAD}": "10", f"is_{THREE_SON}": "20"}
    client = visit("clerk")
    page = refused(tell(client, THREE, "head", **given), words)
    done(client, tell(client, THREE, "head", **given, **sure(page)))


def test_the_death_of_a_head_asks_the_same(visit: As) -> None:
    client = visit("clerk")
    given = {"person": THREE_HEAD, "needs": "head", "head": THREE_SON, f"is_{THREE_WIFE}": "10"}
    page = refused(tell(client, THREE, "death", **given), "按理是新户主的母亲")
    assert 'name="needs" value="head"' in page
    done(client, tell(client, THREE, "death", **given, **sure(page)))
    assert household(THREE).size == 2


def test_parting_asks_the_same(visit: As) -> None:
    client = visit("clerk")
    given = {f"to_{THREE_SON}": "02", f"to_{THREE_WIFE}": "10", **VILLAGE}
    page = refused(tell(client, THREE, "split", **given), "按理是新户主的母亲")
    done(client, tell(client, THREE, "split", **given, **sure(page)))
    assert household(THREE).size == 1


def test_the_doubt_reads_in_english(visit: As) -> None:
    client = visit("clerk")
    client.cookies["bangfu_language"] = "en"
    given = {**SON_HEADS, f"is_{THREE_WIFE}": "10", "head": THREE_SON}
    page = tell(client, THREE, "head", **given).content.decode()
    assert "should be “Mother” to the new head, yet “Spouse” is chosen" in page
    assert count() == 0


@pytest.mark.parametrize("role", ["neighbour", "reviewer", "leader", ""])
def test_standing_by_a_doubt_gives_nobody_a_right(visit: As, role: str) -> None:
    given: dict[str, Any] = {"head": WIFE, f"is_{GAOPING_HEAD}": "20", "sure": "other_line"}
    answer = tell(visit(role), GAOPING_HOME, "head", **given)
    assert answer.status_code == {"neighbour": 404, "": 302}.get(role, 403)
    assert count() == 0
