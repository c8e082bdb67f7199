"""One household, one file; every fact with its source; numbers masked until asked for."""

from uuid import uuid4

import pytest

from bangfu.privacy.masks import Clearance
from bangfu.registry import queries
from bangfu.registry.actions import CannotShow, show_field
from bangfu.registry.queries.files import age_on

from .building import AT, BY, ON, enter, household, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(town):
    head = person(phone="13900007156", bank_account="6217000002593132638")
    son = person(
        "曾伟", None, number_raw="办理中", row=6, relation="20", relation_text="子", is_head=False,
        disability_kind=4, disability_grade=2, certificate="44209919521202225142",
    )  # fmt: skip
    enter(household(son, head))
    return town, head, son


def file_of(scope, head):
    person_file = queries.get_person_file(scope, head.uuid, on=ON, clearance=Clearance.STAFF)
    return queries.get_household_file(
        scope, person_file.household.uuid, on=ON, clearance=Clearance.STAFF
    )


def test_the_head_stands_first_and_contacts_are_masked(family):
    scope, head, _ = family
    file = file_of(scope, head)
    assert [member.name for member in file.members] == ["曾妹", "曾伟"]
    assert file.phone == "139****7156"
    assert file.account.endswith("2638")
    assert "593132" not in file.account
    assert file.place == "高平村3组"


def test_each_source_is_named_with_its_rows(family):
    scope, head, _ = family
    ((source, rows),) = file_of(scope, head).sources
    assert (source.file_name, rows) == ("低保户花名册.xlsx", [5, 6])


def test_a_person_page_masks_the_number_and_keeps_plain_words(family):
    scope, head, son = family
    shown = [
        queries.get_person_file(scope, uuid, on=ON, clearance=Clearance.STAFF).told("identity")[0]
        for uuid in (head.uuid, son.uuid)
    ]
    assert "19521202" not in shown[0].note
    assert shown[1].note == "办理中"


def test_a_stranger_gets_none(family):
    scope, *_ = family
    assert queries.get_person_file(scope, uuid4(), on=ON, clearance=Clearance.STAFF) is None
    assert queries.get_household_file(scope, uuid4(), on=ON, clearance=Clearance.STAFF) is None


def test_showing_a_field_needs_a_reason_of_the_list(family):
    scope, head, _ = family
    someone = queries.find_person(scope, head.uuid, on=ON)
    with pytest.raises(ValueError, match="reason"):
        show_field(person=someone, field="identity", reason="curious", by=BY, at=AT)


def test_what_was_never_written_cannot_be_shown(family):
    scope, _, son = family
    someone = queries.find_person(scope, son.uuid, on=ON)
    with pytest.raises(CannotShow):
        show_field(person=someone, field="account", reason="payment", by=BY, at=AT)


def test_age_counts_whole_years():
    from datetime import date

    assert age_on(date(1952, 12, 31), ON) == 60
    assert age_on(date(1953, 1, 1), ON) == 59
    assert age_on(None, ON) is None


def test_the_public_reads_no_door(family):
    scope, head, _ = family
    home = queries.get_person_file(scope, head.uuid, on=ON, clearance=Clearance.STAFF).household
    file = queries.get_household_file(scope, home.uuid, on=ON, clearance=Clearance.PUBLIC)
    assert "37号" not in file.address
