"""What was asked for or given before, seen by one standard: how often, how much, what excludes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bangfu.rules.cases import Case, Person, Receipt
from bangfu.rules.one import Found
from bangfu.rules.periods import key_of, sort_of, within_months
from bangfu.rules.standards import Limit, Standard
from bangfu.rules.values import UNKNOWN

_BOOK: Final = frozenset(("received",))
_WHOSE: Final = frozenset(("received.person",))
GIVEN: Final = ("granted", "paid")


def toward(standards: Sequence[Standard], ident: str) -> frozenset[str]:
    """This function will give the standards whose lines count for one: itself, and who says so."""
    others = (one.id for one in standards if ident in one.stacking.counts_toward)
    return frozenset((ident, *others))


@dataclass(frozen=True)
class Asked:
    """One standard and subject looking at the book of aid; `period` is the number of its period."""

    standard: Standard
    case: Case
    person: Person | None
    toward: frozenset[str]
    period: Found

    def within(self, limit: Limit, values: Mapping[str, Any]) -> tuple[Found, int | None]:
        """This function will tell whether the limit leaves room, and how many lines count.

        A line that names no person may be anybody's of the household: then it is unknown.
        """
        if self.case.received is None:
            return Found(UNKNOWN, _BOOK), None
        if limit.within == "period" and type(self.period.value) is not int:
            return Found(UNKNOWN, self.period.needs), None
        states = {
            state
            for state, counts in limit.counts.items()
            if (values[counts] if isinstance(counts, str) else counts) is True
        }
        lines = [
            line
            for line in self.case.received
            if line.standard in self.toward and line.state in states and self._lies(line, limit)
        ]
        sure, open_ = self._whose(lines, by_person=limit.per == "person")
        if sure >= limit.times:
            return Found(False), sure
        if sure + open_ >= limit.times:
            return Found(UNKNOWN, _WHOSE), sure
        return Found(True), sure

    def _whose(self, lines: Sequence[Receipt], *, by_person: bool) -> tuple[int, int]:
        """How many lines are surely the subject's, and how many may be."""
        if not by_person or self.person is None:
            return len(lines), 0
        sure = sum(line.person == self.person.id for line in lines)
        return sure, sum(line.person is None for line in lines)

    def _lies(self, line: Receipt, limit: Limit) -> bool:
        if limit.months:
            return within_months(line.on, self.case.on, limit.months)
        if limit.within == "period":
            return self._in_period(line)
        return key_of(limit.within, line.on) == key_of(limit.within, self.case.on)

    def _in_period(self, line: Receipt) -> bool:
        return key_of(sort_of(self.standard.period), line.on) == self.period.value

    def excluded(self, other: str) -> tuple[Found, int | None]:
        """This function will tell whether nothing of another standard stands in the way."""
        if self.case.received is None:
            return Found(UNKNOWN, _BOOK), None
        if type(self.period.value) is not int:
            return Found(UNKNOWN, self.period.needs), None
        count = sum(1 for _ in self._given(frozenset((other,))))
        return Found(count == 0), count

    def received_fen(self) -> Found:
        """This function will add up what was granted or paid in the period, in fen."""
        if self.case.received is None:
            return Found(UNKNOWN, _BOOK)
        if type(self.period.value) is not int:
            return Found(UNKNOWN, self.period.needs)
        total = 0
        for line in self._given(self.toward):
            if line.amount_fen is None:
                return Found(UNKNOWN, frozenset(("received.amount_fen",)))
            total += line.amount_fen
        return Found(total)

    def _given(self, standards: frozenset[str]) -> Iterator[Receipt]:
        """Lines granted or paid in the period to the subject, or to the household as a whole."""
        for line in self.case.received or ():
            mine = self.person is None or line.person in (None, self.person.id)
            given = line.standard in standards and line.state in GIVEN
            if mine and given and self._in_period(line):
                yield line
