"""A family seen from a new head: what follows from the relations to the old one, and what is odd.

Codes are those of GB/T 4761 (`relations`). Nothing here forbids: families are what they are, and a
register may be wrong about a birth or a sex; a doubt is for a person to answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bangfu.kernel.codes import Sex
from bangfu.kernel.relations import HEAD_CODES, SPOUSE_CODES, sex_of

GENERATION = 14
"""Years below which two generations are too close: nobody is a parent before."""
MARRIAGE = {Sex.MALE: 22, Sex.FEMALE: 20}
"""Ages at which one may marry: Civil Code, article 1047."""


class Line(StrEnum):
    """Where somebody stands to a head, coarser than a code."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child in law"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    PARENT_IN_LAW = "parent in law"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"


_CODES = {
    Line.HEAD: HEAD_CODES,
    Line.SPOUSE: SPOUSE_CODES,
    Line.CHILD: {str(code) for code in range(20, 40)} - {"28", "38"},
    Line.CHILD_IN_LAW: {"28", "38"},
    Line.GRANDCHILD: {"40", "41", "42", "43", "44", "49"},
    Line.PARENT: {"50", "51", "52", "57", "58", "59"},
    Line.PARENT_IN_LAW: {"53", "54", "55", "56"},
    Line.GRANDPARENT: {"60", "61", "62", "63", "64"},
    Line.SIBLING: {"70", "71", "73", "75", "77", "79"},
}
_LINES = {code: line for line, codes in _CODES.items() for code in codes}
_NOT_BORN_TO = frozenset({"27", "37", "57", "58"})

# (new head, somebody), both as they stood to the old head → how that one stands to the new head.
# Pairs that leave room for two answers (a child-in-law's children) are left out on purpose.
_TABLE = {
    (Line.SPOUSE, Line.HEAD): Line.SPOUSE,
    (Line.SPOUSE, Line.CHILD): Line.CHILD,
    (Line.SPOUSE, Line.CHILD_IN_LAW): Line.CHILD_IN_LAW,
    (Line.SPOUSE, Line.GRANDCHILD): Line.GRANDCHILD,
    (Line.SPOUSE, Line.PARENT): Line.PARENT_IN_LAW,
    (Line.SPOUSE, Line.PARENT_IN_LAW): Line.PARENT,
    (Line.CHILD, Line.HEAD): Line.PARENT,
    (Line.CHILD, Line.SPOUSE): Line.PARENT,
    (Line.CHILD, Line.CHILD): Line.SIBLING,
    (Line.CHILD, Line.PARENT): Line.GRANDPARENT,
    (Line.CHILD_IN_LAW, Line.HEAD): Line.PARENT_IN_LAW,
    (Line.CHILD_IN_LAW, Line.SPOUSE): Line.PARENT_IN_LAW,
    (Line.GRANDCHILD, Line.HEAD): Line.GRANDPARENT,
    (Line.GRANDCHILD, Line.SPOUSE): Line.GRANDPARENT,
    (Line.PARENT, Line.HEAD): Line.CHILD,
    (Line.PARENT, Line.SPOUSE): Line.CHILD_IN_LAW,
    (Line.PARENT, Line.SIBLING): Line.CHILD,
    (Line.PARENT, Line.CHILD): Line.GRANDCHILD,
    (Line.PARENT, Line.PARENT): Line.SPOUSE,
    (Line.SIBLING, Line.HEAD): Line.SIBLING,
    (Line.SIBLING, Line.SIBLING): Line.SIBLING,
    (Line.SIBLING, Line.PARENT): Line.PARENT,
}
# And where the new head is the only child: whose wife and whose children the others are.
_ONLY_CHILD = {Line.CHILD_IN_LAW: Line.SPOUSE, Line.GRANDCHILD: Line.CHILD}
# The code of a line for a man and for a woman.
_BY_SEX = {
    Line.CHILD: ("20", "30"), Line.CHILD_IN_LAW: ("28", "38"), Line.PARENT: ("51", "52"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kin:
    """Somebody of a family: ``before`` to the old head, ``after`` to the new one ("" not said).

    ``born`` is the first day of what is known of the birth; ``exact`` where it is the day itself.
    """

    key: str
    before: str
    after: str = ""
    sex: int = 0
    born: date | None = None
    exact: bool = False

    @property
    def gender(self) -> Sex:
        """The sex as written, else as the old relation says it."""
        return Sex(self.sex) if self.sex in (1, 2) else sex_of(self.before)


class Odd(StrEnum):
    """What is odd about somebody's relation to a new head."""

    OTHER_LINE = "other_line"
    SECOND_SPOUSE = "second_spouse"
    SECOND_PARENT = "second_parent"
    WRONG_SEX = "wrong_sex"
    SAME_SEX = "same_sex"
    WRONG_AGE = "wrong_age"
    CLOSE_AGE = "close_age"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask about: what is odd, about whom; ``follows`` is the code that would follow.

    ``key`` names the doubt with what was said, so that an answer holds for nothing else.
    """

    odd: Odd
    kin: Kin
    follows: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        return f"{self.odd}:{self.kin.key}:{self.kin.after}"


def follows(head: Kin, other: Kin, old_sex: int = 0) -> str:
    """This function will give the code of ``other`` to the new head where one alone follows, or "".

    ``old_sex`` is the sex of the old head (GB/T 2261.1): it tells grandparents apart.
    """
    line = _TABLE.get((_line(head.before), _line(other.before)))  # type: ignore[arg-type]
    return _code(line, head, other, old_sex) if line else ""


def likely(head: Kin, everybody: Sequence[Kin], old_sex: int = 0) -> dict[str, str]:
    """This function will give the codes to fill in for a new head, by key, for a person to read.

    Beyond what follows it takes an only child's family for his own. What is not clear is left out.
    """
    children = [one for one in everybody if _line(one.before) is Line.CHILD]
    couples = [one for one in everybody if _line(one.before) is Line.CHILD_IN_LAW]
    alone = [one.key for one in children] == [head.key] and len(couples) <= 1
    found = {}
    for one in everybody:
        if one.key == head.key:
            continue
        code = follows(head, one, old_sex)
        own = _ONLY_CHILD.get(_line(one.before)) if alone else None  # type: ignore[arg-type]
        if own is Line.SPOUSE and Sex.UNKNOWN not in (head.gender, one.gender):
            code = "10" if head.gender != one.gender else ""
        elif own is Line.CHILD:
            code = _code(own, head, one, old_sex)
        if code:
            found[one.key] = code
    return found


def doubts(head: Kin, others: Sequence[Kin], *, on: date, old_sex: int = 0) -> list[Doubt]:
    """This function will name what is impossible or unlikely about ``others``' relations to a head.

    One doubt for each person at most, the plainest first; ``on`` is the day from which they hold.
    """
    found = []
    for place, one in enumerate(others):
        if not one.after:
            continue
        expected = follows(head, one, old_sex)
        odd = _odd(head, one, others[:place], expected, on)
        if odd is not None:
            found.append(Doubt(odd, one, expected))
    return found


def _odd(head: Kin, one: Kin, earlier: Sequence[Kin], expected: str, on: date) -> Odd | None:
    line = _line(one.after)
    if expected and line is not _line(expected):
        return Odd.OTHER_LINE
    said = sex_of(one.after)
    if Sex.UNKNOWN not in (said, one.gender) and said != one.gender:
        return Odd.WRONG_SEX
    if line is Line.SPOUSE:
        return _odd_spouse(head, one, earlier, on)
    if one.after in ("51", "52") and any(other.after == one.after for other in earlier):
        return Odd.SECOND_PARENT
    return _odd_age(head, one)


def _odd_spouse(head: Kin, one: Kin, earlier: Sequence[Kin], on: date) -> Odd | None:
    if any(_line(other.after) is Line.SPOUSE for other in earlier):
        return Odd.SECOND_SPOUSE
    if head.gender != Sex.UNKNOWN and head.gender == one.gender:
        return Odd.SAME_SEX
    if any(_under_age(married, on) for married in (head, one)):
        return Odd.TOO_YOUNG
    return None


def _under_age(one: Kin, on: date) -> bool:
    if one.born is None:
        return False
    turned = on.year - one.born.year
    if one.exact and (on.month, on.day) < (one.born.month, one.born.day):
        turned -= 1
    return turned < MARRIAGE.get(one.gender, min(MARRIAGE.values()))


def _odd_age(head: Kin, one: Kin) -> Odd | None:
    line = _line(one.after)
    generations = {Line.CHILD: 1, Line.PARENT: 1, Line.GRANDCHILD: 2, Line.GRANDPARENT: 2}
    apart = generations.get(line) if line else None
    if apart is None or head.born is None or one.born is None:
        return None
    older, younger = (head, one) if line in (Line.CHILD, Line.GRANDCHILD) else (one, head)
    assert older.born is not None
    assert younger.born is not None
    years = younger.born.year - older.born.year
    if years < 0 or (older.exact and younger.exact and younger.born <= older.born):
        return Odd.WRONG_AGE
    close = years < GENERATION * apart and one.after not in _NOT_BORN_TO
    return Odd.CLOSE_AGE if close else None


def _line(code: str) -> Line | None:
    return _LINES.get(code)


def _code(line: Line, head: Kin, other: Kin, old_sex: int) -> str:
    """The code of a line for this person; "" where the sex that decides is not known."""
    sex = other.gender
    man = {Sex.MALE: True, Sex.FEMALE: False}.get(sex)
    if line is Line.SPOUSE:
        return "10"
    if line is Line.SIBLING:
        return "70"
    if man is None:
        return ""
    if line in _BY_SEX:
        return _BY_SEX[line][0 if man else 1]
    if line is Line.PARENT_IN_LAW:
        pairs = {Sex.MALE: ("55", "56"), Sex.FEMALE: ("53", "54")}
        return pairs[head.gender][0 if man else 1] if head.gender in pairs else ""
    return _by_side(line, head, other, old_sex)[0 if man else 1]


def _by_side(line: Line, head: Kin, other: Kin, old_sex: int) -> tuple[str, str]:
    """The codes, man's and woman's, of grandchildren and grandparents: the father's side, or the
    mother's. They stay as they were seen by the old head or his spouse."""
    if _line(other.before) is Line.GRANDCHILD:
        return (other.before, other.before) if other.before in _SIDED else ("", "")
    if line is Line.GRANDPARENT and _line(head.before) is Line.GRANDCHILD:
        fathers = {"41": True, "42": True, "43": False, "44": False}.get(head.before)
    else:
        fathers = {int(Sex.MALE): True, int(Sex.FEMALE): False}.get(old_sex)
    if fathers is None:
        return ("", "")
    if line is Line.GRANDCHILD:
        return ("41", "42") if fathers else ("43", "44")
    return ("61", "62") if fathers else ("63", "64")


_SIDED = frozenset({"41", "42", "43", "44"})
