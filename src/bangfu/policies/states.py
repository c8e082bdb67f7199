"""The states of a revision and who moves it on."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RevisionState(TextChoices):
    """How far a change of a standard is."""

    DRAFT = "draft", _("起草中")
    SUBMITTED = "submitted", _("待复核")
    RETURNED = "returned", _("退回修改")
    AGREED = "agreed", _("待发布")
    PUBLISHED = "published", _("已发布")
    DROPPED = "dropped", _("不改了")


NEXT: Mapping[tuple[str, str], str] = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "agree"): "agreed",
    ("submitted", "return"): "returned",
    ("agreed", "return"): "returned",
    ("agreed", "publish"): "published",
    ("draft", "drop"): "dropped",
    ("returned", "drop"): "dropped",
}
"""(state, act) → state; what is not here cannot be done."""
EDITABLE = frozenset({RevisionState.DRAFT, RevisionState.RETURNED})
WAITING = frozenset({RevisionState.SUBMITTED, RevisionState.AGREED})
