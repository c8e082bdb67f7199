"""Bitemporal facts.

Every fact says when it was true (``valid_from`` to ``valid_until``, both days included), when
the register knew it (``recorded_at`` to ``superseded_at``), who says so (``source``, ``row``)
and which act wrote or replaced it (``entry``, ``superseded_by``). Rows are added and closed,
never rewritten: the facts are their own history.

The foreign keys to the subject are composite in the database, (subject, area) → (id, area)
ON UPDATE CASCADE, so that a fact can not stand in another area than its subject.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import CategoryCode, DepartureKind, IdentityState, Precision, Sex


class Fact(models.Model):
    area = models.BigIntegerField()
    valid_from = models.DateField(_("起"))
    valid_until = models.DateField(_("止"), null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    source = models.ForeignKey("registry.Source", models.RESTRICT, related_name="+")
    row = models.PositiveIntegerField(null=True)
    entry = models.UUIDField(db_index=True)
    superseded_by = models.UUIDField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_at__isnull=True, superseded_by__isnull=True)
                | models.Q(superseded_at__isnull=False, superseded_by__isnull=False),
                name="%(app_label)s_%(class)s_superseded_whole",
            ),
        ]


class PersonFact(Fact):
    person = models.ForeignKey(
        "registry.Person", models.RESTRICT, related_name="+", db_constraint=False
    )

    class Meta(Fact.Meta):
        abstract = True


class HouseholdFact(Fact):
    household = models.ForeignKey(
        "registry.Household", models.RESTRICT, related_name="+", db_constraint=False
    )

    class Meta(Fact.Meta):
        abstract = True


class Identity(PersonFact):
    """Who a source says the person is.

    ``number`` is sealed: the 18 characters where they are valid, else the text as written.
    ``number_token`` is the blind index of a valid number.
    """

    name = models.CharField(_("姓名"), max_length=60)
    sex = models.PositiveSmallIntegerField(choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField(null=True)
    born_precision = models.CharField(
        max_length=5, choices=Precision.choices, default=Precision.NONE, blank=True
    )
    state = models.CharField(max_length=12, choices=IdentityState.choices)
    number = models.BinaryField(null=True)
    number_token = models.BinaryField(null=True)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state=IdentityState.UNVERIFIED)
                | models.Q(number_token__isnull=False),
                name="registry_identity_claim_has_a_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["number_token"],
                name="registry_identity_token",
                condition=models.Q(superseded_at__isnull=True, number_token__isnull=False),
            ),
            models.Index(fields=["person"], name="registry_identity_person"),
        ]

    def __str__(self) -> str:
        return f"identity {self.pk}"


class Membership(PersonFact):
    """A person's place in a household; the relation is GB/T 4761, two digits."""

    household = models.ForeignKey("registry.Household", models.RESTRICT, related_name="+")
    relation = models.CharField(_("与户主关系"), max_length=2, default="", blank=True)
    relation_text = models.CharField(max_length=20, default="", blank=True)

    def __str__(self) -> str:
        return f"membership {self.pk}"


class Category(HouseholdFact):
    """Why the household is on the register, with the reason of entry and of exit."""

    code = models.CharField(_("类别"), max_length=16, choices=CategoryCode.choices)
    monthly_fen = models.BigIntegerField(_("月保障金额（分）"), null=True)
    reason_in = models.CharField(_("纳入原因"), max_length=60, default="", blank=True)
    reason_out = models.CharField(_("退出原因"), max_length=60, default="", blank=True)

    class Meta(HouseholdFact.Meta):
        constraints = [
            *HouseholdFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(monthly_fen__isnull=True) | models.Q(monthly_fen__gte=0),
                name="registry_category_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"category {self.pk}"


class Cause(HouseholdFact):
    """A cause of hardship: rank 1 is the main one, at most two more."""

    code = models.CharField(_("致困原因"), max_length=16)
    text = models.CharField(max_length=40, default="", blank=True)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta(HouseholdFact.Meta):
        constraints = [
            *HouseholdFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(rank__gte=1, rank__lte=3), name="registry_cause_at_most_three"
            ),
        ]

    def __str__(self) -> str:
        return f"cause {self.pk}"


class Address(HouseholdFact):
    """Where the household lives: ``place`` to the group for every eye, ``text`` sealed."""

    place = models.CharField(_("村组"), max_length=60, default="", blank=True)
    text = models.BinaryField(null=True)
    token = models.BinaryField(null=True)

    class Meta(HouseholdFact.Meta):
        indexes = [
            models.Index(
                fields=["token"],
                name="registry_address_token",
                condition=models.Q(superseded_at__isnull=True, token__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"


class Disability(PersonFact):
    """A disability by certificate (GB/T 26341: kind 1–7, grade 1–4, 1 the most severe)."""

    kind = models.PositiveSmallIntegerField(_("残疾类别"), null=True)
    grade = models.PositiveSmallIntegerField(_("残疾等级"), null=True)
    certificate = models.BinaryField(null=True)

    class Meta(PersonFact.Meta):
        constraints = [
            *PersonFact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind__isnull=True) | models.Q(kind__gte=1, kind__lte=7),
                name="registry_disability_kind_of_seven",
            ),
            models.CheckConstraint(
                condition=models.Q(grade__isnull=True) | models.Q(grade__gte=1, grade__lte=4),
                name="registry_disability_grade_of_four",
            ),
        ]

    def __str__(self) -> str:
        return f"disability {self.pk}"


class Schooling(PersonFact):
    """Where a person learns, by school year (``2012`` = from September 2012).

    ``stage`` is a word of `kernel.codes.SCHOOL_STAGE`; 非在校 says that he does not learn. The
    database keeps that two stages of one school year never hold on one day.
    """

    stage = models.CharField(_("学段"), max_length=16)
    full_time = models.BooleanField(_("全日制"), null=True)
    school_year = models.PositiveSmallIntegerField(null=True)
    school = models.CharField(_("学校"), max_length=80, default="", blank=True)

    def __str__(self) -> str:
        return f"schooling {self.pk}"


class Phone(PersonFact):
    """A telephone number, sealed; ``token`` is its blind index."""

    number = models.BinaryField()
    token = models.BinaryField()

    class Meta(PersonFact.Meta):
        indexes = [
            models.Index(
                fields=["token"],
                name="registry_phone_token",
                condition=models.Q(superseded_at__isnull=True, valid_until__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"phone {self.pk}"


class BankAccount(PersonFact):
    """A bank account, sealed; ``token`` is its blind index.

    ``holder`` is in whose name it stands, where that is not the person himself.
    """

    number = models.BinaryField()
    token = models.BinaryField()
    bank = models.CharField(_("开户行"), max_length=60, default="", blank=True)
    holder = models.CharField(_("开户名"), max_length=60, default="", db_default="", blank=True)

    def __str__(self) -> str:
        return f"bank account {self.pk}"


class Departure(PersonFact):
    """That a person is no longer of the register: dead, moved away; ``valid_from`` is the day."""

    kind = models.CharField(_("去向"), max_length=12, choices=DepartureKind.choices)

    def __str__(self) -> str:
        return f"departure {self.pk}"
