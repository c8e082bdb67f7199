"""An act taken back: the register is as if it had not been done, and says that it was."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from ..models import Change, Membership
from ..states import ChangeKind
from .act import CannotChange, grants_follow, lock
from .merge import part
from .places import move_back
from .take_back import CannotTakeBack, touched, withdraw


def undo(*, change: UUID, by: UUID, at: datetime) -> Change:
    """Undo one act: what it wrote is closed, what it closed is open again.

    Raises CannotChange when it is undone already, or something later stands on it.
    """
    with transaction.atomic():
        done = Change.objects.select_related("household", "other", "person").get(uuid=change)
        _refuse_again(done)
        lock([home.uuid for home in (done.household, done.other) if home is not None])
        _refuse_again(Change.objects.select_for_update().get(pk=done.pk))
        if done.kind == ChangeKind.MERGE:
            part(done)
        people = touched(done.uuid)
        try:
            withdraw(done.uuid, at)
        except CannotTakeBack as later:
            raise CannotChange(_why(later.entries)) from later
        if done.kind == ChangeKind.RELOCATE:
            move_back(done)
        _grants_go_back(done, people, by=by, at=at)
        done.undone_by, done.undone_at = by, at
        done.save(update_fields=["undone_by", "undone_at"])
        audit.record(
            verb="registry.household.undo",
            by=by,
            at=at,
            subject=done.household.uuid,
            subject_kind="household",
            area=done.area,
            detail={"act": str(done.uuid), "kind": done.kind},
        )
    return done


def _grants_go_back(done: Change, people: set[int], *, by: UUID, at: datetime) -> None:
    homes = {home.pk for home in (done.household, done.other) if home is not None}
    stay = Membership.objects.filter(
        household__in=homes, superseded_at=None, valid_until=None
    ).values_list("person_id", flat=True)
    grants_follow(homes, people | set(stay), by=by, at=at)


def _refuse_again(change: Change) -> None:
    if change.undone_at is not None:
        raise CannotChange(_("这件事已经撤回过了。"))


def _why(entries: list[UUID]) -> str:
    later = Change.objects.filter(uuid__in=entries).order_by("-id").first()
    if later is not None:
        return _("后来又办了“%(act)s”（%(on)s），请先撤回它。") % {
            "act": later.get_kind_display(),
            "on": later.on,
        }
    return _("后来的花名册用到了这件事，不能撤回，请另行更正。")
