from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

OWN_CODES = 1000
"""An area's number is its twelve-digit code times this; the gap takes codes of our own."""

SPANS = {
    "province": 10**10,
    "city": 10**8,
    "county": 10**6,
    "town": 10**3,
    "village": 1,
}
"""How many twelve-digit codes an area of each level spans (GB/T 2260 and 统计用区划代码)."""


class Level(models.TextChoices):
    PROVINCE = "province", _("省")
    CITY = "city", _("市")
    COUNTY = "county", _("县（区）")
    TOWN = "town", _("镇（街道）")
    VILLAGE = "village", _("村（居）")
    GROUP = "group", _("村民小组")


def bounds_of(code: str, level: str) -> tuple[int, int]:
    """Return the first and the last area number of the area with this twelve-digit code.

    Both ends belong to the area: 442000109000 as a town gives
    (442000109000000, 442000109999999).  Raises ValueError for a code that is not twelve digits or
    that does not end in the zeros its level asks for.
    """
    if len(code) != 12 or not code.isascii() or not code.isdigit():
        raise ValueError("an area code has twelve digits")
    span = SPANS[level]
    first = int(code)
    if first % span:
        raise ValueError(f"{code} is not the code of a {level}")
    return first * OWN_CODES, (first + span) * OWN_CODES - 1


class Area(models.Model):
    """A place of the administrative division, as a range of area numbers.

    ``lo`` is the area's own number, the one that other tables store in their ``area`` column; it is
    never given to another place.  A place that is merged or renumbered gets an end and a successor.
    """

    lo = models.BigIntegerField(primary_key=True)
    hi = models.BigIntegerField()
    code = models.CharField(_("区划代码"), max_length=12, validators=[RegexValidator(r"^\d{12}$")])
    name = models.CharField(_("名称"), max_length=60)
    short_names = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(_("启用日期"))
    valid_until = models.DateField(_("停用日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.RESTRICT, null=True, blank=True, related_name="predecessors"
    )

    class Meta:
        ordering = ["lo"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lo__lte=F("hi")), name="offices_area_range_in_order"
            ),
            models.CheckConstraint(
                condition=Q(lo__gte=10**14, lo__lt=10**15), name="offices_area_lo_is_a_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="offices_area_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> int:
        """The number other tables store in their ``area`` column."""
        return self.lo
