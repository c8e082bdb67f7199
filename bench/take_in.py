"""How fast is the take-in? Beside merely reading, beside COPY, beside django-import-export.

    bench/take_in.py [--people 54000] [--seed 1] [--wide] [--write]

One drawer is made; then, each in a process of its own and one after the other:
  read           the cells of all its files with python-calamine (csv for .csv), nothing else
  take-in        the platform's own take-in into an empty register
  copy           COPY of the rows the take-in made into the same tables of a copy of the database
                 from before, triggers and constraints on
  import-export  django-import-export on one flat table of the same people, a part of them
Peak memory is the Python process's and, for the take-in, its database backend's.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import parts
from figures import machine, write_section

from bangfu.demo.maker import Options, make_drawer

PARTS = {
    "read": parts.read,
    "take-in": parts.take_in,
    "copy": parts.copy,
    "import-export": parts.import_export,
}
PEOPLE_AT_SCALE_ONE = 2668


def main(words: Sequence[str] | None = None) -> int:
    """This function will run the parts, print the table, and write it where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=54_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--wide", action="store_true", help="the wider kind of drawer")
    parser.add_argument("--write", action="store_true", help="into docs/figures.md")
    parser.add_argument("--part", choices=list(PARTS), help=argparse.SUPPRESS)
    parser.add_argument("--drawer", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(words)
    if asked.part:
        print(json.dumps(PARTS[asked.part](asked.drawer)))
        return 0
    where = machine()
    with tempfile.TemporaryDirectory(prefix="bangfu-bench-") as folder:
        base = Path(folder)
        base.chmod(0o711)
        scale = asked.people / PEOPLE_AT_SCALE_ONE
        truth = make_drawer(
            base / "drawer", seed=asked.seed, scale=scale, options=Options(wide=asked.wide)
        )
        people = sum(1 for _person in truth.registered())
        found = {part: _run(part, base) for part in PARTS}
    text = _table(found, people, where)
    print(text)
    if asked.write:
        write_section("take-in", text)
    return 0


def _run(part: str, base: Path) -> dict[str, Any]:
    print(f"{part} …", file=sys.stderr, flush=True)
    environ = os.environ | {
        "BANGFU_HOME": str(base / "home"),
        "DJANGO_SETTINGS_MODULE": "bangfu.config.settings",
    }
    for name in ("DATABASE_URL", "DATABASE_URL_APP", "DATABASE_URL_TRACE"):
        environ.pop(name, None)
    command = [sys.executable, __file__, "--part", part, "--drawer", str(base / "drawer")]
    done = subprocess.run(command, env=environ, check=True, stdout=subprocess.PIPE, text=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _table(found: dict[str, dict[str, Any]], people: int, where: str) -> str:
    take_in = found["take-in"]
    lines = [
        "## Take-in of a drawer",
        "",
        f"{where}.",
        f"One drawer of {people:,} people in {found['read']['files']} files, "
        f"{take_in['rows']:,} rows (`bench/take_in.py`).",
        "",
        "| what | rows | seconds | rows a second | peak MB |",
        "|---|---:|---:|---:|---:|",
    ]
    names = {
        "read": "merely reading the cells (python-calamine, csv)",
        "take-in": "take-in, from files to register",
        "copy": "COPY of the rows it made, same tables, same triggers",
        "import-export": "django-import-export, one flat table, a part of the people",
        "bulk": "django-import-export with use_bulk and without its look-ups",
    }
    found = {**found, "bulk": found["import-export"]["bulk"]}
    for part, name in names.items():
        one = found[part]
        rate = one["rows"] / one["seconds"]
        peak = f"{one['peak_mb']:.0f}" if "peak_mb" in one else ""
        lines.append(f"| {name} | {one['rows']:,} | {one['seconds']:.1f} | {rate:,.0f} | {peak} |")
    seconds = take_in["seconds"]
    rate = take_in["rows"] / seconds
    slow = found["import-export"]["rows"] / found["import-export"]["seconds"]
    bulk = found["bulk"]["rows"] / found["bulk"]["seconds"]
    lines += [
        "",
        f"- against merely reading: {seconds / found['read']['seconds']:.1f} times as long"
        " (goal: within 25)",
        f"- against COPY: {seconds / found['copy']['seconds']:.1f} times as long (goal: within 5); "
        f"the take-in makes {found['copy']['rows']:,} rows in {found['copy']['tables']} tables",
        f"- against django-import-export: {rate / slow:.1f} times as fast (goal: 10); "
        "with use_bulk, which neither looks for an earlier row nor says what changed, "
        f"{rate / bulk:.2f} times",
        f"- peak memory {take_in['peak_mb']:.0f} MB (goal: under 500), "
        f"and {take_in['backend_mb']:.0f} MB in the database's process, its shared pages included",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
