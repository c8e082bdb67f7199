"""Alerts: what looked odd, kept once for a user, a day and a kind, and what was found on asking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import access, actions
from .access import watching
from .models import Alert
from .odd import Odd, Seen, Usual
from .queries import Reach, midnight
from .states import Conclusion, Kind

__all__ = [
    "BACK",
    "CannotConclude",
    "Day",
    "acted_on",
    "conclude",
    "count_open",
    "days_of",
    "find_alert",
    "keep",
    "list_alerts",
    "usual_of",
    "watching",
]

BACK = timedelta(days=30)
_FILES = ("household", "person")


class CannotConclude(ValueError):
    """No such conclusion, one's own alert, or it was concluded already; ``code`` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Day:
    """The entries of one person on one day, oldest first."""

    actor: UUID
    entries: list[Seen]


def days_of(day: date) -> Iterator[Day]:
    """This function will give what each person did and looked at on this day of Shanghai.

    Called within `access.watching`.
    """
    rows: dict[UUID, list[Seen]] = {}
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT e.id, e.at, e.kind, e.actor, e.verb, e.subject, e.subject_kind, e.fields,"
            " coalesce(e.detail ->> 'rule', ''),"
            " CASE WHEN e.verb LIKE '%%.export' THEN coalesce(e.detail ->> 'households',"
            " e.detail ->> 'people', e.detail ->> 'rows', '0') ELSE '0' END"
            " FROM audit_entry e WHERE e.at >= %s AND e.at < %s AND e.actor IS NOT NULL"
            " ORDER BY e.at, e.id",
            [midnight(day), midnight(day) + timedelta(days=1)],
        )
        for number, at, kind, actor, verb, subject, subject_kind, names, rule, size in cursor:
            handed = int(size) if size.isdecimal() else 0
            seen = Seen(
                number, timezone.localtime(at), kind, verb, subject, subject_kind, tuple(names),
                rule, handed,
            )  # fmt: skip
            rows.setdefault(actor, []).append(seen)
    for actor, entries in rows.items():
        yield Day(actor, entries)


def acted_on(actor: UUID, day: date) -> frozenset[UUID]:
    """This function will give the families and people somebody acted on in the thirty days before.

    The day itself is among them: who records a change looks first. Within `access.watching`.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT e.subject FROM audit_entry e WHERE e.actor = %s AND e.kind = 'act'"
            " AND e.subject_kind = ANY(%s) AND e.at >= %s AND e.at < %s"
            " AND starts_with(e.verb, 'registry.')",
            [actor, list(_FILES), midnight(day - BACK), midnight(day) + timedelta(days=1)],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def usual_of(actor: UUID, day: date) -> Usual:
    """This function will give what a day of this person was like in the thirty days before.

    Only days on which something was done count. Within `access.watching`.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT e.subject) FILTER (WHERE e.kind = %s"
            "   AND e.subject_kind = 'household'),"
            " count(*) FILTER (WHERE e.kind = %s AND cardinality(e.fields) > 0"
            "   AND e.subject_kind = ANY(%s)),"
            " max(CASE WHEN e.verb LIKE '%%.export' THEN coalesce(e.detail ->> 'households',"
            "   e.detail ->> 'people', e.detail ->> 'rows', '0')::int END)"
            " FROM audit_entry e WHERE e.actor = %s AND e.at >= %s AND e.at < %s"
            " GROUP BY (e.at AT TIME ZONE 'Asia/Shanghai')::date",
            [
                Kind.LOOK, Kind.LOOK, list(_FILES), actor, midnight(day - BACK), midnight(day),
            ],
        )  # fmt: skip
        days = cursor.fetchall()
    if not days:
        return Usual()
    return Usual(
        files=sum(row[0] for row in days) / len(days),
        numbers=sum(row[1] for row in days) / len(days),
        export=max((row[2] or 0 for row in days), default=0),
    )


def keep(*, actor: UUID, day: date, area: int, found: Sequence[Odd], at: datetime) -> int:
    """This function will keep alerts, or renew those of the day that nobody concluded yet.

    Within `access.watching`. Gives how many are new.
    """
    new = 0
    for odd in found:
        _alert, made = Alert.objects.get_or_create(
            actor=actor,
            day=day,
            kind=odd.kind,
            defaults={
                "area": area,
                "count": odd.count,
                "limit": odd.limit,
                "entries": list(odd.entries),
                "found_at": at,
            },
        )
        new += made
        if not made:
            Alert.objects.filter(pk=_alert.pk, checked_at=None, count__lt=odd.count).update(
                count=odd.count, limit=odd.limit, entries=list(odd.entries), found_at=at
            )
    return new


def list_alerts(reach: Reach, *, checked: bool, limit: int = 100) -> list[Alert]:
    """This function will give the alerts of an auditor's areas, by day, the latest first."""
    with access.reading():
        return list(_within(reach).filter(checked_at__isnull=not checked)[:limit])


def count_open(reach: Reach) -> int:
    """This function will count the alerts that nobody concluded yet."""
    with access.reading():
        return _within(reach).filter(checked_at=None).count()


def _within(reach: Reach) -> QuerySet[Alert]:
    places = Q(pk__in=[])
    for lo, hi in reach.areas:
        places |= Q(area__gte=lo, area__lte=hi)
    return Alert.objects.filter(places)


def find_alert(uuid: UUID, reach: Reach) -> Alert | None:
    """This function will give an alert of the auditor's areas, or None."""
    with access.reading():
        alert = Alert.objects.filter(uuid=uuid).first()
    return alert if alert is not None and reach.covers(alert.area) else None


def conclude(*, alert: Alert, conclusion: str, note: str, by: UUID, at: datetime) -> Alert:
    """This function will record what was found when somebody looked into an alert.

    :param note: a few words; the trail holds the conclusion only.
    :raises CannotConclude: `conclusion`, `own` or `checked`.
    """
    with transaction.atomic(), access.signing():
        if conclusion not in Conclusion.values:
            raise CannotConclude("conclusion")
        if alert.actor == by:
            raise CannotConclude("own")
        held = Alert.objects.select_for_update().filter(pk=alert.pk, checked_at=None).first()
        if held is None:
            raise CannotConclude("checked")
        held.conclusion, held.note = conclusion, note.strip()[:200]
        held.checked_by, held.checked_at = by, at
        held.save(update_fields=["conclusion", "note", "checked_by", "checked_at"])
        detail: Mapping[str, Any] = {"alert": str(held.uuid), "kind": held.kind}
        actions.record(
            verb="audit.alert.conclude",
            by=by,
            at=at,
            subject=held.actor,
            subject_kind="account",
            area=held.area,
            reason=conclusion,
            detail=detail,
            via="web",
        )
    return held
