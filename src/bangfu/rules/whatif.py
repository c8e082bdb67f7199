"""What a change would do: the same register answered before and after, and what differs.

Only standards that differ are answered, by the columnar engine; nobody is sampled and nothing is
estimated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from bangfu.rules.columns import UNSURE_ROW, YES_ROW, assess_register
from bangfu.rules.editing import with_value
from bangfu.rules.frames import Register
from bangfu.rules.loading import load_texts
from bangfu.rules.loading.folder import Standards

GAINS: Final = "gains"
LOSES: Final = "loses"
OPENS: Final = "opens"
CLOSES: Final = "closes"
"""Who gets more, who gets less; where it is not known any more, or known at last."""


@dataclass(frozen=True)
class Sum:
    """How many subjects a standard says yes to, is unsure of, and what it pays in fen.

    ``told`` is how many of the yeses have an amount: of the rest the rule does not say it.
    """

    yes: int
    told: int
    unsure: int
    fen: int


@dataclass(frozen=True)
class Effect:
    """What a change does to one standard.

    ``changed`` has a row for each subject whose answer or amount differs: ``household``,
    ``person`` (places in the register; null for the household), ``before`` and ``after`` (0 no, 1
    yes, 2 unknown), ``before_fen``, ``after_fen``, and ``effect``, one of GAINS, LOSES, OPENS and
    CLOSES. ``funds`` holds for each fund what it pays before and after, ``places`` for each area
    of 12 digits the same and how many gain and lose.
    """

    standard: str
    before: Sum
    after: Sum
    funds: Mapping[str, tuple[int, int]]
    places: Mapping[str, Place]
    changed: pl.DataFrame


@dataclass(frozen=True)
class Place:
    """What a change does in one village: subjects that gain, lose or stay with a yes; fen."""

    gains: int
    loses: int
    stays: int
    before_fen: int
    after_fen: int


def effects(before: Standards, after: Standards, register: Register) -> list[Effect]:
    """This function will answer a register by both sets of standards and compare them, by id.

    Standards that say the same in every area of the register are left out.
    """
    areas = [area for area in register.households["area"].unique().to_list() if area]
    old, new = (_by_id(one, areas) for one in (before, after))
    idents = [ident for ident in sorted({*old, *new}) if old.get(ident) != new.get(ident)]
    first = assess_register(before, register, only=idents)
    second = assess_register(after, register, only=idents)
    return [_effect(ident, first.get(ident), second.get(ident), register) for ident in idents]


def _by_id(standards: Standards, areas: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The texts of each id as they hold in each of these areas, by their hashes."""
    found: dict[str, list[str]] = {}
    for area in sorted(areas):
        for one in standards.of_area(area):
            found.setdefault(one.id, []).append(one.hash)
    return {ident: tuple(hashes) for ident, hashes in found.items()}


def _effect(
    ident: str, before: pl.DataFrame | None, after: pl.DataFrame | None, register: Register
) -> Effect:
    held = before if before is not None else after
    assert held is not None
    first = _whole(before if before is not None else held.clear(), held)
    second = _whole(after if after is not None else held.clear(), held)
    keys = ["household", *(["person"] if "person" in held.columns else [])]
    both = first.join(second, on=keys, how="full", coalesce=True, suffix="#").with_columns(
        pl.col("answer", "answer#").fill_null(0)
    )
    if "person" not in held.columns:
        both = both.with_columns(pl.lit(None, dtype=pl.Int64).alias("person"))
    both = both.rename(
        {"answer": "before", "answer#": "after", "amount_fen": "before_fen",
         "amount_fen#": "after_fen"}
    ).with_columns(_worse_or_better().alias("effect"))  # fmt: skip
    changed = both.filter(pl.col("effect").is_not_null()).select(
        "household", "person", "before", "after", "before_fen", "after_fen", "effect"
    )
    return Effect(
        ident,
        _sum(both, "before"),
        _sum(both, "after"),
        _funds(before, after),
        _places(both, register),
        changed.sort("household", "person"),
    )


def _whole(frame: pl.DataFrame, like: pl.DataFrame) -> pl.DataFrame:
    keys = [name for name in ("household", "person") if name in like.columns]
    return frame.select(*keys, pl.col("answer").cast(pl.Int8), pl.col("amount_fen").cast(pl.Int64))


def _worse_or_better() -> pl.Expr:
    """The effect: a yes is more than no, more money is more, and unknown is neither."""
    before, after = pl.col("before"), pl.col("after")
    first, second = pl.col("before_fen").fill_null(0), pl.col("after_fen").fill_null(0)
    yes = (before == YES_ROW) & (after == YES_ROW)
    return (
        pl.when((before != UNSURE_ROW) & (after == UNSURE_ROW)).then(pl.lit(OPENS))
        .when((before == UNSURE_ROW) & (after != UNSURE_ROW)).then(pl.lit(CLOSES))
        .when((after > before) | (yes & (second > first))).then(pl.lit(GAINS))
        .when((after < before) | (yes & (second < first))).then(pl.lit(LOSES))
    )  # fmt: skip


def _sum(both: pl.DataFrame, side: str) -> Sum:
    yes = pl.col(side) == YES_ROW
    ((found, told, unsure, fen),) = both.select(
        yes.sum().alias("yes"),
        (yes & pl.col(f"{side}_fen").is_not_null()).sum().alias("told"),
        (pl.col(side) == UNSURE_ROW).sum().alias("unsure"),
        pl.col(f"{side}_fen").sum().alias("fen"),
    ).rows()
    return Sum(found, told, unsure, fen)


def _funds(before: pl.DataFrame | None, after: pl.DataFrame | None) -> dict[str, tuple[int, int]]:
    found: dict[str, list[int]] = {}
    for side, frame in enumerate((before, after)):
        for name in frame.columns if frame is not None else ():
            if name.startswith("fund.") and frame is not None:
                found.setdefault(name.removeprefix("fund."), [0, 0])[side] = int(frame[name].sum())
    return {fund: (old, new) for fund, (old, new) in sorted(found.items())}


def _places(both: pl.DataFrame, register: Register) -> dict[str, Place]:
    areas = register.households["area"].gather(both["household"]).fill_null("")
    same = pl.col("effect").is_null() & (pl.col("after") == YES_ROW)
    rows = (
        both.with_columns(areas.alias("area"))
        .group_by("area")
        .agg(
            (pl.col("effect") == GAINS).sum().alias("gains"),
            (pl.col("effect") == LOSES).sum().alias("loses"),
            same.sum().alias("stays"),
            pl.col("before_fen").sum(),
            pl.col("after_fen").sum(),
        )
        .sort("area")
        .rows()
    )
    return {area: Place(*numbers) for area, *numbers in rows}


@dataclass(frozen=True)
class Affordable:
    """The greatest amount a budget pays for, what it then costs, and for how many."""

    fen: int
    cost_fen: int
    subjects: int


def affordable(
    files: Mapping[str, str],
    file: str,
    value: str,
    register: Register,
    *,
    budget_fen: int,
    standard: str = "",
    step_fen: int = 100,
) -> Affordable:
    """This function will find the greatest amount of a value that a budget pays for.

    The value stands in `file`; `standard` is its id where the file is an area's override.

    Whole steps of `step_fen`, by bisection: what a standard costs does not fall when an amount in
    it rises. 0 where not even one step is paid for: then `cost_fen` is what the rest of the
    standard costs without it, which may be more than the budget. Raises StandardError where the
    file has no such value of money, ValueError where the cost does not depend on it.
    """
    bases = load_texts(files, prove=False).bases
    ident = standard or next(one.id for one in bases if one.file == file)

    def cost(fen: int) -> Sum:
        written = f"{fen // 100}.{fen % 100:02d}元" if fen else "null"
        text = with_value(files[file], file=file, name=value, since=register.on, written=written)
        held = load_texts({**files, file: text}, prove=False)
        frame = assess_register(held, register, only=[ident])[ident]
        yes = frame["answer"] == YES_ROW
        paid = int(frame["amount_fen"].sum())
        return Sum(int(yes.sum()), int(frame["amount_fen"].count()), 0, paid)

    low, high = 0, max(2, budget_fen // step_fen)
    most = cost(high * step_fen)
    if most.fen == cost(step_fen).fen:
        raise ValueError("the cost does not depend on this value")
    if most.fen <= budget_fen:
        return Affordable(high * step_fen, most.fen, most.told)
    while high - low > 1:
        middle = (low + high) // 2
        if cost(middle * step_fen).fen <= budget_fen:
            low = middle
        else:
            high = middle
    best = cost(low * step_fen)
    return Affordable(low * step_fen, best.fen, best.told)
