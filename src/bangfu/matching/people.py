"""Which person a row is: by number and name, or by household and name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from .ledger import Home, Ledger, Somebody, contradicts_itself
from .names import Agreement
from .values import Answer, Block, Draft, Key, Level, Note, Reason


@dataclass(slots=True)
class Match:
    """Somebody a row may be, and why."""

    somebody: Somebody
    reason: Reason


@dataclass(slots=True)
class Tie:
    """The answer of a household to a name: somebody, or a question the row waits for, or
    nobody (a new person). `claims` says whether the row's number counts as his."""

    somebody: Somebody | None = None
    wait: str = ""
    claims: bool = True
    notes: tuple[Note, ...] = ()


class BlockNumbers:
    """This class will know which numbers stand under several names in one block."""

    def __init__(self, block: Block) -> None:
        self.names: defaultdict[Key, set[str]] = defaultdict(set)
        self.exact: Counter[str] = Counter()
        for draft in block.members:
            self.exact[draft.name] += 1
            if draft.number is not None:
                self.names[draft.number].add(draft.name)

    def contested(self, number: Key) -> bool:
        """This function will say whether two names of the block share `number`."""
        return len(self.names[number]) > 1


def match_by_number(
    ledger: Ledger, block: Block, numbers: BlockNumbers
) -> tuple[dict[int, Match], dict[int, Note]]:
    """This function will find who already holds the numbers of a block under the same name.

    Returns matches by ref, and for rows that could be several people the note they wait for.
    Equal names win over names of the same sound; two differently named members of one block are
    never the same person.
    """
    matches: dict[int, Match] = {}
    waits: dict[int, Note] = {}
    as_whom: dict[Somebody, str] = {}
    for wanted in (Agreement.SAME, Agreement.SAME_SOUND):
        for draft in block.members:
            if draft.ref in matches or draft.ref in waits or not draft.name:
                continue
            if draft.number is None or draft.answer is Answer.NEW:
                continue
            found = [
                somebody
                for somebody in ledger.claims.get(draft.number, ())
                if somebody.called(draft.name) is wanted
                and as_whom.get(somebody, draft.name) == draft.name
                and _may_join(ledger, somebody, draft, wanted, numbers)
            ]
            if len(found) > 1:
                found = [s for s in found if _lives_at(s, block)] or found
            if len(found) > 1:
                waits[draft.ref] = Note("ambiguous_person", Level.WAITS)
            elif found:
                as_whom[found[0]] = draft.name
                same = wanted is Agreement.SAME
                matches[draft.ref] = Match(
                    found[0],
                    Reason.SAME_NUMBER_SAME_NAME if same else Reason.SAME_NUMBER_SAME_SOUND,
                )
    return matches, waits


def _may_join(
    ledger: Ledger, somebody: Somebody, draft: Draft, wanted: Agreement, numbers: BlockNumbers
) -> bool:
    """Equal names join, unless the number is perhaps shortened and something speaks against it.
    A mere sound joins only where nothing speaks against it and no member of either household
    bears the other spelling (brothers 文辉 and 文晖, one of them with the other's number)."""
    if wanted is Agreement.SAME:
        return not (draft.weak and ledger.contradicts(draft, somebody))
    if draft.weak or contradicts_itself(draft) or ledger.contradicts(draft, somebody):
        return False
    if any(name != draft.name and numbers.exact[name] for name in somebody.names):
        return False
    kin = somebody.home.members if somebody.home else ()
    return not any(draft.name in other.names for other in kin if other is not somebody)


def _lives_at(somebody: Somebody, block: Block) -> bool:
    home = somebody.home
    return home is not None and block.address is not None and block.address in home.addresses


def number_counts(ledger: Ledger, draft: Draft, numbers: BlockNumbers) -> bool:
    """This function will say whether a row's number may speak for the row's own name.

    It does not when it is perhaps shortened, contradicts the row, stands under two names of the
    block, or surely belongs to somebody of another name: then the row is judged as one without
    a number.
    """
    if draft.number is None or draft.weak or contradicts_itself(draft):
        return False
    if numbers.contested(draft.number):
        return False
    return not any(
        ledger.sure(rival) and rival.called(draft.name) is not Agreement.SAME
        for rival in ledger.claims.get(draft.number, ())
    )


def tie_by_name(
    ledger: Ledger,
    home: Home,
    draft: Draft,
    numbers: BlockNumbers,
    taken: Mapping[Somebody, int],
) -> Tie:
    """This function will find the member of `home` who bears the row's name.

    `taken` are members whom other rows of the block already are.
    """
    free = [member for member in home.members if member not in taken]
    named = [member for member in free if draft.name in member.names]
    counts = number_counts(ledger, draft, numbers)
    if not named or draft.answer is Answer.NEW:
        return Tie(notes=_sounds_like(ledger, free, draft))
    fitting = [m for m in named if not ledger.contradicts(draft, m, trust_number=counts)]
    if not fitting:
        if draft.answer is Answer.KNOWN and len(named) == 1:
            return Tie(named[0], claims=False)
        # Where only the birth or sex inside the other number speaks against him, say so.
        by_number = [m for m in named if not ledger.contradicts(draft, m, trust_number=False)]
        return Tie(wait="number_changed" if by_number else "contradicts_known")
    if len(fitting) > 1:
        fitting = _narrowed(fitting, draft)
    if len(fitting) > 1:
        return Tie(wait="ambiguous_person")
    return _with_number(ledger, fitting[0], draft, counts)


def _with_number(ledger: Ledger, somebody: Somebody, draft: Draft, counts: bool) -> Tie:
    if draft.number is None or somebody.number is None:
        return Tie(somebody)
    if somebody.number == draft.number:
        return Tie(somebody)
    if not counts:
        return Tie(somebody, claims=False, notes=(Note("number_of_another", Level.QUESTION),))
    if ledger.sure(somebody):
        if draft.answer is Answer.KNOWN:
            return Tie(somebody, claims=False)
        return Tie(wait="number_changed")
    return Tie(somebody, notes=(Note("number_corrected", Level.INFO),))


def _narrowed(fitting: list[Somebody], draft: Draft) -> list[Somebody]:
    """Of several members of one name, those who also share birth and relation."""
    for test in (
        lambda m: m.born is not None and m.born == draft.born,
        lambda m: bool(draft.relation) and m.relation == draft.relation,
        lambda m: (m.number is None) == (draft.number is None),
    ):
        some = [member for member in fitting if test(member)]
        if len(some) == 1:
            return some
        fitting = some or fitting
    return fitting


def _sounds_like(ledger: Ledger, free: list[Somebody], draft: Draft) -> tuple[Note, ...]:
    """A question, not a join: the household has somebody of that sound without a sure number."""
    for member in free:
        if member.number is not None and draft.number is not None:
            continue
        alike = member.known and member.called(draft.name) is not Agreement.DIFFERENT
        if alike and not ledger.contradicts(draft, member):
            return (Note("perhaps_same_person", Level.QUESTION, tuple(member.seen)),)
    return ()
