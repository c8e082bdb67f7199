from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .account import User
from .area import Area
from .organisation import Organisation


class Role(models.TextChoices):
    VILLAGE_WORKER = "village_worker", _("村居干部")
    SOCIAL_WORKER = "social_worker", _("社工")
    VOLUNTEER = "volunteer", _("义工")
    CLERK = "clerk", _("镇经办人")
    REVIEWER = "reviewer", _("审核人")
    APPROVER = "approver", _("审批人")
    LIAISON = "liaison", _("部门联络员")
    LEADER = "leader", _("镇领导")
    INSPECTOR = "inspector", _("检查人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDITOR = "auditor", _("安全审计员")
    OPERATOR = "operator", _("运维人员（命令行）")


ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
"""三员: each excludes the other two and every role that touches a case."""


class Post(models.Model):
    """What an account is, where and between which dates; both dates belong to the post.

    Two exclusion constraints in the migration keep its promises under concurrency:
    ``offices_post_no_overlap`` (the same post is not held twice on one day) and
    ``offices_post_admins_apart`` (an administrator's post stands alone).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.RESTRICT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.RESTRICT, related_name="posts")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, models.RESTRICT, db_column="area", related_name="posts")
    valid_from = models.DateField(_("任职日期"))
    valid_until = models.DateField(_("离任日期"), null=True, blank=True)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["valid_from", "id"]
        indexes = [models.Index(fields=["user", "role"], name="offices_post_of_user")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="offices_post_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(role="inspector") | Q(valid_until__isnull=False),
                name="offices_post_inspector_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(role__in=sorted(Role.values)), name="offices_post_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.valid_from}"
