"""Making a whole drawer: twelve messy files and the truth behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import TypeVar

from bangfu.demo.maker.cell_families import write_cell_families
from bangfu.demo.maker.lists import ListWriter, write_lists
from bangfu.demo.maker.lives import age_on, live
from bangfu.demo.maker.mess import NUMBER_RATES, WIDER_NUMBER_RATES, Clerk, Rates
from bangfu.demo.maker.names import ASTRAL
from bangfu.demo.maker.places import SANJIAO, Town
from bangfu.demo.maker.rosters import Entry, RosterWriter, entries_of
from bangfu.demo.maker.style import DrawerStyle, plain_style, wide_style
from bangfu.demo.maker.townsfolk import Founding, Oddities
from bangfu.demo.maker.truth import Household, Truth
from bangfu.demo.maker.units import write_units
from bangfu.demo.maker.wording import DIALECTS, PLAIN, Dialect

_T = TypeVar("_T")
ROSTER_DATE = date(2012, 12, 31)
_TWICE_PER_DIBAO = 0.02
_GUESTS_PER_HOUSEHOLD = 0.004


@dataclass(frozen=True)
class Options:
    """What kind of drawer to make.

    ``wide`` draws other words, orders and shapes than the plain drawer's and adds rarer mess;
    ``style`` sets the layout outright; ``mess`` scales all rates of mess (0 is a clean drawer).
    """

    wide: bool = False
    style: DrawerStyle | None = None
    mess: float = 1.0
    on: date = ROSTER_DATE


def make_drawer(
    folder: Path | str,
    *,
    seed: int,
    scale: float = 1.0,
    households: int | None = None,
    town: Town = SANJIAO,
    options: Options = Options(),
    truth_file: Path | str | None = None,
) -> Truth:
    """This function will write the twelve files of a drawer into the folder and return the truth.

    The same arguments give the same people and cells. ``households`` is the number of dual-low
    households (the town's own number times ``scale`` if not given); hard-up households, lists and
    people from elsewhere follow in proportion. With ``truth_file`` the truth is written there too.

    Raises ValueError if fewer than ten households are asked for.
    """
    count = round(town.dual_low * scale) if households is None else households
    if count < 10:
        raise ValueError("a drawer needs at least ten households")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    truth = Truth(seed)
    make = _Making(truth, folder, seed, town, options)
    make.people(count)
    make.rosters()
    make.lists(count / town.dual_low)
    if truth_file is not None:
        truth.write(Path(truth_file))
    return truth


class _Making:
    def __init__(self, truth: Truth, folder: Path, seed: int, town: Town, options: Options) -> None:
        self._truth, self._folder, self._town, self._options = truth, folder, town, options
        self._seed = seed
        shapes = self._rng("style")
        self._style = options.style or (wide_style(shapes) if options.wide else plain_style())
        wide = options.wide
        self._rates = Rates(WIDER_NUMBER_RATES if wide else NUMBER_RATES, options.mess, wide)

    def _rng(self, purpose: str) -> Random:
        """Each purpose has its own stream, so a change in one file leaves the others alone."""
        return Random(f"{self._seed}/{purpose}")

    def _clerk(self, file: str) -> Clerk:
        strangers = self._truth.people
        return Clerk(self._rng(file), self._rates, not file.endswith(".csv"), strangers)

    def people(self, households: int) -> None:
        wide, rng = self._options.wide, self._rng("people")
        oddities = Oddities()
        if wide:
            oddities = replace(
                oddities, namesakes=0.03, sound_alike_siblings=0.004, permits=0.004, wide_names=True
            )
        words = self._rng("dialect")
        dialects: dict[str | None, Dialect] = {
            category: words.choice(DIALECTS) if wide else PLAIN
            for category in ("低保户", "低收入户", "较困难户", None)
        }
        # With the family in one cell the head has a column, and no word for the relation.
        dialects["较困难户"] = replace(dialects["较困难户"], head="户主")
        Founding(rng, self._town, oddities, self._options.on).found(
            self._truth, households, dialects
        )
        live(self._rng("lives"), self._truth, self._options.on, reissued=0.1 if wide else 0.0)

    def rosters(self) -> None:
        style, rng = self._style, self._rng("rosters")
        by_category: dict[str | None, list[Household]] = {}
        for household in self._truth.households:
            by_category.setdefault(household.category, []).append(household)
        order = {village.name: place for place, village in enumerate(self._town.villages)}
        dibao = sorted(by_category["低保户"], key=lambda household: order[household.village])
        low_entries = entries_of(by_category["低收入户"])
        if self._options.wide:
            _invite_guests(rng, dibao, low_entries, self._options.on)
        low_entries += _registered_twice(rng, dibao)
        for roster, entries in ((style.dibao, entries_of(dibao)), (style.low_income, low_entries)):
            writer = RosterWriter(
                self._truth, roster, self._clerk(roster.file), self._town, self._options.on,
                "三角镇社会事务局",
            )  # fmt: skip
            writer.write(self._folder / roster.file, entries)
            self._truth.files.append(roster.file)
        file = style.hard_up.file
        write_cell_families(
            self._truth, style.hard_up, self._clerk(file), self._folder / file,
            by_category["较困难户"],
        )  # fmt: skip
        self._truth.files.append(file)

    def lists(self, scale: float) -> None:
        year = self._options.on.year
        writer = ListWriter(self._truth, self._folder, year, self._clerk, self._style.wide)
        write_lists(self._rng("lists"), writer, scale)
        units = write_units(self._rng("units"), self._folder, year, wrong_code=self._options.wide)
        listed = dict.fromkeys(row.file for row in self._truth.rows)
        self._truth.files = [*listed, *units]


def _registered_twice(rng: Random, dibao: Sequence[Household]) -> list[Entry]:
    """Some dual-low families stand in both rosters; the second time only a few members do."""
    able = [h for h in dibao if not any(sign in ASTRAL for m in h.members for sign in m.name)]
    chosen = rng.sample(able, min(len(able), max(2, round(len(dibao) * _TWICE_PER_DIBAO))))
    entries = []
    for household in chosen:
        others = household.members[1:]
        few = rng.sample(others, min(len(others), rng.randint(0, 2)))
        listed = [(member, member.relation) for member in [household.head, *few]]
        entries.append(Entry(household, listed, ("registered twice",), twice=True))
    return entries


def _invite_guests(
    rng: Random, dibao: Sequence[Household], entries: Sequence[Entry], on: date
) -> None:
    """A grown daughter still stands with her parents and already with her husband's family."""
    daughters = [
        member
        for household in dibao
        for member in household.members
        if member.role == "child" and member.sex == "女" and 22 <= age_on(member, on) <= 45
        and not any(sign in ASTRAL for sign in member.name)
    ]  # fmt: skip
    hosts = [entry for entry in entries if _takes_a_wife(entry.household)]
    wanted = max(1, round(len(dibao) * _GUESTS_PER_HOUSEHOLD))
    pairs = zip(_some(rng, daughters, wanted), _some(rng, hosts, wanted), strict=False)
    for daughter, entry in pairs:
        if daughter.name not in {member.name for member in entry.household.members}:
            entry.listed.append((daughter, "儿媳"))
            entry.guests.add(daughter.id)


def _takes_a_wife(household: Household) -> bool:
    return any(m.role == "child" and m.sex == "男" for m in household.members)


def _some(rng: Random, things: Sequence[_T], count: int) -> list[_T]:
    return rng.sample(list(things), min(len(things), count))
