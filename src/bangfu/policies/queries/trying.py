"""What a change would do on today's register, with the names of whom it touches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bangfu.registry.queries.scoped import area_names
from bangfu.rules import Standards
from bangfu.rules.proposing import Proposal
from bangfu.rules.whatif import Effect, effects

from .columns import Columns, columns_of

Areas = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Trial:
    """A change answered for a register: what it does to each standard that says something else."""

    proposal: Proposal
    columns: Columns
    effects: list[Effect]

    @property
    def villages(self) -> dict[str, str]:
        """The names of the areas of 12 digits that the register has."""
        codes = self.columns.register.households["area"].unique().to_list()
        names = area_names({int(code) * 1000 for code in codes})
        return {code: names[int(code) * 1000] or code for code in sorted(codes)}


def try_out(proposal: Proposal, areas: Areas, *, before: Standards) -> Trial:
    """Answer everybody of these areas by the standards ``before`` and by the proposal's.

    The reader's scope must hold the areas. Nobody is taken to have received anything yet.
    """
    columns = columns_of(areas, on=proposal.on)
    return Trial(proposal, columns, effects(before, proposal.standards, columns.register))


def whom(trial: Trial, effect: Effect) -> pl.DataFrame:
    """Name each subject whom a change touches, in the order of villages and families.

    ``village`` (12 digits), ``household`` (uuid), ``number``, ``person`` (uuid or None), ``name``
    (of the person, or the head), ``effect``, ``before``, ``after`` (0 no, 1 yes, 2 unknown),
    ``before_fen``, ``after_fen``.
    """
    homes, people = trial.columns.homes, trial.columns.people
    heads = people.select(pl.col("id").alias("head"), pl.col("name").alias("head_name"))
    left = homes.join(heads.unique("head"), on="head", how="left", maintain_order="left")
    place, who = effect.changed["household"], effect.changed["person"]
    rows = effect.changed.select(
        (left["area"].gather(place) // 1000).cast(pl.String).alias("village"),
        left["uuid"].gather(place).alias("household_uuid"),
        left["number"].gather(place),
        people["uuid"].gather(who).alias("person_uuid"),
        pl.coalesce(people["name"].gather(who), left["head_name"].gather(place)).alias("name"),
        "effect", "before", "after", "before_fen", "after_fen",
    )  # fmt: skip
    return rows.rename({"household_uuid": "household", "person_uuid": "person"})
