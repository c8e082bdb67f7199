from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .commission import Commission, EndReason


class Purpose(models.TextChoices):
    PAIRED = "paired", _("结对帮扶")
    OWN_CASE = "own_case", _("本人申请")
    LIAISON_LIST = "liaison_list", _("部门名单")
    INSPECTION = "inspection", _("抽查样本")


class Grant(models.Model):
    """Leave for one principal to see one person or household, for a purpose and between dates.

    Offices owns the table; the rooms above write it through ``offices.actions``.  Policies of other
    tables read it as ``offices_grant(principal, subject, valid_from, valid_until)``: both dates
    belong to the grant.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    principal = models.UUIDField()
    subject = models.UUIDField()
    subject_kind = models.CharField(max_length=20, default="household")
    area = models.BigIntegerField()
    purpose = models.CharField(_("用途"), max_length=20, choices=Purpose.choices)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_reason = models.CharField(
        max_length=12, choices=EndReason.choices, default="", db_default="", blank=True
    )
    commission = models.ForeignKey(
        Commission, models.RESTRICT, null=True, related_name="sample", editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["principal", "subject"], name="offices_grant_of_principal"),
            models.Index(fields=["subject"], name="offices_grant_of_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="offices_grant_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(ended_reason="") | Q(ended_by__isnull=False),
                name="offices_grant_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(commission=None) | Q(purpose="inspection"),
                name="offices_grant_sample_is_for_inspection",
            ),
            models.CheckConstraint(
                condition=Q(area__gte=10**14, area__lt=10**15), name="offices_grant_area_is_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.valid_from}"
