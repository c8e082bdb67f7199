"""The register as the rules read it: the facts of one family with their sources, or of all.

Both are read by the same statements, so that a case and a column can not say different things. A
fact counts from ``valid_from`` to ``valid_until`` on the day asked about, as the register knows it
now; what nobody told is unknown, and so is what two sources tell differently until somebody
settles it. What the register does not hold (`NOT_HERE`) is told when help is asked for.
"""

# ruff: noqa: S608 - names of tables and columns are ours, every value is a parameter
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from bangfu.kernel.codes import SCHOOL_STAGE
from bangfu.registry.queries.living import WORKING_AGE
from bangfu.rules import Case, Person, Receipt, Said
from bangfu.rules.facts import FACTS
from bangfu.rules.functions import SCHOOL_YEAR_BEGINS
from bangfu.rules.values import NONE, Sort

NOT_HERE = frozenset(
    name
    for name in FACTS
    if name.startswith(("disaster.", "person.startup.")) or name == "person.disability.need_fen"
)
"""Facts that are told with a request and stand in no register."""

NOTHING = "none"
"""How a statement says that there is none; an empty cell says that nobody told."""

_STAGES = dict(
    zip(
        SCHOOL_STAGE.values(),
        ("preschool", "primary", "junior", "senior", "vocational", "college", "university",
         "postgraduate"),
        strict=False,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One table of facts: whose they are, what it tells of which fact, what comes before what.

    Of several rows of one subject those with the highest ``rank`` count; where these differ in
    something, that is unknown.
    """

    table: str
    subject: str
    tells: Mapping[str, str]
    rank: str = "0"
    also: str = "true"


def _words(column: str, words: Mapping[Any, str]) -> str:
    cases = " ".join(f"when {_literal(word)} then '{code}'" for word, code in words.items())
    return f"case {column} {cases} end"


def _literal(word: object) -> str:
    return str(word) if isinstance(word, int) else f"'{word}'"


_LABOUR = {"1": "full", "2": "skilled", "3": "weak", "4": "lost", "5": "none"}
_DISABILITY = {
    1: "visual", 2: "hearing", 3: "speech", 4: "limb", 5: "intellectual", 6: "mental",
    7: "multiple",
}  # fmt: skip
_AWAY = SCHOOL_STAGE["9"]


def _school_year(day: str) -> str:
    months = SCHOOL_YEAR_BEGINS[0] - 1
    return f"extract(year from {day} - interval '{months} months')::int"


# A list that names no school year speaks of the one it was made in.
_YEAR = f"coalesce(f.school_year, {_school_year('f.valid_from')})"

HOUSEHOLD = (
    Kind("registry_category", "household_id", {"household.category": "f.code"}),
    Kind(
        "registry_assets",
        "household_id",
        {"household.assets_ok": "case f.within when 'yes' then '1' when 'no' then '0' end"},
    ),
    Kind(
        "registry_housing",
        "household_id",
        {
            "household.housing.own": "case f.tenure when 'own' then '1' else '0' end",
            "household.housing.grade": "nullif(f.grade, '')",
            "household.housing.work": "nullif(f.work, '')",
            "household.housing.cost_fen": "f.cost_fen::text",
            "household.housing.last_grant_on": "f.granted_on::text",
        },
    ),
)
PERSON = (
    Kind(
        "registry_trait",
        "person_id",
        {"person.labour": _words("f.code", _LABOUR)},
        also="f.field = 'labour'",
    ),
    Kind(
        "registry_disability",
        "person_id",
        {
            "person.disability.kind": _words("f.kind", _DISABILITY),
            "person.disability.grade": "f.grade::text",
        },
    ),
    Kind(
        "registry_schooling",
        "person_id",
        {
            "person.school.stage": _words("f.stage", {**_STAGES, _AWAY: NOTHING}),
            "person.school.full_time": f"case when f.stage = '{_AWAY}' then '{NOTHING}'"
            " when f.full_time then '1' when not f.full_time then '0' end",
            "person.school.year": f"case when f.stage = '{_AWAY}' then '{NOTHING}'"
            f" else ({_YEAR})::text end",
        },
        rank=_YEAR,
        # What was said of an earlier year says nothing of this one; who left school has left it.
        also=f"(f.stage = '{_AWAY}' or {_YEAR} >= {_school_year('%(on)s::date')})",
    ),
    Kind(
        "registry_illness",
        "person_id",
        {
            "person.illness.year": "f.year::text",
            "person.illness.own_paid_fen": "f.own_paid_fen::text",
        },
        rank="f.year",
        also="f.year <= extract(year from %(on)s::date)",
    ),
)
INCOME = Kind(
    "registry_income",
    "person_id",
    {
        "fen": "(coalesce(f.wages_fen, 0) + coalesce(f.business_fen, 0)"
        " + coalesce(f.property_fen, 0) + coalesce(f.transfer_fen, 0))::text"
    },
)
_IN_FORCE = (
    "f.superseded_at is null and f.valid_from <= %(on)s"
    " and (f.valid_until is null or f.valid_until >= %(on)s)"
)
HOMES = (
    "select h.id, h.uuid, h.area, h.number, h.head_id from registry_household h"
    " where {where} and h.withdrawn_at is null and h.erased_at is null order by h.area, h.id"
)
_MEMBERS = (
    "select p.id, p.uuid, f.household_id, p.name,"
    " case when p.born_precision = 'day' then p.born_on end as born_on,"
    " case when p.born_on is null then true else"
    " p.born_on + make_interval(years => {working_age}) <= %(on)s end as works"
    " from registry_membership f join registry_person p on p.id = f.person_id"
    " where {where} and {in_force} and p.canonical_id is null and p.withdrawn_at is null"
    " order by f.household_id, p.id"
)


@dataclass(frozen=True)
class Family:
    """The facts of a household as of a day, and the names of its persons by uuid."""

    case: Case
    names: Mapping[str, str]


def family_of(
    household: int, *, on: date, received: Sequence[Receipt] | None = None
) -> Family | None:
    """Return the facts of a household as of a day; its persons by their uuid.

    ``household`` was found in the reader's scope before. ``received`` comes from the book of aid;
    None says that nobody has told. None where the household is not there any more.
    """
    found = _rows(HOMES.format(where="h.id = %(home)s"), {"home": household})
    if not found:
        return None
    area = found[0][2]
    values = {"home": household, "on": on}
    people = _rows(members("f.household_id = %(home)s"), values)
    told = _told(household, [row[0] for row in people], on)
    facts = {"area": Said(str(area)[:12]), **told.get(household_key(household), {})}
    facts.setdefault("household.category", Said(NOTHING))
    income = _income(people, told)
    if income is not None:
        facts["household.monthly_income_fen"] = income
    persons = []
    for pk, uuid, _home, _name, born, _works in people:
        own = {name: one for name, one in told.get(pk, {}).items() if name in FACTS}
        if born is not None:
            own["person.born"] = Said(born)
        persons.append(Person(str(uuid), own))
    case = Case(on, facts, tuple(persons), None if received is None else tuple(received))
    return Family(case, {str(row[1]): row[3] for row in people})


def members(where: str) -> str:
    """Return the statement of who lived where on the day: ``id``, ``uuid``, household, area, birth
    where its day is known, and whether one may work."""
    return _MEMBERS.format(where=where, in_force=_IN_FORCE, working_age=WORKING_AGE)


def household_key(household: int) -> int:
    """Return the key under which `_told` keeps what is said of the household itself."""
    return -household


def _told(household: int, people: Sequence[int], on: date) -> dict[int, dict[str, Said]]:
    """What is told of a household (under `household_key`) and its people, read at once.

    With its source: a file, or ``counter:`` and what it rests on.
    """
    kinds = [*HOUSEHOLD, *PERSON, INCOME]
    parts = [
        f"select {place}, f.{kind.subject}, ({kind.rank})::int,"
        f" array[{', '.join(kind.tells.values())}]::text[],"
        " coalesce(nullif(s.file_name, ''), s.kind || ':' || s.issuer), f.valid_from, f.id"
        f" from {kind.table} f join registry_source s on s.id = f.source_id"
        f" where f.{kind.subject} = any(%({kind.subject})s) and {_IN_FORCE} and {kind.also}"
        for place, kind in enumerate(kinds)
    ]
    rows: dict[tuple[int, int], list[tuple[Any, ...]]] = {}
    values = {"household_id": [household], "person_id": list(people), "on": on}
    for row in _rows(" union all ".join(parts) + " order by 6, 7", values):
        rows.setdefault((row[0], row[1]), []).append(row)
    found: dict[int, dict[str, Said]] = {}
    for (place, subject), told in rows.items():
        kind = kinds[place]
        key = household_key(subject) if kind.subject == "household_id" else subject
        highest = max(row[2] for row in told)
        first = [row for row in told if row[2] == highest]
        for at, name in enumerate(kind.tells):
            words = {row[3][at] for row in first}
            if len(words) == 1 and None not in words:
                found.setdefault(key, {})[name] = Said(_value(name, words.pop()), first[-1][4])
    return found


def statement(kind: Kind, where: str) -> str:
    """Return the statement of what is told of a kind: the subject's ``id``, the rank, the facts."""
    columns = [f"f.{kind.subject}", f"({kind.rank})::int", *kind.tells.values()]
    return (
        f"select {', '.join(columns)} from {kind.table} f"
        f" where {where} and {_IN_FORCE} and {kind.also}"
    )


def _value(name: str, word: str) -> Any:
    fact = FACTS.get(name)
    if fact is None:
        return int(word)
    if word == NOTHING and fact.nullable:
        return NONE
    sort = fact.kind.sort
    if sort is Sort.TRUTH:
        return word == "1"
    if sort is Sort.DATE:
        return date.fromisoformat(word)
    return word if sort in (Sort.CODE, Sort.WORD) else int(word)


def _income(
    people: Sequence[tuple[Any, ...]], told: Mapping[int, Mapping[str, Said]]
) -> Said | None:
    """What comes in for a household a month; None while one's who could work is not told."""
    known = {row[0]: told[row[0]]["fen"] for row in people if "fen" in told.get(row[0], {})}
    if not known or any(row[5] and row[0] not in known for row in people):
        return None
    sources = dict.fromkeys(said.source for said in known.values())
    fen = sum(said.value for said in known.values() if type(said.value) is int)
    return Said(fen, "；".join(sources))


def _rows(text: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall()
