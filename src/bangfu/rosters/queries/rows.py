"""Staged rows unsealed: what a page or a report shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bangfu.privacy import crypto, keys

from ..models import Batch, StagedRow
from ..reading import Cell, Finding
from .cells import unpack

LABEL, ASIDE = "rosters.row", "rosters.aside"
ASKED, ASKED_MARK = "-1", "asked"
"""Beside the answers by person, at the place of nobody: the village was asked about the row. It is
the outcome of a waiting row as well, by which lists are sorted."""

RIGHT, UNKNOWN = "right", "unknown"
"""Answers to a question: it is right as it stands; nobody in the village knows."""


def question_key(code: str, order: int) -> str:
    """Name a question within its row: what it is about, and which person of the row."""
    return f"{code}:{order}"


@dataclass(slots=True)
class Opened:
    """One staged row, unsealed: what a page or a report shows."""

    part: int
    row: int
    disposition: str
    codes: list[str]
    block: str
    area: int
    outcome: str
    people: list[UUID]
    who: str
    cells: list[Cell]
    before: dict[str, Any]
    answers: dict[str, str]
    findings: list[Finding]
    merges: list[list[int]] = field(default_factory=list)
    """Vertical merges that begin in it, as [left, bottom, right]."""
    said: dict[str, str] = field(default_factory=dict)
    """What a village answered to a question that no cell answers, by `question_key`."""

    def says(self, finding: Finding) -> str:
        """What the village answered to this question: RIGHT, UNKNOWN or nothing yet."""
        return self.said.get(question_key(finding.code, finding.params.get("order", 0)), "")


def still_asks(findings: Iterable[Finding], said: Mapping[str, str]) -> bool:
    """Tell whether a question is left that nobody answered with "it is right as it stands"."""
    return any(
        one.level == "question"
        and said.get(question_key(one.code, one.params.get("order", 0))) != RIGHT
        for one in findings
    )


def told_by(key: bytes, row: StagedRow) -> dict[str, Any]:
    """Unseal what a row says; one whose people were lawfully erased says nothing.

    Raises `privacy.crypto.Unreadable` for another batch's key.
    """
    if not row.sealed:
        return {"w": "", "c": []}
    told: dict[str, Any] = json.loads(crypto.unseal(key, LABEL, bytes(row.sealed)))
    return told


def open_row(key: bytes, row: StagedRow) -> Opened:
    """Unseal one staged row. Raises `privacy.crypto.Unreadable` for another batch's key."""
    told = told_by(key, row)
    return Opened(
        row.part,
        row.row,
        row.disposition,
        list(row.codes),
        row.block,
        row.area,
        row.outcome,
        list(row.people),
        told["w"],
        unpack(told["c"]),
        told.get("b", {}),
        told.get("a", {}),
        [unpack_finding(finding) for finding in told.get("f", ())],
        told.get("m", []),
        told.get("r", {}),
    )


def opened(batch: Batch, rows: QuerySet[StagedRow]) -> Iterator[Opened]:
    """Unseal rows of a batch, in the order they are asked for."""
    key = keys.open_many([batch.uuid]).get(batch.uuid)
    if key is None:
        return
    for row in rows.iterator(chunk_size=2000):
        yield open_row(key, row)


def pack_finding(finding: Finding) -> list[Any]:
    """Turn a finding into JSON values."""
    return [
        finding.row,
        finding.column,
        finding.code,
        finding.level,
        finding.params,
        finding.index,
    ]


def unpack_finding(packed: list[Any]) -> Finding:
    """Turn the JSON values of `pack_finding` into the finding it was."""
    return Finding(*packed)
