"""A whole village at a stroke: plain families, for an area as large as one likes.

A drawer is messy on purpose and made as one piece; a crowd is clean, and each village is made from
its own seed, so that a million people never stand in memory together. Numbers of two villages
differ because each village has its own two order codes (digits 15 to 17 of the number).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from bangfu.demo.maker.lives import DISABILITY_KINDS, DISABILITY_LEVELS
from bangfu.demo.maker.names import SURNAMES, TRICKY_SURNAMES, Names, surname_of
from bangfu.demo.maker.numbers import check_character, phone
from bangfu.demo.maker.places import SANJIAO, STREETS, Town, Village

Key = TypeVar("Key", int, str)
VILLAGE = 2_000
MOST = 1_000_000
_AREA = "442099"
_FIRST = date(1925, 1, 1)
_SIZES = {1: 85, 2: 140, 3: 179, 4: 191, 5: 90, 6: 33, 7: 12}
_CATEGORIES = {"dibao": 31, "low_income": 42, "hard_up": 9}
_CAUSES = {"因病": 34, "因残": 22, "缺劳力": 14, "年老体弱": 12, "因学": 9, "失业": 6, "": 3}
_HEADS, _TAILS = "东西南北上下新大永福安太平合", "安和平兴隆宁福沙涌围洲滘塘岗"
_UNCERTAIN, _CALLABLE, _DISABLED = 0.03, 0.45, 0.16


@dataclass(frozen=True, slots=True)
class Somebody:
    """One invented person; ``number`` is empty for one in 33. ``relation`` is GB/T 4761."""

    uuid: UUID
    name: str
    male: bool
    born: date
    number: str
    relation: str
    phone: str = ""
    stage: str = ""
    disability: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """A household, its head first; ``monthly_fen`` is what 低保 pays it, else None."""

    uuid: UUID
    category: str
    cause: str
    place: str
    address: str
    monthly_fen: int | None
    members: tuple[Somebody, ...]


def town_for(people: int) -> Town:
    """This function will return the demo town with villages enough for that many people.

    The first eight are the demo town's own; the largest town has 500.
    """
    count = max(len(SANJIAO.villages), -(-people // VILLAGE))
    names = [head + tail + "村" for head in _HEADS for tail in _TAILS if head != tail]
    names += [f"{name[:-1]}{mark}村" for mark in "东西" for name in names]
    taken = {village.name for village in SANJIAO.villages}
    spare = iter(name for name in dict.fromkeys(names) if name not in taken)
    more = (
        Village(f"{SANJIAO.code}{300 + i:03d}", next(spare), 1)
        for i in range(count - len(SANJIAO.villages))
    )
    return replace(SANJIAO, villages=(*SANJIAO.villages, *more))


def families(town: Town, place: int, people: int, *, seed: int, on: date) -> Iterator[Family]:
    """This function will make the families of the town's village number ``place``, from 0.

    Exactly ``people`` persons, alive on ``on``; the same arguments give the same people.

    :raises ValueError: the village is not of the town, or no number can be had for it.
    """
    if not 0 <= place < min(len(town.villages), 500):
        raise ValueError(f"village {place} of {len(town.villages)}")
    crowd = _Crowd(town, place, seed, on)
    while people > 0:
        size = min(people, crowd.size())
        yield crowd.family(size)
        people -= size


class _Crowd:
    """One village's dispenser of families; the numbers it gave are remembered here alone."""

    def __init__(self, town: Town, place: int, seed: int, on: date) -> None:
        self._rng = Random(f"{seed}:{place}")
        self._names = Names(self._rng, wide=False)
        self._town, self._village = town, town.villages[place]
        self._orders = (2 * place, 2 * place + 1)
        self._on = on
        self._given: set[str] = set()
        surnames = (*SURNAMES, *TRICKY_SURNAMES)
        # Few surnames bear most of a village: the usual fall by rank (Zipf).
        self._surnames = {name: 1 / rank for rank, name in enumerate(surnames, start=1)}
        self._groups = self._rng.randrange(6, 18)

    def size(self) -> int:
        return _draw(self._rng, _SIZES)

    def family(self, size: int) -> Family:
        rng = self._rng
        category = _draw(rng, _CATEGORIES)
        place = f"{self._village.name}{rng.randrange(1, self._groups)}组"
        members = self._members(size)
        return Family(
            uuid=self._uuid(),
            category=category,
            cause=_draw(rng, _CAUSES),
            place=place,
            address=f"{self._town.name}{place}{rng.choice(STREETS)}{rng.randrange(1, 200)}号",
            monthly_fen=rng.randrange(150, 900) * 100 * size if category == "dibao" else None,
            members=tuple(members),
        )

    def _members(self, size: int) -> list[Somebody]:
        rng = self._rng
        age = rng.randrange(24, 88)
        male = rng.random() < 0.7
        head = self._somebody("02", age, male)
        found = [head]
        surname = surname_of(head.name)
        if size > 1 and rng.random() < 0.75:
            found.append(self._somebody("10", max(20, age + rng.randrange(-6, 4)), not male))
        while len(found) < size:
            boy = rng.random() < 0.52
            if age < 66 and rng.random() < 0.15:
                old = min(99, age + rng.randrange(20, 32))
                found.append(self._somebody("51" if boy else "52", old, boy, surname))
            elif age > 55 and rng.random() < 0.4:
                young = max(0, age - rng.randrange(44, 60))
                found.append(self._somebody("41" if boy else "42", young, boy, surname))
            else:
                child = max(0, age - rng.randrange(21, 38))
                found.append(self._somebody("20" if boy else "30", child, boy, surname))
        return found

    def _somebody(
        self, relation: str, age: int, male: bool, surname: str | None = None
    ) -> Somebody:
        rng = self._rng
        born, number = self._number(age, male)
        sick = None
        if rng.random() < _DISABLED:
            kind = _draw(rng, dict(enumerate(DISABILITY_KINDS.values(), start=1)))
            sick = (kind, int(_draw(rng, DISABILITY_LEVELS)))
        own = surname if surname and rng.random() < 0.95 else _draw(rng, self._surnames)
        return Somebody(
            uuid=self._uuid(),
            name=own + self._names.given("男" if male else "女"),
            male=male,
            born=born,
            number="" if rng.random() < _UNCERTAIN else number,
            relation=relation,
            phone=phone(rng) if age >= 18 and rng.random() < _CALLABLE else "",
            stage=_stage(rng, age),
            disability=sick,
        )

    def _number(self, age: int, male: bool) -> tuple[date, str]:
        order = self._orders[1 if male else 0]
        last = self._on - timedelta(days=round(365.25 * age))
        while True:
            born = max(_FIRST, last - timedelta(days=self._rng.randrange(365)))
            first17 = f"{_AREA}{born:%Y%m%d}{order:03d}"
            number = first17 + check_character(first17)
            # Three noughts at the end are what a spreadsheet leaves of a number it cut short.
            if number not in self._given and not number.endswith("000"):
                self._given.add(number)
                return born, number
            # A village may have more of one age than the days of a year.
            last -= timedelta(days=self._rng.randrange(200))
            if last < _FIRST:
                last = self._on

    def _uuid(self) -> UUID:
        return UUID(int=self._rng.getrandbits(128), version=4)


def _draw(rng: Random, weights: Mapping[Key, float]) -> Key:
    return rng.choices(tuple(weights), weights=tuple(weights.values()))[0]


def _stage(rng: Random, age: int) -> str:
    if not 3 <= age <= 22 or rng.random() < 0.1:
        return ""
    if age < 6:
        return "学前"
    if age < 16:
        return "小学" if age < 12 else "初中"
    return "高中" if age < 19 else "大学" if rng.random() < 0.5 else ""
