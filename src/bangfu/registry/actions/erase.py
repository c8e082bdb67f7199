"""Lawful erasure: two people, one clause, and nothing left that names the family.

The record stands in the room of privacy; the database itself destroys keys and blanks facts when
it is confirmed, in one transaction. A day's job never erases: it would not be two people.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from bangfu.offices import access
from bangfu.offices.models import User
from bangfu.privacy import actions as privacy
from bangfu.privacy import queries as asked
from bangfu.privacy.actions import CannotErase
from bangfu.privacy.models import Erasure
from bangfu.privacy.states import ErasureState, Ground, SubjectKind

from ..models import Household, Person
from ..queries.retention import clock_of_household, clock_of_person, falls_due
from .act import CannotChange, lock

_BY_TERM = {
    Ground.HOUSEHOLD_LEFT: SubjectKind.HOUSEHOLD,
    Ground.PERSON_GONE: SubjectKind.PERSON,
}


def propose_erasure(
    *, subject: UUID, kind: str, ground: str, clause: str = "", by: User, at: datetime, on: date
) -> Erasure:
    """Propose to erase a household with its people, or one person who is gone.

    For the two grounds of time the clause comes from the table of terms, and the term must have
    run out; for the others somebody names the clause.

    Raises CannotErase: no right, still on the register, not due yet, held, proposed already.
    """
    with transaction.atomic():
        found = _subject(subject, kind)
        if not access.reaches(by, "erasure.propose", found.area, on=on):
            raise CannotErase(_("您的岗位不能办这件事。"))
        clock = _clock(found)
        if clock is None:
            raise CannotErase(_("还在册的住户和人不能删除。"))
        if ground in _BY_TERM:
            term = asked.terms_of(found.area)[ground]
            if _BY_TERM[Ground(ground)] != kind or falls_due(clock, term.years) > on:
                raise CannotErase(_("保存期限还没有到。"))
            clause = f"{term.clause}（{term.years}年）"
        elif not clause.strip():
            raise CannotErase(_("请写明依据哪一条。"))
        what = privacy.Proposal(
            subject=subject, subject_kind=kind, area=found.area,
            people=people_of(subject, kind), ground=ground, clause=clause.strip()[:200],
            clock_on=clock,
        )  # fmt: skip
        return privacy.propose(what, by=by.uuid, at=at, on=on)


def confirm_erasure(*, erasure: UUID, by: User, at: datetime, on: date) -> Erasure:
    """Erase what another proposed. It cannot be undone.

    Raises CannotErase: no right, one's own proposal, a hold, a family that has changed since.
    """
    with transaction.atomic():
        found = _decidable(erasure, by, "erasure.confirm", on)
        if found.subject_kind == SubjectKind.HOUSEHOLD:
            try:
                lock([found.subject])
            except CannotChange as busy:
                raise CannotErase(str(busy)) from busy
        else:
            list(Person.objects.select_for_update().filter(uuid__in=found.people).order_by("id"))
        return privacy.decide(erasure=erasure, state=ErasureState.DONE, by=by.uuid, at=at)


def refuse_erasure(*, erasure: UUID, by: User, at: datetime, on: date) -> Erasure:
    """Refuse a proposal: everything stays, and it may be proposed anew.

    Raises CannotErase: no right, decided already.
    """
    _decidable(erasure, by, "erasure.confirm", on)
    return privacy.decide(erasure=erasure, state=ErasureState.REFUSED, by=by.uuid, at=at)


def withdraw_erasure(*, erasure: UUID, by: User, at: datetime, on: date) -> Erasure:
    """Take one's own proposal back.

    Raises CannotErase: another's, decided already.
    """
    _decidable(erasure, by, "erasure.propose", on)
    return privacy.decide(erasure=erasure, state=ErasureState.WITHDRAWN, by=by.uuid, at=at)


def people_of(subject: UUID, kind: str) -> list[UUID]:
    """Return the people whom an erasure of this subject reaches, merged entries included."""
    with connection.cursor() as cursor:
        cursor.execute("select registry_people_of(%s, %s)", [subject, kind])
        return [row[0] for row in cursor.fetchall()]


def _decidable(erasure: UUID, by: User, right: str, on: date) -> Erasure:
    found = asked.find_erasure(erasure)
    if found is None or not access.reaches(by, right, found.area, on=on):
        raise CannotErase(_("您的岗位不能办这件事。"))
    if found.state != ErasureState.PROPOSED:
        raise CannotErase(_("这一件已经有人办过了。"))
    return found


def _subject(subject: UUID, kind: str) -> Household | Person:
    model: type[Household] | type[Person] = Household if kind == SubjectKind.HOUSEHOLD else Person
    found = model.objects.filter(uuid=subject, withdrawn_at=None, erased_at=None).first()
    if found is None:
        raise CannotErase(_("没有这一户或这个人，或已经删除。"))
    return found


def _clock(found: Household | Person) -> date | None:
    if isinstance(found, Household):
        return clock_of_household(found)
    return clock_of_person(found)
