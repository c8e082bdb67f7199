"""The truth of a drawer, indexed by row, person and household."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bangfu.demo.maker.mess import NUMBER_LOST

Place = tuple[str, int]
"""File without folder, and row from 1."""


@dataclass
class Fact:
    """One person of the truth, and the rows of household rosters they stand in."""

    id: str
    name: str
    ident: str
    home: str
    relations: set[str]
    homes: set[str]
    rows: list[RowFact] = field(default_factory=list)


@dataclass(frozen=True)
class RowFact:
    """One row of one person, and whether its number still says what it should.

    Every mess of names keeps at least the sound, so names always agree.
    """

    file: str
    row: int
    sheet: str | None
    person: str
    mess: frozenset[str]

    @property
    def number_stands(self) -> bool:
        """This function will tell whether the cell holds the person's own valid number."""
        return not self.mess & NUMBER_LOST

    def __str__(self) -> str:
        place = f"{self.file}:{self.sheet}:{self.row}" if self.sheet else f"{self.file}:{self.row}"
        return f"{place} {'+'.join(sorted(self.mess))}".rstrip()


class Facts:
    """Everything the judge asks the truth for."""

    def __init__(self, truth: Mapping[str, Any]) -> None:
        self.people = {
            p["id"]: Fact(
                p["id"], p["name"], p["ident"], p["household"], {p["relation"]}, {p["household"]}
            )
            for p in truth["people"]
        }
        self._owners = {fact.ident: fact for fact in self.people.values()}
        self.category = {h["id"]: h["category"] for h in truth["households"]}
        self.members = {h["id"]: list(h["members"]) for h in truth["households"]}
        self.files = {row["file"] for row in truth["rows"]}
        self.rosters = {row["file"] for row in truth["rows"] if row.get("household")}
        self._at: dict[Place, list[tuple[str | None, str]]] = defaultdict(list)
        self.nobody: dict[Place, str] = {}
        self.rows_of_file: dict[str, set[tuple[str | None, int]]] = defaultdict(set)
        for row in truth["rows"]:
            self._read(row)

    def _read(self, row: Mapping[str, Any]) -> None:
        file, number, sheet, person = row["file"], row["row"], row.get("sheet"), row["person"]
        self.rows_of_file[file].add((sheet, number))
        if person is None:
            self.nobody[file, number] = "+".join(row["mess"])
            return
        self._at[file, number].append((sheet, person))
        if file not in self.rosters:
            return
        fact = self.people[person]
        fact.rows.append(RowFact(file, number, sheet, person, frozenset(row["mess"])))
        fact.homes.add(row["household"])
        if row.get("relation"):
            fact.relations.add(row["relation"])

    def at(self, file: str, row: int, sheet: str | None = None) -> list[str]:
        """This function will return the people who stand in a row.

        They are several for a family in one cell, or for a workbook of several sheets when the
        source does not say which.
        """
        here = self._at.get((file, row), [])
        exact = [person for name, person in here if sheet is not None and name == sheet]
        return exact or [person for _, person in here]

    def registered(self) -> Iterable[Fact]:
        """This function will yield the people who stand in a household roster."""
        return (fact for fact in self.people.values() if fact.rows)

    def shows(self, number: str) -> bool:
        """This function will tell whether the number's owner shows it, or nobody owns it."""
        owner = self._owners.get(number)
        return owner is None or any(row.number_stands for row in owner.rows)

    def claimed(self) -> set[str]:
        """This function will return the households in which a spouse's number was typed."""
        return {
            fact.home
            for fact in self.registered()
            for row in fact.rows
            if "spouse's number" in row.mess
        }

    def strangers_claim(self) -> bool:
        """This function will tell whether some roster row bears a number of another household."""
        return any("another's number" in row.mess for f in self.registered() for row in f.rows)
