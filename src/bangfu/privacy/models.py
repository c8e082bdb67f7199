"""One data key for each person and each household, wrapped by the key file."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


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
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="privacy_subjectkey_destroyed_means_gone",
            ),
        ]
        indexes = [
            models.Index(fields=["master_version"], name="privacy_subjectkey_version"),
        ]

    def __str__(self) -> str:
        return str(self.subject)
