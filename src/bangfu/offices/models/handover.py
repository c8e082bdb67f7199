from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .area import Area
from .post import Post


class HandOver(models.Model):
    """A post and its open work on the way from one to another (移交).

    The leaver's side confirms first, over the work that ``mark`` is the digest of; the taker's
    confirmation does it all. ``begins_on`` is the taker's first day, the day after the leaver's
    last.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", related_name="+")
    post = models.ForeignKey(Post, models.RESTRICT, related_name="handovers")
    leaver = models.ForeignKey(User, models.RESTRICT, related_name="hands_over")
    taker = models.ForeignKey(User, models.RESTRICT, related_name="takes_over")
    begins_on = models.DateField(_("从哪天起接手"))
    mark = models.CharField(max_length=64)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    leaver_confirmed_by = models.UUIDField(null=True)
    leaver_confirmed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(leaver=F("taker")), name="offices_handover_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(leaver_confirmed_at__isnull=False),
                name="offices_handover_both_confirm",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(withdrawn_at=None),
                name="offices_handover_done_stays_done",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(done_at=None, withdrawn_at=None),
                name="offices_handover_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} {self.taker_id} {self.begins_on}"

    @property
    def is_open(self) -> bool:
        """Whether it is neither done nor withdrawn."""
        return self.done_at is None and self.withdrawn_at is None
