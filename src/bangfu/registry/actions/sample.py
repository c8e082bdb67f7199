"""Sending an inspector: his commission, and the families drawn for his sample."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.offices import actions as offices
from bangfu.offices.models import Area, Commission, User


def send_inspector(
    *,
    inspector: User,
    area: Area,
    villages: list[int],
    covers: tuple[date, date],
    errand: str,
    letter: str,
    issuer: str,
    valid: tuple[date, date],
    percent: int,
    least: int,
    by: User | UUID,
    at: datetime,
    seed: str = "",
) -> Commission:
    """Write a commission down and draw its sample, once and for all, in one transaction.

    Raises offices.actions.CannotCommission, also where no family stands to be drawn from.
    """
    with transaction.atomic():
        made = offices.commission(
            inspector=inspector,
            area=area,
            villages=villages,
            covers=covers,
            errand=errand,
            letter=letter,
            issuer=issuer,
            valid=valid,
            percent=percent,
            least=least,
            by=by,
            at=at,
            seed=seed,
        )
        with offices.acting(by, at=at) as who:
            drawn = _draw(made, at)
            made.refresh_from_db()
            _note(made, drawn, who.uuid, at)
    inspector.__dict__.pop("_commissions_on", None)
    return made


def _draw(made: Commission, at: datetime) -> list[tuple[UUID, int]]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select * from registry_draw_sample(%s, %s)", [made.uuid, at])
            return cursor.fetchall()
    except IntegrityError as error:
        if "nothing to draw from" not in str(error):
            raise
        raise offices.CannotCommission(
            _("这些村居在这段时间里没有在册的住户，抽不出样本。")
        ) from error


def _note(made: Commission, drawn: list[tuple[UUID, int]], by: UUID, at: datetime) -> None:
    """The draw, then each family of it: the trail says for every one who was let in."""
    whole = audit.Act(
        verb="offices.commission.draw",
        subject=made.inspector.uuid,
        subject_kind="account",
        area=made.area,
        detail={
            "commission": str(made.uuid),
            "seed": in_fours(made.seed),
            "frame": made.frame,
            "frame_digest": made.frame_digest,
            "households": len(drawn),
        },
    )
    detail = {"principal": str(made.inspector.uuid), "purpose": "inspection"}
    families = [
        audit.Act(
            verb="offices.grant.give",
            subject=subject,
            subject_kind="household",
            area=area,
            detail=detail,
        )
        for subject, area in drawn
    ]
    audit.record_many([whole, *families], by=by, at=at)


def in_fours(digits: str) -> str:
    """Return hexadecimal digits in groups of four: easy to compare, no long run of figures."""
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))
