"""Grants as the two pages say them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bangfu.offices import queries as offices
from bangfu.offices.models import Grant, User
from bangfu.offices.queries import CountedGrants
from bangfu.offices.scope import Scope
from bangfu.registry import queries as registry
from bangfu.registry.queries.lists import HouseholdRow

CAP = 500


@dataclass(frozen=True)
class GrantLine:
    """One grant on one family."""

    grant: Grant
    who: str
    given_by: str
    row: HouseholdRow | None


@dataclass(frozen=True)
class CountedLine:
    """Grants given alike, with the words a reader needs."""

    line: CountedGrants
    who: str
    given_by: str


def grant_lines(user: User, scope: Scope, *, on: date, ended: bool) -> tuple[list[GrantLine], bool]:
    """Return the grants of the villages where the reader decides, and whether there are more."""
    found = list(offices.list_grants(user, on=on, ended=ended)[: CAP + 1])
    shown = found[:CAP]
    people = {grant.principal for grant in shown} | {grant.given_by for grant in shown}
    names = offices.names_of(list(people))
    rows = registry.list_chosen(scope, [grant.subject for grant in shown], on=on)
    lines = [
        GrantLine(
            grant,
            names.get(grant.principal, str(grant.principal)[:8]),
            names.get(grant.given_by, ""),
            rows.get(grant.subject),
        )
        for grant in shown
    ]
    return lines, len(found) > CAP


def counted_lines(*, on: date, ended: bool) -> tuple[list[CountedLine], bool]:
    """Return the grants of the places for whose security the reader answers, counted alike."""
    found = offices.count_grants(on=on, ended=ended)
    shown = found[:CAP]
    people = {line.principal for line in shown} | {line.given_by for line in shown}
    names = offices.names_of(list(people))
    lines = [
        CountedLine(
            line, names.get(line.principal, str(line.principal)[:8]), names.get(line.given_by, "")
        )
        for line in shown
    ]
    return lines, len(found) > CAP
