"""Keys of people and households, and the rights they have: requests, holds, lawful erasure.

People and households are UUID values here: the register stands above this room.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .states import (
    About,
    Asker,
    Channel,
    ErasureState,
    Ground,
    HoldReason,
    Refusal,
    RequestKind,
    RequestState,
    SubjectKind,
)


class SubjectKey(models.Model):
    """The wrapped data key of one subject; a destroyed one keeps its row and loses the key.

    ``wrapped`` is nonce (12 bytes) || AES-256-GCM(master key, data key), bound to the subject.
    """

    subject = models.UUIDField(_("对象"), primary_key=True)
    wrapped = models.BinaryField(null=True)
    master_version = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(db_default=Now())
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="privacy_subjectkey_destroyed_means_gone",
            ),
        ]
        indexes = [
            models.Index(fields=["master_version"], name="privacy_subjectkey_version"),
        ]

    def __str__(self) -> str:
        return str(self.subject)


class Request(models.Model):
    """What somebody asks about what is held of them: to know, copy, correct, delete, explain.

    ``text`` is what they said, sealed under the subject's own key. ``handler`` has it in hand: to
    him the field that it is about opens without another reason.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("村居"))
    subject = models.UUIDField()
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    kind = models.CharField(_("要求什么"), max_length=8, choices=RequestKind.choices)
    about = models.CharField(_("哪一项"), max_length=12, choices=About.choices)
    channel = models.CharField(_("怎么提出"), max_length=8, choices=Channel.choices)
    asker = models.CharField(_("谁提出"), max_length=8, choices=Asker.choices)
    text = models.BinaryField(null=True)
    asked_on = models.DateField(_("提出日期"))
    due_on = models.DateField(_("办理期限"))
    recorded_by = models.UUIDField()
    recorded_at = models.DateTimeField()
    handler = models.UUIDField(null=True)
    state = models.CharField(max_length=8, choices=RequestState.choices)
    refusal = models.CharField(max_length=12, choices=Refusal.choices, default="", blank=True)
    act = models.UUIDField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=RequestState.OPEN, decided_by__isnull=True, decided_at__isnull=True
                )
                | Q(
                    ~Q(state=RequestState.OPEN),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="privacy_request_decided_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.REFUSED) ^ Q(refusal=""),
                name="privacy_request_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="privacy_request_due_after_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="privacy_request_subject"),
            models.Index(fields=["area", "state", "due_on"], name="privacy_request_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class Hold(models.Model):
    """Leave to keep what would otherwise be erased: a lawsuit, an audit, a complaint."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("村居"))
    subject = models.UUIDField()
    reason = models.CharField(_("为什么留"), max_length=12, choices=HoldReason.choices)
    until = models.DateField(_("留到"))
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="privacy_hold_lifted_whole",
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="privacy_hold_subject")]

    def __str__(self) -> str:
        return f"{self.reason} {self.uuid}"


class Erasure(models.Model):
    """A lawful erasure of a household with its people, or of one person: proposed by one,
    confirmed by another.

    ``people`` are the people whose keys go; the row names nobody and stays for ever. What
    becomes of the rows of other rooms, their own triggers do in the same transaction.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("村居"))
    subject = models.UUIDField()
    subject_kind = models.CharField(max_length=10, choices=SubjectKind.choices)
    people = ArrayField(models.UUIDField())
    ground = models.CharField(_("依据"), max_length=16, choices=Ground.choices)
    clause = models.CharField(_("条款"), max_length=200)
    clock_on = models.DateField(_("起算日期"))
    state = models.CharField(max_length=10, choices=ErasureState.choices)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    txid = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state=ErasureState.PROPOSED, decided_by__isnull=True, decided_at__isnull=True
                )
                | Q(
                    ~Q(state=ErasureState.PROPOSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="privacy_erasure_decided_is_signed",
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.DONE) | ~Q(decided_by=F("proposed_by")),
                name="privacy_erasure_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(clause=""), name="privacy_erasure_names_its_clause"
            ),
            models.UniqueConstraint(
                fields=["subject"],
                condition=Q(state__in=[ErasureState.PROPOSED, ErasureState.DONE]),
                name="privacy_erasure_once",
            ),
        ]
        indexes = [models.Index(fields=["area", "state"], name="privacy_erasure_waiting")]

    def __str__(self) -> str:
        return f"{self.state} {self.uuid}"


class Term(models.Model):
    """How long a town keeps a kind of record, where that differs from the table in ``data``."""

    area = models.BigIntegerField(_("镇"))
    kind = models.CharField(max_length=16)
    years = models.PositiveSmallIntegerField(_("年"))
    clause = models.CharField(_("条款"), max_length=200)
    set_by = models.UUIDField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "kind"], name="privacy_term_one_of_a_kind"),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=100), name="privacy_term_in_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.years}"
