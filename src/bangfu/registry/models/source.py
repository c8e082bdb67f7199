import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import SourceKind


class Source(models.Model):
    """Where facts came from: one sheet of one roster, or one visit to the counter.

    ``lineage`` names the series a roster belongs to (the same list, year after year): a later
    source of the same lineage corrects an earlier one, another lineage only adds to it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    entry = models.UUIDField(db_index=True)
    file_name = models.CharField(_("文件"), max_length=255, default="", blank=True)
    sheet = models.CharField(_("工作表"), max_length=120, default="", blank=True)
    issuer = models.CharField(_("来源单位"), max_length=120, default="", blank=True)
    lineage = models.CharField(max_length=200, default="", blank=True)
    on = models.DateField(_("名单日期"))
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    def __str__(self) -> str:
        return self.file_name or self.get_kind_display()


class Sighting(models.Model):
    """A row of a source in which a person was read."""

    area = models.BigIntegerField()
    person = models.ForeignKey(
        "registry.Person", models.RESTRICT, related_name="sightings", db_constraint=False
    )
    source = models.ForeignKey(Source, models.RESTRICT, related_name="+")
    row = models.PositiveIntegerField()
    entry = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source", "row"], name="registry_sighting_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.row}"
