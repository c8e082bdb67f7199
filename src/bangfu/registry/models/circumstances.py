"""What a person can do, how he lives and what an illness cost him."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import TraitField
from .facts import PersonFact


class Trait(PersonFact):
    """One code about a person: labour ability, marriage, education … of `states.TRAIT_CODES`."""

    field = models.CharField(max_length=12, choices=TraitField.choices, blank=True)
    code = models.CharField(max_length=4)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            # An erasure empties the word and leaves the code.
            models.CheckConstraint(
                condition=models.Q(field__in=["", *TraitField.values]),
                name="registry_trait_known_field",
            ),
            models.CheckConstraint(condition=~models.Q(code=""), name="registry_trait_says_a_code"),
        ]
        indexes = [models.Index(fields=["person", "field"], name="registry_trait_person")]

    def __str__(self) -> str:
        return f"trait {self.pk}"


class Illness(PersonFact):
    """What a serious illness cost in one calendar year, in fen; what is not known is null.

    ``disease`` is sealed. ``own_paid_fen`` (自付) is as the papers say and not computed: what
    counts as own-paid differs between insurances.
    """

    year = models.PositiveSmallIntegerField(_("年度"))
    total_fen = models.BigIntegerField(_("总费用（分）"), null=True)
    reimbursed_fen = models.BigIntegerField(_("报销（分）"), null=True)
    own_paid_fen = models.BigIntegerField(_("自付（分）"), null=True)
    disease = models.BinaryField(null=True)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(total_fen__isnull=True) | models.Q(total_fen__gte=0),
                name="registry_illness_total_not_negative",
            ),
            models.CheckConstraint(
                condition=(models.Q(reimbursed_fen__isnull=True) | models.Q(reimbursed_fen__gte=0))
                & (models.Q(own_paid_fen__isnull=True) | models.Q(own_paid_fen__gte=0))
                & (
                    models.Q(total_fen__isnull=True)
                    | models.Q(reimbursed_fen__isnull=True)
                    | models.Q(reimbursed_fen__lte=models.F("total_fen"))
                )
                & (
                    models.Q(total_fen__isnull=True)
                    | models.Q(own_paid_fen__isnull=True)
                    | models.Q(own_paid_fen__lte=models.F("total_fen"))
                ),
                name="registry_illness_parts_within_total",
            ),
            models.UniqueConstraint(
                fields=["person", "year"],
                condition=models.Q(superseded_at__isnull=True),
                name="registry_illness_once_a_year",
            ),
        ]

    def __str__(self) -> str:
        return f"illness {self.pk}"
