"""A whole number: a post that may, a reason from the list, a look on record, never by GET."""

import pytest

from ..browser.town import number_of
from .conftest import GAOPING_HEAD, As

pytestmark = pytest.mark.django_db

SHOW = f"/people/{GAOPING_HEAD}/show"
ASKED = {"field": "identity", "reason": "verify"}


@pytest.fixture
def whole() -> str:
    from datetime import date

    return number_of(4, date(1951, 2, 4), 2)


def test_a_clerk_sees_the_whole_number_once_the_look_is_on_record(visit: As, trail, whole) -> None:
    client = visit("clerk")
    assert whole not in client.get(f"/people/{GAOPING_HEAD}/").content.decode()
    page = client.post(SHOW, ASKED).content.decode()
    assert whole in page
    assert "bf-mark" in page
    assert ("look", GAOPING_HEAD, ["identity"], "verify") in [
        (kind, subject, fields, reason) for kind, _verb, subject, fields, reason in trail()
    ]


def test_without_a_reason_nothing_is_shown_and_nothing_recorded(visit: As, trail, whole) -> None:
    page = visit("clerk").post(SHOW, {"field": "identity"}).content.decode()
    assert whole not in page
    assert not [row for row in trail() if row[3] == ["identity"]]


def test_a_reason_of_ones_own_words_is_refused(visit: As, whole) -> None:
    page = visit("clerk").post(SHOW, {"field": "identity", "reason": "好奇"}).content.decode()
    assert whole not in page


@pytest.mark.parametrize("role", ["village_worker", "social_worker", "volunteer", "leader"])
def test_a_post_without_the_right_is_refused(visit: As, role: str, whole: str) -> None:
    answer = visit(role).post(SHOW, ASKED)
    assert answer.status_code == 403
    assert whole not in answer.content.decode()


def test_nobody_is_shown_a_number(visit: As, whole: str) -> None:
    answer = visit("").post(SHOW, ASKED)
    assert answer.status_code == 302
    assert whole not in answer.content.decode()


def test_an_address_alone_shows_nothing(visit: As) -> None:
    assert visit("clerk").get(SHOW).status_code == 405


def test_htmx_gets_only_the_part_that_changes(visit: As, whole: str) -> None:
    part = visit("clerk").post(SHOW, ASKED, headers={"HX-Request": "true"}).content.decode()
    assert whole in part
    assert "<html" not in part
