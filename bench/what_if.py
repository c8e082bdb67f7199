"""What a change would do to a million people, beside a clerk's own SQL for one of its figures.

    bench/what_if.py --home DIR [--write]

DIR is a BANGFU_HOME filled by `bangfu demo --people N`. The platform answers both standards for
everybody before and after, by fund and village, and writes every name into a sheet: the whole
command, from its start. The SQL only sums what education pays now, which is what one would do by
hand; that it comes to the same fen is part of the bench.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from figures import machine, write_section

GOAL_SECONDS, GOAL_GB = 10, 3
CHANGE = """
what_if: 高中助学金和物资提高
changes:
  - {standard: education, value: senior_grant, to: 2500.00元}
  - {standard: goods, value: yearly, to: 1000.00元}
"""
BY_HAND = """
select coalesce(sum(case s.stage when '小学' then 50000 when '初中' then 50000
         when '高中' then 200000 when '中职' then 200000
         when '大专' then case when s.full_time then 400000 end
         when '本科' then case when s.full_time then 400000 end end), 0) as fen
  from registry_schooling s
  join registry_person p on p.id = s.person_id and p.canonical_id is null
  join registry_membership m on m.person_id = p.id and m.superseded_at is null
   and m.valid_from <= current_date and (m.valid_until is null or m.valid_until >= current_date)
  join registry_category c on c.household_id = m.household_id and c.superseded_at is null
   and c.valid_from <= current_date and (c.valid_until is null or c.valid_until >= current_date)
 where s.superseded_at is null and s.valid_from <= current_date
   and (s.valid_until is null or s.valid_until >= current_date)
   and c.code in ('dibao', 'low_income', 'hard_up')
   and coalesce(s.school_year, extract(year from s.valid_from - interval '8 months'))
       >= extract(year from current_date - interval '8 months')
"""


def main(words: Sequence[str] | None = None) -> int:
    """This function will measure, print, and write if asked; 1 where the figures differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    asked = parser.parse_args(words)
    where = machine()
    environ = os.environ | {"BANGFU_HOME": asked.home}
    bangfu = str(Path(sys.executable).parent / "bangfu")
    with tempfile.TemporaryDirectory() as folder:
        change, names = Path(folder) / "change.yaml", Path(folder) / "names.csv"
        change.write_text(CHANGE, "utf-8")
        begun = time.perf_counter()
        done = subprocess.run(
            [bangfu, "rules", "what-if", str(change), "--names", str(names), "--json"],
            env=environ, check=True, stdout=subprocess.PIPE,
        )  # fmt: skip
        seconds = time.perf_counter() - begun
        gigabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
        touched = sum(1 for _line in names.open(encoding="utf-8")) - 1
    found = json.loads(done.stdout)
    education = next(one for one in found["standards"] if one["standard"] == "education")
    begun = time.perf_counter()
    by_hand = _sql(bangfu, environ)
    alone = time.perf_counter() - begun
    same = by_hand == education["before"]["fen"]
    text = _table(found, where, seconds, gigabytes, touched, alone, same)
    print(text)
    if asked.write:
        write_section("what-if", text)
    return 0 if same else 1


def _sql(bangfu: str, environ: dict[str, str]) -> int:
    done = subprocess.run(
        [bangfu, "sql", BY_HAND], env=environ, check=True, stdout=subprocess.PIPE, text=True
    )
    return int(done.stdout.split()[-1])


def _table(
    found: dict[str, Any], where: str, seconds: float, gigabytes: float, touched: int,
    alone: float, same: bool,
) -> str:  # fmt: skip
    persons, homes = f"{found['persons']:,}", f"{found['households']:,}"
    both = f"two standards before and after, by fund and village, {touched:,} names"
    agrees = "the same to the fen" if same else "NOT THE SAME"
    lines = [
        "## What a change would do",
        "",
        f"{where}. `bench/what_if.py`, {persons} persons in {homes} households, from the database;",
        "the whole command with its start.",
        "",
        "| what | seconds |",
        "|---|---:|",
        f"| `bangfu rules what-if --names`: {both} | {seconds:.1f} |",
        f"| one sum of one of them by hand in SQL | {alone:.1f} |",
        "",
        f"- goal: {GOAL_SECONDS} s and {GOAL_GB} GB; it took {seconds:.1f} s, {gigabytes:.1f} GB",
        f"- {seconds / alone:.1f} times as long as the one sum, which is {agrees}",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
