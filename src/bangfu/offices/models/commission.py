from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .account import User


class Errand(models.TextChoices):
    """What an inspection is for."""

    SPECIAL = "special", _("专项检查")
    AUDIT = "audit", _("审计")
    PATROL = "patrol", _("巡察")
    ROUTINE = "routine", _("日常抽查")
    COMPLAINT = "complaint", _("信访核查")


class EndReason(models.TextChoices):
    """Why leave to see was taken back before its last day; codes, since the trail holds no text."""

    DONE = "done", _("事情办完")
    CHANGED = "changed", _("换人或换对象")
    MISTAKE = "mistake", _("给错了")
    LEFT = "left", _("本人离任")
    MISUSE = "misuse", _("超出用途")
    OTHER = "other", _("其他")


class Commission(models.Model):
    """What an inspector was sent for: by whose letter, where, which records, until when.

    ``villages`` are area numbers; ``covers_from`` to ``covers_until`` the records that may be
    looked at; ``valid_from`` to ``valid_until`` the days on which anything opens at all. The rule
    of the sample (``percent`` of the families, ``least`` at least) and its ``seed`` are fixed when
    it is written; ``frame`` families stood to be drawn from (``frame_ids``), ``frame_digest`` is
    the SHA-256 of their sorted ids, one a line, so that the draw can be done again and compared.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspector = models.ForeignKey(User, models.RESTRICT, related_name="commissions")
    area = models.BigIntegerField()
    villages = ArrayField(models.BigIntegerField())
    covers_from = models.DateField(_("检查哪段时间的记录，从"))
    covers_until = models.DateField(_("到"))
    errand = models.CharField(_("检查用途"), max_length=12, choices=Errand.choices)
    letter = models.CharField(_("文号"), max_length=60)
    issuer = models.CharField(_("发文单位"), max_length=60)
    valid_from = models.DateField(_("检查从"))
    valid_until = models.DateField(_("到"))
    percent = models.PositiveSmallIntegerField(_("抽几成（%）"))
    least = models.PositiveSmallIntegerField(_("至少几户"))
    seed = models.CharField(max_length=32)
    frame = models.PositiveIntegerField(null=True)
    frame_digest = models.CharField(max_length=64, default="", blank=True)
    frame_ids = ArrayField(models.UUIDField(), default=list, blank=True)
    drawn_at = models.DateTimeField(null=True)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_reason = models.CharField(
        max_length=12, choices=EndReason.choices, default="", blank=True
    )

    class Meta:
        ordering = ["-given_at", "-id"]
        indexes = [models.Index(fields=["inspector", "valid_until"], name="offices_commission_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")),
                name="offices_commission_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(covers_until__gte=F("covers_from")),
                name="offices_commission_records_in_order",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100) & Q(least__gte=1),
                name="offices_commission_sample_has_a_size",
            ),
            models.CheckConstraint(
                condition=Q(villages__len__gte=1), name="offices_commission_names_villages"
            ),
            models.CheckConstraint(
                condition=Q(seed__regex=r"^[0-9a-f]{32}$") & ~Q(letter="") & ~Q(issuer=""),
                name="offices_commission_names_letter_and_seed",
            ),
            models.CheckConstraint(
                condition=Q(drawn_at=None, frame=None, frame_digest="")
                | Q(drawn_at__isnull=False, frame__gte=1, frame_digest__regex=r"^[0-9a-f]{64}$"),
                name="offices_commission_drawn_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_reason="")
                | Q(ended_by__isnull=False) & ~Q(ended_reason=""),
                name="offices_commission_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.valid_from}"

    @property
    def places(self) -> tuple[tuple[int, int], ...]:
        """The ranges of area numbers of its villages, both ends included."""
        return tuple((village, village + 999) for village in sorted(self.villages))

    @property
    def households(self) -> int:
        """How many families its sample has."""
        frame = self.frame or 0
        return min(frame, max(self.least, -(-frame * self.percent // 100)))
