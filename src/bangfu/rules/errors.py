"""How the rules say no: a fault in a standard, or in the facts of a question.

A sentence is kept in both languages, because the rules know no catalogue: whoever shows it picks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, what it is, how to mend it, in zh and en."""

    file: str
    line: int
    zh: str
    en: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file else ""
        return f"{place}{self.zh} ({self.en})"


class StandardError(ValueError):
    """A standard, or a set of them, that cannot be used; `faults` names every one found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class ExpressionError(ValueError):
    """An expression that is refused; `at` is the offset in its text, from 0."""

    def __init__(self, at: int, zh: str, en: str) -> None:
        super().__init__(f"{zh} ({en})")
        self.at = at
        self.zh = zh
        self.en = en


class FactsError(ValueError):
    """Facts that cannot be read; `path` says where in the file, as `persons[0].born`."""

    def __init__(self, path: str, zh: str, en: str) -> None:
        super().__init__(f"{path}: {zh} ({en})")
        self.path = path
        self.zh = zh
        self.en = en
