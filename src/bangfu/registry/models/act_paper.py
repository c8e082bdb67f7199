from django.db import models
from django.utils.translation import gettext_lazy as _

from bangfu.papers.states import MediaType

from .change import Change
from .household import Household

LARGEST = 10 * 1024 * 1024
"""The most bytes of one paper."""


class ActPaper(models.Model):
    """An original that an act rests on: ``paper`` is its UUID in the room of papers.

    ``household`` is the one the act was told of; the area goes where that household goes, and with
    it who may open the paper. The link stays when the act is undone.
    """

    area = models.BigIntegerField()
    change = models.ForeignKey(Change, models.RESTRICT, related_name="+")
    household = models.ForeignKey(Household, models.RESTRICT, related_name="+")
    paper = models.UUIDField()
    media_type = models.CharField(_("类型"), max_length=20, choices=MediaType.choices)
    size = models.PositiveIntegerField(_("大小"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "paper"], name="registry_actpaper_once"),
            models.CheckConstraint(
                condition=models.Q(size__gte=1, size__lte=LARGEST),
                name="registry_actpaper_not_too_large",
            ),
            models.CheckConstraint(
                condition=models.Q(media_type__in=["image/jpeg", "image/png", "application/pdf"]),
                name="registry_actpaper_of_a_known_kind",
            ),
        ]
        indexes = [models.Index(fields=["paper"], name="registry_actpaper_paper")]

    def __str__(self) -> str:
        return str(self.paper)
