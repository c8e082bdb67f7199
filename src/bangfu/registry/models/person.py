import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import IdentityState, Precision, Sex
from .profile import PERSON_PROFILE


class Person(models.Model):
    """Somebody on the register; a person is not a number.

    Name, sex, birth and state are a projection of the trusted current ``Identity`` fact; what
    follows ``identity_state`` shows the other current facts, for lists. ``disability`` is
    kind/grade (``4/2``), ``category`` the household's. ``home`` is the UUID of the current
    household: what a grant names.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    area = models.BigIntegerField(_("村居"))
    canonical = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    home = models.UUIDField(null=True)
    name = models.CharField(_("姓名"), max_length=60)
    sort_key = models.CharField(max_length=120)
    sex = models.PositiveSmallIntegerField(_("性别"), choices=Sex.choices, default=Sex.UNKNOWN)
    born_on = models.DateField(_("出生日期"), null=True)
    born_precision = models.CharField(
        max_length=5, choices=Precision.choices, default=Precision.NONE, blank=True
    )
    identity_state = models.CharField(_("号码状态"), max_length=12, choices=IdentityState.choices)
    relation = models.CharField(_("与户主关系"), max_length=2, default="", blank=True)
    disability = models.CharField(_("残疾"), max_length=3, default="", blank=True)
    stage = models.CharField(_("学段"), max_length=16, default="", blank=True)
    category = models.CharField(_("类别"), max_length=16, default="", blank=True)
    profile = models.GeneratedField(
        expression=PERSON_PROFILE,
        output_field=models.CharField(max_length=60),
        db_persist=True,
    )
    entry = models.UUIDField()
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "area"], name="registry_person_id_area"),
            models.CheckConstraint(
                condition=models.Q(canonical__isnull=True) | ~models.Q(canonical=models.F("id")),
                name="registry_person_not_merged_into_self",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="registry_person_has_a_name"),
        ]
        indexes = [
            # Who may be registered twice: same name and birth, or a name that sounds the same.
            models.Index(
                fields=["name", "born_on"],
                name="registry_person_namesake",
                condition=models.Q(canonical__isnull=True, withdrawn_at__isnull=True),
            ),
            models.Index(
                fields=["born_on", "area"],
                name="registry_person_born",
                condition=models.Q(
                    canonical__isnull=True, withdrawn_at__isnull=True, born_on__isnull=False
                ),
            ),
            models.Index(fields=["area", "sort_key", "id"], name="registry_person_list"),
            models.Index(fields=["home"], name="registry_person_home"),
            models.Index(
                fields=["profile", "area", "sort_key", "id"], name="registry_person_narrow"
            ),
            # Whose number is to be verified: few, and asked for by nothing else as a rule.
            models.Index(
                fields=["identity_state", "area", "sort_key", "id"],
                name="registry_person_doubt",
                condition=models.Q(
                    canonical__isnull=True,
                    withdrawn_at__isnull=True,
                    identity_state__in=(IdentityState.UNVERIFIED, IdentityState.DISPUTED),
                ),
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Holder(models.Model):
    """The one person who holds a verified identity number.

    The primary key is the promise: whatever a take-in thinks, no number is verified for two.
    """

    token = models.BinaryField(primary_key=True)
    person = models.ForeignKey(Person, models.RESTRICT, related_name="+", db_constraint=False)
    area = models.BigIntegerField()

    def __str__(self) -> str:
        return f"holder {self.person_id}"
