"""What is asked, held, erased and kept, under the policies of the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from . import crypto, keys
from .models import Erasure, Hold, Request, Term
from .retention import KINDS, Kind
from .states import ErasureState, RequestState

_TOWN = 10**6


def live_hold(subjects: Iterable[UUID], *, on: date) -> Hold | None:
    """This function will give a hold on one of these that is in force on a day, or None."""
    held = Hold.objects.filter(subject__in=list(subjects), lifted_at=None, until__gte=on)
    return held.order_by("-until").first()


def holds_on(subjects: Iterable[UUID], *, on: date) -> dict[UUID, Hold]:
    """This function will give the holds in force on a day, by what they hold."""
    held = Hold.objects.filter(subject__in=list(subjects), lifted_at=None, until__gte=on)
    return {hold.subject: hold for hold in held}


def find_hold(uuid: UUID) -> Hold | None:
    """This function will give a hold within reach, or None."""
    return Hold.objects.filter(uuid=uuid).first()


def list_holds(*, on: date) -> list[Hold]:
    """This function will give the holds within reach that are in force on a day, the first to end
    first."""
    return list(Hold.objects.filter(lifted_at=None, until__gte=on).order_by("until", "id")[:200])


def find_erasure(uuid: UUID) -> Erasure | None:
    """This function will give an erasure within reach, or None."""
    return Erasure.objects.filter(uuid=uuid).first()


def erasure_of(subject: UUID) -> Erasure | None:
    """This function will give the erasure that was done to a subject, or None."""
    done = Erasure.objects.filter(state=ErasureState.DONE)
    return done.filter(subject=subject).first() or done.filter(people__contains=[subject]).first()


def list_erasures(states: Iterable[str]) -> list[Erasure]:
    """This function will give the erasures within reach in these states, the latest first."""
    return list(Erasure.objects.filter(state__in=list(states)).order_by("-id")[:200])


def find_request(uuid: UUID) -> Request | None:
    """This function will give a request within reach, or None."""
    return Request.objects.filter(uuid=uuid).first()


def list_requests(places: Iterable[tuple[int, int]], *, state: str = "") -> QuerySet[Request]:
    """This function will give the requests of these ranges of areas: open ones by their limit,
    others latest first."""
    there = Q(pk__in=[])
    for place in places:
        there |= Q(area__range=place)
    if state == RequestState.OPEN:
        return Request.objects.filter(there, state=state).order_by("due_on", "id")
    found = Request.objects.filter(there).exclude(state=RequestState.OPEN)
    return (found.filter(state=state) if state else found).order_by("-decided_at", "-id")


def requests_of(subjects: Iterable[UUID]) -> list[Request]:
    """This function will give what was asked about these subjects, the latest first."""
    return list(Request.objects.filter(subject__in=list(subjects)).order_by("-id")[:50])


def words_of(request: Request) -> str:
    """This function will give what somebody said, or nothing where his data were erased."""
    key = keys.open_many([request.subject]).get(request.subject)
    if key is None or request.text is None:
        return ""
    return crypto.unseal(key, "request.text", bytes(request.text))


def terms_of(area: int) -> dict[str, Kind]:
    """This function will give how long the town of an area keeps each kind of record."""
    town = area // _TOWN * _TOWN
    own = {term.kind: term for term in Term.objects.filter(area=town)}
    return {
        name: replace(kind, years=own[name].years, clause=own[name].clause, sure=kind.sure)
        if name in own
        else kind
        for name, kind in KINDS.items()
    }
