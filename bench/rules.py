"""How fast are the standards, beside the same three written by hand?

    bench/rules.py [--people 1000000] [--rounds 3] [--write]

Education, goods and serious illness for a made-up register (seed 1): by the standards as columns,
by hand in polars and by hand in numpy, in turn in one process. By hand means no unknowns, no
limits, no funds and no trail: the least that gives the same amounts. Then all ten standards at
once, and one case with its whole trail. The amounts of the three ways must agree to the fen.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from figures import machine, write_section

from bangfu.rules import Standards, assess, load
from bangfu.rules.columns import assess_register
from bangfu.rules.facts import CODES, FACTS
from bangfu.rules.frames import (
    NO_AMOUNT,
    NO_CODE,
    RECEIVED_TYPES,
    Register,
    number_of,
    type_of,
)
from bangfu.rules.samples import Maker

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "var" / "fisca"
ON = date(2012, 10, 1)
AREA = "442000109201"
THREE = ("education", "goods", "serious_illness")
GRANTS = {"primary": 50_000, "junior": 50_000, "senior": 200_000, "vocational": 200_000,
          "college": 400_000, "university": 400_000}  # fmt: skip
GOAL_MS, GOAL_SHARE = 2.0, 0.5


def main(words: Sequence[str] | None = None) -> int:
    """This function will measure, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    asked = parser.parse_args(words)
    where = machine()
    register = make(asked.people)
    standards = load(prove=False)
    three = Standards(tuple(one for one in standards.bases if one.id in THREE), standards.overrides)
    ways: dict[str, Callable[[], int]] = {
        "the three standards": lambda: by_standards(three, register),
        "by hand in polars": lambda: by_polars(register),
        "by hand in numpy": lambda: by_numpy(register),
    }
    found = turns(ways, asked.rounds)
    totals = {total for _, total in found.values()}
    if len(totals) != 1:
        raise SystemExit(f"the ways differ: {found}")
    ten = turns({"ten": lambda: by_standards(standards, register)}, asked.rounds)["ten"][0]
    other = by_openfisca(register)
    text = table(where, asked.people, found, ten, one_case(standards), other)
    print(text)
    if asked.write:
        write_section("rules", text)
    return 0


def make(people: int) -> Register:
    """This function will make a register of as many persons, about 3.3 to a household, all told."""
    rng = np.random.default_rng(1)
    homes = max(1, people * 3 // 10)
    household = np.sort(rng.integers(0, homes, people))
    stage = rng.choice(
        [NO_CODE, *range(len(CODES["stage"]))], people, p=[0.7, *[0.3 / len(CODES["stage"])] * 8]
    )
    paid = np.where(rng.random(people) < 0.1, rng.integers(0, 12_000_000, people), NO_AMOUNT)
    columns = {
        "household": pl.Series(household, dtype=pl.Int64),
        "id": pl.Series(np.arange(people)).cast(pl.String),
        "person.school.stage": pl.Series(stage, dtype=pl.Int8),
        "person.school.full_time": pl.Series(rng.integers(0, 2, people), dtype=pl.Int8),
        "person.school.year": pl.Series(np.full(people, 2012), dtype=pl.Int32),
        "person.illness.year": pl.Series(np.full(people, 2012), dtype=pl.Int32),
        "person.illness.own_paid_fen": pl.Series(paid, dtype=pl.Int64),
    }
    rest = [f for f in FACTS.values() if f.of_person and f.name not in columns]
    persons = pl.DataFrame(columns).with_columns(
        pl.lit(None, dtype=type_of(fact)).alias(fact.name) for fact in rest
    )
    category = pl.Series(rng.integers(0, len(CODES["category"]), homes), dtype=pl.Int8)
    told = pl.Series(np.full(homes, True))
    households = pl.DataFrame(
        {
            "area": pl.Series([AREA]).new_from_index(0, homes),
            "household.category": category,
            "household.monthly_income_fen": pl.Series(rng.integers(0, 500_000, homes)),
            "persons_known": told,
            "received_known": told,
        }
    )
    rest = [f for f in FACTS.values() if not f.of_person and f.name not in households.columns]
    households = households.with_columns(
        pl.lit(None, dtype=type_of(fact)).alias(fact.name)
        for fact in rest
        if fact.name != "household.size"
    )
    return Register(ON, households, persons, pl.DataFrame(schema=RECEIVED_TYPES))


def by_standards(standards: Standards, register: Register) -> int:
    """This function will answer by the standards and add up what the three pay, in fen."""
    frames = assess_register(standards, register)
    return sum(int(frames[ident]["amount_fen"].sum()) for ident in THREE)


def by_polars(register: Register) -> int:
    """This function will work out the same three by hand in polars."""
    persons = register.persons
    category = register.households["household.category"].gather(persons["household"])
    dual = [number_of("category", code) for code in ("dibao", "low_income", "hard_up")]
    frame = persons.with_columns(category.alias("c"))
    stage, full = pl.col("person.school.stage"), pl.col("person.school.full_time") == 1
    listed = pl.col("c").is_in(dual)
    tertiary = [number_of("stage", code) for code in ("college", "university", "postgraduate")]
    grants = {number_of("stage", code): fen for code, fen in GRANTS.items()}
    paid = pl.col("person.illness.own_paid_fen")
    grant = stage.replace_strict(grants, default=0, return_dtype=pl.Int64)
    done = frame.select(
        pl.when(listed & (~stage.is_in(tertiary) | full)).then(grant).otherwise(0).alias("e"),
        pl.when(pl.col("c") != number_of("category", "none")).then(90_000).otherwise(0).alias("g"),
        pl.when(listed & (paid >= 10_000_000)).then(2_000_000)
        .when(listed & (paid >= 5_000_000)).then(1_000_000)
        .when(listed & (paid >= 3_000_000)).then(500_000).otherwise(0).alias("i"),
    )  # fmt: skip
    return int(done.select(pl.all().cast(pl.Int64).sum()).sum_horizontal()[0])


def by_numpy(register: Register) -> int:
    """This function will work out the same three by hand in numpy."""
    persons = register.persons
    column = {
        name: persons[name].to_numpy()
        for name in persons.columns
        if persons[name].null_count() == 0 and name != "id"
    }
    category = register.households["household.category"].to_numpy()[column["household"]]
    dual = np.isin(category, [number_of("category", c) for c in ("dibao", "low_income", "hard_up")])
    stage = column["person.school.stage"]
    grant = np.zeros(len(CODES["stage"]) + 1, dtype=np.int64)
    for code, fen in GRANTS.items():
        grant[number_of("stage", code)] = fen
    tertiary = np.isin(stage, [number_of("stage", c) for c in ("college", "university")])
    studies = dual & (~tertiary | (column["person.school.full_time"] == 1))
    education = np.where(studies, grant[stage], 0)
    goods = np.where(category != number_of("category", "none"), 90_000, 0)
    paid = column["person.illness.own_paid_fen"]
    bands = np.array([0, 500_000, 1_000_000, 2_000_000])
    illness = np.where(
        dual, bands[np.searchsorted([3_000_000, 5_000_000, 10_000_000], paid, "right")], 0
    )
    return int(education.sum() + goods.sum() + illness.sum())


def by_openfisca(register: Register) -> dict[str, float]:
    """This function will have openfisca-core work out the same three, in a place of its own.

    Returns the seconds of building and of computing, and the sum in fen.
    """
    if not (PLACE / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        subprocess.run(
            [PLACE / "bin" / "pip", "install", "-q", "--require-hashes", "-r",
             ROOT / "requirements" / "fisca.txt"], check=True,
        )  # fmt: skip
    persons = register.persons
    stages = CODES["stage"]
    codes = {
        "dual": [number_of("category", c) for c in ("dibao", "low_income", "hard_up")],
        "none": number_of("category", "none"),
        "tertiary": [number_of("stage", c) for c in ("college", "university", "postgraduate")],
        # One more at the end: nobody's stage is -1, the last.
        "grants": [GRANTS.get(code, 0) // 100 for code in stages] + [0],
    }
    # openfisca numbers households by those of its persons: one without any would shift the rest.
    homes, household = np.unique(persons["household"].to_numpy(), return_inverse=True)
    with tempfile.TemporaryDirectory() as folder:
        place = f"{folder}/register.npz"
        np.savez(
            place,
            household=household,
            stage=persons["person.school.stage"].to_numpy(),
            full_time=persons["person.school.full_time"].to_numpy() == 1,
            paid=np.maximum(persons["person.illness.own_paid_fen"].to_numpy(), 0),
            category=register.households["household.category"].to_numpy()[homes],
            codes=json.dumps(codes),
        )
        found = []
        for _ in range(3):
            done = subprocess.run(
                [PLACE / "bin" / "python", ROOT / "bench" / "fisca.py", place],
                check=True, stdout=subprocess.PIPE,
            )  # fmt: skip
            found.append(json.loads(done.stdout.splitlines()[-1]))
    return min(found, key=lambda one: one["built"] + one["computed"])


def turns(ways: dict[str, Callable[[], int]], rounds: int) -> dict[str, tuple[float, int]]:
    """This function will run each way in turn, and give its best seconds and its total."""
    best: dict[str, tuple[float, int]] = {}
    for _ in range(rounds):
        for name, way in ways.items():
            begun = time.perf_counter()
            total = way()
            took = time.perf_counter() - begun
            best[name] = min(best.get(name, (took, total)), (took, total))
    return best


def one_case(standards: Standards) -> float:
    """This function will give the milliseconds of one case by ten standards, trail included."""
    from random import Random

    held = standards.of_area(AREA)
    maker = Maker(held, on=ON, area=AREA, random=Random(1))
    cases = [case for case in (maker.case() for _ in range(200)) if case.persons]
    answers = [len(assess(held, case)) for case in cases]
    begun = time.perf_counter()
    for case in cases:
        assess(held, case)
    took = (time.perf_counter() - begun) / len(cases) * 1000
    return took / (sum(answers) / len(answers)) * len(held)


def table(
    where: str, people: int, found: dict[str, Any], ten: float, case: float,
    other: dict[str, float],
) -> str:  # fmt: skip
    """This function will write what was measured."""
    fisca, off = other["built"] + other["computed"], other["fen"] - found["by hand in numpy"][1]
    ours, hand = found["the three standards"][0], found["by hand in polars"][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        f"| {name} | {took:.3f} | {people / took / 1e6:.1f} |" for name, (took, _) in found.items()
    ]
    return "\n".join(
        [
            "## Standards over a whole register",
            "",
            f"{where}. `bench/rules.py`, {people:,} persons in {people * 3 // 10:,} households.",
            "",
            "| education, goods, illness | seconds | million persons a second |",
            "|---|---:|---:|",
            *rows,
            f"| openfisca-core, building its simulation | {fisca:.3f}"
            f" | {people / fisca / 1e6:.1f} |",
            f"| openfisca-core without | {other['computed']:.3f}"
            f" | {people / other['computed'] / 1e6:.1f} |",
            f"| all ten standards | {ten:.3f} | {people / ten / 1e6:.1f} |",
            "",
            f"- {hand / ours:.2f} of the speed of polars by hand (goal: {GOAL_SHARE}), with limits,"
            " funds and unknowns, which the other has not; the amounts agree to the fen",
            f"- {fisca / ours:.1f} times as fast as openfisca-core with building (goal: 3), and"
            f" {ours / other['computed']:.1f} times as long as its computing alone; its sum is"
            f" {abs(off) / 100:,.2f} yuan off, ours none",
            f"- peak memory {peak:,.0f} MB, the register included",
            f"- one case, ten answers with their whole trail: {case:.2f} ms (goal: {GOAL_MS:.0f})",
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
