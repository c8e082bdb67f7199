"""The people of the made town: families given names, numbers, homes, illnesses and schools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bangfu.demo.maker import numbers
from bangfu.demo.maker.families import Family, Member, make_families
from bangfu.demo.maker.names import ASTRAL, Names, misheard, surname_of
from bangfu.demo.maker.numbers import Numbers
from bangfu.demo.maker.places import STREETS, Town, share_out
from bangfu.demo.maker.truth import Household, Person, Truth
from bangfu.demo.maker.wording import Dialect, word_relations

CAUSES = {
    "因病": 34,
    "因残": 22,
    "年老": 9,
    "缺劳动力": 9,
    "因学": 9,
    "失业": 7,
    "丧偶单亲": 5,
    "因灾": 3,
    "缺技术": 2,
}
MONTHLY_YUAN = (150, 180, 200, 230, 250, 280, 300, 320, 350)


@dataclass(frozen=True)
class Oddities:
    """Rare but real people: shares of households (twins, …) or of people (permits)."""

    twins: float = 0.013
    namesakes: float = 0.006
    sound_alike_siblings: float = 0.0
    permits: float = 0.0
    wide_names: bool = False


class Founding:
    """One making of a town's people. Everything follows from the generator that is passed in."""

    def __init__(self, rng: Random, town: Town, oddities: Oddities, on: date) -> None:
        self._rng, self._town, self._oddities, self._on = rng, town, oddities, on
        self._names = Names(rng, wide=oddities.wide_names)
        self._numbers = Numbers(rng)
        self._village_codes = {village.name: village.code for village in town.villages}

    def found(self, truth: Truth, households: int, dialects: dict[str | None, Dialect]) -> None:
        """This function will fill the truth with households of the three categories and others.

        ``households`` is the number of dual-low households; hard-up ones and outsiders follow in
        the town's proportion. ``dialects`` words the relations of each category.
        """
        rng, town = self._rng, self._town
        share = households / town.dual_low
        sizes = share_out(dict(town.sizes), households)
        categories = share_out(dict(town.categories), households)
        villages = share_out({v.name: float(v.weight) for v in town.villages}, households)
        for listing in (sizes, categories, villages):
            rng.shuffle(listing)
        hard_up = max(1, round(sum(town.hard_up_sizes.values()) * share))
        hard_up_sizes = share_out(dict(town.hard_up_sizes), hard_up)
        rng.shuffle(hard_up_sizes)
        weights = [village.weight for village in town.villages]
        places = [v.name for v in rng.choices(town.villages, weights=weights, k=hard_up)]
        self._settle(truth, sizes, categories, villages, dialects)
        self._settle(truth, hard_up_sizes, ["较困难户"] * hard_up, places, dialects)
        strangers = max(2, round(town.outsiders * share))
        self._settle(truth, [1] * strangers, [None] * strangers, ["外地"] * strangers, dialects)
        self._make_namesakes(truth)

    def _settle(
        self,
        truth: Truth,
        sizes: Sequence[str | int],
        categories: Sequence[str | int | None],
        villages: Sequence[str | int],
        dialects: dict[str | None, Dialect],
    ) -> None:
        families = make_families(self._rng, [int(size) for size in sizes])
        for family, category, village in zip(families, categories, villages, strict=True):
            kind = None if category is None else str(category)
            household = self._house(len(truth.households) + 1, kind, str(village))
            self._move_in(truth, household, family)
            word_relations(dialects[kind], household.members)
            truth.households.append(household)
            truth.people.extend(household.members)

    def _house(self, count: int, category: str | None, village: str) -> Household:
        rng = self._rng
        code = self._village_codes.get(village, self._town.code + "000")
        street = f"{rng.choice(STREETS)}{rng.randint(1, 40)}巷{rng.randint(1, 60)}号"
        return Household(
            id=f"H{count:05d}" if category else f"X{count:05d}",
            category=category,
            village=village,
            cause=rng.choices(list(CAUSES), weights=list(CAUSES.values()))[0],
            address=f"{village}{street}" if category else f"暂住{self._town.name}",
            bank=numbers.bank_account(rng) if category else "",
            monthly=rng.choice(MONTHLY_YUAN) if category == "低保户" else 0,
            number=f"{code}{count:04d}",
        )

    def _move_in(self, truth: Truth, household: Household, family: Family) -> None:
        # Only the roster that is kept as .xls cannot hold characters outside the basic plane.
        astral = household.category != "低收入户"
        head_surname: str | None = None
        for member in family.members:
            name = self._name(member, household.members, head_surname, astral=astral)
            head_surname = head_surname or surname_of(name)
            born = self._birthday(member.age)
            permit = self._rng.random() < self._oddities.permits
            household.members.append(
                Person(
                    id=f"P{len(truth.people) + len(household.members) + 1:06d}",
                    household=household.id,
                    role=member.role,
                    name=name,
                    sex=member.sex,
                    born=born,
                    ident=self._numbers.resident(born, member.sex, permit=permit),
                    phone=numbers.phone(self._rng),
                )
            )
        self._make_siblings_odd(household)

    def _name(
        self, member: Member, others: Sequence[Person], surname: str | None, *, astral: bool
    ) -> str:
        inherited = member.role in ("child", "sibling") or (
            member.role in ("parent", "grandchild") and member.sex == "男"
        )
        sounds = {other.name for other in others}
        while True:
            name = self._names.full(member.sex, surname if inherited else None, astral=astral)
            if name not in sounds and not _sounds_like_one_of(name, sounds):
                return name

    def _birthday(self, age: int) -> date:
        """A day on which someone is of this age at the town's date, never less than a month old."""
        last = self._on - timedelta(days=round(age * 365.25) + 30)
        return last - timedelta(days=self._rng.randrange(330))

    def _make_siblings_odd(self, household: Household) -> None:
        children = [member for member in household.members if member.role == "child"]
        if len(children) < 2:
            return
        first, second = children[0], children[1]
        # Of the families with two children a third as many again must be drawn.
        if self._rng.random() < self._oddities.twins * 4:
            neighbour = self._numbers.twin(first.ident, second.sex)
            if neighbour:
                second.ident, second.born = neighbour, first.born
        elif self._rng.random() < self._oddities.sound_alike_siblings * 4:
            name = misheard(self._rng, first.name)
            if name and name not in {member.name for member in household.members}:
                second.name = name

    def _make_namesakes(self, truth: Truth) -> None:
        """Give some people the name of another in the same village, in another household."""
        rng = self._rng
        by_village: dict[str, list[Household]] = {}
        for household in truth.households:
            if household.category:
                by_village.setdefault(household.village, []).append(household)
        villages = [group for group in by_village.values() if len(group) > 1]
        wanted = max(3, round(len(truth.households) * self._oddities.namesakes))
        for _ in range(wanted if villages else 0):
            one, other = rng.sample(rng.choice(villages), 2)
            person, namesake = rng.choice(one.members), rng.choice(other.members)
            taken = {member.name for member in other.members}
            clash = person.name in taken or _sounds_like_one_of(person.name, taken)
            if not clash and not any(sign in ASTRAL for sign in person.name):
                namesake.name = person.name


def _sounds_like_one_of(name: str, others: set[str]) -> bool:
    """Whether one misheard character would make two members of one household the same."""
    from bangfu.demo.maker.names import HOMOPHONES

    def plain(text: str) -> str:
        return "".join(HOMOPHONES.get(sign, sign) for sign in text)

    return plain(name) in {plain(other) for other in others}
