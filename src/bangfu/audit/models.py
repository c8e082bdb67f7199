"""The trail: what happened, the chain that seals it, signed sheets, and what looked odd."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from .states import Conclusion, Kind, Oddity


class Entry(models.Model):
    """One act, look or login: ids, verbs and names of fields, never a value.

    The column ``txid`` (the writing transaction) is added by ``0002_guard.sql``, since only the
    sealer reads it. Rows are written by ``actions`` in plain SQL:
    the application role may not read back what it inserts.
    """

    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("记下时间"), db_default=Now())
    kind = models.CharField(_("类型"), max_length=5, choices=Kind.choices)
    actor = models.UUIDField(_("谁"), null=True)
    verb = models.CharField(_("做了什么"), max_length=80)
    subject = models.UUIDField(_("对象"), null=True)
    subject_kind = models.CharField(_("对象类型"), max_length=40, blank=True)
    area = models.BigIntegerField(_("村居"), null=True)
    fields = ArrayField(models.CharField(max_length=80), verbose_name=_("字段"))
    reason = models.CharField(_("理由"), max_length=40, blank=True)
    detail = models.JSONField(_("细节"))
    via = models.CharField(_("途径"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="audit_entry_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(verb=""), name="audit_entry_says_what_was_done"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="look")
                | (models.Q(actor__isnull=False) & models.Q(subject__isnull=False)),
                name="audit_entry_look_names_who_and_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_entry_subject"),
            models.Index(fields=["actor", "id"], name="audit_entry_actor"),
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["verb", "id"], name="audit_entry_verb"),
            # What was shown whole, handed out or taken back for a reason: a small part of it all.
            models.Index(
                fields=["id"], name="audit_entry_reasoned", condition=~models.Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class Seal(models.Model):
    """One link of the chain: ``digest = HMAC-SM3(key, previous || body of the entry)``.

    ``cluster`` is the database cluster that sealed: after a restore into another one the
    transaction numbers start anew, and the sealer has to know.
    """

    seq = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.RESTRICT, related_name="+")
    digest = models.BinaryField()
    previous = models.BinaryField()
    key_version = models.PositiveSmallIntegerField()
    cluster = models.BigIntegerField()
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="audit_seal_digest_once"),
            models.CheckConstraint(condition=models.Q(seq__gt=0), name="audit_seal_counts_from_1"),
        ]
        indexes = [models.Index(fields=["sealed_at", "seq"], name="audit_seal_when")]

    def __str__(self) -> str:
        return str(self.seq)


class Sheet(models.Model):
    """That the head of the chain at the end of a month was signed on paper, by whom and when."""

    month = models.DateField(unique=True)
    head = models.BigIntegerField()
    digest = models.BinaryField()
    signed_on = models.DateField()
    signed_by = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="audit_sheet_is_of_a_month"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_on__gt=models.F("month")),
                name="audit_sheet_signed_after_the_month",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Alert(models.Model):
    """A day of somebody's work to be looked into: one for a user, a day and a kind.

    ``entries`` are ids of the trail, the first two hundred; ``limit`` what the day went beyond.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("情况"), max_length=12, choices=Oddity.choices)
    actor = models.UUIDField(_("谁"))
    day = models.DateField(_("哪一天"))
    area = models.BigIntegerField()
    count = models.PositiveIntegerField()
    limit = models.PositiveIntegerField()
    entries = ArrayField(models.BigIntegerField())
    found_at = models.DateTimeField()
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)
    conclusion = models.CharField(
        _("结论"), max_length=12, choices=Conclusion.choices, default="", blank=True
    )
    note = models.CharField(_("说明"), max_length=200, default="", blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["actor", "day", "kind"], name="audit_alert_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(checked_by=None, checked_at=None, conclusion="", note="")
                | models.Q(checked_by__isnull=False, checked_at__isnull=False)
                & ~models.Q(conclusion=""),
                name="audit_alert_checked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
