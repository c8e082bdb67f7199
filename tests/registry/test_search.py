"""One box finds people by name, sound, and last digits, within the reader's scope."""

import pytest
from django.db import connection, transaction

from bangfu.offices.scope import Scope, scoped
from bangfu.registry import queries

from .building import BY, GAOPING, ON, SANJIAO, enter, household, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(town):
    enter(
        household(person("单雄", "442099195212022251", phone="13900007156")),
        household(person("欧阳金勇", "442099196002271530", sex=1), area=SANJIAO),
        household(person("阿布都·热合曼", None, number_raw="办理中"), area=SANJIAO),
        household(person("𠮷田花", None)),
    )
    return town


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("单雄", "单雄"),
        ("雄", "单雄"),
        ("shanxiong", "单雄"),
        ("shanx", "单雄"),
        ("sx", "单雄"),
        ("阳金", "欧阳金勇"),
        ("ouyang", "欧阳金勇"),
        ("2251", "单雄"),
        ("022251", "单雄"),
        ("442099195212022251", "单雄"),
        ("７１５６", "单雄"),
        ("13900007156", "单雄"),
        ("热合曼", "阿布都·热合曼"),
        ("阿布都·热合曼", "阿布都·热合曼"),
        ("𠮷田", "𠮷田花"),
        ("4420991092060001", "单雄"),
    ],
)
def test_finds(people, typed, name):
    assert [hit.name for hit in queries.find_people(people, typed, on=ON)] == [name]


@pytest.mark.parametrize(
    "typed", ["", "  ", "'", "单'雄' | 'x':*", "!()&|", "\\", "99", "没有这人"]
)
def test_finds_nobody_and_does_not_stumble(people, typed):
    assert queries.find_people(people, typed, on=ON) == []


def test_operators_typed_are_letters_not_operators(people):
    assert queries.find_people(people, "单雄' | 'z金", on=ON) == []


def test_search_stays_within_the_village(people):
    with scoped(Scope(BY, ((SANJIAO, SANJIAO + 999),)), on=ON) as scope:
        assert queries.find_people(scope, "单雄", on=ON) == []
        assert [hit.name for hit in queries.find_people(scope, "欧阳", on=ON)] == ["欧阳金勇"]


def test_the_function_itself_answers_only_within_the_settings(people):
    with (
        scoped(Scope(BY, ((GAOPING, GAOPING + 999),)), on=ON),
        connection.cursor() as cursor,
    ):
        cursor.execute("select count(*) from registry_find('''z金'''::tsquery, 10)")
        assert cursor.fetchone() == (0,)


def test_nobody_signed_in_finds_nobody(people):
    with scoped(Scope(BY, ()), on=ON) as scope:
        assert queries.find_people(scope, "单雄", on=ON) == []


def test_the_digits_of_a_number_do_not_stand_in_the_tokens(people):
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("select person_id from registry_search")
        assert len(cursor.fetchall()) == 4
    from django.db import connections

    with connections["owner"].cursor() as owner:
        owner.execute("select count(*) from registry_search where tokens::text like '%2251%'")
        assert owner.fetchone() == (0,)
