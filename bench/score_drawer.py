"""Take a drawer in, and judge the register against the truth behind the drawer.

    bench/score_drawer.py DRAWER TRUTH            a fresh home is made, filled, judged, removed
    bench/score_drawer.py DRAWER TRUTH --saved D  judge D/take-in.json and D/people.jsonl instead

Works for any drawer whose truth.json has people, households and rows. Exit code 1 on any fault.
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

from bangfu.demo.scoring import judge

BANGFU = [sys.executable, "-m", "bangfu.config.cli"]


def main(words: Sequence[str] | None = None) -> int:
    """This function will judge one drawer and return 0 when there is no fault, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("drawer", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--saved", type=Path, help="folder with take-in.json and people.jsonl")
    parser.add_argument("--keep", type=Path, help="keep take-in.json and people.jsonl here")
    parser.add_argument("--cases", type=int, default=20, help="cases shown under each fault")
    asked = parser.parse_args(words)
    truth = json.loads(asked.truth.read_text(encoding="utf-8"))
    if asked.saved:
        took, people = read(asked.saved)
    elif asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
        took, people = take_in(asked.drawer, asked.keep)
    else:
        with tempfile.TemporaryDirectory() as folder:
            took, people = take_in(asked.drawer, Path(folder))
    verdict = judge(truth, took, people)
    print(verdict.report(asked.cases))
    return 0 if verdict.passed else 1


def take_in(drawer: Path, answers: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """This function will take the drawer into a home of its own and keep the two answers.

    Raises CalledProcessError when a command fails; its messages go to the terminal.
    """
    with tempfile.TemporaryDirectory(prefix="bangfu-score-") as home:
        Path(home).chmod(0o711)
        environ = os.environ | {"BANGFU_HOME": home}
        for name in ("DATABASE_URL", "DATABASE_URL_APP", "DATABASE_URL_TRACE"):
            environ.pop(name, None)
        for file, command in (
            ("take-in.json", ["take-in", str(drawer), "--json"]),
            ("people.jsonl", ["people", "--json"]),
        ):
            with (answers / file).open("w", encoding="utf-8") as stream:
                subprocess.run([*BANGFU, *command], env=environ, check=True, stdout=stream)
    return read(answers)


def read(answers: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """This function will read what the two commands answered."""
    text = (answers / "take-in.json").read_text(encoding="utf-8")
    lines = (answers / "people.jsonl").read_text(encoding="utf-8").splitlines()
    return last_object(text), [json.loads(line) for line in lines if line.startswith("{")]


def last_object(text: str) -> dict[str, Any]:
    """This function will return the JSON object that ends the text, whatever progress went before.

    Raises ValueError when the text does not end with one that has "files".
    """
    decoder = json.JSONDecoder()
    starts = [i for i, sign in enumerate(text) if sign == "{" and (i == 0 or text[i - 1] == "\n")]
    for start in starts:
        try:
            found, end = decoder.raw_decode(text, start)
        except json.JSONDecodeError:
            continue
        if isinstance(found, dict) and "files" in found and not text[end:].strip():
            return found
    raise ValueError("the answer of take-in does not end with an object that has files")


if __name__ == "__main__":
    sys.exit(main())
