from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .area import Area


class StandIn(models.Model):
    """Who acts for whom between two dates (AB岗); both dates belong to it.

    The one who stands in has the other's posts beside his own on those days.  The migration keeps
    the rest: ``offices_standin_one_at_a_time``, ``offices_standin_no_chain`` (nobody stands in for
    somebody who stands in), ``offices_standin_no_administrator`` and ``offices_standin_has_an_end``
    (half a year at most).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", related_name="+")
    user = models.ForeignKey(User, models.RESTRICT, related_name="stands_in")
    for_user = models.ForeignKey(User, models.RESTRICT, related_name="stood_for")
    valid_from = models.DateField(_("从哪天"))
    valid_until = models.DateField(_("到哪天"))
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["valid_from", "id"]
        indexes = [models.Index(fields=["user", "valid_until"], name="offices_standin_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="offices_standin_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("for_user")), name="offices_standin_not_for_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.for_user_id} {self.valid_from}"
