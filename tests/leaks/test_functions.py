"""Functions that run with the owner's rights: few, closed to the public, each under the scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .test_rows import OUTSIDERS, _looking, _owner

if TYPE_CHECKING:
    from .town import Leaks


def test_definer_functions_fix_their_path_and_are_closed_to_the_public(leaks: Leaks) -> None:
    rows = _owner(
        "select p.proname, coalesce(array_to_string(p.proconfig, ','), ''),"
        " has_function_privilege('public', p.oid, 'execute')"
        " from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " join pg_roles r on r.oid = p.proowner"
        " where p.prosecdef and n.nspname = 'public' and r.rolname = 'bangfu_owner'"
    )
    assert len(rows) >= 3
    for name, settings, public in rows:
        assert "search_path=public, pg_temp" in settings, name
        assert not public, name


def _word(leaks: Leaks) -> str:
    """The longest word by which the head of the home village's family is found."""
    head = leaks.families["own"].head
    rows = _owner(
        "select tsvector_to_array(s.tokens) from registry_search s"
        f" join registry_person p on p.id = s.person_id where p.uuid = '{head}'"
    )
    return max(rows[0][0], key=len)


def _finds(leaks: Leaks, who: str) -> set[int]:
    with _looking(leaks, who) as (cursor, _):
        cursor.execute("select registry_find(quote_literal(%s)::tsquery, 100)", [_word(leaks)])
        return {person for (person,) in cursor.fetchall()}


@pytest.mark.parametrize("who", [*OUTSIDERS, "the next village"])
def test_search_finds_nobody_of_another_village(leaks: Leaks, who: str) -> None:
    assert _finds(leaks, who) == set()


@pytest.mark.parametrize("who", ["one's own village", "the town's clerk", "a grant"])
def test_search_finds_ones_own(leaks: Leaks, who: str) -> None:
    assert len(_finds(leaks, who)) == 1


@pytest.mark.parametrize("who", ["one's own village", "the town's clerk", *OUTSIDERS])
def test_nobody_reads_the_tokens_of_search(leaks: Leaks, who: str) -> None:
    from psycopg.errors import InsufficientPrivilege

    with _looking(leaks, who) as (cursor, _), pytest.raises(InsufficientPrivilege):
        cursor.execute("select tokens from registry_search")


@pytest.mark.parametrize("who", [*OUTSIDERS, "a grant"])
def test_nobody_adds_words_to_a_person_of_another_village(leaks: Leaks, who: str) -> None:
    head = leaks.families["own"].head
    (pk,) = _owner(f"select id from registry_person where uuid = '{head}'")[0]
    ask = f"select tokens::text from registry_search where person_id = {pk}"
    before = _owner(ask)
    with _looking(leaks, who) as (cursor, _):
        cursor.execute("select registry_index(array[%s::bigint], array['planted'])", [pk])
        cursor.connection.commit()
    assert _owner(ask) == before


@pytest.mark.parametrize(
    "who", [one for one in OUTSIDERS if one not in ("a leader", "another town")]
)
def test_figures_are_for_who_leads_or_works_there(leaks: Leaks, who: str) -> None:
    with _looking(leaks, who) as (cursor, _):
        cursor.execute("select count(*) from registry_figures()")
        assert cursor.fetchone() == (0,)


def test_a_leader_gets_the_figures_of_his_town_alone(leaks: Leaks) -> None:
    with _looking(leaks, "a leader") as (cursor, _):
        cursor.execute("select area, households from registry_figures()")
        found = dict(cursor.fetchall())
    assert found == {leaks.home.village: 1, leaks.home.next_village: 1}
