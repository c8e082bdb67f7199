"""How long each kind of record is kept, from the data file; a town may say otherwise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data" / "retention.json"
WORDS = {
    "household_left": _("退出救助的家庭档案"),
    "person_gone": _("去世、迁出的人的记录（家人仍在册）"),
    "roster": _("花名册原件"),
    "request": _("本人要求的记录"),
    "impact": _("个人信息保护影响评估报告"),
    "trail": _("留痕（谁办了、谁看过）"),
}
CLOCKS = {
    "household_left": _("退出的日期"),
    "person_gone": _("去世或迁出的日期"),
    "roster": _("入库的日期"),
    "request": _("办结的日期"),
    "impact": _("签字的日期"),
    "trail": _("记下的日期"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: the years it is kept, and the clause.

    ``sure`` is whether the clause fixes the years (they are then a minimum); else an office
    decides. ``erases`` is whether the page of what is due lists it.
    """

    kind: str
    years: int
    clause: str
    sure: bool
    erases: bool

    @property
    def words(self) -> Any:
        """What the kind is called."""
        return WORDS[self.kind]

    @property
    def clock(self) -> Any:
        """What starts the clock."""
        return CLOCKS[self.kind]


KINDS: dict[str, Kind] = {
    entry["kind"]: Kind(**entry) for entry in json.loads(DATA.read_text("utf-8"))
}
