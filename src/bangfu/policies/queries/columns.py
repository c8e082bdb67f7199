"""The register in columns: everybody of some areas, read by the statements of `register.py`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

from bangfu.rules.facts import CODES, FACTS
from bangfu.rules.frames import RECEIVED_TYPES, Register, none_of, number_of, type_of
from bangfu.rules.values import Sort

from .register import HOMES, HOUSEHOLD, INCOME, NOTHING, PERSON, Kind, members, statement


@dataclass(frozen=True)
class Columns:
    """A register in columns, and whose its rows are.

    ``homes`` and ``people`` hold ``id`` and ``uuid`` in the order of the register's frames;
    ``homes`` also ``area``, ``number`` and ``head`` (a person's id), ``people`` also ``name``.
    """

    register: Register
    homes: pl.DataFrame
    people: pl.DataFrame


def columns_of(areas: Sequence[tuple[int, int]], *, on: date) -> Columns:
    """Return everybody of these ranges of areas as of a day, in columns.

    Nobody is known to have received anything: a what-if says what the first payment of the period
    costs. The reader's scope must hold the areas; the policies of the database are the net.
    """
    values = {"on": on}
    homes = _copied(
        HOMES.format(where=_inside("h.area", areas)), values,
        {"id": pl.Int64, "uuid": pl.String, "area": pl.Int64, "number": pl.String,
         "head": pl.Int64},
    ).with_row_index("household").with_columns(pl.col("household").cast(pl.Int64))  # fmt: skip
    people = _copied(
        members(_inside("f.area", areas)), values,
        {"id": pl.Int64, "uuid": pl.String, "household_id": pl.Int64, "name": pl.String,
         "person.born": pl.Date, "works": pl.String},
    )  # fmt: skip
    places = homes.select(pl.col("id").alias("household_id"), "household")
    people = people.join(places, on="household_id", how="inner", maintain_order="left")
    where = _inside("f.area", areas)
    households = _beside(homes, HOUSEHOLD, where, values).with_columns(
        pl.col("area").cast(pl.String).str.slice(0, 12),
        pl.col("household.category").fill_null(number_of("category", NOTHING)),
        pl.lit(True).alias("persons_known"),
        pl.lit(True).alias("received_known"),
        _incomes(people, where, values, homes.height).alias("household.monthly_income_fen"),
    )
    persons = _beside(people, PERSON, where, values).with_columns(pl.col("uuid").alias("place"))
    return Columns(
        Register(
            on,
            _framed(households, of_person=False),
            _framed(persons.drop("id").rename({"place": "id"}), of_person=True),
            pl.DataFrame(schema=RECEIVED_TYPES),
        ),
        homes.select("id", "uuid", "area", "number", "head"),
        people.select("id", "uuid", "household", "name"),
    )


def _inside(column: str, areas: Sequence[tuple[int, int]]) -> str:
    ranges = " or ".join(f"{column} between {int(lo)} and {int(hi)}" for lo, hi in areas)
    return f"({ranges or 'false'})"


def _beside(
    frame: pl.DataFrame, kinds: Iterable[Kind], where: str, values: Mapping[str, Any]
) -> pl.DataFrame:
    """Put what is told beside the subjects of a frame, by their ``id``."""
    for kind in kinds:
        told = _settled(kind, where, values)
        made = [_cells(name).alias(name) for name in kind.tells]
        frame = frame.join(told.select("id", *made), on="id", how="left", maintain_order="left")
    return frame


def _settled(kind: Kind, where: str, values: Mapping[str, Any]) -> pl.DataFrame:
    """One row for each subject: of the highest rank, null where these differ."""
    types = {"id": pl.Int64, "rank": pl.Int32, **dict.fromkeys(kind.tells, pl.String)}
    told = _copied(statement(kind, where), values, types)
    twice = told["id"].is_duplicated()
    if not twice.any():
        return told
    several = told.filter(twice)
    several = several.filter(pl.col("rank") == pl.col("rank").max().over("id"))
    names = list(kind.tells)
    agreed = several.group_by("id").agg(
        pl.col("rank").first(),
        *(
            pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name)
            for name in names
        ),
    )
    return pl.concat([told.filter(~twice), agreed.select(told.columns)])


def _cells(name: str) -> pl.Expr:
    """A column of words as the rules have it: codes are numbers, none has a value of its own."""
    fact = FACTS[name]
    word = pl.col(name)
    sort = fact.kind.sort
    if sort is Sort.CODE:
        codes = {code: number_of(fact.kind.unit, code) for code in CODES[fact.kind.unit]}
        if fact.nullable:
            codes[NOTHING] = none_of(fact.kind)
        return word.replace_strict(codes, default=None, return_dtype=type_of(fact))
    if sort is Sort.DATE:
        return word.str.to_date("%Y-%m-%d", strict=False)
    if not fact.nullable:
        return word.cast(type_of(fact))
    nothing = pl.lit(none_of(fact.kind), dtype=type_of(fact))
    return pl.when(word == NOTHING).then(nothing).otherwise(word.cast(type_of(fact), strict=False))


def _incomes(people: pl.DataFrame, where: str, values: Mapping[str, Any], homes: int) -> pl.Series:
    """As `_income`, for each household by its place."""
    told = _settled(INCOME, where, values).select("id", pl.col("fen").cast(pl.Int64))
    beside = people.join(told, on="id", how="left", maintain_order="left")
    held = beside.group_by("household").agg(
        ((pl.col("works") == "t") & pl.col("fen").is_null()).any().alias("open"),
        pl.col("fen").is_not_null().any().alias("told"),
        pl.col("fen").sum(),
    )
    known = held.filter(~pl.col("open") & pl.col("told")).select("household", "fen")
    places = pl.DataFrame({"household": range(homes)}, schema={"household": pl.Int64})
    return places.join(known, on="household", how="left", maintain_order="left")["fen"]


def _framed(frame: pl.DataFrame, *, of_person: bool) -> pl.DataFrame:
    """Add the facts that the register does not hold, all unknown."""
    missing = [
        pl.lit(None, dtype=type_of(fact)).alias(name)
        for name, fact in FACTS.items()
        if fact.of_person is of_person and name not in frame.columns and name != "household.size"
    ]
    return frame.with_columns(missing)


def _copied(text: str, values: Mapping[str, Any], types: Mapping[str, Any]) -> pl.DataFrame:
    """Read a statement as COPY gives it: some times faster than rows, and as small as columns."""
    held = BytesIO()
    connection.ensure_connection()
    text = f"copy ({text}) to stdout (format csv)"
    with connection.connection.cursor() as cursor, cursor.copy(text, dict(values)) as copy:
        for block in copy:
            held.write(block)
    if not held.tell():
        return pl.DataFrame(schema=dict(types))
    held.seek(0)
    return pl.read_csv(
        held, has_header=False, new_columns=list(types), schema_overrides=list(types.values()),
    )  # fmt: skip
