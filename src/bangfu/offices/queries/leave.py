"""Leave to see: the commissions of inspectors, and who holds grants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from .. import access
from ..models import Commission, EndReason, Grant, Purpose, Role, User
from .places import in_ranges


@dataclass(frozen=True)
class CountedGrants:
    """Grants given alike, as the security administrator knows them: how many families."""

    principal: UUID
    purpose: str
    valid_from: date
    valid_until: date | None
    given_by: UUID
    commission: int | None
    ended_by: UUID | None
    ended_reason: str
    families: int
    area: int

    @property
    def purpose_words(self) -> str:
        """The purpose in the reader's language."""
        return str(Purpose(self.purpose).label)

    @property
    def reason_words(self) -> str:
        """Why it was taken back, or nothing."""
        return str(EndReason(self.ended_reason).label) if self.ended_reason else ""

    def open_on(self, on: date) -> bool:
        """Return whether it opens anything on this day or later."""
        return self.valid_until is None or self.valid_until >= on


def count_grants(*, on: date, ended: bool = False) -> list[CountedGrants]:
    """Return the grants of the places for whose security the principal answers, counted alike.

    Those that open something today or later first to end; with ``ended`` those that are over, the
    latest first.
    """
    with connection.cursor() as cursor:
        cursor.execute("select * from offices_grants_counted()")
        found = [CountedGrants(*row) for row in cursor.fetchall()]
    found = [line for line in found if line.open_on(on) is not ended]
    far = date.max
    return sorted(found, key=lambda line: line.valid_until or far, reverse=ended)


def list_grants(by: User, *, on: date, ended: bool = False) -> QuerySet[Grant]:
    """Return the grants on families of the villages where ``by`` decides, by whom and until when.

    Samples of inspections are among them: they end with their commission.
    """
    places = access.reach(by, "register.decide", on=on)
    grants = Grant.objects.filter(in_ranges("area", places)).select_related("commission")
    if ended:
        return grants.filter(valid_until__lt=on).order_by("-valid_until", "-id")
    open_ones = grants.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    return open_ones.order_by("principal", "purpose", "id")


def find_grant(by: User, uuid: UUID, *, on: date) -> Grant | None:
    """Return a grant of a village where ``by`` decides, or None."""
    places = access.reach(by, "register.decide", on=on)
    return Grant.objects.filter(in_ranges("area", places), uuid=uuid).first()


def list_commissions(by: User, *, on: date) -> QuerySet[Commission]:
    """Return the commissions of the places for whose security ``by`` answers, the latest first."""
    places = access.reach(by, "security.manage", on=on)
    found = Commission.objects.filter(in_ranges("area", places))
    return found.select_related("inspector", "inspector__organisation").defer("frame_ids")


def find_commission(by: User, uuid: UUID, *, on: date) -> Commission | None:
    """Return a commission of a place for whose security ``by`` answers, or None."""
    return list_commissions(by, on=on).filter(uuid=uuid).first()


def own_commissions(inspector: User) -> QuerySet[Commission]:
    """Return every commission of an inspector, past ones too, the latest first."""
    return Commission.objects.filter(inspector=inspector).defer("frame_ids")


def open_commission(inspector: User, uuid: UUID, *, on: date) -> Commission | None:
    """Return a commission under which the account inspects today, or None."""
    return next((one for one in access.commissions_of(inspector, on=on) if one.uuid == uuid), None)


def sample_of(commission: Commission) -> Sequence[UUID]:
    """Return the families of a sample in no order of meaning; the draw itself orders them."""
    return list(commission.sample.values_list("subject", flat=True))


def list_inspectors(places: Sequence[tuple[int, int]], *, on: date) -> QuerySet[User]:
    """Return the accounts with an inspector's post in these places, today or later."""
    held = Q(posts__role=Role.INSPECTOR, posts__valid_until__gte=on)
    return (
        User.objects.filter(held & in_ranges("posts__area_id", places), is_active=True)
        .distinct()
        .order_by("display_name")
    )


def granted_to(principal: UUID, *, on: date) -> list[UUID]:
    """Return the subjects that a principal holds a grant on, on this day."""
    held = Grant.objects.filter(principal=principal, valid_from__lte=on)
    still = held.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    return list(still.values_list("subject", flat=True))
