"""What one family is entitled to on a day, what is missing to know, and why not the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bangfu.rules import NO, UNSURE, YES, Answer, Case, Receipt, Standards, assess
from bangfu.rules.standards import Standard

from .library import standards as all_standards
from .register import NOT_HERE, family_of

RECEIVED = "received"


class Standing(StrEnum):
    """How a right stands, the surest first.

    ``UNLESS`` is a right but for what may have been given already; ``ON_REQUEST`` needs what is
    told with a request: a fire, a plan for a shop; ``OPEN`` needs a fact the register has room for.
    """

    YES = "yes"
    UNLESS = "unless"
    ON_REQUEST = "on_request"
    OPEN = "open"
    NO = "no"


@dataclass(frozen=True)
class Right:
    """One standard asked for one subject: ``subject`` is a person's uuid, or `household`.

    ``answer`` is by what is known. ``amount_fen`` is its amount, where ``standing`` is UNLESS that
    of having received nothing yet; None where the rule does not say it.
    """

    standard: Standard
    answer: Answer
    standing: Standing
    amount_fen: int | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts of the register that would settle it."""
        return tuple(n for n in self.answer.needs if n != RECEIVED and n not in NOT_HERE)


@dataclass(frozen=True)
class Entitlement:
    """The rights of a family on a day, the facts they rest on, the names of its people by uuid."""

    case: Case
    rights: tuple[Right, ...]
    names: Mapping[str, str]

    def of(self, *standings: Standing) -> list[Right]:
        """Return the rights that stand so, in the order of the standards."""
        return [right for right in self.rights if right.standing in standings]


def entitlement_of(
    household: int,
    *,
    on: date,
    received: Sequence[Receipt] | None = None,
    standards: Standards | None = None,
) -> Entitlement | None:
    """Return what a household, found in the reader's scope before, is entitled to on a day.

    ``received`` is what the book of aid holds, None while there is none. None where the household
    is not there any more.
    """
    family = family_of(household, on=on, received=received)
    if family is None:
        return None
    case = family.case
    area = str(case.facts["area"].value)
    held = (standards or all_standards()).of_area(area)
    nothing_yet = Case(case.on, case.facts, case.persons, ())
    first = assess(held, case)
    provided = first if received is not None else assess(held, nothing_yet)
    by_id = {one.id: one for one in held}
    return Entitlement(
        case,
        tuple(
            _right(by_id[one.standard], one, other)
            for one, other in zip(first, provided, strict=True)
        ),
        family.names,
    )


def _right(standard: Standard, answer: Answer, nothing_yet: Answer) -> Right:
    if answer.answer == YES:
        return Right(standard, answer, Standing.YES, answer.amount_fen)
    if answer.answer == NO:
        return Right(standard, answer, Standing.NO, None)
    if nothing_yet.answer == YES and set(answer.needs) == {RECEIVED}:
        return Right(standard, answer, Standing.UNLESS, nothing_yet.amount_fen)
    assert answer.answer == UNSURE
    missing = set(answer.needs) - {RECEIVED}
    standing = Standing.ON_REQUEST if missing <= NOT_HERE else Standing.OPEN
    return Right(standard, answer, standing, None)
