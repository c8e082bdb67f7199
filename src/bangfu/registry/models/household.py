import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import CategoryCode
from .profile import HOUSEHOLD_PROFILE


class Household(models.Model):
    """A family as the register knows it.

    The columns after ``number`` are a projection of the current facts, kept by the actions in
    the same transaction, so that a list of 25 is one index scan. ``entered_on`` is the first day
    of the present or the last stay on the register, ``changed_at`` the last act or roster that
    changed the family, ``eldest_on`` the birth of its eldest member.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    area = models.BigIntegerField(_("村居"))
    number = models.CharField(_("家庭编号"), max_length=24, unique=True)
    head = models.ForeignKey(
        "registry.Person", models.RESTRICT, null=True, related_name="+", verbose_name=_("户主")
    )
    sort_key = models.CharField(max_length=120, default="")
    size = models.PositiveSmallIntegerField(_("人数"), default=0)
    category = models.CharField(
        _("类别"), max_length=16, choices=CategoryCode.choices, default="", blank=True
    )
    cause = models.CharField(_("主要致困原因"), max_length=16, default="", blank=True)
    place = models.CharField(_("村组"), max_length=60, default="", blank=True)
    disabled = models.BooleanField(default=False)
    in_school = models.BooleanField(default=False)
    unverified = models.BooleanField(default=False)
    eldest_on = models.DateField(null=True)
    entered_on = models.DateField(_("纳入日期"), null=True)
    changed_at = models.DateTimeField(_("最近变动"), null=True)
    profile = models.GeneratedField(
        expression=HOUSEHOLD_PROFILE,
        output_field=models.CharField(max_length=60),
        db_persist=True,
    )
    entry = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="registry_household_id_area"),
            models.CheckConstraint(
                condition=models.Q(area__gte=10**14, area__lt=10**15),
                name="registry_household_area_is_a_code",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "sort_key", "id"], name="registry_household_list"),
            models.Index(fields=["sort_key", "id"], name="registry_household_names"),
            models.Index(fields=["changed_at", "id"], name="registry_household_changed"),
            models.Index(fields=["entered_on", "id"], name="registry_household_entered"),
            models.Index(
                fields=["profile", "area", "sort_key", "id"], name="registry_household_narrow"
            ),
            models.Index(
                fields=["profile", "changed_at", "id"], name="registry_household_n_change"
            ),
            models.Index(fields=["profile", "entered_on", "id"], name="registry_household_n_enter"),
        ]

    def __str__(self) -> str:
        return self.number


class Numbering(models.Model):
    """The last household number given out in a village."""

    area = models.BigIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.area}: {self.last}"
