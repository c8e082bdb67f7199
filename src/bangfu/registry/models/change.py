import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import ChangeKind
from .household import Household
from .person import Person


class Change(models.Model):
    """One act of the register: what happened to a family, from which day, on what ground.

    The facts it wrote and closed bear its ``uuid`` as their ``entry``; ``basis`` stands in their
    source. An act is undone, never deleted.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    area = models.BigIntegerField()
    kind = models.CharField(_("事由"), max_length=16, choices=ChangeKind.choices)
    household = models.ForeignKey(Household, models.RESTRICT, related_name="+")
    other = models.ForeignKey(Household, models.RESTRICT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.RESTRICT, null=True, related_name="+")
    on = models.DateField(_("生效日期"))
    reason = models.CharField(_("原因"), max_length=24, default="", blank=True)
    basis = models.CharField(_("依据"), max_length=60, default="", blank=True)
    note = models.CharField(_("说明"), max_length=200, default="", blank=True)
    done_by = models.UUIDField()
    done_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="registry_change_undone_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["household", "id"], name="registry_change_household"),
            models.Index(fields=["other", "id"], name="registry_change_other"),
            models.Index(fields=["person", "id"], name="registry_change_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"
