"""A whole register as columns: what the columns are, and how cases are put into them.

`households` has a row for each household, in order; `persons` a row for each person, with
`household`, the place of its household there; `received` a line of the book of aid each. Facts are
columns by their dotted names. A null is an unknown; what is known to be none has a value of its
own (`none_of`). Codes are numbers (`number_of`), so that a row is small and comparing is fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from bangfu.rules.cases import Case, Said
from bangfu.rules.facts import CODES, FACTS, STATES, Fact
from bangfu.rules.values import NONE, UNKNOWN, Kind, Sort

NO_AMOUNT: Final = -(2**62)
NO_DATE: Final = date(1, 1, 1)
NO_CODE: Final = -1
NO_WORD: Final = ""

_TYPES: Final[Mapping[Sort, Any]] = {
    Sort.TRUTH: pl.Int8,  # 0 and 1, so that none fits in
    Sort.MONEY: pl.Int64,
    Sort.NUMBER: pl.Int64,
    Sort.YEAR: pl.Int32,
    Sort.SCHOOL_YEAR: pl.Int32,
    Sort.DATE: pl.Date,
    Sort.CODE: pl.Int8,
    Sort.WORD: pl.String,
}
_NUMBERS: Final[Mapping[str, Mapping[str, int]]] = {
    table: {code: place for place, code in enumerate(codes)} for table, codes in CODES.items()
}
_STATES: Final = {state: place for place, state in enumerate(STATES)}
RECEIVED_TYPES: Final = {
    "household": pl.Int64,
    "person": pl.Int64,
    "standard": pl.String,
    "on": pl.Date,
    "amount_fen": pl.Int64,
    "state": pl.Int8,
}


@dataclass(frozen=True)
class Register:
    """Many cases of one day, as columns.

    `households` also holds `persons_known` and `received_known` (truths): whether anybody has
    told. `persons.id` and `received.person` (a place in `persons`, null for the household).
    """

    on: date
    households: pl.DataFrame
    persons: pl.DataFrame
    received: pl.DataFrame


def number_of(table: str, code: str) -> int:
    """This function will give the number of a code in its table, from 0."""
    return _NUMBERS[table][code]


def state_number(state: str) -> int:
    """This function will give the number of a state of a receipt."""
    return _STATES[state]


def none_of(kind: Kind) -> Any:
    """This function will give the value by which a column says that there is none."""
    if kind.sort in (Sort.MONEY, Sort.NUMBER):
        return NO_AMOUNT
    if kind.sort is Sort.DATE:
        return NO_DATE
    return NO_WORD if kind.sort is Sort.WORD else NO_CODE


def type_of(fact: Fact) -> Any:
    """This function will give the polars type of a fact's column."""
    return _TYPES[fact.kind.sort]


def register_of(cases: Sequence[Case]) -> Register:
    """This function will put cases of one day into columns; for tests and small files.

    Raises ValueError where the cases are of more than one day.
    """
    days = {case.on for case in cases}
    if len(days) != 1:
        raise ValueError("cases of one day are wanted")
    homes: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    lines: list[tuple[Any, ...]] = []
    for place, case in enumerate(cases):
        homes.append(
            {
                **_row(case.facts),
                "persons_known": case.persons is not None,
                "received_known": case.received is not None,
            }
        )
        first = len(people)
        ids: dict[str, int] = {}
        for person in case.persons or ():
            ids[person.id] = first + len(ids)
            people.append({"household": place, "id": person.id, **_row(person.facts)})
        for line in case.received or ():
            whose = None if line.person is None else ids[line.person]
            state = state_number(line.state)
            lines.append((place, whose, line.standard, line.on, line.amount_fen, state))
    return Register(
        days.pop(),
        _frame(homes, of_person=False),
        _frame(people, of_person=True),
        pl.DataFrame(lines, schema=RECEIVED_TYPES, orient="row"),
    )


def _row(facts: Mapping[str, Said]) -> dict[str, Any]:
    return {
        name: _cell(FACTS[name], said.value)
        for name, said in facts.items()
        if said.value is not UNKNOWN and name != "household.size"
    }


def _cell(fact: Fact, value: Any) -> Any:
    if value is NONE:
        return none_of(fact.kind)
    if fact.kind.sort is Sort.CODE:
        return number_of(fact.kind.unit, value)
    return int(value) if fact.kind.sort is Sort.TRUTH else value


def _frame(rows: Iterable[Mapping[str, Any]], *, of_person: bool) -> pl.DataFrame:
    schema: dict[str, Any] = {
        name: type_of(fact)
        for name, fact in FACTS.items()
        if fact.of_person is of_person and name != "household.size"
    }
    if of_person:
        schema |= {"household": pl.Int64, "id": pl.String}
    else:
        schema |= {"persons_known": pl.Boolean, "received_known": pl.Boolean}
    columns: dict[str, list[Any]] = {name: [] for name in schema}
    for row in rows:
        for name, column in columns.items():
            column.append(row.get(name))
    return pl.DataFrame(columns, schema=schema)
