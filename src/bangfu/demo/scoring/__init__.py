"""Judges a take-in against the truth behind its drawer. Knows no Django and no database.

    verdict = judge(truth, take_in, people)
    verdict.passed, verdict.faults, verdict.notes

The three arguments are what ``truth.json`` holds, what ``bangfu take-in --json`` ends with, and the
lines of ``bangfu people --json``, each as plain Python values.
"""

from bangfu.demo.scoring.judge import judge
from bangfu.demo.scoring.verdict import Case, Verdict

__all__ = ["Case", "Verdict", "judge"]
