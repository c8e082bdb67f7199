"""How a family lives: what it needs, its house, what comes in, what it owns.

These are facts like all others (see `facts`). Money is in fen, whole numbers; what was not told is
null, which is not 0.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..states import HouseGrade, HouseWork, NeedKind, NeedState, Structure, Tenure, WithinRule
from .facts import HouseholdFact, PersonFact

LARGEST_M2 = 2000
MOST_FEN = 10**12


def _money(*names: str) -> Q:
    """Each amount is unknown, or from nought to ten thousand million yuan."""
    found = Q()
    for name in names:
        found &= Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0, f"{name}__lt": MOST_FEN})
    return found


def _some(*names: str) -> Q:
    """At least one of these is told."""
    found = Q()
    for name in names:
        found |= Q(**{f"{name}__isnull": False})
    return found


class Need(HouseholdFact):
    """Something a family needs, from the day it was told to the day it was met or dropped.

    ``thread`` is one need through all that is said of it; ``text`` is sealed under the household's
    key, because people say anything there.
    """

    thread = models.UUIDField()
    kind = models.CharField(_("需求"), max_length=12, choices=NeedKind.choices)
    text = models.BinaryField(null=True)
    state = models.CharField(max_length=8, choices=NeedState.choices, default=NeedState.OPEN)

    class Meta(HouseholdFact.Meta):
        constraints = [
            *HouseholdFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state=NeedState.OPEN, valid_until__isnull=True)
                | Q(state__in=[NeedState.MET, NeedState.DROPPED], valid_until__isnull=False),
                name="registry_need_closed_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["thread"],
                name="registry_need_said_once",
                condition=Q(superseded_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class Housing(HouseholdFact):
    """The house a family lives in: whose, of what, how large (m²), how safe (A to D, D the worst).

    ``work`` and ``cost_fen`` are what is planned to be done to it; ``granted_on`` is when it was
    last helped with.
    """

    tenure = models.CharField(_("住房来源"), max_length=12, choices=Tenure.choices)
    structure = models.CharField(
        _("房屋结构"), max_length=12, choices=Structure.choices, default="", blank=True
    )
    floor_m2 = models.DecimalField(_("面积"), max_digits=5, decimal_places=1, null=True)
    grade = models.CharField(
        _("安全等级"), max_length=1, choices=HouseGrade.choices, default="", blank=True
    )
    work = models.CharField(
        _("改造方式"), max_length=8, choices=HouseWork.choices, default="", blank=True
    )
    cost_fen = models.BigIntegerField(_("预计费用（分）"), null=True)
    granted_on = models.DateField(_("上次得到住房补助"), null=True)

    class Meta(HouseholdFact.Meta):
        constraints = [
            *HouseholdFact.Meta.constraints,
            models.CheckConstraint(
                condition=Q(floor_m2__isnull=True) | Q(floor_m2__gt=0, floor_m2__lte=LARGEST_M2),
                name="registry_housing_area_of_a_house",
            ),
            models.CheckConstraint(
                condition=_money("cost_fen"), name="registry_housing_money_in_bounds"
            ),
        ]

    def __str__(self) -> str:
        return f"housing {self.pk}"


class Income(PersonFact):
    """What comes in for one person each month, in fen, averaged over ``months`` months.

    The four kinds are those of the home-visit survey. It is the person's, so that it goes where he
    goes; the family's is the sum over its members.
    """

    wages_fen = models.BigIntegerField(_("工资性收入"), null=True)
    business_fen = models.BigIntegerField(_("经营性收入"), null=True)
    property_fen = models.BigIntegerField(_("财产性收入"), null=True)
    transfer_fen = models.BigIntegerField(_("转移性收入"), null=True)
    months = models.PositiveSmallIntegerField(_("按几个月平均"), default=6)

    KINDS = ("wages_fen", "business_fen", "property_fen", "transfer_fen")

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(
                condition=_money("wages_fen", "business_fen", "property_fen", "transfer_fen"),
                name="registry_income_money_in_bounds",
            ),
            models.CheckConstraint(
                condition=_some("wages_fen", "business_fen", "property_fen", "transfer_fen"),
                name="registry_income_says_something",
            ),
            models.CheckConstraint(
                condition=Q(months__gte=1, months__lte=12), name="registry_income_within_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"income {self.pk}"

    @property
    def monthly_fen(self) -> int:
        """What comes in each month from all that was told, in fen."""
        return sum(getattr(self, name) or 0 for name in self.KINDS)


class Assets(HouseholdFact):
    """What a family owns besides the house it lives in, in fen, and whether the local rule on
    assets allows it."""

    savings_fen = models.BigIntegerField(_("存款"), null=True)
    vehicle_fen = models.BigIntegerField(_("车辆"), null=True)
    property_fen = models.BigIntegerField(_("别的房产"), null=True)
    business_fen = models.BigIntegerField(_("经营性资产"), null=True)
    other_fen = models.BigIntegerField(_("其他财产"), null=True)
    within = models.CharField(
        _("是否符合财产规定"), max_length=8, choices=WithinRule.choices, default=WithinRule.UNKNOWN
    )

    KINDS = ("savings_fen", "vehicle_fen", "property_fen", "business_fen", "other_fen")

    class Meta(HouseholdFact.Meta):
        constraints = [
            *HouseholdFact.Meta.constraints,
            models.CheckConstraint(
                condition=_money(
                    "savings_fen", "vehicle_fen", "property_fen", "business_fen", "other_fen"
                ),
                name="registry_assets_money_in_bounds",
            ),
            models.CheckConstraint(
                condition=_some(
                    "savings_fen", "vehicle_fen", "property_fen", "business_fen", "other_fen"
                )
                | ~Q(within=WithinRule.UNKNOWN),
                name="registry_assets_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"assets {self.pk}"

    @property
    def total_fen(self) -> int | None:
        """What all that was told is worth, in fen; None where no amount was told."""
        told = [getattr(self, name) for name in self.KINDS]
        known = [amount for amount in told if amount is not None]
        return sum(known) if known else None
