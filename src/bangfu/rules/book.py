"""What was given before, as columns: the limits of `limits.py` for a whole register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from bangfu.rules.frames import Register, state_number
from bangfu.rules.limits import GIVEN
from bangfu.rules.many import months_after, school_year
from bangfu.rules.periods import key_of, sort_of
from bangfu.rules.standards import CALENDAR_YEAR, MONTH, SCHOOL_YEAR, Limit, Standard

_KNOWN: Final = pl.col("received_known")


@dataclass
class Book:
    """The lines that matter to one standard, and the frame of its subjects they are put beside.

    `subjects` must hold `#period`, the number of each subject's period; each look at the book
    adds a column to it.
    """

    standard: Standard
    register: Register
    subjects: pl.DataFrame
    toward: frozenset[str]
    values: Mapping[str, Any]

    def within(self, limit: Limit) -> pl.Expr:
        """This function will tell where the limit leaves room; null where that is not known."""
        states = [
            state_number(state)
            for state, counts in limit.counts.items()
            if (self.values[counts] if isinstance(counts, str) else counts) is True
        ]
        lines = self._lines(self.toward, states)
        in_period = limit.within == "period"
        if limit.months:
            lines = lines.filter(
                months_after(pl.col("on"), pl.lit(limit.months)) > self.register.on
            )
        elif not in_period:
            now = key_of(limit.within, self.register.on)
            lines = lines.filter(_key(limit.within) == now)
        by_person = limit.per == "person"
        sure = self._beside(
            lines, pl.len().cast(pl.Int64), in_period, "mine" if by_person else "all"
        )
        room = sure < limit.times
        if by_person:
            # A line that names nobody may be anybody's of the household.
            open_ = self._beside(lines, pl.len().cast(pl.Int64), in_period, "nobody")
            room = pl.when(room & (sure + open_ >= limit.times)).then(None).otherwise(room)
        told = _KNOWN & self._period_told() if in_period else _KNOWN
        return pl.when(told).then(room)

    def excluded(self, other: str) -> pl.Expr:
        """This function will tell where nothing of another standard was given in the period."""
        lines = self._lines(frozenset((other,)), [state_number(state) for state in GIVEN])
        count = self._given(lines, pl.len().cast(pl.Int64))
        return pl.when(_KNOWN & self._period_told()).then(count == 0)

    def received_fen(self) -> pl.Expr:
        """This function will give what was granted or paid in the period; null where not known."""
        if "#got" not in self.subjects.columns:
            lines = self._lines(self.toward, [state_number(state) for state in GIVEN])
            total = self._given(lines, pl.col("amount_fen").sum())
            open_ = self._given(lines, pl.col("amount_fen").null_count().cast(pl.Int64))
            told = _KNOWN & self._period_told() & (open_ == 0)
            self.subjects = self.subjects.with_columns(pl.when(told).then(total).alias("#got"))
        return pl.col("#got")

    def _given(self, lines: pl.DataFrame, how: pl.Expr) -> pl.Expr:
        """Over the lines of the period that are the subject's or its household's as a whole."""
        if self.standard.subject == "household":
            return self._beside(lines, how, True, "all")
        return self._beside(lines, how, True, "mine") + self._beside(lines, how, True, "nobody")

    def _period_told(self) -> pl.Expr:
        return pl.col("#period").is_not_null()

    def _lines(self, standards: frozenset[str], states: list[int]) -> pl.DataFrame:
        received = self.register.received
        if received.is_empty():
            return received
        return received.filter(
            pl.col("standard").is_in(list(standards)) & pl.col("state").is_in(states)
        )

    def _beside(self, lines: pl.DataFrame, how: pl.Expr, in_period: bool, whose: str) -> pl.Expr:
        """Put a sum over lines beside each subject, 0 where there is no line.

        `whose` is mine (lines that name the person), nobody (of the household, naming no one) or
        all (of the household).
        """
        by = "person" if whose == "mine" else "household"
        if whose == "mine":
            lines = lines.filter(pl.col("person").is_not_null())
        elif whose == "nobody":
            lines = lines.filter(pl.col("person").is_null())
        if lines.is_empty():
            return pl.lit(0, dtype=pl.Int64)
        name = f"#{len(self.subjects.columns)}"
        keys = [by]
        if in_period:
            lines = lines.with_columns(_key(sort_of(self.standard.period)).alias("#period"))
            keys.append("#period")
        found = lines.group_by(keys).agg(how.alias(name))
        joined = self.subjects.join(found, on=keys, how="left", maintain_order="left")
        self.subjects = joined
        return pl.col(name).fill_null(0)


def _key(sort: str) -> pl.Expr:
    """The number of the period a line falls in, as `periods.key_of`."""
    day = pl.col("on")
    if sort == CALENDAR_YEAR:
        return day.dt.year().cast(pl.Int64)
    if sort == SCHOOL_YEAR:
        return school_year(day).cast(pl.Int64)
    if sort == MONTH:
        return (day.dt.year() * 12 + day.dt.month().cast(pl.Int32) - 1).cast(pl.Int64)
    return pl.lit(0, dtype=pl.Int64)
