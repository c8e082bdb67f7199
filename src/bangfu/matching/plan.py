"""The plan of one roster: block by block, each look-up by key, so linear in its rows."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from .homes import Choice, choose_home, head_of
from .ledger import Home, Ledger, Somebody
from .people import BlockNumbers, Match, match_by_number, tie_by_name
from .values import (
    Answer,
    Block,
    Disposition,
    Draft,
    HouseholdPlan,
    Known,
    Level,
    Note,
    PersonPlan,
    Plan,
    Reason,
    RowPlan,
)
from .verdicts import note_on_number, person_plans


def plan(
    blocks: Sequence[Block],
    known: Known | None = None,
    *,
    new_id: Callable[[], uuid.UUID] = uuid.uuid4,
) -> Plan:
    """This function will say who every row of a roster is, and which rows must wait.

    `blocks` are the households of one roster in its order, `known` what the register knows about
    their numbers and addresses. A machine joins only: the same valid number and a name that
    agrees; or, inside a household that is already told, the same name with nothing against it.
    Two different valid numbers are never one person. Nothing is lost: every draft has a row in
    the answer. Raises ValueError when two drafts share a `ref` or a block has no members.
    """
    planner = _Planner(Ledger(known or Known(), new_id))
    heads = ((block.village, head_of(block).name) for block in blocks if block.members)
    planner.ledger.heads.update(heads)
    for block in blocks:
        planner.add(block)
    return planner.finish()


@dataclass(slots=True)
class _Row:
    draft: Draft
    block: str
    somebody: Somebody | None = None
    home: Home | None = None
    reason: Reason = Reason.NONE
    elsewhere: bool = False
    notes: list[Note] = field(default_factory=list)


class _Planner:
    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.rows: dict[int, _Row] = {}
        self.households: dict[str, HouseholdPlan] = {}

    def add(self, block: Block) -> None:
        """This function will plan the rows of the next block."""
        if not block.members:
            raise ValueError(f"block {block.block} has no members")
        for draft in block.members:
            if draft.ref in self.rows:
                raise ValueError(f"two drafts share the ref {draft.ref}")
            self.rows[draft.ref] = _Row(draft, block.block)
        numbers = BlockNumbers(block)
        matches, waits = match_by_number(self.ledger, block, numbers)
        choice = choose_home(self.ledger, block, matches, numbers)
        for ref, note in waits.items():
            self.rows[ref].notes.append(note)
        if choice.home is not None:
            self._into(choice.home, block, matches, numbers)
        else:
            self._into_new(choice, block, matches, numbers)

    def _into(
        self, home: Home, block: Block, matches: dict[int, Match], numbers: BlockNumbers
    ) -> None:
        """The block is a household we have: its rows are members, or join it."""
        twice = bool(home.blocks) or (
            bool(home.category) and bool(block.category) and home.category != block.category
        )
        self.ledger.meet(home, block)
        notes = (Note("registered_twice", Level.QUESTION),) if twice else ()
        self.households[block.block] = HouseholdPlan(
            block.block, home.uuid, home.known, twice, notes
        )
        taken = {match.somebody: ref for ref, match in matches.items()}
        for draft in block.members:
            row = self.rows[draft.ref]
            if row.notes or self._nameless(row):
                continue
            match = matches.get(draft.ref)
            if match is not None:
                self._matched(row, match, home)
                continue
            tie = tie_by_name(self.ledger, home, draft, numbers, taken)
            if tie.wait:
                row.notes.append(Note(tie.wait, Level.WAITS))
            elif tie.somebody is not None:
                taken[tie.somebody] = draft.ref
                row.notes.extend(tie.notes)
                row.reason = Reason.SAME_HOUSEHOLD_SAME_NAME
                self._settle(row, tie.somebody, home, claims=tie.claims)
            elif not self._repeated(row, block, taken):
                row.notes.extend(tie.notes)
                self._newcomer(row, home, taken)

    def _into_new(
        self, choice: Choice, block: Block, matches: dict[int, Match], numbers: BlockNumbers
    ) -> None:
        """The block is a new household, or cannot be told."""
        head = self.rows[head_of(block).ref]
        whom = matches.get(head.draft.ref)
        wait = choice.wait
        if not wait and whom is not None and whom.somebody.home is not None:
            wait = "head_in_other_household"
        if wait:
            self._wait_whole(block, matches, wait)
            return
        home = self.ledger.add_home(block)
        notes = (Note(choice.asks, Level.QUESTION),) if choice.asks else ()
        self.households[block.block] = HouseholdPlan(block.block, home.uuid, False, notes=notes)
        taken: dict[Somebody, int] = {m.somebody: ref for ref, m in matches.items()}
        for draft in block.members:
            row = self.rows[draft.ref]
            if row.notes or self._nameless(row):
                continue
            match = matches.get(draft.ref)
            if match is not None:
                self._matched(row, match, home)
            elif not self._repeated(row, block, taken):
                self._newcomer(row, home, taken)

    def _wait_whole(self, block: Block, matches: dict[int, Match], wait: str) -> None:
        """Nobody's household can be told here; who answered his question is seen elsewhere."""
        self.households[block.block] = HouseholdPlan(block.block, None, False)
        for draft in block.members:
            row = self.rows[draft.ref]
            match = matches.get(draft.ref)
            if match is not None and draft.answer is Answer.KNOWN and match.somebody.home:
                self._matched(row, match, match.somebody.home)
            elif not row.notes and not self._nameless(row):
                row.notes.append(Note(wait, Level.WAITS))

    def _nameless(self, row: _Row) -> bool:
        if row.draft.name:
            return False
        row.notes.append(Note("no_name", Level.WAITS))
        return True

    def _matched(self, row: _Row, match: Match, home: Home) -> None:
        """A person known by number: he is here, or he is listed in two households."""
        somebody = match.somebody
        if somebody.home is not None and somebody.home is not home:
            if row.draft.answer is not Answer.KNOWN:
                row.notes.append(Note("in_two_households", Level.WAITS, tuple(somebody.seen[:1])))
                return
            row.elsewhere = True
        elif somebody.home is None:
            somebody.home = home
            home.members.append(somebody)
        if home.head is None and row.draft.head and not row.elsewhere:
            home.head = somebody
        row.reason = match.reason
        if somebody.seen and self.rows[somebody.seen[-1]].block == row.block:
            row.reason = Reason.REPEATED_ROW
            row.notes.append(Note("repeated_row", Level.INFO, tuple(somebody.seen[-1:])))
        elif match.reason is Reason.SAME_NUMBER_SAME_SOUND:
            row.notes.append(Note("name_spelt_differently", Level.QUESTION))
        self._settle(row, somebody, home, claims=True)

    def _repeated(self, row: _Row, block: Block, taken: dict[Somebody, int]) -> bool:
        """Whether the row is one of the block once more: the same name and valid number is the
        same person; all alike without a number can not be told, and waits."""
        for other in block.members:
            if other.ref == row.draft.ref:
                break
            earlier = self.rows[other.ref]
            if other.name != row.draft.name or earlier.somebody is None:
                continue
            if row.draft.answer is Answer.NEW:
                continue
            if row.draft.number is not None and row.draft.number == other.number:
                row.reason = Reason.REPEATED_ROW
                row.notes.append(Note("repeated_row", Level.INFO, (other.ref,)))
                self._settle(row, earlier.somebody, earlier.home, claims=True)
                return True
            if row.draft.number is None and other.number is None and _alike(row.draft, other):
                if row.draft.answer is Answer.KNOWN:
                    self._settle(row, earlier.somebody, earlier.home, claims=False)
                else:
                    row.notes.append(Note("same_row_or_namesake", Level.WAITS, (other.ref,)))
                return True
            row.notes.append(Note("same_name_in_household", Level.QUESTION, (other.ref,)))
        return False

    def _newcomer(self, row: _Row, home: Home, taken: dict[Somebody, int]) -> None:
        somebody = self.ledger.add_person(row.draft, home)
        taken[somebody] = row.draft.ref
        row.reason = Reason.NEW_PERSON
        self._settle(row, somebody, home, claims=True)

    def _settle(self, row: _Row, somebody: Somebody, home: Home | None, *, claims: bool) -> None:
        if claims:
            self.ledger.claim(somebody, row.draft)
        self.ledger.see(somebody, row.draft)
        row.somebody, row.home = somebody, somebody.home if row.elsewhere else home

    def finish(self) -> Plan:
        """This function will weigh the numbers and give the plan."""
        persons = {p.uuid: p for p in person_plans(self.ledger)}
        return Plan(
            rows={ref: self._row_plan(row, persons) for ref, row in self.rows.items()},
            persons=persons,
            households=self.households,
        )

    def _row_plan(self, row: _Row, persons: dict[uuid.UUID, PersonPlan]) -> RowPlan:
        ref = row.draft.ref
        if row.somebody is None:
            return RowPlan(ref, Disposition.WAITING, notes=tuple(row.notes))
        about = note_on_number(self.ledger, row.somebody, persons[row.somebody.uuid].state)
        asks = row.draft.number is not None and row.draft.number == row.somebody.number
        notes = (*row.notes, about) if about is not None and asks else tuple(row.notes)
        return RowPlan(
            ref,
            Disposition.TAKEN,
            row.reason,
            row.somebody.uuid,
            row.somebody.known,
            row.home.uuid if row.home else None,
            row.elsewhere,
            notes,
        )


def _alike(a: Draft, b: Draft) -> bool:
    return (a.relation, a.sex, a.born) == (b.relation, b.sex, b.born)
