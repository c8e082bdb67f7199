"""What commands ask of the register: the facts of one family, all in columns."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from bangfu.config.cli.words import Refused, at_work, require_tables, today
from bangfu.rules import Case, Standards

if TYPE_CHECKING:
    from bangfu.registry.models import Household


def case_of_register(asked: argparse.Namespace) -> tuple[Case, str | None, Standards]:
    """This function will give the facts of `--household` or `--person`, the person asked for, and
    the standards in force, those published here among them.

    The look is on record before anything is read. What was received is unknown while there is no
    book of aid.

    :raises Refused: the register has no such household or person, or it belongs to no household.
    """
    with at_work():
        require_tables()
        return _case(asked, asked.on or today())


def _case(asked: argparse.Namespace, on: date) -> tuple[Case, str | None, Standards]:
    from bangfu.offices.scope import operator_scope, scoped
    from bangfu.policies import queries
    from bangfu.registry.models import Household

    scope = operator_scope()
    with scoped(scope, on=today()):
        person = None
        if asked.person:
            person, home = _person(asked.person)
        else:
            wanted = asked.household.strip()
            uuid = _uuid(wanted)
            there = Household.objects.filter(withdrawn_at=None, erased_at=None)
            found = there.filter(uuid=uuid) if uuid else there.filter(number=wanted)
            one = found.first()
            if one is None:
                raise Refused(f"台账里没有这一户：{wanted} (There is no such household.)")
            home = one
        _look(home, scope.principal)
        family = queries.family_of(home.pk, on=on)
        standards = queries.standards()
    if family is None or (person and person not in family.names):
        raise Refused(f"{on}这个人不在任何一户里。 (On that day this person is in no household.)")
    return family.case, person, standards


def _person(wanted: str) -> tuple[str, Household]:
    from bangfu.registry.models import Household, Person

    uuid = _uuid(wanted.strip())
    found = Person.objects.filter(withdrawn_at=None, erased_at=None)
    person = found.filter(uuid=uuid).select_related("canonical").first() if uuid else None
    if person is None:
        raise Refused(f"台账里没有这个人：{wanted} (There is no such person.)")
    person = person.canonical or person
    home = Household.objects.filter(uuid=person.home).first() if person.home else None
    if home is None:
        raise Refused(f"这个人现在不在任何一户里：{wanted} (This person is in no household.)")
    return str(person.uuid), home


def _look(home: Household, by: UUID) -> None:
    from bangfu.audit import actions as audit
    from bangfu.frame import clock

    audit.look(
        by=by, at=clock.now(), subject=home.uuid, subject_kind="household",
        fields=["entitlement"], reason="verify", area=home.area, via="cli",
    )  # fmt: skip


def _uuid(word: str) -> UUID | None:
    try:
        return UUID(word)
    except ValueError:
        return None
