"""What a judgement says: faults that none is allowed of, and notes that only count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

# What each heading means, in the order of the report. Faults first: none is allowed.
FAULTS = {
    "wrong join": "two people made one",
    "split": "one person left as two where the same valid number and name stood",
    "lost row": "a person's row that is neither taken nor waiting",
    "invented": "a total, a footer or no row at all became a person",
    "row counts": "rows = taken + waiting + skipped does not hold, or is not what the file has",
    "household": "people of one household apart, or of two together",
    "category": "a person in a household of another category than the truth's",
    "relation": "a relation that the roster does not word so",
    "name": "a name that no row of the person gives",
    "wrong number": "a number called verified that is not the person's",
    "number not seen": "a valid number stood in a row, the person is not verified by it",
    "needless dispute": "a number called disputed that nobody else claims",
}
NOTES = {
    "left apart": "one person as two, where number or name did not stand: a question, not a fault",
    "joined all the same": "damaged rows that were rightly joined to their person",
    "waiting": "rows of the household rosters that wait whole",
    "disputed": "people whose number somebody else claims too",
    "ends in 000": "a whole number that a number cell may have cut, held back as a question",
    "borrowed unseen": "verified by another's number, which the owner's own rows do not show",
    "unverified": "people taken in without a valid number",
}


@dataclass(frozen=True)
class Case:
    """One thing worth looking at: who or what, and where it stands."""

    what: str
    where: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.what}  [{'; '.join(self.where)}]" if self.where else self.what


@dataclass
class Verdict:
    """The outcome of one judgement."""

    people: int = 0
    rows: int = 0
    faults: dict[str, list[Case]] = field(default_factory=lambda: defaultdict(list))
    notes: dict[str, list[Case]] = field(default_factory=lambda: defaultdict(list))

    @property
    def passed(self) -> bool:
        """This function will tell whether there is no fault at all."""
        return not any(self.faults.values())

    def blame(self, heading: str, what: str, *where: str) -> None:
        """This function will add a case under a heading; faults and notes are told by the name.

        Raises KeyError for a heading that is neither.
        """
        if heading in FAULTS:
            self.faults[heading].append(Case(what, where))
            return
        NOTES[heading]
        self.notes[heading].append(Case(what, where))

    def report(self, cases: int = 20) -> str:
        """This function will word the verdict, with up to so many cases under each fault."""
        lines = [f"{self.people} people judged, {self.rows} rows"]
        for heading, meaning in FAULTS.items():
            found = self.faults.get(heading, [])
            lines.append(f"{len(found):6d}  {heading}: {meaning}")
            lines += [f"          {case}" for case in found[:cases]]
            if len(found) > cases:
                lines.append(f"          … and {len(found) - cases} more")
        lines.append("only counted:")
        lines += [f"{len(self.notes.get(k, [])):6d}  {k}: {v}" for k, v in NOTES.items()]
        lines.append("PASSED" if self.passed else "FAILED")
        return "\n".join(lines)
