import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import Doubt, PairState
from .change import Change
from .person import Person


class Pair(models.Model):
    """Two entries that may be one person, why, and what was decided: remembered, so that nobody
    is asked twice.

    ``one`` is the older entry. Each side stands in the area of its person and moves with him, as
    facts do; a pair is seen by who sees both. ``reasons`` are `Doubt` codes, parted by commas.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    area = models.BigIntegerField()
    other_area = models.BigIntegerField()
    one = models.ForeignKey(Person, models.RESTRICT, related_name="+", db_constraint=False)
    two = models.ForeignKey(Person, models.RESTRICT, related_name="+", db_constraint=False)
    reasons = models.CharField(_("为什么拿来比"), max_length=100)
    found_at = models.DateTimeField()
    found_by = models.UUIDField()
    state = models.CharField(max_length=8, choices=PairState.choices, default=PairState.OPEN)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    change = models.ForeignKey(Change, models.RESTRICT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], name="registry_pair_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("two")), name="registry_pair_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=PairState.OPEN, decided_at__isnull=True, decided_by__isnull=True
                )
                | (
                    ~models.Q(state=PairState.OPEN)
                    & models.Q(decided_at__isnull=False, decided_by__isnull=False)
                ),
                name="registry_pair_decided_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PairState.SAME, change__isnull=False)
                | (~models.Q(state=PairState.SAME) & models.Q(change__isnull=True)),
                name="registry_pair_same_is_a_merge",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="registry_pair_waiting"),
            models.Index(fields=["decided_by", "decided_at"], name="registry_pair_decided"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def doubts(self) -> list[Doubt]:
        """Why the two may be one."""
        return [Doubt(code) for code in self.reasons.split(",") if code in Doubt.values]
