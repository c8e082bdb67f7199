"""The list of people: the same parts, for who reads the register, masked for who helps."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from .conftest import AT, GAOPING_HOME, ON, As

pytestmark = pytest.mark.django_db

ROW = re.compile(r'href="/people/([0-9a-f-]{36})/"')


def rows(page: str) -> list[str]:
    return ROW.findall(page)


def count(page: str) -> int:
    found = re.search(r"<h2>(\d+)人", page)
    assert found
    return int(found[1])


def test_pages_of_25_forward_and_back(visit: As) -> None:
    client = visit("clerk")
    first = client.get("/people/").content.decode()
    assert len(rows(first)) == 25
    step = re.search(r'href="(\?after=[^"]+)" rel="next"', first)
    assert step
    second = client.get("/people/" + step[1]).content.decode()
    assert not set(rows(first)) & set(rows(second))
    back = re.search(r'href="(\?before=[^"]+)" rel="prev"', second)
    assert back
    assert rows(client.get("/people/" + back[1]).content.decode()) == rows(first)


def test_filters_part_the_people_without_a_rest(visit: As) -> None:
    client = visit("clerk")

    def counted(asked: str) -> int:
        return count(client.get(f"/people/?{asked}").content.decode())

    everybody = counted("all=1")
    assert everybody == sum(
        counted(f"category={one}") for one in ("dibao", "low_income", "hard_up")
    )
    assert everybody == sum(counted(f"village=4420991092{n:02}000") for n in (6, 7)) + counted(
        "village=442099109001000"
    )
    assert counted("relation=head") == 60
    assert 0 < counted("disabled=1") < everybody
    assert (
        counted("state=verified") + counted("state=unverified") + counted("state=disputed")
        == everybody
    )


def test_every_filter_becomes_a_chip(visit: As) -> None:
    page = visit("clerk").get("/people/?sex=2&age=80%2B").content.decode()
    assert re.search(r'<a class="bf-tag" href="\?age=80%2B">女<', page)
    assert re.search(r'<a class="bf-tag" href="\?sex=2">80岁以上<', page)


def test_nobody_found_says_so(visit: As) -> None:
    page = visit("clerk").get("/people/?age=0-5&relation=head").content.decode()
    assert "没有符合的人。" in page


def test_no_identity_number_stands_in_the_list(visit: As) -> None:
    page = visit("clerk").get("/people/").content.decode()
    assert not re.search(r"(?<!\d)442099\d{8}\d{3}[\dXx](?!\d)", page)


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("village_worker", 200), ("leader", 403), ("", 302)]
)
def test_who_reads_the_register_sees_the_list(visit: As, who: str, status: int) -> None:
    assert visit(who).get("/people/").status_code == status


def test_a_village_worker_is_offered_no_other_village(visit: As) -> None:
    page = visit("village_worker").get("/people/").content.decode()
    assert "三角村" not in page
    assert rows(page)


def test_a_helper_sees_masked_names_of_the_families_granted(visit: As) -> None:
    client = visit("volunteer")
    _grant()
    for address, link in (("/people/", "people"), ("/households/", "households")):
        page = client.get(address).content.decode()
        found = re.findall(rf'href="/{link}/[0-9a-f-]{{36}}/">([^<]+)</a>', page)
        assert found
        assert all("*" in name for name in found)


def _grant() -> None:
    from bangfu.offices import actions
    from bangfu.offices.models import Purpose, User
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=ON):
        actions.give_grant(
            principal=User.objects.get(username="volunteer").uuid,
            subject=UUID(GAOPING_HOME),
            area=442099109206000,
            purpose=Purpose.PAIRED,
            valid_from=ON,
            by=operator_scope().principal,
            at=AT,
        )
