"""Answering a whole register at once: the answers of `assess.py` as columns, without the trail."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from bangfu.rules import limits, nodes
from bangfu.rules.book import Book
from bangfu.rules.facts import FACTS
from bangfu.rules.frames import Register, none_of, number_of
from bangfu.rules.loading.folder import Standards
from bangfu.rules.many import Column, Scope, compiled, condition
from bangfu.rules.nodes import Node
from bangfu.rules.periods import key_of
from bangfu.rules.standards import Payer, Standard
from bangfu.rules.values import NONE

NO_ROW: Final = 0
YES_ROW: Final = 1
UNSURE_ROW: Final = 2


def assess_register(
    standards: Standards, register: Register, *, only: Collection[str] | None = None
) -> dict[str, pl.DataFrame]:
    """This function will answer every standard, or `only` some, for every subject of a register.

    For each standard a frame with `household` (its place), for standards of persons `person`,
    then `answer` (0 no, 1 yes, 2 unknown), `amount_fen`, `period` (as `periods.key_of` numbers
    it) and a column `fund.NAME` for each fund that may pay. Areas with overrides of their own are
    answered apart; the rows stand in the order of the register.
    """
    parts = _by_variant(standards, register)
    if len(parts) == 1:
        return answer_all(parts[0][0], register, only=only)
    found: dict[str, list[pl.DataFrame]] = {}
    for held, places in parts:
        part, people = _part(register, places)
        for ident, frame in answer_all(held, part, only=only).items():
            columns = [pl.col("household").replace_strict(_back(places), return_dtype=pl.Int64)]
            if "person" in frame.columns:
                columns.append(
                    pl.col("person").replace_strict(_back(people), return_dtype=pl.Int64)
                )
            found.setdefault(ident, []).append(frame.with_columns(columns))
    return {
        ident: pl.concat(frames, how="diagonal").sort(
            "person" if "person" in frames[0].columns else "household"
        )
        for ident, frames in found.items()
    }


def _back(places: pl.Series) -> dict[int, int]:
    return dict(enumerate(places.to_list()))


def _by_variant(
    standards: Standards, register: Register
) -> list[tuple[tuple[Standard, ...], pl.Series]]:
    """The sets of standards that hold somewhere here, with the places of their households."""
    found_areas = [one.area for one in standards.bases] + [one.area for one in standards.overrides]
    prefixes = {area for area in found_areas if area}
    areas = register.households["area"]
    kinds: dict[tuple[str, ...], list[str | None]] = {}
    for area in areas.unique().to_list():
        inside = tuple(sorted(p for p in prefixes if area is not None and area.startswith(p)))
        kinds.setdefault(inside, []).append(area)
    found = []
    places = pl.arange(0, len(areas), eager=True)
    for some in kinds.values():
        known = [area for area in some if area is not None]
        mask = areas.is_in(known).fill_null(False)
        if None in some:
            mask = mask | areas.is_null()
        found.append((standards.of_area(some[0]), places.filter(mask)))
    return found


def _part(register: Register, places: pl.Series) -> tuple[Register, pl.Series]:
    """A register of some households only, and the places its persons had."""
    homes = {place: new for new, place in enumerate(places.to_list())}
    people = register.persons.with_row_index("#").filter(pl.col("household").is_in(list(homes)))
    kept = people["#"].cast(pl.Int64)
    persons = {place: new for new, place in enumerate(kept.to_list())}
    moved = pl.col("household").replace_strict(homes, return_dtype=pl.Int64)
    lines = register.received.filter(pl.col("household").is_in(list(homes)))
    part = Register(
        register.on,
        register.households[places],
        people.drop("#").with_columns(moved),
        lines.with_columns(
            moved, pl.col("person").replace_strict(persons, default=None, return_dtype=pl.Int64)
        ),
    )
    return part, kept


def answer_all(
    standards: Sequence[Standard], register: Register, *, only: Collection[str] | None = None
) -> dict[str, pl.DataFrame]:
    """This function will answer standards of one area for a register that lies in it."""
    return {
        one.id: _Asking(one, register, limits.toward(standards, one.id)).frame()
        for one in standards
        if only is None or one.id in only
    }


@dataclass
class _Asking:
    """One standard asked for all its subjects."""

    standard: Standard
    register: Register
    toward: frozenset[str]

    def frame(self) -> pl.DataFrame:
        standard, register = self.standard, self.register
        by_person = standard.subject == "person"
        trees = standard.trees
        overs = [
            part for tree in trees for part in nodes.walk(tree) if isinstance(part, nodes.Over)
        ]
        names = {f"#{place}": over for place, over in enumerate(dict.fromkeys(overs))}
        values = standard.values_on(register.on)
        homes = self._homes(trees, names, values)
        subjects = self._persons(homes, trees) if by_person else homes
        if not standard.in_force(register.on):
            return self._closed(subjects, by_person)
        scope = Scope(register.on, values, {over: name for name, over in names.items()})
        book = Book(standard, register, subjects, self.toward, values)
        return self._answered(book, scope, by_person)

    def _homes(
        self, trees: Sequence[Node], overs: Mapping[str, nodes.Over], values: Mapping[str, Any]
    ) -> pl.DataFrame:
        """The household's columns that are read, those over its persons among them."""
        homes, persons = self.register.households, self.register.persons
        needed = _needed(self.standard, trees)
        kept = {name for name in needed if name in homes.columns}
        kept |= {"persons_known", "received_known"}
        inside = pl.col("area").str.starts_with(self.standard.area).alias("#area")
        made = homes.select(*sorted(kept), inside).with_row_index("household")
        made = made.with_columns(pl.col("household").cast(pl.Int64))
        if "household.size" in needed:
            size = persons.group_by("household").agg(pl.len().cast(pl.Int64).alias("#size"))
            made = _told(made, size, "#size", "household.size", 0)
        for name, over in overs.items():
            inner = _needed(self.standard, [over.body])
            frame = _gathered(persons, made, inner)
            held = compiled(over.body, Scope(self.register.on, values))
            total = (
                held.value
                if held.none is None
                else pl.when(held.none).then(0).otherwise(held.value)
            )
            how = _OVER[over.name](total)
            found = frame.group_by("household").agg(how.alias("#found"))
            made = _told(made, found, "#found", name, _EMPTY[over.name])
        return made

    def _persons(self, homes: pl.DataFrame, trees: Sequence[Node]) -> pl.DataFrame:
        names = _needed(self.standard, trees) | {name for name in homes.columns if name[0] == "#"}
        names |= {"#area", "received_known"}
        # What is the same for everybody need not be put beside each person.
        same = [name for name in ("#area", "received_known") if homes[name].all(ignore_nulls=False)]
        made = _gathered(self.register.persons, homes.drop(same), names).with_columns(
            pl.lit(True).alias(name) for name in same
        )
        return made.with_row_index("person").with_columns(pl.col("person").cast(pl.Int64))

    def _closed(self, subjects: pl.DataFrame, by_person: bool) -> pl.DataFrame:
        keys = ["household", "person"] if by_person else ["household"]
        none = pl.lit(None, dtype=pl.Int64)
        answer = pl.lit(NO_ROW, dtype=pl.Int8).alias("answer")
        return subjects.select(*keys, answer, none.alias("amount_fen"), none.alias("period"))

    def _answered(self, book: Book, scope: Scope, by_person: bool) -> pl.DataFrame:
        standard = self.standard
        holds = [condition(one.node, scope) for one in standard.who]
        if standard.area:
            holds.append(pl.col("#area"))
        period, told = self._period()
        if told is not None:
            holds.append(told)
        frame = book.subjects.with_columns(period.cast(pl.Int64).alias("#period"))
        book.subjects = frame
        if standard.limit is not None:
            holds.append(book.within(standard.limit))
        holds += [book.excluded(one.standard) for one in standard.stacking.excludes]
        amount, more = self._amount(scope, book)
        holds += more
        keys = ["household", "person"] if by_person else ["household"]
        # Lazily, so that what the expressions share is worked out once.
        made = book.subjects.lazy().with_columns(
            pl.all_horizontal(holds).cast(pl.Int8).fill_null(UNSURE_ROW).alias("answer"),
            amount.alias("#amount"),
        )
        yes = pl.col("answer") == YES_ROW
        made = made.with_columns(pl.when(yes).then("#amount").alias("amount_fen"))
        payers = [paid.alias(f"fund.{fund}") for fund, paid in self._funds(scope).items()]
        period_told = pl.when(pl.col("#period") >= 0).then("#period").alias("period")
        return made.select(*keys, "answer", "amount_fen", period_told, *payers).collect()

    def _period(self) -> tuple[pl.Expr, pl.Expr | None]:
        period = self.standard.period
        if "." not in period:
            return pl.lit(key_of(period, self.register.on)), None
        column = pl.col(period)
        return column, column != none_of(FACTS[period].kind)

    def _amount(self, scope: Scope, book: Book) -> tuple[pl.Expr, list[pl.Expr]]:
        """The amount (null: none, or not the rule's to say), and what it asks of the answer."""
        amount = self.standard.amount
        if amount.shape in ("none", "up_to"):
            return pl.lit(None, dtype=pl.Int64), []
        found = self._base(scope)
        for node, name in ((amount.percent, "%"), (amount.at_most, "min")):
            if node is not None:
                found = _stepped(found, compiled(node, scope), name)
        if amount.top_up:
            rest = pl.max_horizontal(pl.lit(0, dtype=pl.Int64), found.value - book.received_fen())
            unknown = (found.value - book.received_fen()).is_null()
            found = Column(pl.when(unknown).then(None).otherwise(rest), found.none)
        none = pl.lit(False) if found.none is None else found.none.fill_null(False)
        told = pl.when(none).then(None).otherwise(found.value)
        if amount.shape == "per_case" and not amount.top_up:
            return told, [(told > 0).fill_null(True)]
        return told, [pl.when(none).then(amount.shape == "per_case").otherwise(found.value > 0)]

    def _base(self, scope: Scope) -> Column:
        amount = self.standard.amount
        if amount.shape == "table":
            return self._table(scope)
        assert amount.formula is not None
        found = compiled(amount.formula, scope)
        if amount.shape != "bands":
            return found
        bands = scope.values[amount.bands]
        value: pl.Expr = pl.lit(None, dtype=pl.Int64)
        for band in bands if bands is not NONE else ():
            value = pl.when(found.value >= band.at_least).then(band.value).otherwise(value)
        least = bands[0].at_least if bands is not NONE else None
        below = pl.lit(True) if least is None else found.value < least
        return Column(value, below if found.none is None else below | found.none)

    def _table(self, scope: Scope) -> Column:
        amount, by = self.standard.amount, pl.col(self.standard.amount.by)
        fact = FACTS[amount.by]
        same: dict[Node, list[str]] = {}
        for code, node in amount.rows.items():
            if node is not None:
                same.setdefault(node, []).append(code)
        value: pl.Expr = pl.lit(None, dtype=pl.Int64)
        none = pl.lit(True)
        for node, codes in same.items():
            chosen = pl.any_horizontal([by == number_of(fact.kind.unit, code) for code in codes])
            row = compiled(node, scope)
            value = pl.when(chosen).then(row.value).otherwise(value)
            row_none = pl.lit(False) if row.none is None else row.none
            none = pl.when(chosen).then(row_none).otherwise(none)
        # An unknown code leaves the amount unknown, not none.
        return Column(value, pl.when(by.is_null()).then(None).otherwise(none))

    def _funds(self, scope: Scope) -> dict[str, pl.Expr]:
        """What each fund pays, from `amount_fen`."""
        found: dict[str, list[pl.Expr]] = {}
        open_ = pl.lit(True)
        for payer in self.standard.paid_by:
            held = pl.lit(True) if payer.when is None else condition(payer.when, scope)
            mine = open_ & held
            for fund, part in _split(payer).items():
                found.setdefault(fund, []).append(pl.when(mine).then(part))
            open_ = open_ & ~held
        return {fund: pl.coalesce(parts) for fund, parts in found.items()}


_OVER: Final = {
    "any": lambda held: held.any(ignore_nulls=False),
    "all": lambda held: held.all(ignore_nulls=False),
    "count": lambda held: pl.when(held.null_count() == 0).then(held.sum().cast(pl.Int64)),
    "total": lambda held: pl.when(held.null_count() == 0).then(held.sum()),
}
_EMPTY: Final = {"any": False, "all": True, "count": 0, "total": 0}


def _told(
    made: pl.DataFrame, found: pl.DataFrame, column: str, name: str, empty: object
) -> pl.DataFrame:
    """Put what was worked out over persons beside each household; null where nobody told them."""
    counted = found.select("household", column, pl.lit(True).alias("#there"))
    joined = made.join(counted, on="household", how="left", maintain_order="left")
    value = pl.when(pl.col("#there").is_null()).then(pl.lit(empty)).otherwise(pl.col(column))
    held = pl.when(pl.col("persons_known")).then(value).alias(name)
    return joined.with_columns(held).drop([c for c in (column, "#there") if c != name])


def _gathered(persons: pl.DataFrame, homes: pl.DataFrame, names: set[str]) -> pl.DataFrame:
    """The persons with the columns of their household that are read."""
    own = [name for name in sorted(names) if name in persons.columns]
    places = persons["household"]
    more = [homes[name].gather(places) for name in sorted(names) if name in homes.columns]
    return persons.select("household", *own).with_columns(more)


def _needed(standard: Standard, trees: Sequence[Node]) -> set[str]:
    names = {fact.name for tree in trees for fact in nodes.facts_of(tree)}
    if "." in standard.period:
        names.add(standard.period)
    if standard.amount.by:
        names.add(standard.amount.by)
    return names


def _stepped(found: Column, by: Column, name: str) -> Column:
    none = [column.none for column in (found, by) if column.none is not None]
    if name == "%":
        value = (found.value * by.value + 5000) // 10000
    else:
        unknown = found.value.is_null() | by.value.is_null()
        value = pl.when(unknown).then(None).otherwise(pl.min_horizontal(found.value, by.value))
    return Column(value, pl.any_horizontal(none) if none else None)


def _split(payer: Payer) -> dict[str, pl.Expr]:
    """Largest remainder in columns, as `shares.split`."""
    parts = [share.parts for share in payer.shares]
    whole, fen = sum(parts), pl.col("amount_fen")
    if len(parts) == 1:
        return {payer.shares[0].fund: fen}
    base = [fen * part // whole for part in parts]
    rest = [fen * part % whole for part in parts]
    left = fen - pl.sum_horizontal(base)
    found = {}
    for place, share in enumerate(payer.shares):
        ahead = [
            (rest[other] > rest[place]) if other > place else (rest[other] >= rest[place])
            for other in range(len(parts))
            if other != place
        ]
        rank = pl.sum_horizontal([one.cast(pl.Int64) for one in ahead])
        found[share.fund] = base[place] + (rank < left).cast(pl.Int64)
    return found
