"""Who may see what on the desk: own office, other office, wrong role, nobody."""

import pytest

from .conftest import GAOPING_HEAD, GAOPING_HOME, SANJIAO_HOME, As

pytestmark = pytest.mark.django_db

HOME = f"/households/{GAOPING_HOME}/"
PERSON = f"/people/{GAOPING_HEAD}/"
READERS = ("village_worker", "social_worker", "clerk", "reviewer", "approver", "inspector")
STRANGERS = ("leader", "system_admin", "security_admin", "auditor")


@pytest.mark.parametrize("role", READERS)
def test_whose_area_it_is_sees_the_household_and_the_person(visit: As, role: str) -> None:
    client = visit(role)
    assert client.get(HOME).status_code == 200
    assert client.get(PERSON).status_code == 200


@pytest.mark.parametrize("role", ["neighbour", "volunteer", "liaison"])
def test_another_office_is_told_that_there_is_no_such_page(visit: As, trail, role: str) -> None:
    client = visit(role)
    assert client.get(HOME).status_code == 404
    assert client.get(PERSON).status_code == 404
    refused = {row[2] for row in trail() if row[1] == "offices.gate.refuse"}
    assert {GAOPING_HOME, GAOPING_HEAD} <= refused


@pytest.mark.parametrize("role", STRANGERS)
def test_a_post_without_case_data_is_refused(visit: As, role: str) -> None:
    client = visit(role)
    for address in (HOME, PERSON, "/households/", "/search/"):
        assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [HOME, PERSON, "/", "/households/", "/search/", "/help/"])
def test_a_visitor_is_sent_to_the_page_of_login_and_back(visit: As, address: str) -> None:
    answer = visit("").get(address)
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/?next=")


def test_a_village_worker_sees_the_households_of_the_own_village_only(visit: As) -> None:
    page = visit("village_worker").get("/households/").content.decode()
    assert "您能看到的在册40户" in page
    assert SANJIAO_HOME not in page
    other = visit("neighbour").get("/households/").content.decode()
    assert "您能看到的在册20户" in other


def test_a_filter_for_another_village_shows_nothing_of_it(visit: As) -> None:
    page = visit("village_worker").get("/households/?village=442099109207000").content.decode()
    assert SANJIAO_HOME not in page


def test_the_page_of_a_person_may_not_be_kept_by_the_browser(visit: As) -> None:
    for address in (HOME, PERSON, "/households/", "/"):
        assert "no-store" in visit("clerk").get(address)["Cache-Control"]
