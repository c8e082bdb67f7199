"""Changes of standards from draft to publication, what-ifs, and answers that were kept."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .states import RevisionState


class WhatIf(models.Model):
    """A change that was tried out on the register of one day: what it was, and its figures.

    ``text`` is the change as `rules.proposing` reads it. ``shown`` are figures that single nobody
    out (`kernel.disclosure`), for readers who see no families; the exact ones are a `WhatIfResult`.
    ``place`` is the first number of the area it was tried on.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    place = models.BigIntegerField()
    words = models.CharField(_("改什么"), max_length=120)
    on = models.DateField(_("问哪一天"))
    text = models.TextField()
    base = models.CharField(max_length=64)
    households = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    shown = models.JSONField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["place", "-id"], name="policies_whatif_latest")]

    def __str__(self) -> str:
        return self.words


class WhatIfResult(models.Model):
    """The exact figures of a what-if, for those who see the families of its area."""

    whatif = models.OneToOneField(WhatIf, models.CASCADE, related_name="result")
    area = models.BigIntegerField()
    figures = models.JSONField()

    def __str__(self) -> str:
        return f"result of {self.whatif_id}"


class Revision(models.Model):
    """A new text of one file of standards, from draft to publication.

    ``base`` is the SHA-256 of the text it was drawn from, empty for a new file: where another text
    is in force by then, it is not published over it. ``place`` is the first number of the
    area whose standards it changes.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    place = models.BigIntegerField()
    file = models.CharField(_("文件"), max_length=120)
    standard = models.CharField(max_length=40)
    text = models.TextField(_("标准"))
    cases = models.TextField(_("例子"), blank=True, default="")
    base = models.CharField(max_length=64, blank=True, default="")
    because = models.CharField(_("为什么改"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=12, choices=RevisionState.choices, default=RevisionState.DRAFT
    )
    whatif = models.ForeignKey(WhatIf, models.RESTRICT, null=True, related_name="+")
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    opinion = models.CharField(_("意见"), max_length=200, blank=True, default="")
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("drafted_by")),
                name="policies_revision_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
                name="policies_revision_published_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "published"])
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
                name="policies_revision_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="published")
                & Q(published_by__isnull=False, published_at__isnull=False)
                | ~Q(state="published") & Q(published_by=None, published_at=None),
                name="policies_revision_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "returned", "dropped"]) | Q(whatif__isnull=False),
                name="policies_revision_tried_out_first",
            ),
            models.UniqueConstraint(
                fields=["file"],
                condition=Q(state__in=["draft", "submitted", "returned", "agreed"]),
                name="policies_revision_one_open_for_a_file",
            ),
        ]
        indexes = [models.Index(fields=["file", "-id"], name="policies_revision_of_a_file")]

    def __str__(self) -> str:
        return f"{self.file} {self.state}"


class Assessment(models.Model):
    """An answer that was kept with all it rests on, so that it can be given again.

    ``kept`` is what `rules.keeping` writes, sealed under the household's key: an erasure closes it.
    ``person`` is None where the standard asks about the household.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    area = models.BigIntegerField()
    household = models.ForeignKey(
        "registry.Household", models.RESTRICT, related_name="+", db_constraint=False
    )
    person = models.UUIDField(null=True)
    batch = models.UUIDField()
    standard = models.CharField(max_length=40, blank=True)
    on = models.DateField(_("问哪一天"))
    answer = models.CharField(max_length=8, blank=True)
    amount_fen = models.BigIntegerField(null=True)
    rule_hash = models.CharField(max_length=64)
    facts_hash = models.CharField(max_length=64)
    kept = models.BinaryField()
    kept_by = models.UUIDField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["yes", "no", "unknown", ""]),
                name="policies_assessment_answers",
            ),
            models.CheckConstraint(
                condition=Q(amount_fen=None) | Q(amount_fen__gte=0, answer="yes"),
                name="policies_assessment_amount_of_a_yes",
            ),
        ]
        indexes = [models.Index(fields=["household", "-id"], name="policies_assessment_home")]

    def __str__(self) -> str:
        return f"{self.standard} {self.on}"
