"""Families of stated sizes out of people of stated ages: who is whose spouse, child or parent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random

from bangfu.demo.maker.places import share_out

# Share of the town's poor in each age band (first and last age), in per cent.
AGE_BANDS: dict[tuple[int, int], int] = {
    (0, 5): 5,
    (6, 15): 15,
    (16, 18): 6,
    (19, 22): 5,
    (23, 45): 26,
    (46, 59): 21,
    (60, 69): 11,
    (70, 79): 7,
    (80, 93): 4,
}
_DRAWS = 6


@dataclass
class Member:
    """A member before they have a name: what they are to the head, how old, of which sex."""

    role: str
    age: int
    sex: str


@dataclass
class Family:
    """A family being filled up to its size."""

    size: int
    members: list[Member] = field(default_factory=list)

    def has(self, role: str) -> bool:
        """This function will tell whether some member already has the role."""
        return any(member.role == role for member in self.members)


def make_families(rng: Random, sizes: Sequence[int]) -> list[Family]:
    """This function will return one family for each size, in order, ages in the stated shares."""
    pool = _ages(rng, sum(sizes))
    families = [Family(size) for size in sizes]
    for family in families:
        family.members.append(_head(rng, pool, family.size))
    unfilled = [family for family in families if family.size > 1]
    while unfilled:
        for family in unfilled:
            family.members.append(_next_member(rng, pool, family))
        unfilled = [family for family in unfilled if len(family.members) < family.size]
    for family in families:
        family.members[1:] = sorted(family.members[1:], key=_listing_order)
    return families


def _ages(rng: Random, people: int) -> list[int]:
    bands = {str(i): share for i, share in enumerate(AGE_BANDS.values())}
    limits = list(AGE_BANDS)
    ages = [rng.randint(*limits[int(key)]) for key in share_out(bands, people)]
    rng.shuffle(ages)
    return ages


def _take(pool: list[int], place: int) -> int:
    pool[place], pool[-1] = pool[-1], pool[place]
    return pool.pop()


def _draw(rng: Random, pool: list[int]) -> Iterable[int]:
    return (rng.randrange(len(pool)) for _ in range(_DRAWS))


def _head(rng: Random, pool: list[int], size: int) -> Member:
    """Small households are the old ones; no head is under 19 while an adult is left."""
    wish = 74 if size == 1 else 60 if size == 2 else 45

    def strangeness(place: int) -> float:
        age = pool[place]
        return abs(age - wish) + (500 if age < 23 else 0) + rng.random() * 25

    place = min(_draw(rng, pool), key=strangeness)
    if pool[place] < 23:
        place = max(range(len(pool)), key=pool.__getitem__)
    sex = "男" if rng.random() < 0.62 else "女"
    return Member("head", _take(pool, place), sex)


def _next_member(rng: Random, pool: list[int], family: Family) -> Member:
    best: tuple[float, int, str] | None = None
    for place in _draw(rng, pool):
        role, strangeness = _fit(family, pool[place])
        strangeness += rng.random() * 4
        if best is None or strangeness < best[0]:
            best = (strangeness, place, role)
    assert best is not None
    age = _take(pool, best[1])
    return Member(best[2], age, _sex(rng, family, best[2]))


def _fit(family: Family, age: int) -> tuple[str, float]:
    """What someone of this age would be to the head, and how unusual that is."""
    gap = family.members[0].age - age
    if abs(gap) <= 13 and age >= 22 and not family.has("spouse"):
        return "spouse", abs(gap) * 0.3
    if 18 <= gap <= 46:
        return "child", 1 if 21 <= gap <= 40 else 4
    if gap > 46:
        return "grandchild", 3
    if gap <= -17 and sum(m.role == "parent" for m in family.members) < 2:
        return "parent", 3
    if abs(gap) < 18:
        return "sibling", 12
    return "relative", 20


def _sex(rng: Random, family: Family, role: str) -> str:
    taken = {member.sex for member in family.members if member.role == role}
    if role == "spouse":
        taken = {family.members[0].sex}
    if role in ("spouse", "parent") and taken:
        return "女" if "男" in taken else "男"
    if role == "parent":
        return "女" if rng.random() < 0.6 else "男"
    return rng.choice("男女")


_ORDER = {"spouse": 1, "child": 2, "grandchild": 3, "parent": 4, "sibling": 5, "relative": 6}


def _listing_order(member: Member) -> tuple[int, int]:
    return _ORDER[member.role], -member.age
