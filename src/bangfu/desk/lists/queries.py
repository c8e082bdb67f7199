"""What the two lists show, put together from what the rooms below tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from bangfu.offices import access
from bangfu.offices import queries as offices
from bangfu.offices.models import User
from bangfu.offices.scope import Scope
from bangfu.privacy import masks
from bangfu.privacy.states import Clearance
from bangfu.registry import queries as registry
from bangfu.registry.queries.lists import CAP
from bangfu.rosters import queries as rosters

from ..numbers import states_of
from ..queries import clearance_of
from .columns import Column, ListKind

PER_PAGE = 25


@dataclass(frozen=True)
class KeptView:
    """A view: its name, the choices of the filter, and whether the list opens with it."""

    name: str
    asked: tuple[tuple[str, str], ...]
    is_default: bool = False

    @property
    def query(self) -> str:
        """What stands behind the list's address."""
        return urlencode(self.asked) or "all=1"


def views_of(user: User, kind: ListKind) -> list[KeptView]:
    """Return the views an account has kept, in the order it kept them."""
    return _views(offices.find_preference(user, kind.views_key, []))


@dataclass(frozen=True)
class Kept:
    """What an account has kept of a list: its views, and the columns it wants to see."""

    views: list[KeptView]
    columns: list[Column]

    @property
    def default(self) -> KeptView | None:
        """The view that the list opens with."""
        return next((view for view in self.views if view.is_default), None)


def kept_of(user: User, kind: ListKind) -> Kept:
    """Return what the account has kept of a list, asked for once."""
    found = offices.find_preferences(user, kind.views_key, kind.columns_key)
    return Kept(_views(found.get(kind.views_key)), kind.pick(found.get(kind.columns_key)))


def _views(kept: Any) -> list[KeptView]:
    return [view for view in map(_read, kept if isinstance(kept, list) else []) if view]


def _read(kept: Any) -> KeptView | None:
    try:
        asked = tuple((str(name), str(value)) for name, value in kept["asked"])
        return KeptView(str(kept["name"]), asked, bool(kept.get("default")))
    except (KeyError, TypeError, ValueError):
        return None


@dataclass(frozen=True)
class HouseholdList:
    """A page of the list with what stands above it."""

    page: registry.Page
    total: registry.Total
    register: registry.Total
    doubts: dict[UUID, str]
    waiting: int

    @property
    def rows(self) -> list[tuple[registry.lists.HouseholdRow, str]]:
        """Each household, and the state of a number to verify."""
        return [(row, self.doubts.get(row.uuid, "")) for row in self.page.rows]


def household_list(
    user: User,
    scope: Scope,
    asked: registry.HouseholdFilter,
    *,
    on: date,
    after: UUID | None,
    before: UUID | None,
    order: str,
) -> HouseholdList:
    """Return one page of households, how many match, and how many are on the register in all."""
    page = registry.list_households(
        scope, asked, on=on, after=after, before=before, limit=PER_PAGE, order=order
    )
    clearance = clearance_of(scope)
    if clearance < Clearance.STAFF:
        rows = [replace(row, head=masks.name(row.head, clearance)) for row in page.rows]
        page = replace(page, rows=rows)
    total, register = registry.totals_of(scope, asked, on=on)
    return HouseholdList(
        page=page,
        total=total,
        register=register,
        doubts=states_of(row.uuid for row in page.rows),
        waiting=0 if page.rows else _waiting(user, scope, on),
    )


def _waiting(user: User, scope: Scope, on: date) -> int:
    """How many rows of rosters wait for a village's answer: somebody not found may be there."""
    if not access.has_right(user, "rosters.read", on=on):
        return 0
    return rosters.count_waiting(scope)


@dataclass(frozen=True)
class PeopleList:
    """A page of the list of people; ``total`` is capped."""

    page: registry.PeoplePage
    total: int
    capped: bool


def people_list(
    scope: Scope,
    asked: registry.PersonFilter,
    *,
    on: date,
    after: UUID | None,
    before: UUID | None,
) -> PeopleList:
    """Return one page of people and how many match; names are masked for who helps."""
    page = registry.list_people(scope, asked, on=on, after=after, before=before, limit=PER_PAGE)
    clearance = clearance_of(scope)
    if clearance < Clearance.STAFF:
        rows = [
            replace(row, name=masks.name(row.name, clearance), head=masks.name(row.head, clearance))
            for row in page.rows
        ]
        page = replace(page, rows=rows)
    total = registry.count_people(scope, asked, on=on, cap=CAP)
    return PeopleList(page, min(total, CAP), total > CAP)
