from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .area import Area


class WorkingYear(models.Model):
    """A year's days off and days worked in exchange, as an office published them for its area.

    ``off`` and ``work`` map ISO days to the name of their holiday. A later table of the same year
    takes the place of the former, which stays: a limit counted under it can be counted again.
    """

    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", related_name="+")
    year = models.PositiveSmallIntegerField(_("年份"))
    off = models.JSONField()
    work = models.JSONField(default=dict)
    document = models.CharField(_("依据"), max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "year"],
                condition=Q(superseded_at__isnull=True),
                name="offices_workingyear_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=2000, year__lte=2100), name="offices_workingyear_of_our_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}"


class OfficeDay(models.Model):
    """A day or a season of the office's year: each month (``month`` null), or once a year.

    ``day`` 31 is the last day of a shorter month. A season ends on ``last_month``, ``last_day``.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", related_name="+")
    name = models.CharField(_("名称"), max_length=20)
    month = models.PositiveSmallIntegerField(_("月"), null=True)
    day = models.PositiveSmallIntegerField(_("日"))
    last_month = models.PositiveSmallIntegerField(null=True)
    last_day = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "name"],
                condition=Q(ended_at__isnull=True),
                name="offices_officeday_one_name",
            ),
            models.CheckConstraint(
                condition=Q(day__gte=1, day__lte=31)
                & (Q(month__isnull=True) | Q(month__gte=1, month__lte=12)),
                name="offices_officeday_is_a_day",
            ),
            models.CheckConstraint(
                condition=Q(last_month__isnull=True, last_day__isnull=True)
                | Q(
                    month__isnull=False,
                    last_month__gte=F("month"),
                    last_month__lte=12,
                    last_day__gte=1,
                    last_day__lte=31,
                ),
                name="offices_officeday_season_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
