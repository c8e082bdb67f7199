from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .area import Area


class OrganisationKind(models.TextChoices):
    TOWN_GOVERNMENT = "town_government", _("镇政府")
    DEPARTMENT = "department", _("部门")
    VILLAGE = "village", _("村（居）委会")
    ENTERPRISE = "enterprise", _("企业")
    SOLE_TRADER = "sole_trader", _("个体工商户")
    SOCIAL = "social", _("社会组织")
    PARTY = "party", _("党组织")
    LEAGUE = "league", _("团组织")
    SCHOOL = "school", _("学校")
    OTHER = "other", _("其他")


class Organisation(models.Model):
    """An office, a village committee, an enterprise: whatever people hold a post in."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("单位名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=OrganisationKind.choices)
    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", related_name="organisations")
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["area", "name"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="offices_organisation_one_name"),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code=""),
                name="offices_organisation_one_credit_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TownSetting(models.Model):
    """What a town says about itself on every page, the page of login included.

    Nothing in it is private: a stranger at the door reads the name of the town and whom to call.
    """

    area = models.OneToOneField(
        Area, models.RESTRICT, primary_key=True, db_column="area", related_name="setting"
    )
    name = models.CharField(_("镇名"), max_length=60)
    is_demo = models.BooleanField(_("演示数据"), default=False)
    contact_name = models.CharField(_("管理员姓名"), max_length=60, blank=True)
    contact_phone = models.CharField(_("管理员电话"), max_length=30, blank=True)

    def __str__(self) -> str:
        return self.name
