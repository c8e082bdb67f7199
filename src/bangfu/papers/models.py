"""The encrypted originals: what a file is, not what is in it."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.Model):
    """One original, kept once however often it was handed in.

    ``fingerprint`` is HMAC-SHA256 of the content under a key of the key file, so that the table
    does not tell whether a known file is here. ``wrapped`` is the data key of this file, wrapped
    by the master key; ``file_name`` is encrypted with it, since offices put names into file names.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.BigIntegerField(_("村居"), null=True)
    fingerprint = models.BinaryField()
    size = models.BigIntegerField(_("大小"))
    media_type = models.CharField(_("类型"), max_length=100)
    file_name = models.BinaryField(_("文件名"))
    wrapped = models.BinaryField(null=True)
    master_version = models.PositiveSmallIntegerField()
    kept_by = models.UUIDField(_("谁交存"), null=True)
    kept_at = models.DateTimeField(_("交存时间"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # The keeper is part of it: a refusal must not tell of a paper one may not see.
                fields=["fingerprint", "area", "kept_by"],
                nulls_distinct=False,
                # One that an erasure closed opens no more: the same content may come in again.
                condition=models.Q(wrapped__isnull=False),
                name="papers_paper_kept_once",
            ),
            models.CheckConstraint(condition=models.Q(size__gte=0), name="papers_paper_has_a_size"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
