"""A matched roster enters the register: new, same, corrected, taken back."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from bangfu.privacy import crypto, keys
from bangfu.registry import queries
from bangfu.registry.actions import CannotTakeBack, take_back
from bangfu.registry.models import Category, Holder, Household, Identity, Membership, Person

from .building import AT, GAOPING, ON, enter, household, person

pytestmark = pytest.mark.django_db


def again(entry, **changes):
    """The same person read from another row."""
    return replace(entry, known=True, **changes)


def test_a_family_enters_with_head_size_category_and_a_number_of_its_village(town):
    head, wife = person(), person("潘伟", "442099195910084329", sex=2, relation="10", is_head=False)
    enter(household(head, wife))
    home = Household.objects.get()
    assert (home.head.name, home.size, home.category, home.cause) == ("曾妹", 2, "dibao", "illness")
    assert home.number == "4420991092060001"
    assert Category.objects.get().monthly_fen == 25000


def test_household_numbers_go_on_and_are_not_reused(town):
    enter(household(person()))
    enter(household(person("黄浩", "442099196002271530")))
    assert set(Household.objects.values_list("number", flat=True)) == {
        "4420991092060001",
        "4420991092060002",
    }


def test_the_number_stands_sealed_and_opens_with_the_key_of_the_person(town):
    head = person()
    enter(household(head))
    fact = Identity.objects.get()
    assert b"442099195212022251" not in bytes(fact.number)
    key = keys.open_many([head.uuid])[head.uuid]
    assert crypto.unseal(key, "identity.number", bytes(fact.number)) == "442099195212022251"


def test_a_person_without_a_number_is_a_person_all_the_same(town):
    enter(household(person(number=None, number_raw="办理中")))
    assert Person.objects.get().identity_state == "unverified"
    assert Holder.objects.count() == 0


def test_the_same_row_again_adds_a_sighting_and_no_fact(town):
    head = person()
    home = household(head)
    enter(home)
    facts = Identity.objects.count()
    _, outcome = enter(replace(home, known=True, members=[again(head, row=9)]))
    assert (outcome.new_people, outcome.changed_people, outcome.same_people) == (0, 0, 1)
    assert Identity.objects.count() == facts
    assert [line["sources"] for line in queries.person_lines(town, on=ON)] == [
        [
            {"file": "低保户花名册.xlsx", "sheet": "Sheet1", "row": 5},
            {"file": "低保户花名册.xlsx", "sheet": "Sheet1", "row": 9},
        ]
    ]


def test_a_corrected_number_closes_the_unverified_one_and_stays_in_history(town):
    head = person(number=None, number_raw="44209919521202225")
    home = household(head)
    enter(home)
    corrected = again(head, number="442099195212022251", number_raw="", state="verified")
    _, outcome = enter(replace(home, known=True, members=[corrected]), at=AT + timedelta(days=1))
    assert outcome.changed_people == 1
    assert Person.objects.get().identity_state == "verified"
    old, new = Identity.objects.order_by("id")
    assert old.superseded_at is not None
    assert new.superseded_at is None
    assert Holder.objects.get().person_id == new.person_id


def test_a_damaged_number_never_replaces_a_verified_one(town):
    head = person()
    home = household(head)
    enter(home)
    worse = again(head, number=None, number_raw="4.42E+17", state="unverified")
    _, outcome = enter(replace(home, known=True, members=[worse]))
    assert outcome.same_people == 1
    assert Person.objects.get().identity_state == "verified"


def test_another_spelling_from_another_list_is_kept_beside_the_first(town):
    head = person("刘芳娣", "44019919360101097X")
    home = household(head)
    enter(home)
    enter(replace(home, known=True, members=[again(head, name="刘方娣")]), lineage="低收入")
    assert set(Identity.objects.filter(superseded_at=None).values_list("name", flat=True)) == {
        "刘芳娣",
        "刘方娣",
    }
    assert Person.objects.get().name == "刘芳娣"


def test_another_list_does_not_change_the_category(town):
    head = person()
    home = household(head)
    enter(home)
    enter(replace(home, known=True, category="low_income", members=[again(head)]), lineage="低收入")
    assert Household.objects.get().category == "dibao"


def test_the_same_list_a_year_later_changes_the_category(town):
    head = person()
    home = household(head)
    enter(home)
    enter(replace(home, known=True, category="low_income", members=[again(head)]))
    assert Household.objects.get().category == "low_income"
    assert Category.objects.filter(superseded_at=None).count() == 1


def test_no_number_is_verified_for_two(town):
    enter(household(person()))
    with pytest.raises(IntegrityError, match="registry_holder"), transaction.atomic():
        enter(household(person("别人")))


def test_nobody_is_in_two_households_at_a_time(town):
    head = person()
    enter(household(head))
    first = Membership.objects.get()
    other = household(person("黄浩", "442099196002271530"))
    enter(other)
    second = Household.objects.exclude(pk=first.household_id).get()
    with pytest.raises(IntegrityError, match="one_home_at_a_time"), transaction.atomic():
        Membership.objects.create(
            area=first.area, person_id=first.person_id, household=second, valid_from=ON,
            recorded_at=AT, source=first.source, entry=uuid4(),
        )  # fmt: skip


def test_one_category_at_a_time(town):
    enter(household(person()))
    fact = Category.objects.get()
    fact.pk = None
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        fact.save(force_insert=True)


def test_a_fact_is_never_rewritten(town):
    enter(household(person()))
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        Category.objects.update(code="low_income")


def test_a_fact_stands_in_the_area_of_its_subject(town):
    enter(household(person()))
    with pytest.raises(IntegrityError, match="person_area"), transaction.atomic():
        Identity.objects.update(area=GAOPING + 1000)


def test_a_fact_cannot_be_deleted_by_the_application(town):
    enter(household(person()))
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Identity.objects.all().delete()


def test_taking_back_withdraws_what_came_by_this_entry_alone(town):
    head = person()
    entry, _ = enter(household(head))
    counts = take_back(entry=entry, at=AT)
    assert (counts["people"], counts["households"]) == (1, 1)
    assert queries.find_person(town, head.uuid, on=ON) is None
    assert queries.find_people(town, "曾妹", on=ON) == []
    assert Holder.objects.count() == 0


def test_after_taking_back_the_number_can_enter_again(town):
    entry, _ = enter(household(person()))
    take_back(entry=entry, at=AT)
    enter(household(person()))
    assert Person.objects.filter(withdrawn_at=None).count() == 1


def test_taking_back_a_correction_opens_the_old_fact_again(town):
    head = person()
    home = household(head)
    enter(home)
    entry, _ = enter(replace(home, known=True, members=[again(head, name="曾美", relation="02")]))
    assert Person.objects.get().name == "曾美"
    take_back(entry=entry, at=AT)
    assert Person.objects.get().name == "曾妹"
    assert Identity.objects.filter(superseded_at=None).count() == 1


def test_an_entry_that_others_build_on_is_not_taken_back(town):
    head = person()
    home = household(head)
    entry, _ = enter(home)
    later, _ = enter(replace(home, known=True, members=[again(head)]), lineage="低收入")
    with pytest.raises(CannotTakeBack) as refusal:
        take_back(entry=entry, at=AT)
    assert refusal.value.entries == [later]
    assert Person.objects.filter(withdrawn_at=None).count() == 1


def test_nothing_is_half_written(town):
    good, bad = household(person("黄浩", "442099196002271530")), household(person())
    enter(household(person("曾妹")))
    with pytest.raises(IntegrityError), transaction.atomic():
        enter(good, bad)
    assert Person.objects.count() == 1


def test_a_row_repeated_in_the_roster_is_a_sighting_more(town):
    enter(household(person(also_rows=(8,))))
    assert queries.sources_of([Person.objects.get().uuid]) == {
        Person.objects.get().uuid: [("低保户花名册.xlsx", 5), ("低保户花名册.xlsx", 8)]
    }


def test_a_number_judged_anew_keeps_the_old_verdict_in_history(town):
    head = person(state="disputed")
    enter(household(head))
    assert Holder.objects.count() == 0
    enter(restated=[(head.uuid, "verified")])
    assert Person.objects.get().identity_state == "verified"
    assert Holder.objects.get().person_id == Person.objects.get().pk
    enter(restated=[(head.uuid, "disputed")])
    assert Person.objects.get().identity_state == "disputed"
    assert Holder.objects.count() == 0
    assert Identity.objects.count() == 3


def test_a_sighting_alone_changes_no_fact(town):
    head = person()
    enter(household(head))
    facts = Identity.objects.count()
    enter(sightings=[(head.uuid, 44)], lineage="低收入")
    assert Identity.objects.count() == facts
    assert queries.sources_of([head.uuid])[head.uuid][-1] == ("低保户花名册.xlsx", 44)


def test_a_household_only_seen_keeps_its_category(town):
    head = person()
    home = household(head)
    enter(home)
    enter(replace(home, known=True, category="", members=[again(head)]))
    assert Household.objects.get().category == "dibao"
