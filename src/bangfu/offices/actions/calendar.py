from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit
from bangfu.kernel.holidays import YearTable

from .. import access
from ..models import Area, OfficeDay, User, WorkingYear
from .acting import Cannot, acting, day_of

FIRST_DAYS: tuple[tuple[str, int | None, int, int | None, int | None], ...] = (
    ("造册截止", None, 25, None, None),
    ("助学申请", 8, 15, 9, 30),
    ("汛期", 4, 15, 10, 15),
)
"""What a new town's year begins with: the monthly cut-off, the season of school costs, the floods.

The flood season is that of Guangdong; each town changes what is different with it.
"""


class CannotKeepCalendar(Cannot):
    """The calendar is not this account's to keep, or the year says nothing new."""


def publish_year(
    *, area: Area, table: YearTable, document: str, by: User, at: datetime
) -> WorkingYear:
    """Say which days of a year are off and which are worked in exchange, for an area.

    The former table stays as it was until now. Raises CannotKeepCalendar.
    """
    off = {day.isoformat(): name for day, name in sorted(table.off.items())}
    work = {day.isoformat(): name for day, name in sorted(table.work.items())}
    with acting(by, at=at) as who:
        _refuse_stranger(who, area, at)
        former = _lock(area, table.year)
        if former is not None and (former.off, former.work) == (off, work):
            raise CannotKeepCalendar(_("和现在的安排一样，没有变化。"))
        if former is not None:
            former.superseded_at = at
            former.save(update_fields=["superseded_at"])
        line = WorkingYear.objects.create(
            area=area, year=table.year, off=off, work=work, document=document,
            recorded_at=at, recorded_by=who.uuid,
        )  # fmt: skip
        detail = {"year": table.year, "off": len(off), "work": len(work)}
        _note("offices.calendar.publish", who, area, at, detail)
        return line


def withdraw_year(*, area: Area, year: int, by: User, at: datetime) -> None:
    """Take back an office's table of a year: the wider area's, or the built-in one, counts again.

    Raises CannotKeepCalendar where there is none.
    """
    with acting(by, at=at) as who:
        _refuse_stranger(who, area, at)
        former = _lock(area, year)
        if former is None:
            raise CannotKeepCalendar(_("%(year)d年没有本镇公布的安排。") % {"year": year})
        former.superseded_at = at
        former.save(update_fields=["superseded_at"])
        _note("offices.calendar.withdraw", who, area, at, {"year": year})


def add_office_day(
    *, area: Area, name: str, day: int, month: int | None = None, last_month: int | None = None,
    last_day: int | None = None, by: User, at: datetime,
) -> OfficeDay:  # fmt: skip
    """Add a day or a season to the office's year.  Raises CannotKeepCalendar."""
    with acting(by, at=at) as who:
        _refuse_stranger(who, area, at)
        try:
            with transaction.atomic():
                one = OfficeDay.objects.create(
                    area=area, name=name, month=month, day=day, last_month=last_month,
                    last_day=last_day, recorded_at=at, recorded_by=who.uuid,
                )  # fmt: skip
        except IntegrityError as error:
            raise CannotKeepCalendar(_("已经有“%(name)s”了。") % {"name": name}) from error
        _note("offices.calendar.add_day", who, area, at, {"day": str(one.uuid)})
        return one


def end_office_day(*, one: OfficeDay, by: User, at: datetime) -> None:
    """Take a day off the office's year; it stays on record.  Raises CannotKeepCalendar."""
    with acting(by, at=at) as who:
        _refuse_stranger(who, one.area, at)
        left = OfficeDay.objects.filter(pk=one.pk, ended_at=None)
        if not left.update(ended_at=at, ended_by=who.uuid):
            raise CannotKeepCalendar(_("这一项已经有人去掉了。"))
        _note("offices.calendar.end_day", who, one.area, at, {"day": str(one.uuid)})


def first_days(area: Area, *, by: User, at: datetime) -> None:
    """Give a new town the days that every town's year has; it changes them as it needs."""
    for name, month, day, last_month, last_day in FIRST_DAYS:
        OfficeDay.objects.create(
            area=area, name=name, month=month, day=day, last_month=last_month, last_day=last_day,
            recorded_at=at, recorded_by=by.uuid,
        )  # fmt: skip


def _refuse_stranger(who: User, area: Area, at: datetime) -> None:
    on = day_of(at)
    if who.uuid != access.OPERATOR and not access.can_keep_calendar(who, area.lo, on=on):
        raise CannotKeepCalendar(_("这里的年历不归您管。"))


def _lock(area: Area, year: int) -> WorkingYear | None:
    # Two who publish at once come one after the other.
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended('offices.calendar', %s))", [area.lo]
        )
    return WorkingYear.objects.filter(area=area, year=year, superseded_at=None).first()


def _note(verb: str, who: User, area: Area, at: datetime, detail: dict[str, Any]) -> None:
    audit.record(verb=verb, by=who.uuid, at=at, area=area.lo, detail=detail)
