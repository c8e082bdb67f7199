"""The working memory of one plan: people, households, and who claims which number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from .names import Agreement, names_agree
from .values import Block, Draft, Key, Known, KnownHousehold, KnownPerson, Span, State


@dataclass(slots=True, eq=False)
class Somebody:
    """A person while the plan is made, known or new."""

    uuid: UUID
    known: bool
    names: list[str]
    number: Key | None = None
    sex: int = 0
    born: Span | None = None
    relation: str = ""
    home: Home | None = None
    before: State | None = None
    number_before: Key | None = None
    number_sex: int = 0
    number_born: date | None = None
    doubtful: bool = False
    weak: bool = False
    fresh: bool = False
    confirmed: bool = False
    """This roster too gives him the number the register had verified."""
    seen: list[int] = field(default_factory=list)
    """The refs of his rows in this roster."""

    @property
    def trusted(self) -> bool:
        """The register had verified the very number he still holds: before this drawer, or by
        one roster of it and now by a second."""
        held = self.before is State.VERIFIED and self.number == self.number_before
        return held and (self.confirmed or not self.fresh)

    def called(self, name: str) -> Agreement:
        """This function will say how far `name` agrees with any spelling he is known by."""
        best = Agreement.DIFFERENT
        for own in self.names:
            found = names_agree(own, name)
            if found is Agreement.SAME:
                return found
            if found is Agreement.SAME_SOUND:
                best = found
        return best


@dataclass(slots=True, eq=False)
class Home:
    """A household while the plan is made."""

    uuid: UUID
    known: bool
    members: list[Somebody] = field(default_factory=list)
    head: Somebody | None = None
    category: str = ""
    addresses: set[Key] = field(default_factory=set)
    blocks: list[str] = field(default_factory=list)
    phones: frozenset[Key] = frozenset()
    lineage: str = ""


class Ledger:
    """This class will keep people by number and households by address, each look-up O(1)."""

    def __init__(self, known: Known, new_id: Callable[[], UUID]) -> None:
        self.new_id = new_id
        self.people: dict[UUID, Somebody] = {}
        self.claims: defaultdict[Key, list[Somebody]] = defaultdict(list)
        self.touched: dict[Key, None] = {}
        self.homes: dict[UUID, Home] = {}
        self.by_address: defaultdict[Key, list[Home]] = defaultdict(list)
        self.by_head: defaultdict[tuple[Key, str], list[Home]] = defaultdict(list)
        """Known households by village and each spelling of the head's name."""
        self.heads: Counter[tuple[Key, str]] = Counter()
        """How many blocks of the roster have this village and head's name."""
        self.elsewhere = known.elsewhere
        for household in known.households:
            self._remember_home(household)
        for person in known.persons:
            self._remember(person)
        for household in known.households:
            home = self.homes[household.uuid]
            home.head = self.people.get(household.head) if household.head else None
            if home.head is not None and household.village:
                for name in home.head.names:
                    self.by_head[household.village, name].append(home)

    def _remember_home(self, known: KnownHousehold) -> None:
        home = Home(
            known.uuid,
            True,
            category=known.category,
            addresses=set(known.addresses),
            phones=frozenset(known.phones),
            lineage=known.lineage,
        )
        self.homes[home.uuid] = home
        for address in home.addresses:
            self.by_address[address].append(home)

    def _remember(self, known: KnownPerson) -> None:
        home = self.homes.get(known.household) if known.household else None
        somebody = Somebody(
            known.uuid,
            True,
            list(known.names),
            number=known.number,
            sex=known.sex,
            born=known.born,
            relation=known.relation,
            home=home,
            before=known.state,
            number_before=known.number,
            doubtful=known.doubtful,
            fresh=known.fresh,
        )
        self.people[somebody.uuid] = somebody
        if home is not None:
            home.members.append(somebody)
        if known.number is not None:
            self.claims[known.number].append(somebody)

    def add_home(self, block: Block) -> Home:
        """This function will open a new household for a block."""
        home = Home(self.new_id(), False, category=block.category)
        self.homes[home.uuid] = home
        self.meet(home, block)
        return home

    def meet(self, home: Home, block: Block) -> None:
        """This function will note that a block told of this household, and its address."""
        home.blocks.append(block.block)
        if block.address is not None and block.address not in home.addresses:
            home.addresses.add(block.address)
            self.by_address[block.address].append(home)

    def add_person(self, draft: Draft, home: Home) -> Somebody:
        """This function will add a new person to a household."""
        somebody = Somebody(self.new_id(), False, [draft.name], relation=draft.relation, home=home)
        self.people[somebody.uuid] = somebody
        home.members.append(somebody)
        if draft.head and home.head is None:
            home.head = somebody
        return somebody

    def see(self, somebody: Somebody, draft: Draft) -> None:
        """This function will note that a row tells of somebody, with what it adds to him."""
        somebody.seen.append(draft.ref)
        if draft.name and draft.name not in somebody.names:
            somebody.names.append(draft.name)
        if somebody.sex not in (1, 2):
            somebody.sex = draft.sex
        if somebody.born is None:
            somebody.born = draft.born
        somebody.relation = somebody.relation or draft.relation

    def claim(self, somebody: Somebody, draft: Draft) -> None:
        """This function will let somebody claim the number of a row, giving up another."""
        number = draft.number
        if number is None:
            return
        doubtful = contradicts_itself(draft)
        if somebody.number != number:
            self.give_up(somebody)
            somebody.number = number
            self.claims[number].append(somebody)
            somebody.weak, somebody.doubtful = draft.weak, doubtful
        elif not somebody.seen:
            somebody.weak, somebody.doubtful = draft.weak, doubtful
        else:
            somebody.weak = somebody.weak and draft.weak
            somebody.doubtful = somebody.doubtful and doubtful
        if somebody.number == somebody.number_before and not (draft.weak or doubtful):
            somebody.confirmed = True
        somebody.number_sex = 0 if draft.weak else draft.number_sex
        somebody.number_born = draft.number_born
        self.touched[number] = None

    def give_up(self, somebody: Somebody) -> None:
        """This function will take back the number somebody claims."""
        if somebody.number is not None:
            self.claims[somebody.number].remove(somebody)
            self.touched[somebody.number] = None
            somebody.number = None

    def sure(self, somebody: Somebody) -> bool:
        """This function will say whether somebody's number stands, as far as is known by now."""
        if somebody.number is None:
            return False
        if somebody.trusted:
            return True
        if somebody.number in self.elsewhere:
            return False
        if somebody.weak or somebody.doubtful or len(self.claims[somebody.number]) > 1:
            return False
        as_before = somebody.known and somebody.number == somebody.number_before
        return somebody.before is State.VERIFIED if as_before else True

    def sex_of(self, somebody: Somebody) -> int:
        """This function will give somebody's sex as told, else as his number says if it stands."""
        if somebody.sex in (1, 2):
            return somebody.sex
        return somebody.number_sex if self.sure(somebody) else 0

    def born_of(self, somebody: Somebody) -> Span | None:
        """This function will give somebody's birth as told, else as his number says."""
        if somebody.born is not None:
            return somebody.born
        born = somebody.number_born
        return (born, born) if born and (somebody.weak or self.sure(somebody)) else None

    def contradicts(self, draft: Draft, somebody: Somebody, *, trust_number: bool = True) -> bool:
        """This function will say whether a row's sex or birth speaks against its being somebody.

        Where the row states nothing, its number speaks, unless `trust_number` is off.
        """
        speaks = trust_number and draft.number is not None
        sex, other = draft.sex, self.sex_of(somebody)
        if sex not in (1, 2) and speaks and not draft.weak:
            sex = draft.number_sex
        if sex in (1, 2) and other in (1, 2) and sex != other:
            return True
        born, theirs = draft.born, self.born_of(somebody)
        if born is None and speaks and draft.number_born is not None:
            born = (draft.number_born, draft.number_born)
        if born is None or theirs is None:
            return False
        return born[1] < theirs[0] or theirs[1] < born[0]


def contradicts_itself(draft: Draft) -> bool:
    """This function will say whether a row's own sex or birth speaks against its number."""
    if draft.number is None:
        return False
    both = draft.sex in (1, 2) and draft.number_sex in (1, 2) and not draft.weak
    if both and draft.sex != draft.number_sex:
        return True
    if draft.born is not None and draft.number_born is not None:
        return not draft.born[0] <= draft.number_born <= draft.born[1]
    return False
