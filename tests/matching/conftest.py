"""A pretend register: it remembers each roster's plan, so that the next one meets it."""

from __future__ import annotations

import itertools
import uuid
from datetime import date
from typing import Any

import pytest

from bangfu.matching import (
    Answer,
    Block,
    Draft,
    Known,
    KnownHousehold,
    KnownPerson,
    Plan,
    RowPlan,
    plan,
)


class Town:
    """The register between rosters, and short words to write rosters with."""

    def __init__(self) -> None:
        self.people: dict[uuid.UUID, KnownPerson] = {}
        self.homes: dict[uuid.UUID, KnownHousehold] = {}
        self.refs = itertools.count(1)
        self.ids = itertools.count(1)
        self.last: Plan = Plan()
        self.blocks: list[Block] = []
        self.drawer = False

    def row(self, name: str, number: str | None = None, **more: Any) -> Draft:
        """One row; `number` is a key like "m1962-07-12/08": sex, birth and a counter."""
        sex, born = 0, None
        if number is not None and number[1:5].isdigit():
            sex = 1 if number[0] == "m" else 2
            born = date.fromisoformat(number[1:11])
        year = more.pop("year", None)
        if year is not None:
            more["born"] = (date(year, 1, 1), date(year, 12, 31))
        return Draft(next(self.refs), name, number, number_sex=sex, number_born=born, **more)

    def block(
        self,
        *members: Draft,
        address: str | None = None,
        category: str = "dibao",
        told: bool = True,
        **more: Any,
    ) -> Block:
        first, *others = members
        if not any(member.head for member in members):
            first = Draft(**{f: getattr(first, f) for f in first.__slots__} | {"head": True})
        return Block(f"b{first.ref}", (first, *others), address, category, told, **more)

    def read(self, *blocks: Block) -> Plan:
        """Plan a roster and remember what it says."""
        made = plan(
            blocks,
            Known(tuple(self.people.values()), tuple(self.homes.values())),
            new_id=lambda: uuid.UUID(int=next(self.ids)),
        )
        self._remember(made, blocks)
        self.last, self.blocks = made, list(blocks)
        return made

    def _remember(self, made: Plan, blocks: tuple[Block, ...]) -> None:
        drafts = {draft.ref: draft for block in blocks for draft in block.members}
        for person in made.persons.values():
            rows = [drafts[r.ref] for r in made.rows.values() if r.person == person.uuid]
            old = self.people.get(person.uuid)
            sexes = [old.sex] if old else []
            stands = person.state == "verified"
            sexes += [d.sex or (d.number_sex if stands else 0) for d in rows]
            borns = [old.born] if old else []
            borns += [d.born for d in rows]
            borns += [
                (d.number_born, d.number_born)
                for d in rows
                if d.number_born and stands and d.number == person.number
            ]
            self.people[person.uuid] = KnownPerson(
                person.uuid,
                person.names,
                person.number,
                person.state,
                next((s for s in sexes if s), 0),
                next((b for b in borns if b), None),
                next((d.relation for d in rows if d.relation), old.relation if old else ""),
                person.household,
                fresh=self.drawer and (old is None or old.fresh),
            )
        for block in blocks:
            household = made.households[block.block]
            if household.uuid is None:
                continue
            head = next((d for d in block.members if d.head), block.members[0])
            old_home = self.homes.get(household.uuid)
            addresses = old_home.addresses if old_home else ()
            self.homes[household.uuid] = KnownHousehold(
                household.uuid,
                old_home.head if old_home and old_home.head else made.rows[head.ref].person,
                old_home.category if old_home else block.category,
                tuple(dict.fromkeys((*addresses, *([block.address] if block.address else [])))),
                old_home.village if old_home else block.village,
                tuple(filter(None, [*(old_home.phones if old_home else ()), block.phone])),
                old_home.lineage if old_home else block.lineage,
            )

    def of(self, draft: Draft) -> RowPlan:
        return self.last.rows[draft.ref]

    def state(self, draft: Draft) -> str:
        person = self.of(draft).person
        return str(self.people[person].state) if person else ""

    def codes(self, draft: Draft) -> set[str]:
        return {note.code for note in self.of(draft).notes}


@pytest.fixture
def town() -> Town:
    return Town()


KNOWN, NEW = Answer.KNOWN, Answer.NEW
