"""Which household a block is: a new one, or one the register (or the roster) already has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .ledger import Home, Ledger, Somebody
from .people import BlockNumbers, Match, number_counts
from .values import Answer, Block, Draft


@dataclass(slots=True)
class Choice:
    """`home` None and `wait` empty means a new household; `asks` is a question about it."""

    home: Home | None = None
    wait: str = ""
    asks: str = ""


def head_of(block: Block) -> Draft:
    """This function will give the head's row: the one that says so, else the first."""
    return next((draft for draft in block.members if draft.head), block.members[0])


def choose_home(
    ledger: Ledger, block: Block, matches: Mapping[int, Match], numbers: BlockNumbers
) -> Choice:
    """This function will choose the household of a block.

    Members known by number speak first; where they are one household and nothing says that this
    is another family (a daughter listed in her husband's), the block is that household. Without
    such members, the same door and the same head's name are that household, unless the head's
    valid number is another: then it cannot be told. Without a door, see `_by_head`.
    """
    head = head_of(block)
    if head.answer is Answer.NEW and not matches:
        return Choice()
    tied = _at_address(ledger, block, head, numbers)
    if tied == Choice() and not matches:
        tied = _by_head(ledger, block, head)
    homes = list(dict.fromkeys(m.somebody.home for m in matches.values() if m.somebody.home))
    if not homes:
        if not block.told and tied.home is None:
            return Choice(wait=tied.wait or "household_unknown")
        return tied
    picked = _picked(homes, block, head, matches, tied.home)
    if picked is not None and _belongs(ledger, block, head, picked, matches):
        return Choice(picked)
    if tied.home is not None:
        return tied
    return Choice() if block.told else Choice(wait="household_unknown")


def _at_address(ledger: Ledger, block: Block, head: Draft, numbers: BlockNumbers) -> Choice:
    """The household with the same door and the same head's name."""
    if block.address is None or not head.name:
        return Choice()
    found: list[Home] = []
    for home in ledger.by_address.get(block.address, ()):
        chief = home.head
        if chief is None or head.name not in chief.names:
            continue
        counts = number_counts(ledger, head, numbers)
        if ledger.contradicts(head, chief, trust_number=False):
            continue
        differs = counts and chief.number is not None and chief.number != head.number
        if differs and ledger.sure(chief) and head.answer is not Answer.KNOWN:
            return Choice(wait="number_changed")
        found.append(home)
    if len(found) > 1:
        found = [home for home in found if home.category == block.category] or found
    if len(found) > 1:
        return Choice(wait="ambiguous_household")
    return Choice(found[0] if found else None)


def _by_head(ledger: Ledger, block: Block, head: Draft) -> Choice:
    """The household of the same village and head's name, where a door does not say it.

    It is that household when its telephone or a second member of the same name vouches for it,
    or when a later issue of the same list has this head once, as the register has. Else it waits
    for an answer; but in one drawer, where lists tell of each other's namesakes, it is a new
    household with a question.
    """
    if not head.name or not block.village:
        return Choice()
    found = [
        home
        for home in ledger.by_head.get((block.village, head.name), ())
        if not (block.address is not None and home.addresses)
        and _by_name(ledger, head, [home.head] if home.head else [])
    ]
    if not found:
        return Choice()
    vouched = [home for home in found if _vouched(ledger, block, home)]
    if len(vouched) == 1:
        return Choice(vouched[0])
    if len(found) == 1 and head.answer is Answer.KNOWN:
        return Choice(found[0])
    if any(home.head is not None and home.head.fresh for home in found):
        return Choice(asks="perhaps_same_household")
    once = len(found) == 1 and ledger.heads[block.village, head.name] == 1
    if once and block.lineage and found[0].lineage == block.lineage:
        return Choice(found[0])
    return Choice(wait="perhaps_same_household")


def _vouched(ledger: Ledger, block: Block, home: Home) -> bool:
    """Whether a telephone, or another member besides the head, says that it is this household."""
    if block.phone is not None and block.phone in home.phones:
        return True
    return sum(_by_name(ledger, draft, home.members) for draft in block.members) > 1


def _picked(
    homes: list[Home],
    block: Block,
    head: Draft,
    matches: Mapping[int, Match],
    tied: Home | None,
) -> Home | None:
    """Of several households, the one whose door it is, else the head's, else that of most."""
    if len(homes) == 1:
        return homes[0]
    if tied in homes:
        return tied
    if head.ref in matches and matches[head.ref].somebody.home is not None:
        return matches[head.ref].somebody.home
    for home in homes:
        inside = sum(match.somebody.home is home for match in matches.values())
        if inside * 2 > len(block.members):
            return home
    return None


def _belongs(
    ledger: Ledger, block: Block, head: Draft, home: Home, matches: Mapping[int, Match]
) -> bool:
    """Whether a block that names members of `home` is that household.

    It is, when nobody else is in it, when the door or the head is the same, or when the head is
    a member and most of the block are.
    """
    inside = {ref for ref, match in matches.items() if match.somebody.home is home}
    outside = [draft for draft in block.members if draft.ref not in inside]
    if not outside:
        return True
    if block.address is not None and block.address in home.addresses:
        return True
    whom = matches.get(head.ref)
    if whom is not None and whom.somebody is home.head:
        return True
    named = {draft.ref for draft in outside if _by_name(ledger, draft, home.members)}
    if home.head is not None and head.ref in named and _by_name(ledger, head, [home.head]):
        return True
    inside |= named
    return head.ref in inside and len(inside) * 2 > len(block.members)


def _by_name(ledger: Ledger, draft: Draft, members: list[Somebody]) -> bool:
    """A member of that name with whom the row could still be the same person."""
    for member in members:
        if draft.name not in member.names:
            continue
        if ledger.contradicts(draft, member, trust_number=False):
            continue
        if draft.number in (None, member.number) or not ledger.sure(member):
            return True
    return False
