"""How long each kind of record is kept, from the data file; a town may say otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "retention.json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its words, the years, what starts the clock, the clause.

    ``sure`` is whether the clause fixes the years (they are then a minimum); else an office
    decides. ``erases`` is whether the page of what is due lists it.
    """

    kind: str
    words: str
    years: int
    clock: str
    clause: str
    sure: bool
    erases: bool


KINDS: dict[str, Kind] = {
    entry["kind"]: Kind(**entry) for entry in json.loads(DATA.read_text("utf-8"))
}
