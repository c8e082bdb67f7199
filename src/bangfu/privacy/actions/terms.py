"""How long a town keeps a kind of record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from bangfu.audit import actions as audit

from ..models import Term
from ..retention import KINDS


class CannotKeep(ValueError):
    """The term may not be set so; the message is for the person."""


def set_term(*, area: int, kind: str, years: int, clause: str, by: UUID, at: datetime) -> Term:
    """This function will set how many years a town keeps a kind of record, and by which clause.

    :raises CannotKeep: an unknown kind, fewer years than the law asks where it does, no clause.
    """
    known = KINDS.get(kind)
    if known is None:
        raise CannotKeep(_("没有这一类。"))
    if known.sure and years < known.years:
        raise CannotKeep(
            _("%(clause)s，不能少于%(years)s年。") % {"clause": known.clause, "years": known.years}
        )
    if not clause.strip() or not 1 <= years <= 100:
        raise CannotKeep(_("请填年数（1到100）和依据的条款。"))
    with transaction.atomic():
        made, _new = Term.objects.update_or_create(
            area=area, kind=kind,
            defaults={"years": years, "clause": clause.strip()[:200], "set_by": by, "set_at": at},
        )  # fmt: skip
        audit.record(
            verb="privacy.term.set", by=by, at=at, area=area, detail={"term": kind, "years": years}
        )
    return made
